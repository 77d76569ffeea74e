import type { LawDate } from '../shared/index.ts';
import { type DatedNumber, dated } from './dated-number.ts';
import { cite } from './instruments.ts';
import type { Law, LawNumber } from './law.ts';

/**
 * The rate by which customs turns a foreign currency into CNY in a month (计征汇率): the central parity of the third Wednesday of the
 * month before, or of the next trading day. One rate for each month, so a value holds in the month of its first day and no longer;
 * a month that is not here is not known, and nobody may take its neighbour's.
 */
const monthly = (zh: string, en: string, ...months: readonly (readonly [month: string, per100: string])[]) =>
  ({
    title: { zh: `${zh}计征汇率（每100单位折合人民币）`, en: `customs rate of the ${en}, CNY for 100` },
    unit: 'CNY/100',
    values: months.map(([month, per100]) =>
      dated(
        `${month}-01`,
        per100,
        // The parity was read in press and public tables; that customs used it follows from the rule.
        month < NEW_RULE
          ? cite('tax-collection', '第十六条', false)
          : cite('gacc-order-272', '第十三条', false),
      ),
    ),
  }) as const satisfies DatedNumber;

const NEW_RULE = '2025-03';

/** Customs rates by currency code. A sample that shows the form; the operator loads each month's rates. */
export const exchangeRates = {
  // 18 Aug 2021, 20 Oct 2021, 19 Jun 2024, 20 Aug 2025, 17 Jun 2026, 16 Sep 2026.
  'exchange.502': monthly(
    '美元',
    'US dollar',
    ['2021-09', '649.15'],
    ['2021-11', '640.69'],
    ['2024-07', '711.59'],
    ['2025-09', '713.84'],
    ['2026-07', '680.96'],
    ['2026-10', '676.28'],
  ),
  // 17 Jun 2026, 16 Sep 2026.
  'exchange.300': monthly('欧元', 'euro', ['2026-07', '787.76'], ['2026-10', '777.62']),
  // 17 Dec 2025, 20 May 2026, 17 Jun 2026.
  'exchange.116': monthly(
    '日元',
    'Japanese yen',
    ['2026-01', '4.5516'],
    ['2026-06', '4.2961'],
    ['2026-07', '4.2346'],
  ),
} as const satisfies Record<string, DatedNumber>;

/** CNY, customs currency code. */
const CNY = '142';

/**
 * The customs rate of a currency (customs code) on a day: CNY for 100 units. Undefined when the month's rate is not loaded. CNY itself
 * is 100 for 100 and has no citation.
 */
export function exchangeRate(
  law: Pick<Law, 'number'>,
  currency: string,
  on: LawDate,
): Pick<LawNumber, 'value' | 'from' | 'cites'> | undefined {
  if (currency === CNY) return { value: '100', from: on, cites: [] };
  try {
    const rate = law.number(`exchange.${currency}`, on);
    return rate.from.slice(0, 7) === on.slice(0, 7) ? rate : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
