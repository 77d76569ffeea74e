import { type Fixed5, roundDivide } from '../shared/index.ts';
import { add, type Fraction, ofFixed5, one, subtract, toWholeFen } from './fraction.ts';

/**
 * A price that includes the tax taken apart: price = inclusive ÷ (1 + composite rate), rounded half up to the fen, and the tax is
 * the rest, so that both always add up. Amounts are `Fixed5` yuan in, fen out.
 */
export function splitInclusive(
  inclusive: Fixed5,
  compositeTotal: Fraction,
): { readonly price: bigint; readonly tax: bigint } {
  const whole = ofFixed5(inclusive);
  const factor = add(one, compositeTotal);
  const price = roundDivide(whole.n * factor.d * 100n, whole.d * factor.n);
  const tax = toWholeFen(subtract(whole, { n: price, d: 100n }));
  return { price, tax };
}
