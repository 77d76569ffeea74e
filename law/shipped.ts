import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import type { LawDate } from '../shared/index.ts';
import type { DatedNumber } from './dated-number.ts';
import type { Commodity, Law, LawNumber, PositiveAnswer } from './law.ts';
import { shippedNumbers } from './numbers.ts';
import { loadPositiveList, type PositiveLine, positiveEditions } from './positive-list.ts';
import {
  type ConsumptionKind,
  type RateRow,
  type RatesUnder,
  ratesOf,
  remembered,
  withRatesUnder,
} from './rates.ts';

/** Compiled code runs from `dist/law`; the data stay where they are kept. */
function dataFile(name: string): string {
  const near = fileURLToPath(new URL(`./data/${name}`, import.meta.url));
  return existsSync(near) ? near : fileURLToPath(new URL(`../../law/data/${name}`, import.meta.url));
}

let shipped: Law | undefined;

/**
 * The law as shipped in this repository. Read once per process (about 50 ms), then shared; immutable.
 * Throws when a data file of the repository is missing.
 */
export function shippedLaw(): Law {
  shipped ??= readShipped();
  return shipped;
}

function readShipped(): Law {
  const digest = createHash('sha256').update(JSON.stringify(shippedNumbers));
  const read = (name: string): string => {
    const text = readFileSync(dataFile(name), 'utf8');
    digest.update(text);
    return text;
  };
  const commodities = commodityTable(read('commodities.csv'));
  const rows = new Map(rateTable(read('rates.csv')).map(row => [row.code, row]));
  const codes = codeTable(read('codes.csv'));
  const lines = positiveTable(loadPositiveList(read('positive-lines.csv')).lines);
  const number = numberReader(shippedNumbers);
  const commodity: Law['commodity'] = code => commodities.get(code);
  const ratesUnder: RatesUnder = (code, on, under) => ratesOf(code, on, rows.get(code), under);
  const law: Law = {
    number,
    codeName: (list, code) => codes.get(list)?.get(code),
    commodity,
    hasHeading: headingsOf(commodities.keys()),
    rates: remembered((code, on) => ratesUnder(code, on, { number, commodity })),
    positive: (code, on) => positiveAnswer(lines, code, on),
    priceBand: () => undefined,
    edition: digest.digest('hex').slice(0, 16),
  };
  return withRatesUnder(law, ratesUnder);
}

/** The reader of dated numbers. The last value whose first day is not later than `on` holds. */
function numberReader(table: Readonly<Record<string, DatedNumber>>): Law['number'] {
  const known = new Map<string, readonly LawNumber[]>(
    Object.entries(table).map(([id, { title, unit, values }]) => [
      id,
      values.map(({ from, value, cites }) => ({ id, value, unit, title, from, cites })),
    ]),
  );
  return (id, on) => {
    const values = known.get(id);
    if (values === undefined) throw new RangeError(`unknown number of the law: ${id}`);
    const value = values.findLast(it => it.from <= on);
    if (value === undefined)
      throw new RangeError(`${id} has no value on ${on}; its first day is ${values[0]?.from}`);
    return value;
  };
}

/** Twelve thousand lines whose only quoted cells are names: split by hand, ten times faster than a general reader. */
function commodityTable(text: string): Map<string, Commodity> {
  const table = new Map<string, Commodity>();
  let start = text.indexOf('\n') + 1;
  while (start < text.length) {
    const end = text.indexOf('\n', start);
    const line = text.slice(start, end < 0 ? text.length : end);
    start = end < 0 ? text.length : end + 1;
    const code = line.slice(0, 10);
    const quoted = line[11] === '"';
    const close = quoted ? line.lastIndexOf('"') : line.indexOf(',', 11);
    const name = quoted ? line.slice(12, close).replaceAll('""', '"') : line.slice(11, close);
    const [unit1 = '', unit2 = '', supervision = '', edition = ''] = line
      .slice(close + (quoted ? 2 : 1))
      .split(',');
    table.set(code, {
      code,
      name,
      unit1,
      ...(unit2 === '' ? {} : { unit2 }),
      ...(supervision === '' ? {} : { supervision }),
      edition,
    });
  }
  return table;
}

/** The first digits of all codes, gathered when they are first asked for. */
export function headingsOf(codes: Iterable<string>): Law['hasHeading'] {
  let known: Set<string> | undefined;
  return digits => {
    if (known === undefined) {
      known = new Set();
      for (const code of codes) for (const length of [2, 4, 6, 8]) known.add(code.slice(0, length));
    }
    return known.has(digits);
  };
}

const PERCENT = /^(\d+)(?:\.(\d+))?$/;

/** `6.5` percent as `0.065`. Throws on anything that is no plain decimal (a mistake in our file). */
export function percentAsRate(percent: string): string {
  const [, whole, fraction = ''] = PERCENT.exec(percent) ?? [];
  if (whole === undefined) throw new Error(`not a percentage: ${percent}`);
  const digits = whole.padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}${fraction}`.replace(/\.?0+$/, '') || '0';
}

function rateTable(text: string): readonly RateRow[] {
  const rows: Record<string, string>[] = parse(text, { columns: true });
  return rows.map(row => {
    const duty = row['provisional_percent'] || row['mfn_percent'];
    return {
      code: row['code'] ?? '',
      ...(duty === undefined || duty === '' ? {} : { duty: percentAsRate(duty) }),
      vat: row['vat'] === 'reduced' ? 'reduced' : 'standard',
      consumption: consumptionKind(row['consumption'] ?? ''),
      asOf: row['as_of'] ?? '',
    };
  });
}

function consumptionKind(text: string): ConsumptionKind {
  switch (text) {
    case 'none':
    case 'cosmetics':
    case 'watches':
    case 'wine':
    case 'spirits':
    case 'cigars':
      return text;
    default:
      return 'unknown';
  }
}

function codeTable(text: string): Map<string, Map<string, string>> {
  const table = new Map<string, Map<string, string>>();
  const rows: string[][] = parse(text, { from_line: 2 });
  for (const [list = '', code = '', zh = '', en = ''] of rows) {
    const names = table.get(list) ?? new Map<string, string>();
    names.set(code, zh || en || code);
    table.set(list, names);
  }
  return table;
}

/** Lines by code, for lookup by the ten-digit code first and the eight-digit line after it. */
export function positiveTable(lines: readonly PositiveLine[]): ReadonlyMap<string, PositiveLine> {
  return new Map(lines.map(line => [line.code, line]));
}

/** The line that covers a ten-digit code. */
export function positiveLine(
  table: ReadonlyMap<string, PositiveLine>,
  code: string,
): PositiveLine | undefined {
  return table.get(code) ?? table.get(code.slice(0, 8));
}

/** The shipped lines belong to the edition of 2022; of earlier editions only the counts are known. */
function positiveAnswer(table: ReadonlyMap<string, PositiveLine>, code: string, on: LawDate): PositiveAnswer {
  const edition = positiveEditions.findLast(it => it.from <= on);
  const line = edition?.id === '2022' ? positiveLine(table, code) : undefined;
  return {
    edition: edition?.id ?? '',
    complete: false,
    listed: line !== undefined,
    remarks: line?.remarks ?? [],
    cites: edition?.cites ?? [],
  };
}
