import { type DatedNumber, dated } from './dated-number.ts';
import { cite } from './instruments.ts';

/** Summary declaration of export lists: by when, how long a form may be, what may stay a mere statistic. */
const summary = {
  'summary.day': {
    title: {
      zh: '汇总申报截止日（次月几日）',
      en: 'day of the next month by which lists are summarised',
    },
    unit: 'day',
    values: [dated('2019-01-01', '15', cite('gacc-2018-194', '清单核放、汇总申报条款', true))],
  },
  'summary.day-shift': {
    title: {
      zh: '截止日遇法定节假日、休息日顺延至其后第一个工作日（1=顺延）',
      en: 'a last day that is no working day moves to the next one (1 = it does)',
    },
    unit: 'flag',
    values: [dated('2019-01-01', '1', cite('gacc-2018-194', '清单核放、汇总申报条款', false))],
  },
  'declaration-form.lines-max': {
    title: { zh: '一份报关单最多商品项数', en: 'most lines on one customs declaration form' },
    unit: 'line',
    values: [dated('2018-08-01', '50', cite('gacc-2018-61', '附件', false))],
  },
  'summary.lists-per-message': {
    title: {
      zh: '汇总申请每份报文的清单数（超过则分报文）',
      en: 'lists in one message of a summary application; more are split over several',
    },
    unit: 'list',
    values: [
      dated('2018-09-04', '100', cite('gacc-2018-113', 'CEB701Message SummaryApplyList')),
      dated('2022-05-17', '5000', cite('operator', '汇总申请分报文')),
    ],
  },
} as const satisfies Record<string, DatedNumber>;

/** Tax sides of export, compared by the advice. */
const exportTax = {
  'export-vat.assessed-profit': {
    title: { zh: '综试区零售出口企业核定应税所得率', en: 'assessed taxable income as a share of revenue' },
    unit: 'rate',
    values: [dated('2020-01-01', '0.04', cite('sta-2019-36', '四', false))],
  },
  'income-tax.standard': {
    title: { zh: '企业所得税税率', en: 'rate of enterprise income tax' },
    unit: 'rate',
    values: [dated('2008-01-01', '0.25', cite('income-tax-law', '第四条', false))],
  },
  'income-tax.small-effective': {
    title: { zh: '小型微利企业实际税负', en: 'effective income-tax rate of a small-profit enterprise' },
    unit: 'rate',
    values: [dated('2023-01-01', '0.05', cite('mof-sta-2023-12', '三', false))],
  },
  'income-tax.small-taxable-max': {
    title: {
      zh: '小型微利企业年应纳税所得额上限',
      en: 'highest yearly taxable income of a small-profit enterprise',
    },
    unit: 'CNY',
    values: [dated('2019-01-01', '3000000', cite('mof-sta-2023-12', '五', false))],
  },
  'export-refund.months-max': {
    title: {
      zh: '出口退（免）税补充申报最长月数（自出口之日起）',
      en: 'months from export after which a missed refund claim becomes a deemed domestic sale',
    },
    unit: 'month',
    values: [dated('2026-01-01', '36', cite('mof-2026-11', '退（免）税申报期限', false))],
  },
  'export-return.months-max': {
    title: {
      zh: '出口退运免税期限（自出口之日起月数；0 表示政策已到期）',
      en: 'months from export within which goods that come back are free of import taxes (0: the relief has ended)',
    },
    unit: 'month',
    values: [
      dated('2023-01-30', '6', cite('mof-2023-4', '一')),
      dated('2026-01-01', '6', cite('mof-2026-16', '一')),
      dated('2028-01-01', '0', cite('mof-2026-16', '一（至2027年12月31日）')),
    ],
  },
  'export-return.years-back': {
    title: {
      zh: '出口商品退货期限（自放行之日起年数）',
      en: 'years from release within which exported goods may come back',
    },
    unit: 'year',
    values: [dated('2020-03-27', '1', cite('gacc-2020-44', '二'))],
  },
} as const satisfies Record<string, DatedNumber>;

export const declarationNumbers = { ...summary, ...exportTax };
