import type { AddedNumber } from '../law/index.ts';

/** CNY for 100 units in the demo: near the rates of the middle of the decade, set by nobody. */
const PER_HUNDRED = {
  '502': '718.00',
  '300': '780.00',
  '303': '930.00',
  '116': '4.80',
  '501': '520.00',
  '601': '470.00',
} as const;

/**
 * Invented customs rates of the demo's currencies for the month of a day, as an operator loads them. Real rates are published each
 * month; these say that they are none, and serve only to show what depends on a rate.
 */
export function demoRates(day: string): readonly AddedNumber[] {
  const month = day.slice(0, 7);
  return Object.entries(PER_HUNDRED).map(([currency, value]) => ({
    id: `exchange.${currency}`,
    value,
    from: `${month}-01`,
    unit: 'CNY/100',
    title: { zh: `演示汇率（币制${currency}）`, en: `demo rate of currency ${currency}` },
    document: '演示汇率（非海关公布）',
  }));
}
