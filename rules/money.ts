import { type Fixed5, parseFixed5, roundDivide } from '../shared/index.ts';

const ONE = 100_000n;
/** A fen as Fixed5. */
const FEN = 1_000n;

/** Reads an amount or quantity of a document; undefined when absent or not a decimal (the format check says so). */
export function amount(text: string | undefined): Fixed5 | undefined {
  return text === undefined ? undefined : parseFixed5(text.trim());
}

/** True when both are known and equal. */
export function same(a: Fixed5 | undefined, b: Fixed5 | undefined): boolean {
  return a !== undefined && a === b;
}

/** True when both are known and differ by more than the tolerance. */
export function differs(a: Fixed5 | undefined, b: Fixed5 | undefined, tolerance: Fixed5 = 0n): boolean {
  if (a === undefined || b === undefined) return false;
  const gap = a > b ? a - b : b - a;
  return gap > tolerance;
}

/** price × qty, exact when it has at most five decimals, else rounded half up to the fifth. */
export function product(price: Fixed5, qty: Fixed5): Fixed5 {
  return roundDivide(price * qty, ONE);
}

/** price × qty rounded half up to the fen: how totals are written. */
export function productInFen(price: Fixed5, qty: Fixed5): Fixed5 {
  return roundDivide(price * qty, ONE * FEN) * FEN;
}

/**
 * Whether a line total is price × qty. Rounding is no fault in either direction: the product may be rounded to the fen, and the price
 * may itself be a total divided by the quantity and rounded to the decimals it is written with (100.00 for 3 at 33.33).
 */
export function isLineTotal(priceText: string, price: Fixed5, qty: Fixed5, total: Fixed5): boolean {
  if (price * qty === total * ONE) return true;
  if (total === product(price, qty) || total === productInFen(price, qty)) return true;
  const decimals = (priceText.trim().split('.')[1] ?? '').length;
  if (decimals < 2 || decimals > 5 || qty <= 0n) return false;
  const step = 10n ** BigInt(5 - decimals);
  return roundDivide(total * ONE, qty * step) * step === price;
}
