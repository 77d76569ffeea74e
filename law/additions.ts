import { createHash } from 'node:crypto';
import type { Bilingual, Cite, LawDate } from '../shared/index.ts';
import type { ConsumptionTax, Law, PositiveAnswer, Rates } from './law.ts';
import type { PositiveLine } from './positive-list.ts';
import { type RatesUnder, ratesUnderOf, remembered, withRatesUnder } from './rates.ts';
import { headingsOf, positiveLine, positiveTable } from './shipped.ts';

/** Where a dated value of the operator comes from, and when it holds (both days inclusive). */
export interface Dated {
  readonly from: LawDate;
  readonly to?: LawDate;
  /** Number and title of the document that sets it, as it is to be cited. */
  readonly document: string;
  readonly article?: string;
  /** True when the operator has read it in the primary source. */
  readonly verified?: boolean;
}

export interface AddedNumber extends Dated {
  readonly id: string;
  /** Decimal text. */
  readonly value: string;
  /** Needed only for an id the shipped edition does not have. */
  readonly unit?: string;
  readonly title?: Bilingual;
}

/** A row of rates. What is left out stays as the edition below has it; `consumption: null` says that there is none. */
export interface AddedRates extends Dated {
  /** Ten digits. */
  readonly code: string;
  readonly duty?: string;
  readonly vat?: string;
  readonly consumption?: Omit<ConsumptionTax, 'cites'> | null;
}

export interface AddedPositiveEdition extends Dated {
  readonly edition: string;
  /** True: this is the whole list, what is absent is not listed. False: its lines are added to what is known. */
  readonly complete: boolean;
  readonly lines: readonly PositiveLine[];
}

export interface AddedCommodity {
  readonly code: string;
  readonly name: string;
  readonly unit1: string;
  readonly unit2?: string;
  readonly supervision?: string;
  readonly edition: string;
}

export interface AddedPriceBand extends Dated {
  readonly code: string;
  /** CNY per first statutory unit, decimal text, bounds included. */
  readonly low: string;
  readonly high: string;
  readonly unit: string;
}

/** What an operator's tables add to the shipped edition. Plain data: it comes from the database as it is. */
export interface LawAdditions {
  readonly numbers?: readonly AddedNumber[];
  readonly rates?: readonly AddedRates[];
  readonly positive?: readonly AddedPositiveEdition[];
  readonly commodities?: readonly AddedCommodity[];
  readonly priceBands?: readonly AddedPriceBand[];
  readonly codes?: readonly { readonly list: string; readonly code: string; readonly name: string }[];
}

/**
 * The law with the operator's dated values on top. Of two values that hold on a day the one with the later first day wins, and the
 * operator's on the same day. Nothing of `base` is changed; the edition digest covers both.
 */
export function lawWith(base: Law, additions: LawAdditions): Law {
  const numbers = byKey(additions.numbers ?? [], it => it.id);
  const rates = byKey(additions.rates ?? [], it => it.code);
  const bands = byKey(additions.priceBands ?? [], it => it.code);
  const commodities = new Map((additions.commodities ?? []).map(it => [it.code, it]));
  const addedHeading = headingsOf([...commodities.keys()]);
  const codes = new Map((additions.codes ?? []).map(it => [`${it.list} ${it.code}`, it.name]));
  const lists = (additions.positive ?? [])
    .map(it => ({ ...it, table: positiveTable(it.lines) }))
    .sort((a, b) => (a.from < b.from ? 1 : -1));
  const below = ratesUnderOf(base);
  const ratesUnder: RatesUnder = (code, on, under) => {
    const added = holding(rates.get(code), on);
    const lower = below(code, on, under);
    return added === undefined ? lower : ratesOn(lower, added);
  };
  const law: Law = {
    number: (id, on) => {
      const added = holding(numbers.get(id), on);
      if (added === undefined) return base.number(id, on);
      const shipped = orUndefined(() => base.number(id, on));
      if (shipped !== undefined && shipped.from > added.from) return shipped;
      const like = shipped ?? numbers.get(id)?.find(it => it.title !== undefined);
      return {
        id,
        value: added.value,
        unit: added.unit ?? like?.unit ?? '',
        title: added.title ?? like?.title ?? { zh: id, en: id },
        from: added.from,
        cites: [citeOf(added)],
      };
    },
    codeName: (list, code) => codes.get(`${list} ${code}`) ?? base.codeName(list, code),
    commodity: code => commodities.get(code) ?? base.commodity(code),
    hasHeading: digits => addedHeading(digits) || base.hasHeading(digits),
    rates: remembered((code, on) => ratesUnder(code, on, law)),
    positive: (code, on) => positiveOn(lists, base, code, on),
    priceBand: (code, on) => {
      const band = holding(bands.get(code), on);
      if (band === undefined) return base.priceBand(code, on);
      return { low: band.low, high: band.high, unit: band.unit, cites: [citeOf(band)] };
    },
    edition: createHash('sha256')
      .update(base.edition)
      .update(JSON.stringify(additions))
      .digest('hex')
      .slice(0, 16),
  };
  return withRatesUnder(law, ratesUnder);
}

function ratesOn(below: Rates, added: AddedRates): Rates {
  const { duty = below.duty, vat = below.vat } = added;
  const cites = [citeOf(added)];
  const consumption =
    added.consumption === undefined
      ? below.consumption
      : added.consumption === null
        ? undefined
        : { ...added.consumption, cites };
  return {
    ...(duty === undefined ? {} : { duty }),
    vat,
    ...(consumption === undefined ? {} : { consumption }),
    basis: added.consumption === undefined && below.basis === 'unknown' ? 'unknown' : 'line',
    cites: added.vat === undefined ? [...cites, ...below.cites] : cites,
  };
}

function positiveOn(
  lists: readonly (AddedPositiveEdition & { readonly table: ReadonlyMap<string, PositiveLine> })[],
  base: Law,
  code: string,
  on: LawDate,
): PositiveAnswer {
  const holds = lists.filter(it => it.from <= on && (it.to === undefined || on <= it.to));
  const whole = holds.findIndex(it => it.complete);
  const used = whole < 0 ? holds : holds.slice(0, whole + 1);
  const list = used.find(it => positiveLine(it.table, code) !== undefined) ?? used.at(-1);
  const below = whole < 0 ? base.positive(code, on) : undefined;
  if (list === undefined || (below?.listed === true && positiveLine(list.table, code) === undefined))
    return below ?? base.positive(code, on);
  const line = positiveLine(list.table, code);
  return {
    edition: list.edition,
    complete: whole >= 0,
    listed: line !== undefined,
    remarks: line?.remarks ?? [],
    cites: [citeOf(list)],
  };
}

function citeOf(it: Dated): Cite {
  return { text: it.document, article: it.article ?? '', from: it.from, verified: it.verified ?? false };
}

function byKey<T extends Dated>(
  rows: readonly T[],
  key: (row: T) => string,
): ReadonlyMap<string, readonly T[]> {
  const map = new Map<string, T[]>();
  for (const row of rows) {
    const list = map.get(key(row)) ?? [];
    list.push(row);
    map.set(key(row), list);
  }
  for (const list of map.values()) list.sort((a, b) => (a.from < b.from ? -1 : 1));
  return map;
}

function holding<T extends Dated>(rows: readonly T[] | undefined, on: LawDate): T | undefined {
  return rows?.findLast(it => it.from <= on && (it.to === undefined || on <= it.to));
}

function orUndefined<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
