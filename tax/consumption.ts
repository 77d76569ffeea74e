import { type ConsumptionTax, inBaseUnit } from '../law/index.ts';
import type { Fixed5 } from '../shared/index.ts';
import { compare, divide, type Fraction, fraction, ofFixed5 } from './fraction.ts';
import type { TaxableLine } from './types.ts';

/** Whether the consumption tax of a line applies, and what that was judged by. */
export interface ConsumptionTest {
  readonly applies: boolean;
  /** False when a quantity that the test needs is not declared: then the tax is reckoned as applying and a person must look. */
  readonly settled: boolean;
  /** The price per gram, millilitre or piece that was compared with the bound. */
  readonly unitPrice?: Fraction;
  readonly quantity?: Fixed5;
  /** Litres for a specific tax. */
  readonly litres?: Fraction;
}

/**
 * Tests the price threshold (bound included) on the dutiable value, freight and insurance with it, over the declared statutory
 * quantity: grams or millilitres, or pieces. Without a threshold the tax applies; without a consumption tax it does not.
 */
export function testConsumption(
  line: TaxableLine,
  dutiable: Fixed5,
  tax: ConsumptionTax | undefined,
): ConsumptionTest {
  if (tax === undefined) return { applies: false, settled: true };
  if (tax.perLitre !== undefined) {
    const millilitres = quantityIn(line, ['volume']);
    if (millilitres === undefined) return { applies: true, settled: false };
    return { applies: true, settled: true, litres: { n: millilitres, d: 100_000_000n } };
  }
  if (tax.threshold === undefined) return { applies: true, settled: true };
  const quantity = tax.threshold.per === 'gram' ? quantityIn(line, ['mass', 'volume']) : piecesOf(line);
  if (quantity === undefined || quantity <= 0n) return { applies: true, settled: false };
  const unitPrice = divide(ofFixed5(dutiable), ofFixed5(quantity));
  return {
    applies: compare(unitPrice, fraction(tax.threshold.price)) >= 0,
    settled: true,
    unitPrice,
    quantity,
  };
}

function measures(line: TaxableLine): readonly (readonly [Fixed5, string])[] {
  const pairs = [
    [line.qty1, line.unit1],
    [line.qty2, line.unit2],
    [line.qty, line.unit],
  ] as const;
  return pairs.flatMap(([quantity, unit]) =>
    quantity === undefined || unit === undefined ? [] : [[quantity, unit] as const],
  );
}

/** Grams or millilitres of the first of the first statutory, second statutory and declared quantity that is one. */
function quantityIn(line: TaxableLine, kinds: readonly string[]): Fixed5 | undefined {
  for (const [quantity, unit] of measures(line)) {
    const base = inBaseUnit(quantity, unit);
    if (base !== undefined && kinds.includes(base.kind)) return base.amount;
  }
  return undefined;
}

const SHEET_UNITS: ReadonlySet<string> = new Set(['010', '020', '044', '058', '059']);

/**
 * Pieces or sheets: a declared quantity in 片 or 张 first, then what the specification says the packages hold, then any counted
 * quantity, one each.
 */
function piecesOf(line: TaxableLine): Fixed5 | undefined {
  const counted = measures(line);
  const sheets = counted.find(([, unit]) => SHEET_UNITS.has(unit));
  if (sheets !== undefined) return inBaseUnit(sheets[0], sheets[1])?.amount;
  if (line.sheetsPerPackage !== undefined && line.qty !== undefined) return line.qty * line.sheetsPerPackage;
  return quantityIn(line, ['count']);
}
