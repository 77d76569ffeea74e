import type { Law } from '../law/index.ts';
import { beijingDate, fixed5, type Instant } from '../shared/index.ts';
import type { LineRates } from './duties.ts';
import { quoteTax } from './quote.ts';
import type { TaxableLine, TaxQuote } from './types.ts';

/** A tax question as people and programs ask it: official field names, decimal text. */
export interface QuoteQuestion {
  /** Law date YYYY-MM-DD; left out: the Beijing date of asking. */
  readonly date?: string;
  readonly freight?: string;
  readonly insurance?: string;
  /** Used of the yearly limit before this order. */
  readonly yearUsed?: string;
  readonly lines: readonly QuoteLine[];
  /** Rates of the asker's own instead of the law's, for every line. */
  readonly rates?: { readonly duty?: string; readonly vat: string; readonly consumption?: string };
}

export interface QuoteLine {
  readonly gnum?: string;
  readonly gcode?: string;
  readonly totalPrice: string;
  readonly qty?: string;
  readonly unit?: string;
  readonly qty1?: string;
  readonly unit1?: string;
  readonly qty2?: string;
  readonly unit2?: string;
}

/** Answers a tax question. Decimals must have been checked; throws as `quoteTax` does. */
export function answerQuote(question: QuoteQuestion, at: Instant, law: Law): TaxQuote {
  const { rates } = question;
  const given: LineRates | undefined = rates && {
    vat: rates.vat,
    ...(rates.duty === undefined ? {} : { duty: rates.duty }),
    ...(rates.consumption === undefined ? {} : { consumption: { rate: rates.consumption, cites: [] } }),
  };
  return quoteTax(
    {
      lines: question.lines.map(lineOf),
      freight: fixed5(question.freight ?? '0'),
      insurance: fixed5(question.insurance ?? '0'),
      on: question.date ?? beijingDate(at),
      ...(question.yearUsed === undefined ? {} : { yearUsed: fixed5(question.yearUsed) }),
    },
    law,
    given && (() => given),
  );
}

function lineOf(line: QuoteLine, index: number): TaxableLine {
  return {
    gnum: line.gnum ?? String(index + 1),
    value: fixed5(line.totalPrice),
    ...(line.gcode === undefined ? {} : { gcode: line.gcode }),
    ...(line.qty === undefined ? {} : { qty: fixed5(line.qty) }),
    ...(line.unit === undefined ? {} : { unit: line.unit }),
    ...(line.qty1 === undefined ? {} : { qty1: fixed5(line.qty1) }),
    ...(line.unit1 === undefined ? {} : { unit1: line.unit1 }),
    ...(line.qty2 === undefined ? {} : { qty2: fixed5(line.qty2) }),
    ...(line.unit2 === undefined ? {} : { unit2: line.unit2 }),
  };
}
