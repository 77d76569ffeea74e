import type { Law } from '../law/index.ts';
import { beijingDate, type Fixed5, fixed5, type Instant, type LawDate } from '../shared/index.ts';
import { shareByValue } from './dutiable-value.ts';
import type { LineRates } from './duties.ts';
import { splitInclusive } from './inclusive.ts';
import { compositeRate, type GivenRates, lineRates, quoteGeneralTrade, quoteTax } from './quote.ts';
import type { TaxableLine, TaxInput, TaxQuote } from './types.ts';

/** Rates of the asker's own, as decimal texts, instead of the law's. */
export interface AskedRates {
  readonly duty?: string;
  readonly vat: string;
  readonly consumption?: string;
}

/** A tax question as people and programs ask it: official field names, decimal text. */
export interface QuoteQuestion {
  /** Law date YYYY-MM-DD; left out: the Beijing date of asking. */
  readonly date?: string;
  /** `general-trade` taxes the same goods in full, for comparison. */
  readonly regime?: 'retail-import' | 'general-trade';
  readonly freight?: string;
  readonly insurance?: string;
  /** A cut open to every buyer: lowers the dutiable value, shared over the lines by value. */
  readonly openDiscount?: string;
  /** Coupons, points, members' prices: a way of paying, which does not lower the dutiable value (told, not subtracted). */
  readonly buyerOnlyDiscount?: string;
  /** The lines' prices include the tax (包税价): price and tax are taken apart first. */
  readonly taxIncluded?: boolean;
  /** Used of the yearly limit before this order. */
  readonly yearUsed?: string;
  readonly lines: readonly QuoteLine[];
  readonly rates?: AskedRates;
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
  /** Rates of this line; they go before the question's. */
  readonly rates?: AskedRates;
}

/** Answers a tax question. Decimals must have been checked; throws as `quoteTax` does. */
export function answerQuote(question: QuoteQuestion, at: Instant, law: Law): TaxQuote {
  const on = question.date ?? beijingDate(at);
  const given = givenOf(question);
  const whole = question.lines.map(lineOf);
  const cuts = shareByValue(
    fixed5(question.openDiscount ?? '0'),
    whole.map(line => line.value),
  );
  const cut = whole.map((line, index) => ({ ...line, value: line.value - (cuts[index] ?? 0n) }));
  const input: TaxInput = {
    lines: question.taxIncluded
      ? cut.map(line => ({ ...line, value: withoutTax(line, on, law, given) }))
      : cut,
    freight: fixed5(question.freight ?? '0'),
    insurance: fixed5(question.insurance ?? '0'),
    on,
    ...(question.yearUsed === undefined ? {} : { yearUsed: fixed5(question.yearUsed) }),
  };
  return question.regime === 'general-trade'
    ? quoteGeneralTrade(input, law, given)
    : quoteTax(input, law, given);
}

function givenOf(question: QuoteQuestion): GivenRates {
  const own = new Map(
    question.lines.map((line, index) => [gnumOf(line, index), line.rates ?? question.rates]),
  );
  return line => {
    const asked = own.get(line.gnum);
    return asked && ratesOf(asked);
  };
}

function ratesOf({ duty, vat, consumption }: AskedRates): LineRates {
  return {
    vat,
    ...(duty === undefined ? {} : { duty }),
    ...(consumption === undefined ? {} : { consumption: { rate: consumption, cites: [] } }),
  };
}

/**
 * The price in a price that includes the tax. Whether consumption tax applies depends on that very price: it is taken as due first,
 * and left out when the price that results does not reach the threshold.
 */
function withoutTax(line: TaxableLine, on: LawDate, law: Law, given: GivenRates): Fixed5 {
  const rates = lineRates(line, on, law, given);
  const price = (applied: LineRates) =>
    splitInclusive(line.value, compositeRate(applied, on, law).total).price * 1000n;
  const taxed = price(rates);
  if (rates.consumption === undefined) return taxed;
  const [told] = quoteTax(
    { lines: [{ ...line, value: taxed }], freight: 0n, insurance: 0n, on },
    law,
    given,
  ).lines;
  return told?.consumptionApplies ? taxed : price({ vat: rates.vat });
}

function gnumOf(line: QuoteLine, index: number): string {
  return line.gnum ?? String(index + 1);
}

function lineOf(line: QuoteLine, index: number): TaxableLine {
  return {
    gnum: gnumOf(line, index),
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
