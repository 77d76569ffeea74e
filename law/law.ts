import type { Bilingual, Cite, LawDate } from '../shared/index.ts';

/**
 * The law as the rules ask it: always for a date, always with the citation. Two makers exist: the shipped edition (files of this
 * room) and the operator's tables, which add dated values on top. Rules never contain a number of the law themselves.
 */
export interface Law {
  /** A dated number, for example `import.single-limit`. Throws when the id is unknown or the date lies before the first value. */
  number(id: string, on: LawDate): LawNumber;
  /** Name of a code in an official list (`currency`, `country`, `unit`, `customs`, `trafMode`, `wrapType` …); undefined: not in the list. */
  codeName(list: string, code: string): string | undefined;
  /** The ten-digit commodity code in the loaded edition of the nomenclature. */
  commodity(code: string): Commodity | undefined;
  /** Whether the loaded nomenclature has a chapter, heading or subheading: `digits` are the first 2, 4, 6 or 8 digits of a code. */
  hasHeading(digits: string): boolean;
  /** Duty, VAT and consumption-tax rates of a ten-digit code on a date. Never undefined: see `basis`. */
  rates(code: string, on: LawDate): Rates;
  /** What the retail-import positive list says of a code on a date. */
  positive(code: string, on: LawDate): PositiveAnswer;
  /** Reference price band of a code in CNY per first statutory unit, when the operator or the edition has one. */
  priceBand(code: string, on: LawDate): PriceBand | undefined;
  /** A digest of everything loaded; decisions keep it, so that a replay knows the edition. */
  readonly edition: string;
}

export interface LawNumber {
  readonly id: string;
  /** Decimal text, exact. */
  readonly value: string;
  readonly unit: string;
  readonly title: Bilingual;
  readonly from: LawDate;
  readonly cites: readonly Cite[];
}

export interface Commodity {
  readonly code: string;
  readonly name: string;
  /** Customs unit codes of the first and second statutory unit. */
  readonly unit1: string;
  readonly unit2?: string;
  /** Letters of the supervision conditions (`9`: import prohibited), where the edition gives them. */
  readonly supervision?: string;
  readonly edition: string;
}

/** When a consumption-tax line applies: always, never, or from a price per unit of quantity upwards (bound included). */
export interface ConsumptionTax {
  /** Rate as decimal text, `0.15`. */
  readonly rate: string;
  /** Specific part in CNY per litre (spirits), decimal text. */
  readonly perLitre?: string;
  /** Applies only when the dutiable price per unit reaches the bound: `gram` also serves millilitres. */
  readonly threshold?: { readonly per: 'gram' | 'piece'; readonly price: string };
  readonly cites: readonly Cite[];
}

export interface Rates {
  /** MFN duty rate as decimal text (`0.06`); undefined when not loaded (only needed over the single limit). */
  readonly duty?: string;
  readonly vat: string;
  readonly consumption?: ConsumptionTax;
  /**
   * `line`: the code's own row is loaded. `standard`: no row; the statutory rate of the code's kind is used and said so.
   * `unknown`: no row and the heading is one where consumption tax depends on the line: an officer or the operator must settle it.
   */
  readonly basis: 'line' | 'standard' | 'unknown';
  readonly cites: readonly Cite[];
}

/** One remark of the positive list. Four kinds, four validators. */
export type PositiveRemark =
  | { readonly kind: 'exclusion'; readonly words: readonly string[]; readonly text: Bilingual }
  | { readonly kind: 'mode'; readonly modes: readonly string[]; readonly text: Bilingual }
  | { readonly kind: 'product'; readonly words: readonly string[]; readonly text: Bilingual }
  | { readonly kind: 'weight'; readonly group: string; readonly kgPerYear: string; readonly text: Bilingual };

export interface PositiveAnswer {
  readonly edition: string;
  /** True when the loaded list is the whole list: only then does absence mean "not on the list". */
  readonly complete: boolean;
  readonly listed: boolean;
  readonly remarks: readonly PositiveRemark[];
  readonly cites: readonly Cite[];
}

export interface PriceBand {
  readonly low: string;
  readonly high: string;
  readonly unit: string;
  readonly cites: readonly Cite[];
}
