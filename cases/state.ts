import type { Document, MessageType } from '../messages/index.ts';
import type { ExportMode, ImportMode } from '../rules/index.ts';
import type { Finding, Fixed5, Instant, Outcome } from '../shared/index.ts';
import type { TaxQuote } from '../tax/index.ts';

/**
 * A number in the journal. While a batch is folded its numbers are not known yet (they are handed out in commit order), so the fold
 * counts −1, −2, … and `confirm` turns them into real ones.
 */
export type JournalNumber = bigint;

/** `stored`: sent with appStatus 1 (暂存), not declared yet. `quarantined`: it broke the program and waits for an engineer. */
export type DocumentState =
  | 'current'
  | 'superseded'
  | 'deleted'
  | 'refused'
  | 'stored'
  | 'quarantined'
  | 'received'; // a receipt of customs

/** A document as the platform holds it: who sent it, when it was accepted, where its bytes are. */
export interface Held {
  readonly document: Document;
  readonly key: string;
  readonly sender: string;
  readonly at: Instant;
  /** Digest of sender, type, guid and record: the same record sent twice has the same identity. */
  readonly identity: string;
  readonly envelopeId: string;
  readonly record: number;
  journal: JournalNumber;
  state: DocumentState;
  readonly findings: readonly Finding[];
  /** Its content is kept with it, because reading its message again would be dear. */
  readonly apart?: true;
  /** Its data key was destroyed: it stood here, and what it said is gone for good. */
  readonly destroyed?: true;
}

export type CaseStatus =
  | 'collecting' // waits for documents
  | 'reviewed' // export: the rules have passed it, the goods have not arrived at the supervised place yet
  | 'released'
  | 'departed' // export: left the country
  | 'forwarded' // stance precheck: passed our own findings and went to customs, which decides
  | 'rejected'
  | 'held' // an officer must look
  | 'inspection'
  | 'revoked' // by 623 or 605, before release
  | 'returned' // by 625, or by 213 and tallied by 215, every line
  | 'expired'; // waited longer than the setting allows

/** What one line of a released inventory was taxed; shrinks when goods come back. Taxes in fen. */
export interface TaxedPart {
  readonly gnum: string;
  readonly gcode: string;
  readonly dutiable: Fixed5;
  readonly duty: bigint;
  readonly consumption: bigint;
  readonly vat: bigint;
}

/** What a release has taken from the ledgers, so that it can be given back exactly once. */
export interface Claim {
  readonly id: string;
  readonly buyer: string;
  readonly account: string;
  readonly amount: Fixed5;
  readonly weights: Readonly<Record<string, Fixed5>>;
  readonly day: string;
  readonly guarantor: string;
  /** Per line as released, and what is left of it after returns (left out: all of it). */
  readonly released: readonly TaxedPart[];
  readonly standing?: readonly TaxedPart[];
}

/** What is left of a release after returns. */
export function standingOf(claim: Claim): readonly TaxedPart[] {
  return claim.standing ?? claim.released;
}

/** Duty, consumption tax and VAT of all parts together, in fen. */
export function taxOf(parts: readonly TaxedPart[]): bigint {
  return parts.reduce((sum, part) => sum + part.duty + part.consumption + part.vat, 0n);
}

export interface ReturnedLine {
  readonly gnum: string;
  readonly qty: Fixed5;
}

/** What an arrival (507), a departure (509) or a master list (607) says of a waybill number; it waits there for its parcel. */
export interface Mark {
  readonly type: MessageType;
  readonly key: string;
  readonly at: Instant;
  readonly billNo?: string;
  /** leaveTime of a departure, as written. */
  readonly left?: string;
}

/** Goods of an export that come back: an accepted application (213), and whether the goods were tallied on arrival (215). */
export interface ComingBack {
  /** Business key of the application. */
  readonly key: string;
  readonly route: string;
  readonly lines: readonly ReturnedLine[];
  tallied: boolean;
}

/** What customs has said last on one document of a case. */
export interface CustomsWord {
  /** returnStatus as written. */
  readonly status: string;
  /** returnTime as an instant. The text is not kept here: it may name people, and stands sealed in the decision and the feed. */
  readonly at: Instant;
}

/** The side of customs in a case that customs decides: what went there, which numbers it gave, what it said. */
export interface CustomsSide {
  /** Identity of the list that customs has, and of the one that it refused last. */
  forwarded?: string;
  refused?: string;
  preNo?: string;
  invtNo?: string;
  /** By the answered document: `CEB621`, `CEB623 agentCode|copNo`. */
  said: Record<string, CustomsWord>;
  /** Receipts that were told already, newest last. */
  heard: string[];
  /** Applications that customs has granted. */
  granted: string[];
}

/** The state of one case: a fold over everything that happened to it. The documents themselves are kept beside it. */
export interface CaseState {
  readonly key: string;
  version: number;
  status: CaseStatus;
  mode?: ImportMode | ExportMode;
  /** Routing keys of payments (receipts of payment) that name this case or are named by its order, and of the waybill that its list names. */
  payments: string[];
  waybill?: string;
  /** Cases that have named the same waybill number while this one did. Whoever judges this case reads them under lock. */
  rivals?: string[];
  waitsSince?: Instant;
  /** Journal number, instant and customs office of the list's first declaration: preNo and invtNo derive from them. A change keeps them. */
  listJournal?: JournalNumber;
  listAt?: Instant;
  customsCode?: string;
  decidedAt?: Instant;
  /** The newest returnTime on the list's receipts: the next one is later, because receivers apply receipts by that time. */
  toldAt?: Instant;
  releasedAt?: Instant;
  claim?: Claim;
  returned: ReturnedLine[];
  /** Why an officer should take it before others (优先查验), when requested and granted. */
  priority?: { readonly reason: string; readonly by: string; readonly at: Instant };
  parties: string[];
  /** Export: business key of the list, which names the seller as well. */
  list?: string;
  /** Export: what stands under the waybill number of the list. */
  marks?: readonly Mark[];
  /** Export: an officer wants to see the goods when they arrive. */
  inspect?: { readonly reason: string; readonly by: string; readonly at: Instant };
  departedAt?: Instant;
  back?: ComingBack[];
  /** Stance precheck: what is between the case and customs. */
  customs?: CustomsSide;
}

export interface Decision {
  readonly caseKey: string;
  readonly version: number;
  readonly journal: JournalNumber;
  readonly at: Instant;
  readonly outcome: Outcome;
  /** `rules`, or the officer's name. */
  readonly by: string;
  readonly findings: readonly Finding[];
  readonly tax?: TaxQuote;
  readonly reason?: string;
}

/** A receipt to be written: official message type and, per state passed through, the state and its text. */
export interface Answer {
  readonly org: string;
  readonly type: MessageType;
  /** Business key of the document that is answered. */
  readonly key: string;
  readonly caseKey?: string;
  readonly journal: JournalNumber;
  readonly at: Instant;
  /** Builds the records once the journal number is final (numbers such as invtNo derive from it). */
  render(confirm: (provisional: JournalNumber) => bigint): readonly Pick<Document, 'head' | 'lines'>[];
}

export interface QuotaEntry {
  readonly account: string;
  readonly claim: string;
  readonly amount: Fixed5;
  readonly weights: Readonly<Record<string, Fixed5>>;
  readonly caseKey: string;
  readonly ebp: string;
  readonly day: string;
  readonly journal: JournalNumber;
}

export interface GuaranteeEntry {
  readonly account: string;
  readonly entry: string;
  /** Fen: deposits positive, charges negative. */
  readonly amount: bigint;
  readonly caseKey?: string;
  readonly journal: JournalNumber;
}

export interface QuotaAccount {
  used: Fixed5;
  weights: Record<string, Fixed5>;
  /** Entries of the buyer, newest last: for the order-splitting warning. */
  entries: QuotaEntry[];
}

export interface GuaranteeAccount {
  deposit: bigint;
  charged: bigint;
}

/** The goods are released: documents no longer change, the case is not judged again. */
export function hasEnded({ status }: Pick<CaseState, 'status'>): boolean {
  return status === 'released' || status === 'departed' || status === 'returned';
}

export function newCase(key: string): CaseState {
  return { key, version: 0, status: 'collecting', payments: [], returned: [], parties: [] };
}
