import type { LawDate } from '../shared/index.ts';
import { cite } from './instruments.ts';
import type { ConsumptionTax, Law, LawNumber, Rates } from './law.ts';
import type { NumberId } from './numbers.ts';

/** What the tables of headings say about consumption tax. `unknown`: it depends on the line, a row must be loaded. */
export type ConsumptionKind =
  | 'none'
  | 'cosmetics'
  | 'watches'
  | 'wine'
  | 'spirits'
  | 'cigars'
  | 'golf'
  | 'fireworks'
  | 'beer'
  | 'yellow-wine'
  | 'jewellery'
  | 'batteries'
  | 'unknown';

/** One row of `data/rates.csv`. */
export interface RateRow {
  readonly code: string;
  readonly duty?: string;
  readonly vat: 'standard' | 'reduced';
  readonly consumption: ConsumptionKind;
  readonly asOf: string;
}

/**
 * Consumption tax at import by heading; the longest prefix decides, what is absent bears none. Not verified line by line. Jewellery of
 * gold, silver and platinum is taxed in retail, not at import; paints are exempt by their solvents, which no code tells.
 */
const CONSUMPTION_BY_HEADING: Readonly<Record<string, ConsumptionKind>> = {
  '2203': 'beer',
  '2204': 'wine',
  '220430': 'unknown',
  '2205': 'wine',
  '2206': 'wine',
  '22060010': 'yellow-wine',
  '2207': 'unknown',
  '2208': 'spirits',
  '2208909001': 'unknown',
  '24': 'unknown',
  '2401': 'none',
  '240210': 'cigars',
  '2710': 'unknown',
  '3208': 'unknown',
  '3209': 'unknown',
  '3210': 'unknown',
  '3303': 'cosmetics',
  '3304': 'cosmetics',
  '3604': 'unknown',
  '360410': 'fireworks',
  '4409': 'unknown',
  '44191210': 'unknown',
  '44199010': 'unknown',
  '7101': 'unknown',
  '7102': 'unknown',
  '7103': 'unknown',
  '7104': 'unknown',
  '7113': 'unknown',
  '711311': 'none',
  '71131911': 'none',
  '71131919': 'none',
  '71131921': 'none',
  '71131929': 'none',
  '7116': 'jewellery',
  '8506': 'batteries',
  '850690': 'none',
  '850650': 'none',
  '8507': 'batteries',
  '850780': 'unknown',
  '850790': 'none',
  '850750': 'none',
  '850760': 'none',
  '8702': 'unknown',
  '8703': 'unknown',
  '8704': 'unknown',
  '8711': 'unknown',
  '8903': 'unknown',
  '910111': 'watches',
  '910119': 'watches',
  '910121': 'watches',
  '910129': 'watches',
  '910211': 'watches',
  '910212': 'watches',
  '910219': 'watches',
  '910221': 'watches',
  '910229': 'watches',
  '95063100': 'golf',
  '95063200': 'golf',
  '95063900': 'unknown',
};

/**
 * Goods of the reduced VAT rate (primary farm products, edible oil, feed, books, newspapers, fertiliser, table salt …), by heading;
 * the longest prefix decides. The law lists kinds of goods, not codes: this mapping is ours and not verified.
 */
const VAT_BY_HEADING: Readonly<Record<string, 'standard' | 'reduced'>> = {
  ...Object.fromEntries(
    ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12', '14'].map(chapter => [
      chapter,
      'reduced' as const,
    ]),
  ),
  '0402': 'standard',
  '0403': 'standard',
  '0404': 'standard',
  '0405': 'standard',
  '0406': 'standard',
  '090121': 'standard',
  '090122': 'standard',
  '1107': 'standard',
  '1108': 'standard',
  '1109': 'standard',
  '1301': 'reduced',
  '1507': 'reduced',
  '1508': 'reduced',
  '1509': 'reduced',
  '1510': 'reduced',
  '1511': 'reduced',
  '1512': 'reduced',
  '1513': 'reduced',
  '1514': 'reduced',
  '1515': 'reduced',
  '2309': 'reduced',
  '25010011': 'reduced',
  '31': 'reduced',
  '3808': 'reduced',
  '4901': 'reduced',
  '4902': 'reduced',
  '4903': 'reduced',
  '5101': 'reduced',
  '5201': 'reduced',
  '5301': 'reduced',
};

function longestPrefix<T>(table: Readonly<Record<string, T>>, code: string): T | undefined {
  for (let length = code.length; length >= 2; length--) {
    const prefix = code.slice(0, length);
    // A code is text of a stranger: `constructor` must not find what every object has.
    if (Object.hasOwn(table, prefix)) return table[prefix];
  }
  return undefined;
}

type NumberOn = (id: NumberId, on: LawDate) => LawNumber;

/** The consumption tax of high-end cosmetics on a day, judged per gram (or millilitre) or per piece (or sheet). */
export function cosmeticsTax(numberOn: NumberOn, on: LawDate, per: 'gram' | 'piece'): ConsumptionTax {
  const rate = numberOn('consumption.cosmetics', on);
  const bound = numberOn(
    per === 'gram' ? 'consumption.cosmetics-per-gram' : 'consumption.cosmetics-per-piece',
    on,
  );
  return { rate: rate.value, threshold: { per, price: bound.value }, cites: [...rate.cites, ...bound.cites] };
}

/** Colour cosmetics and perfume bore the tax whatever their price until 2016-10-01; only skin care had a bound. */
function cosmeticsOf(
  numberOn: NumberOn,
  on: LawDate,
  code: string,
  name: string | undefined,
): ConsumptionTax {
  const tax = cosmeticsTax(numberOn, on, name?.includes('“片”或“张”') === true ? 'piece' : 'gram');
  if (numberOn('consumption.cosmetics', on).from >= '2016-10-01' || code.startsWith('330499')) return tax;
  return { rate: tax.rate, cites: tax.cites };
}

function consumptionOf(
  kind: ConsumptionKind,
  numberOn: NumberOn,
  on: LawDate,
  code: string,
  name: string | undefined,
): ConsumptionTax | undefined {
  switch (kind) {
    case 'none':
    case 'unknown':
      return undefined;
    case 'cosmetics':
      return cosmeticsOf(numberOn, on, code, name);
    case 'watches': {
      const bound = numberOn('consumption.watch-price', on);
      const rate = numberOn('consumption.watches', on);
      return { rate: rate.value, threshold: { per: 'piece', price: bound.value }, cites: rate.cites };
    }
    // Taxed by quantity alone.
    case 'beer':
    case 'yellow-wine': {
      const { value, cites } = numberOn(`consumption.${kind}-per-litre`, on);
      return { rate: '0', perLitre: value, cites };
    }
    // Free of mercury: exempt.
    case 'batteries': {
      const { value, cites } = numberOn('consumption.batteries', on);
      return name?.includes('无汞') === true ? undefined : { rate: value, cites };
    }
    case 'spirits': {
      const rate = numberOn('consumption.spirits', on);
      return {
        rate: rate.value,
        perLitre: numberOn('consumption.spirits-per-litre', on).value,
        cites: rate.cites,
      };
    }
    default: {
      const rate = numberOn(`consumption.${kind}`, on);
      return { rate: rate.value, cites: rate.cites };
    }
  }
}

/**
 * The rates of a code on a day: from its row when there is one, else the statutory rates of its heading. A row gives the VAT class,
 * never the VAT figure: the figure is the law's of the day. A duty rate from a sample row is cited with the day of the sample.
 */
export function ratesOf(
  code: string,
  on: LawDate,
  row: RateRow | undefined,
  { commodity, number: numberOn }: Pick<Law, 'number' | 'commodity'>,
): Rates {
  const kind = row?.consumption ?? longestPrefix(CONSUMPTION_BY_HEADING, code) ?? 'none';
  const vatClass = row?.vat ?? longestPrefix(VAT_BY_HEADING, code) ?? 'standard';
  const vat = numberOn(`vat.${vatClass}`, on);
  const consumption = consumptionOf(kind, numberOn, on, code, commodity(code)?.name);
  return {
    ...(row?.duty === undefined ? {} : { duty: row.duty }),
    vat: vat.value,
    ...(consumption === undefined ? {} : { consumption }),
    basis: row !== undefined ? 'line' : kind === 'unknown' ? 'unknown' : 'standard',
    cites: [
      ...(row === undefined && vatClass === 'reduced'
        ? vat.cites.map(it => ({ ...it, verified: false }))
        : vat.cites),
      ...(row?.duty === undefined
        ? []
        : [{ ...cite('nomenclature', `税号${code}`, false), from: row.asOf || '2019-01-01' }]),
    ],
  };
}

/** How rates are worked out under given numbers and commodities, so that a new VAT rate of the operator reaches every code. */
export type RatesUnder = (code: string, on: LawDate, under: Pick<Law, 'number' | 'commodity'>) => Rates;

const makers = new WeakMap<Law, RatesUnder>();

/** Remembers how the rates of a law are worked out. Returns the law. */
export function withRatesUnder(law: Law, ratesUnder: RatesUnder): Law {
  makers.set(law, ratesUnder);
  return law;
}

/** How the rates of a law are worked out; of a law made elsewhere its own answer. */
export function ratesUnderOf(law: Law): RatesUnder {
  return makers.get(law) ?? ((code, on) => law.rates(code, on));
}

/** Rates are asked for the same codes over and over on the same day; the table is emptied when it grows past its bound. */
export function remembered(compute: (code: string, on: LawDate) => Rates): Law['rates'] {
  const seen = new Map<string, Rates>();
  return (code, on) => {
    const key = code + on;
    let rates = seen.get(key);
    if (rates === undefined) {
      if (seen.size > 20_000) seen.clear();
      rates = compute(code, on);
      seen.set(key, rates);
    }
    return rates;
  };
}
