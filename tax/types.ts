import type { Bilingual, Cite, Fixed5, LawDate } from '../shared/index.ts';

/** One line to be taxed. Amounts and quantities are `Fixed5`. */
export interface TaxableLine {
  readonly gnum: string;
  /** Ten-digit commodity code; may be absent when rates are given by the caller. */
  readonly gcode?: string;
  /** Price of the line without freight and insurance (totalPrice). */
  readonly value: Fixed5;
  /** First statutory quantity and its customs unit code: the basis of the consumption-tax price threshold. */
  readonly qty1?: Fixed5;
  readonly unit1?: string;
  readonly qty2?: Fixed5;
  readonly unit2?: string;
  /** Declared quantity and unit. */
  readonly qty?: Fixed5;
  readonly unit?: string;
  /** Sheets or pieces that one declared unit holds by its specification (a box of ten masks): basis of the per-sheet threshold. */
  readonly sheetsPerPackage?: bigint;
}

export interface TaxInput {
  readonly lines: readonly TaxableLine[];
  readonly freight: Fixed5;
  readonly insurance: Fixed5;
  readonly on: LawDate;
  /** Used of the yearly limit before this order; undefined: not known, not tested. */
  readonly yearUsed?: Fixed5;
}

/** How the order is taxed: inside the limits at 70 %, one dear indivisible item in full, or not as e-commerce at all. */
export type Treatment = 'preferential' | 'full' | 'not-cbec';

/** One step of the calculation as shown to people: formula with the numbers put in, the result, and the law. */
export interface TaxStep {
  readonly title: Bilingual;
  readonly formula: string;
  readonly result: string;
  readonly cites: readonly Cite[];
}

export interface TaxedLine {
  readonly gnum: string;
  /** Price plus its share of freight and insurance. */
  readonly dutiable: Fixed5;
  /** Fen, each rounded half up per line. */
  readonly duty: bigint;
  readonly consumption: bigint;
  readonly vat: bigint;
  readonly total: bigint;
  readonly consumptionApplies: boolean;
  readonly basis: 'line' | 'standard' | 'unknown' | 'given';
  /** Composite rate (综合税率) that was applied, as decimal text; told when read, not kept with decisions. */
  readonly composite?: string;
  readonly steps: readonly TaxStep[];
}

export interface TaxQuote {
  readonly treatment: Treatment;
  readonly reason: Bilingual;
  readonly dutiable: Fixed5;
  readonly lines: readonly TaxedLine[];
  readonly duty: bigint;
  readonly consumption: bigint;
  readonly vat: bigint;
  readonly total: bigint;
  readonly steps: readonly TaxStep[];
}
