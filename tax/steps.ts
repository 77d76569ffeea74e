import { cite, type Law } from '../law/index.ts';
import {
  type Bilingual,
  type Cite,
  type Fixed5,
  formatFen,
  formatFixed5,
  type LawDate,
} from '../shared/index.ts';
import type { ConsumptionTest } from './consumption.ts';
import type { Duties, LineRates } from './duties.ts';
import { decimalText, divide, fraction, shortText } from './fraction.ts';
import type { TaxableLine, TaxedLine, TaxStep, Treatment } from './types.ts';

/** What the dutiable value of retail import is made of. */
export const DUTIABLE = [cite('mof-2016-18', '一')];

/** The step that says how the order is taxed and why. */
export function treatmentStep(it: {
  readonly treatment: Treatment;
  readonly reason: Bilingual;
  readonly cites: readonly Cite[];
}): TaxStep {
  return {
    title: { zh: '征税方式', en: 'treatment' },
    formula: it.reason.zh,
    result: it.treatment,
    cites: it.cites,
  };
}

/** A line with everything its steps are told from. */
export interface ToldLine {
  readonly line: TaxableLine;
  readonly share: { readonly freight: Fixed5; readonly insurance: Fixed5 };
  readonly taxed: Omit<TaxedLine, 'steps'>;
  /** The taxes before rounding. */
  readonly exact: Duties;
  readonly rates: LineRates;
  readonly test: ConsumptionTest;
  readonly treatment: Treatment;
  readonly dutyMissing: boolean;
  readonly ratesCites: readonly Cite[];
  readonly on: LawDate;
  readonly law: Law;
}

/** The steps of one line, each with the numbers put in: value, duty, threshold, consumption tax, VAT. */
export function lineSteps(it: ToldLine): readonly TaxStep[] {
  return [valueStep(it), dutyStep(it), ...thresholdSteps(it), ...consumptionSteps(it), vatStep(it)];
}

function valueStep({ line, share, taxed }: ToldLine): TaxStep {
  return {
    title: { zh: `第${line.gnum}项完税价格`, en: `line ${line.gnum}: dutiable value` },
    formula: `${formatFixed5(line.value, 2)} + ${formatFixed5(share.freight, 2)} + ${formatFixed5(share.insurance, 2)}`,
    result: formatFixed5(taxed.dutiable, 2),
    cites: DUTIABLE,
  };
}

function dutyStep(it: ToldLine): TaxStep {
  const within = it.treatment === 'preferential';
  const rate = within ? it.law.number('import.duty-within', it.on).value : (it.rates.duty ?? '0');
  const missing = it.dutyMissing
    ? {
        zh: '关税（该税号关税税率未载入，暂按0计，须由关员或运营者补充税率）',
        en: 'duty (the duty rate of this code is not loaded; reckoned as 0 until it is)',
      }
    : { zh: '关税', en: 'duty' };
  return {
    title: missing,
    formula: `${formatFixed5(it.taxed.dutiable, 2)} × ${rate}`,
    result: formatFen(it.taxed.duty),
    cites: within ? it.law.number('import.duty-within', it.on).cites : it.ratesCites,
  };
}

function thresholdSteps({ rates, test, taxed }: ToldLine): readonly TaxStep[] {
  const threshold = rates.consumption?.threshold;
  if (rates.consumption === undefined || threshold === undefined) return [];
  const per =
    threshold.per === 'gram' ? { zh: '克（毫升）', en: 'g or ml' } : { zh: '片（张、只）', en: 'piece' };
  if (test.unitPrice === undefined || test.quantity === undefined) {
    return [
      {
        title: {
          zh: `消费税界限：缺少可折算为${per.zh}的数量，暂按应税计`,
          en: `consumption-tax threshold: no quantity in ${per.en}; reckoned as taxable`,
        },
        formula: `≥ ${threshold.price} ?`,
        result: '?',
        cites: rates.consumption.cites,
      },
    ];
  }
  return [
    {
      title: { zh: `消费税界限（每${per.zh}）`, en: `consumption-tax threshold per ${per.en}` },
      formula: `${formatFixed5(taxed.dutiable, 2)} ÷ ${formatFixed5(test.quantity)} = ${decimalText(test.unitPrice, 2)} ${test.applies ? '≥' : '<'} ${threshold.price}`,
      result: test.applies ? '应税 taxable' : '不征 not taxable',
      cites: rates.consumption.cites,
    },
  ];
}

function consumptionSteps({ rates, test, taxed, treatment, on, law }: ToldLine): readonly TaxStep[] {
  const tax = rates.consumption;
  if (tax === undefined || !test.applies) return [];
  const base = [formatFixed5(taxed.dutiable, 2), formatFen(taxed.duty)];
  const specific =
    tax.perLitre === undefined
      ? ''
      : `${tax.perLitre} × ${test.litres === undefined ? '?' : shortText(test.litres)}`;
  const inner = specific === '' ? base.join(' + ') : `${base.join(' + ')} + ${specific}`;
  const adValorem = `(${inner}) ÷ (1 − ${tax.rate}) × ${tax.rate}`;
  const statutory = specific === '' ? adValorem : `[${adValorem} + ${specific}]`;
  return [
    {
      title: { zh: '消费税', en: 'consumption tax' },
      formula: withShare(statutory, treatment, on, law),
      result: formatFen(taxed.consumption),
      cites: [...tax.cites, ...shareCites(treatment, on, law)],
    },
  ];
}

function vatStep({ rates, test, taxed, exact, treatment, ratesCites, on, law }: ToldLine): TaxStep {
  const value = formatFixed5(taxed.dutiable, 2);
  const duty = formatFen(taxed.duty);
  // The VAT base holds the whole consumption tax, not the share of it that is levied.
  const share = treatment === 'preferential' ? law.number('import.tax-share', on).value : '1';
  const statutory = decimalText(divide(exact.consumption, fraction(share)), 4);
  const base = test.applies ? `${value} + ${duty} + ${statutory}` : `${value} + ${duty}`;
  return {
    title: { zh: '增值税', en: 'VAT' },
    formula: withShare(`(${base}) × ${rates.vat}`, treatment, on, law),
    result: formatFen(taxed.vat),
    cites: [...ratesCites, ...shareCites(treatment, on, law)],
  };
}

function withShare(statutory: string, treatment: Treatment, on: LawDate, law: Law): string {
  return treatment === 'preferential'
    ? `${statutory} × ${law.number('import.tax-share', on).value}`
    : statutory;
}

function shareCites(treatment: Treatment, on: LawDate, law: Law): readonly Cite[] {
  return treatment === 'preferential' ? law.number('import.tax-share', on).cites : [];
}
