import { cite, type Law, type Rates } from '../law/index.ts';
import {
  type Bilingual,
  type Cite,
  type Fixed5,
  formatFen,
  formatFixed5,
  type LawDate,
} from '../shared/index.ts';
import { type ConsumptionTest, testConsumption } from './consumption.ts';
import { shareByValue } from './dutiable-value.ts';
import {
  type CompositeRate,
  composite,
  type Duties,
  type LineRates,
  reducedDuties,
  statutoryDuties,
} from './duties.ts';
import { ofFixed5, one, shortText, toWholeFen } from './fraction.ts';
import { DUTIABLE, lineSteps, treatmentStep } from './steps.ts';
import { treatmentOf } from './treatment.ts';
import type { TaxableLine, TaxedLine, TaxInput, TaxQuote, TaxStep, Treatment } from './types.ts';

const ROUNDING = [cite('tax-collection', '税款计算到分，分以下四舍五入')];

/**
 * Rates that the caller brings instead of the law's, per line (what-if questions, codes that are not loaded). Undefined: the law's
 * rates of the line's code. A line without a code and without given rates is taxed at the standard VAT rate, no consumption tax.
 */
export type GivenRates = (line: TaxableLine) => LineRates | undefined;

/**
 * The tax of a retail-import order on a day: dutiable value per line, treatment, the three taxes per line rounded half up to the fen,
 * and every step with its citation. For `not-cbec` the figures are those of general trade (what would be due), not a right to pass.
 * Throws RangeError for a day before the law's numbers begin, and Error for an order without lines.
 */
export function quoteTax(input: TaxInput, law: Law, given?: GivenRates): TaxQuote {
  const dutiable = dutiableOf(input);
  const order = { dutiable, lines: input.lines, yearUsed: input.yearUsed, on: input.on };
  const { treatment, reason, cites } = treatmentOf(order, law);
  return quoteUnder(input, law, given, { treatment, reason, cites, dutiable });
}

/** The same goods in general trade: duty, consumption tax and VAT in full whatever the limits. For comparison. */
export function quoteGeneralTrade(input: TaxInput, law: Law, given?: GivenRates): TaxQuote {
  const reason = {
    zh: '按一般贸易全额征收关税、消费税、增值税（用于比较）',
    en: 'duty, consumption tax and VAT in full as general trade (for comparison)',
  };
  return quoteUnder(input, law, given, { treatment: 'full', reason, cites: [], dutiable: dutiableOf(input) });
}

function dutiableOf(input: TaxInput): Fixed5 {
  if (input.lines.length === 0) throw new Error('an order without lines cannot be taxed');
  return input.lines.reduce((sum, line) => sum + line.value, input.freight + input.insurance);
}

interface Under {
  readonly treatment: Treatment;
  readonly reason: Bilingual;
  readonly cites: readonly Cite[];
  readonly dutiable: Fixed5;
}

function quoteUnder(input: TaxInput, law: Law, given: GivenRates | undefined, under: Under): TaxQuote {
  const values = input.lines.map(line => line.value);
  const freight = shareByValue(input.freight, values);
  const insurance = shareByValue(input.insurance, values);
  const lines = input.lines.map((line, index) =>
    taxLine(
      line,
      { freight: freight[index] ?? 0n, insurance: insurance[index] ?? 0n },
      under.treatment,
      input.on,
      law,
      given,
    ),
  );
  const sum = (of: (line: TaxedLine) => bigint): bigint =>
    lines.reduce((total, line) => total + of(line), 0n);
  const total = sum(line => line.total);
  return {
    treatment: under.treatment,
    reason: under.reason,
    dutiable: under.dutiable,
    lines,
    duty: sum(line => line.duty),
    consumption: sum(line => line.consumption),
    vat: sum(line => line.vat),
    total,
    // The wording of the steps is only made when somebody reads it: thousands of orders a second are taxed unread.
    get steps(): readonly TaxStep[] {
      return [
        {
          title: { zh: '完税价格', en: 'dutiable value' },
          formula: `${values.map(it => formatFixed5(it, 2)).join(' + ')} + ${formatFixed5(input.freight, 2)} + ${formatFixed5(input.insurance, 2)}`,
          result: formatFixed5(under.dutiable, 2),
          cites: DUTIABLE,
        },
        treatmentStep(under),
        {
          title: { zh: '应征税款合计', en: 'tax in total' },
          formula: lines.map(line => formatFen(line.total)).join(' + '),
          result: formatFen(total),
          cites: ROUNDING,
        },
      ];
    },
  };
}

function taxLine(
  line: TaxableLine,
  share: { readonly freight: Fixed5; readonly insurance: Fixed5 },
  treatment: Treatment,
  on: LawDate,
  law: Law,
  given: GivenRates | undefined,
): TaxedLine {
  const { rates, basis: from, cites } = ratesFor(line, on, law, given);
  const dutiable = line.value + share.freight + share.insurance;
  const test = testConsumption(line, dutiable, rates.consumption);
  const exact = dutiesOf(dutiable, rates, test, treatment, on, law);
  const duty = toWholeFen(exact.duty);
  const consumption = toWholeFen(exact.consumption);
  const vat = toWholeFen(exact.vat);
  const dutyMissing = treatment !== 'preferential' && rates.duty === undefined && from !== 'given';
  const taxed = {
    gnum: line.gnum,
    dutiable,
    duty,
    consumption,
    vat,
    total: duty + consumption + vat,
    consumptionApplies: test.applies,
    basis: dutyMissing || !test.settled ? ('unknown' as const) : from,
  };
  return {
    ...taxed,
    get composite(): string {
      const applied = test.applies ? rates : withoutConsumption(rates);
      return shortText(compositeRate(applied, on, law, treatment).total);
    },
    get steps(): readonly TaxStep[] {
      return lineSteps({
        line,
        share,
        taxed,
        exact,
        rates,
        test,
        treatment,
        dutyMissing,
        ratesCites: cites,
        on,
        law,
      });
    },
  };
}

function withoutConsumption({ duty, vat }: LineRates): LineRates {
  return { vat, ...(duty === undefined ? {} : { duty }) };
}

/** The rates that a line would be taxed with on a day: the asker's own, or the law's. */
export function lineRates(line: TaxableLine, on: LawDate, law: Law, given?: GivenRates): LineRates {
  return ratesFor(line, on, law, given).rates;
}

function dutiesOf(
  dutiable: Fixed5,
  rates: LineRates,
  test: ConsumptionTest,
  treatment: Treatment,
  on: LawDate,
  law: Law,
): Duties {
  const options = { consumptionApplies: test.applies, litres: test.litres };
  if (treatment !== 'preferential') return statutoryDuties(ofFixed5(dutiable), rates, options);
  return reducedDuties(ofFixed5(dutiable), rates, {
    ...options,
    share: law.number('import.tax-share', on).value,
    dutyWithin: law.number('import.duty-within', on).value,
  });
}

function ratesFor(
  line: TaxableLine,
  on: LawDate,
  law: Law,
  given: GivenRates | undefined,
): { readonly rates: LineRates; readonly basis: TaxedLine['basis']; readonly cites: readonly Cite[] } {
  const brought = given?.(line);
  if (brought !== undefined) return { rates: brought, basis: 'given', cites: [] };
  if (line.gcode === undefined) {
    const vat = law.number('vat.standard', on);
    return { rates: { vat: vat.value }, basis: 'standard', cites: vat.cites };
  }
  const rates: Rates = law.rates(line.gcode, on);
  return { rates, basis: rates.basis, cites: rates.cites };
}

/**
 * Composite rate of one yuan of dutiable value on a day: inside the limits (`(c + v) / (1 − c) × 0.7`), or in full. A price threshold
 * of the consumption tax is taken as reached; a specific part per litre has no place in a rate and is left out.
 */
export function compositeRate(
  rates: LineRates,
  on: LawDate,
  law: Law,
  treatment: Treatment = 'preferential',
): CompositeRate {
  const options = { consumptionApplies: true };
  if (treatment !== 'preferential') return composite(statutoryDuties(one, rates, options));
  const share = law.number('import.tax-share', on).value;
  const dutyWithin = law.number('import.duty-within', on).value;
  return composite(reducedDuties(one, rates, { ...options, share, dutyWithin }));
}
