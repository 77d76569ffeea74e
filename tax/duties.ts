import type { ConsumptionTax } from '../law/index.ts';
import { add, divide, type Fraction, fraction, multiply, one, subtract, zero } from './fraction.ts';

/** The rates that apply to one line, as decimal texts. `duty` left out counts as zero. */
export interface LineRates {
  readonly duty?: string;
  readonly vat: string;
  readonly consumption?: ConsumptionTax;
}

/** The three taxes of one line, exact, in yuan. */
export interface Duties {
  readonly duty: Fraction;
  readonly consumption: Fraction;
  readonly vat: Fraction;
}

/**
 * Statutory taxes on a dutiable value `p` (yuan), before any reduction:
 * duty = p·d; consumption = (p + duty + s·q) / (1 − c) · c + s·q with the specific part s per litre (zero for most goods);
 * VAT = (p + duty + consumption) · v. `consumptionApplies` is the outcome of the threshold test, `litres` is q.
 */
export function statutoryDuties(
  p: Fraction,
  rates: LineRates,
  { consumptionApplies, litres = zero }: { consumptionApplies: boolean; litres?: Fraction | undefined },
): Duties {
  const duty = rates.duty === undefined ? zero : multiply(p, fraction(rates.duty));
  const base = add(p, duty);
  let consumption = zero;
  if (consumptionApplies && rates.consumption !== undefined) {
    const c = fraction(rates.consumption.rate);
    const { perLitre } = rates.consumption;
    const specific = perLitre === undefined ? zero : multiply(fraction(perLitre), litres);
    consumption = add(multiply(divide(add(base, specific), subtract(one, c)), c), specific);
  }
  const vat = multiply(add(base, consumption), fraction(rates.vat));
  return { duty, consumption, vat };
}

/**
 * Inside the limits: no duty, and a share (0.7) of the statutory consumption tax and VAT. The VAT base holds the whole consumption
 * tax, as for statutory taxes, and the share is taken last.
 */
export function reducedDuties(
  p: Fraction,
  rates: LineRates,
  options: { consumptionApplies: boolean; litres?: Fraction | undefined; share: string; dutyWithin: string },
): Duties {
  const full = statutoryDuties(p, { ...rates, duty: options.dutyWithin }, options);
  const share = fraction(options.share);
  return { duty: full.duty, consumption: multiply(full.consumption, share), vat: multiply(full.vat, share) };
}

/** Composite rate (综合税率): the three taxes on one yuan of dutiable value and their sum. */
export interface CompositeRate extends Duties {
  readonly total: Fraction;
}

/** Sums duties of one yuan into a composite rate. */
export function composite(duties: Duties): CompositeRate {
  return { ...duties, total: add(add(duties.duty, duties.consumption), duties.vat) };
}
