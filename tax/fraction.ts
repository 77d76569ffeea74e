import { type Fixed5, roundDivide } from '../shared/index.ts';

/** An exact rational number; `d` is positive. Rates and tax bases stay exact until the one rounding to the fen. */
export interface Fraction {
  readonly n: bigint;
  readonly d: bigint;
}

const DECIMAL = /^(\d+)(?:\.(\d+))?$/;

export const zero: Fraction = { n: 0n, d: 1n };
export const one: Fraction = { n: 1n, d: 1n };

/** The same few rates are read for every line of every order. */
const read = new Map<string, Fraction>();

/** The exact value of an unsigned decimal text such as `0.13`. Throws on anything else. */
export function fraction(decimal: string): Fraction {
  let value = read.get(decimal);
  if (value === undefined) {
    value = readDecimal(decimal);
    if (read.size > 1000) read.clear();
    read.set(decimal, value);
  }
  return value;
}

function readDecimal(decimal: string): Fraction {
  const [, whole, places = ''] = DECIMAL.exec(decimal) ?? [];
  if (whole === undefined) throw new Error(`not a decimal: ${JSON.stringify(decimal)}`);
  return { n: BigInt(whole + places), d: 10n ** BigInt(places.length) };
}

/** An amount or a quantity as a fraction of its unit (yuan, litre, piece). */
export function ofFixed5(value: Fixed5): Fraction {
  return { n: value, d: 100_000n };
}

export function add(a: Fraction, b: Fraction): Fraction {
  return { n: a.n * b.d + b.n * a.d, d: a.d * b.d };
}

export function subtract(a: Fraction, b: Fraction): Fraction {
  return { n: a.n * b.d - b.n * a.d, d: a.d * b.d };
}

export function multiply(a: Fraction, b: Fraction): Fraction {
  return { n: a.n * b.n, d: a.d * b.d };
}

/** Throws when `b` is zero. */
export function divide(a: Fraction, b: Fraction): Fraction {
  if (b.n === 0n) throw new Error('division by zero');
  return b.n > 0n ? { n: a.n * b.d, d: a.d * b.n } : { n: -a.n * b.d, d: -a.d * b.n };
}

/** Negative, zero or positive as `a` is less than, equal to or greater than `b`. */
export function compare(a: Fraction, b: Fraction): number {
  const left = a.n * b.d;
  const right = b.n * a.d;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Yuan rounded half up (四舍五入) to whole fen. */
export function toWholeFen(yuan: Fraction): bigint {
  return roundDivide(yuan.n * 100n, yuan.d);
}

/** Decimal text with exactly `places` digits after the point, rounded half up. */
export function decimalText(value: Fraction, places: number): string {
  const scaled = roundDivide(value.n * 10n ** BigInt(places), value.d);
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(places + 1, '0');
  const sign = scaled < 0n ? '-' : '';
  return places === 0 ? sign + digits : `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** Shortest decimal text when the value has at most six places, else rounded to six. */
export function shortText(value: Fraction): string {
  const text = decimalText(value, 6);
  return text.replace(/\.?0+$/, '') || '0';
}
