import type { Bilingual, Cite, LawDate } from '../shared/index.ts';

/** A number of the law through time: the value that holds on a day is the last one whose `from` is not later. */
export interface DatedNumber {
  readonly title: Bilingual;
  readonly unit: string;
  readonly values: readonly DatedValue[];
}

export interface DatedValue {
  readonly from: LawDate;
  /** Decimal text, exact. */
  readonly value: string;
  readonly cites: readonly Cite[];
}

/** A value with its first day and what it is cited from. */
export const dated = (from: LawDate, value: string, ...cites: readonly Cite[]): DatedValue => ({
  from,
  value,
  cites,
});
