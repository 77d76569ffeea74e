import type { Bilingual, DocumentRef, Fixed5, LawDate } from '../shared/index.ts';

/** A part of a document's value: one line of a list or of a form. */
export interface ValueLine {
  readonly gnum: string;
  readonly currency: string;
  readonly total: Fixed5;
}

/** An export list (603) as a carrier of a trade. */
export interface ListCarrier {
  /** Case key, `E|ebpCode|orderNo`. */
  readonly caseKey: string;
  readonly invtNo?: string;
  readonly mode: string;
  readonly consignor: string;
  readonly orderNo: string;
  readonly logisticsNo?: string;
  /** Bill of lading or master waybill, from the list or from the master list (607) that names its waybill. */
  readonly billNo?: string;
  /** Beijing date of its release; undefined while it is not released. */
  readonly day?: LawDate;
  /** Why it carries nothing: revoked or refused. */
  readonly fallen?: 'revoked' | 'refused';
  readonly lines: readonly ValueLine[];
}

/** A form that came out of a summary, as customs told it (792). It names lines of lists and has no amounts of its own. */
export interface SummaryCarrier {
  readonly sumNo: string;
  readonly declSeqNo: string;
  /** Number of the customs declaration, once it has one. */
  readonly entryId?: string;
  /** Time of processing as written: the newer of two results that name one line counts. */
  readonly opDate: string;
  readonly lines: readonly { readonly invtNo: string; readonly gnum: string }[];
}

/** A customs declaration form (报关单) that was handed to the platform. */
export interface FormCarrier {
  readonly entryId: string;
  readonly mode: string;
  readonly consignor: string;
  readonly day: LawDate;
  readonly lines: readonly ValueLine[];
  /** What it names of the trade: order or booking numbers, waybill and bill numbers. */
  readonly orders: readonly string[];
  readonly waybills: readonly string[];
  readonly bills: readonly string[];
  /** Numbers of export lists. */
  readonly lists: readonly string[];
  /** Whether any document that it names is known (order, waybill, booking or list); undefined: it names none. */
  readonly partnerKnown?: boolean;
}

export interface Carriers {
  readonly lists: readonly ListCarrier[];
  readonly summaries: readonly SummaryCarrier[];
  readonly forms: readonly FormCarrier[];
}

export type CarrierKind = 'form' | 'summary' | 'list';

/** A trade that is counted, by the document that carries it. */
export interface CountedTrade {
  readonly by: CarrierKind;
  /** Declaration number, `sumNo/declSeqNo`, or case key. */
  readonly id: string;
  readonly mode: string;
  readonly consignor: string;
  readonly day: LawDate;
  /** Amounts per currency code. */
  readonly amounts: Readonly<Record<string, Fixed5>>;
  /** The same in CNY; undefined when a rate is missing. */
  readonly cny?: Fixed5;
  /** A form whose partner documents are not known yet: counted, but a list may still come under another name. */
  readonly waiting?: true;
  /** The documents it opens to. */
  readonly documents: readonly DocumentRef[];
}

export type NotCountedReason =
  | 'by-form'
  | 'by-summary-form'
  | 'by-summary'
  | 'revoked'
  | 'refused'
  | 'not-released'
  | 'lists-unknown';

/** A carrier (or some lines of it) that is not counted, why, and what counts instead. */
export interface NotCounted {
  readonly kind: CarrierKind;
  readonly id: string;
  /** Line numbers, when only a part is left out. */
  readonly lines?: readonly string[];
  readonly reason: NotCountedReason;
  readonly instead?: { readonly by: CarrierKind; readonly id: string };
  readonly message: Bilingual;
}
