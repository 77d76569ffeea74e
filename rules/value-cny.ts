import { exchangeRate, type Law } from '../law/index.ts';
import type { Document } from '../messages/index.ts';
import { type Fixed5, fixed5, type LawDate, roundDivide } from '../shared/index.ts';
import { filled } from './documents.ts';
import { amount } from './money.ts';

/** A fen in the scale of amounts. */
const FEN = 1_000n;
/** Rates are given for 100 units, in the scale of amounts. */
const HUNDRED = 10_000_000n;

/**
 * What the goods of a list are worth in CNY: the totals of its lines (FOB) at the customs rates of the day, rounded half up to the
 * fen. Undefined when a total cannot be read or the rate of a currency is not loaded: then nobody knows, and nothing is guessed.
 */
export function valueInCny(list: Document, on: LawDate, law: Law): Fixed5 | undefined {
  let sum = 0n;
  for (const line of list.lines) {
    const total = amount(filled(line['totalPrice']));
    const rate = exchangeRate(law, filled(line['currency'])?.trim() ?? '', on);
    if (total === undefined || rate === undefined) return undefined;
    sum += total * fixed5(rate.value);
  }
  return list.lines.length === 0 ? undefined : roundDivide(sum, HUNDRED * FEN) * FEN;
}

/** The currencies of a list whose rate is not loaded for the day. */
export function currenciesWithoutRate(list: Document, on: LawDate, law: Law): readonly string[] {
  const currencies = new Set(list.lines.map(line => filled(line['currency'])?.trim() ?? ''));
  return [...currencies].filter(it => it !== '' && exchangeRate(law, it, on) === undefined);
}
