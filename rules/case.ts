import type { Law } from '../law/index.ts';
import type { Document } from '../messages/index.ts';
import type { Bilingual, Finding, Fixed5, Instant, LawDate, NotJudged } from '../shared/index.ts';
import type { TaxQuote } from '../tax/index.ts';
import type { Papers } from './documents.ts';

/** The import supervision modes: direct purchase, bonded, bonded outside the pilot cities. */
export type ImportMode = '9610' | '1210' | '1239';

/** The four documents of a parcel as the rules name them. */
export type Part = 'order' | 'payment' | 'waybill' | 'list';

/** The documents of one import parcel, complete: what the rules judge. */
export interface ImportCase {
  /** `ebpCode|orderNo` of the inventory. */
  readonly key: string;
  readonly mode: ImportMode;
  readonly list: Document; // CEB621Message
  readonly order: Document; // CEB311Message
  readonly payment: Document; // CEB411Message
  readonly waybill: Document; // CEB511Message
}

/** What is there of a parcel while it waits for the rest, or while the format check refuses a part of it. */
export interface IncompleteCase {
  readonly key: string;
  /** Undefined without a list, or when the list names no import mode. */
  readonly mode?: ImportMode;
  readonly list?: Document;
  readonly order?: Document;
  readonly payment?: Document;
  readonly waybill?: Document;
  /** False: fields of the list were refused, so that no tax can be reckoned on it. */
  readonly taxable?: boolean;
}

/** Roles that an enterprise files with the zone. */
export type EnterpriseRole =
  | 'seller' // 电商企业
  | 'platform' // 电商平台
  | 'payment' // 支付企业
  | 'logistics' // 物流企业
  | 'broker' // 报关企业 (declaring agent)
  | 'bonded-operator' // 区内企业
  | 'place-operator'; // 监管作业场所经营人

export interface Enterprise {
  readonly code: string;
  readonly name: string;
  /** Filed roles with the dates (inclusive) between which each is valid. */
  readonly roles: readonly { readonly role: EnterpriseRole; readonly from: LawDate; readonly to?: LawDate }[];
  /** Suspended enterprises may not declare. */
  readonly suspended?: boolean;
}

/**
 * What a running platform knows beyond the four documents. Every part may be absent (the command line without a server);
 * a rule that needs an absent part is not judged and says so.
 */
export interface World {
  readonly enterprise?: (code: string) => Enterprise | undefined;
  /** What this buyer has used of the yearly limit (dutiable value, this Beijing year, this case left out). */
  readonly yearUsed?: Fixed5;
  /** Kilograms this buyer has bought this year of a weight-limited group of the positive list (this case left out). */
  readonly weightUsed?: (group: string) => Fixed5;
  /** The other case that used this waybill number, when it did so within the period of no reuse. */
  readonly waybillUse?: { readonly caseKey: string; readonly at: Instant } | 'none';
  /** Free balance in fen of a guarantor's account; undefined: no account. */
  readonly guaranteeFree?: (code: string) => bigint | undefined;
  /** The same buyer's other cases of the same Beijing day: for the order-splitting warning. */
  readonly sameDay?: readonly {
    readonly caseKey: string;
    readonly ebpCode: string;
    readonly value: Fixed5;
  }[];
  /** `authority`: the yearly limit refuses. `precheck`: only customs knows the rest of the year, so it warns. */
  readonly stance: 'authority' | 'precheck';
}

/** What a rule is given. `at` is the instant of acceptance, `on` its Beijing date. */
export interface Question {
  readonly case: ImportCase;
  readonly at: Instant;
  readonly on: LawDate;
  readonly law: Law;
  readonly world: World;
  /** The tax of the case, computed once for all rules. */
  readonly tax: TaxQuote;
}

/** What a rule is given that holds for imports and exports in the same words: the papers that both have. */
export interface TradeQuestion {
  readonly case: Papers & Required<Pick<Papers, 'order' | 'waybill' | 'list'>>;
  readonly at: Instant;
  readonly on: LawDate;
  readonly law: Law;
  readonly world: Pick<World, 'enterprise' | 'waybillUse' | 'stance'>;
}

/** A rule of both catalogues. What it `reads` and `needs`, both directions have. */
export interface TradeRule {
  readonly id: string;
  readonly title: Bilingual;
  readonly stage?: 'goods' | 'comparison';
  readonly reads?: readonly ('order' | 'waybill' | 'list')[];
  readonly needs: readonly ('enterprise' | 'waybillUse')[];
  judge(question: TradeQuestion): readonly Finding[];
}

/** One clearance rule, one folder. */
export interface Rule {
  readonly id: string;
  readonly title: { readonly zh: string; readonly en: string };
  /**
   * When it is asked. `goods`: compares what the list says of goods and charges; the tax is then reckoned on the list with the
   * repairs of these rules. `comparison`: any other comparison between documents. Left out: asked last, about the documents with
   * the repairs of all comparisons, so that one fault is told once and nobody is blamed for its consequences.
   */
  readonly stage?: 'goods' | 'comparison';
  /**
   * What it cannot speak without: it is left out of an incomplete case in which one of these is not there. Left out: it speaks of
   * whatever is there, because to a rule a document that is not there is one without fields, and an absent field is no party.
   */
  readonly reads?: readonly (Part | 'tax')[];
  /** Parts of the world without which it cannot be judged. */
  readonly needs: readonly (keyof World)[];
  judge(question: Question): readonly Finding[];
  /** Says why a case could not be judged by this rule, or not wholly (for example: the loaded positive list is partial). */
  unjudged?(question: Question): Bilingual | undefined;
}

/** The answer of the rules on what is there of a case. The tax stands here when the list is there and can be taxed. */
export type IncompleteJudgement = Omit<Judgement, 'tax'> & Partial<Pick<Judgement, 'tax'>>;

/** The answer of all rules on one case. */
export interface Judgement {
  readonly findings: readonly Finding[];
  readonly tax: TaxQuote;
  readonly notJudged: readonly NotJudged[];
}
