import type { Document } from '../messages/index.ts';
import type { Bilingual, Fixed5, Instant } from '../shared/index.ts';

/** An export list (603) as the summary looks at it: the document, its number, and what became of it. */
export interface CandidateList {
  readonly caseKey: string;
  readonly document: Document; // CEB603Message
  /** Number given by customs; without one nothing can name the list. */
  readonly invtNo?: string;
  /** State of its case: `reviewed`, `released`, `departed`, `revoked`, `returned`, `inspection` … */
  readonly status: string;
  /** When the list was closed (结关, status 899): the goods have left. */
  readonly clearedAt?: Instant;
  /** Number of the summary application (or its result) that already holds it. */
  readonly summarisedBy?: string;
  /** Goods of it came back, but not all. */
  readonly partlyReturned?: boolean;
}

export type LeftOutReason =
  | 'other-consignor'
  | 'other-mode'
  | 'revoked'
  | 'returned'
  | 'refused'
  | 'waiting'
  | 'not-released'
  | 'not-departed'
  | 'other-month'
  | 'statistics'
  | 'no-number'
  | 'already-summarised'
  | 'unreadable';

/** A list that is in no form, why, and what to do. */
export interface LeftOut {
  readonly caseKey: string;
  readonly invtNo?: string;
  readonly reason: LeftOutReason;
  readonly message: Bilingual;
}

/** A line of a list with its amounts read. */
export interface ReadLine {
  readonly gnum: string;
  readonly gcode: string;
  readonly name: string;
  readonly itemName: string;
  readonly country: string;
  readonly currency: string;
  readonly qty: Fixed5;
  readonly unit: string;
  readonly qty1: Fixed5;
  readonly unit1: string;
  readonly qty2?: Fixed5;
  readonly unit2?: string;
  readonly total: Fixed5;
}

/** Amounts per currency code. */
export type Amounts = Readonly<Record<string, Fixed5>>;

export function addAmounts(into: Record<string, Fixed5>, more: Amounts): void {
  for (const [currency, amount] of Object.entries(more)) into[currency] = (into[currency] ?? 0n) + amount;
}
