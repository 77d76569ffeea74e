import { type DatedNumber, dated } from './dated-number.ts';
import { declarationNumbers } from './declaration-numbers.ts';
import { declarationTerms } from './declaration-terms.ts';
import { exchangeRates } from './exchange-rates.ts';
import { exportNumbers } from './export-numbers.ts';
import { cite } from './instruments.ts';
import { operatorSettings } from './settings.ts';

/** Limits, treatment and collection of retail import. */
const retailImport = {
  'import.single-limit': {
    title: { zh: '跨境电商零售进口单次交易限值', en: 'limit of a single retail-import transaction' },
    unit: 'CNY',
    values: [
      dated('2016-04-08', '2000', cite('mof-2016-18', '三')),
      dated('2019-01-01', '5000', cite('mof-2018-49', '一')),
    ],
  },
  'import.yearly-limit': {
    title: { zh: '跨境电商零售进口个人年度交易限值', en: 'yearly limit of a person in retail import' },
    unit: 'CNY',
    values: [
      dated('2016-04-08', '20000', cite('mof-2016-18', '三')),
      dated('2019-01-01', '26000', cite('mof-2018-49', '一')),
    ],
  },
  'import.duty-within': {
    title: { zh: '限值以内关税税率', en: 'duty rate inside the limits' },
    unit: 'rate',
    values: [dated('2016-04-08', '0', cite('mof-2016-18', '三'))],
  },
  'import.tax-share': {
    title: {
      zh: '限值以内增值税、消费税征收比例',
      en: 'share of VAT and consumption tax levied inside the limits',
    },
    unit: 'rate',
    values: [dated('2016-04-08', '0.7', cite('mof-2016-18', '三'))],
  },
  'import.collect-from-day': {
    title: { zh: '放行后征税起始日', en: 'first day after release on which the tax is paid' },
    unit: 'day',
    values: [dated('2016-04-08', '31', cite('gacc-2018-194', '第十五条', false))],
  },
  'import.collect-to-day': {
    title: { zh: '放行后征税截止日', en: 'last day after release on which the tax is paid' },
    unit: 'day',
    values: [dated('2016-04-08', '45', cite('gacc-2018-194', '第十五条', false))],
  },
  'return.apply-days': {
    title: {
      zh: '退货申请期限（自放行之日起）',
      en: 'days from release within which a return is applied for',
    },
    unit: 'day',
    values: [
      dated('2016-04-08', '30', cite('mof-2016-18', '五', false)),
      dated('2019-01-01', '30', cite('gacc-2018-194', '第二十六条', false)),
      dated('2020-03-28', '30', cite('gacc-2020-45', '二')),
    ],
  },
  'return.arrive-days': {
    title: {
      zh: '退货运抵原监管场所期限（自放行之日起）',
      en: 'days from release within which returned goods must be back at the place of supervision',
    },
    unit: 'day',
    values: [
      dated('2016-04-08', '30', cite('mof-2016-18', '五', false)),
      dated('2019-01-01', '30', cite('gacc-2018-194', '第二十六条', false)),
      dated('2020-03-28', '45', cite('gacc-2020-45', '二')),
    ],
  },
} as const satisfies Record<string, DatedNumber>;

/** Tax rates that hold for a kind of goods rather than for one code. */
const taxRates = {
  'vat.standard': {
    title: { zh: '增值税基本税率', en: 'standard VAT rate' },
    unit: 'rate',
    values: [
      dated('2009-01-01', '0.17', cite('vat-regulation', '第二条')),
      dated('2018-05-01', '0.16', cite('mof-2018-32', '一')),
      dated('2019-04-01', '0.13', cite('ann-2019-39', '一')),
    ],
  },
  'vat.reduced': {
    title: { zh: '增值税低税率', en: 'reduced VAT rate' },
    unit: 'rate',
    values: [
      dated('2009-01-01', '0.13', cite('vat-regulation', '第二条')),
      dated('2017-07-01', '0.11', cite('mof-2017-37', '一')),
      dated('2018-05-01', '0.10', cite('mof-2018-32', '一')),
      dated('2019-04-01', '0.09', cite('ann-2019-39', '一')),
    ],
  },
  'consumption.cosmetics': {
    title: { zh: '化妆品消费税税率', en: 'consumption-tax rate of (high-end) cosmetics' },
    unit: 'rate',
    values: [
      dated('2006-04-01', '0.30', cite('mof-2006-33', '一')),
      dated('2016-10-01', '0.15', cite('mof-2016-103', '一、二')),
    ],
  },
  'consumption.cosmetics-per-gram': {
    title: { zh: '高档化妆品界限（每毫升或克）', en: 'high-end cosmetics: price per millilitre or gram' },
    unit: 'CNY/g',
    values: [
      dated('2006-04-01', '10', cite('mof-2006-33', '一')),
      dated('2016-10-01', '10', cite('mof-2016-103', '一')),
    ],
  },
  'consumption.cosmetics-per-piece': {
    title: { zh: '高档化妆品界限（每片或张）', en: 'high-end cosmetics: price per piece or sheet' },
    unit: 'CNY/piece',
    values: [
      dated('2006-04-01', '15', cite('mof-2006-33', '一')),
      dated('2016-10-01', '15', cite('mof-2016-103', '一')),
    ],
  },
  'consumption.watches': {
    title: { zh: '高档手表消费税税率', en: 'consumption-tax rate of high-end watches' },
    unit: 'rate',
    values: [dated('2006-04-01', '0.20', cite('mof-2006-33', '一'))],
  },
  'consumption.watch-price': {
    title: { zh: '高档手表界限（每只）', en: 'high-end watch: price each' },
    unit: 'CNY/piece',
    values: [dated('2006-04-01', '10000', cite('mof-2006-33', '一'))],
  },
  'consumption.wine': {
    title: { zh: '其他酒消费税税率', en: 'consumption-tax rate of wine and other alcoholic drinks' },
    unit: 'rate',
    values: [dated('2009-01-01', '0.10', cite('ct-regulation', '消费税税目税率表'))],
  },
  'consumption.spirits': {
    title: { zh: '白酒及其他蒸馏酒消费税从价税率', en: 'consumption tax of spirits, ad valorem part' },
    unit: 'rate',
    values: [dated('2009-01-01', '0.20', cite('ct-regulation', '消费税税目税率表'))],
  },
  'consumption.spirits-per-litre': {
    title: {
      zh: '白酒及其他蒸馏酒消费税从量税额（每升）',
      en: 'consumption tax of spirits, specific part per litre',
    },
    unit: 'CNY/L',
    values: [dated('2009-01-01', '0.912', cite('ct-regulation', '消费税税目税率表'))],
  },
  'consumption.cigars': {
    title: { zh: '雪茄烟消费税税率', en: 'consumption-tax rate of cigars' },
    unit: 'rate',
    values: [dated('2009-05-01', '0.36', cite('ct-regulation', '消费税税目税率表'))],
  },
  'consumption.beer-per-litre': {
    title: {
      zh: '啤酒消费税从量税额（每升，250元/吨、1吨＝988升）',
      en: 'consumption tax of beer per litre (250 CNY per tonne of 988 l)',
    },
    unit: 'CNY/L',
    values: [dated('2009-01-01', '0.253036', cite('ct-regulation', '消费税税目税率表'))],
  },
  'consumption.yellow-wine-per-litre': {
    title: {
      zh: '黄酒消费税从量税额（每升，240元/吨、1吨＝962升）',
      en: 'consumption tax of yellow rice wine per litre (240 CNY per tonne of 962 l)',
    },
    unit: 'CNY/L',
    values: [dated('2009-01-01', '0.249480', cite('ct-regulation', '消费税税目税率表'))],
  },
  'consumption.jewellery': {
    title: {
      zh: '其他贵重首饰和珠宝玉石消费税税率',
      en: 'consumption-tax rate of other jewellery, pearls and gems',
    },
    unit: 'rate',
    values: [dated('2009-01-01', '0.10', cite('ct-regulation', '消费税税目税率表'))],
  },
  'consumption.batteries': {
    title: { zh: '电池消费税税率', en: 'consumption-tax rate of batteries' },
    unit: 'rate',
    values: [dated('2015-02-01', '0.04', cite('ct-regulation', '消费税税目税率表'))],
  },
  'consumption.golf': {
    title: { zh: '高尔夫球及球具消费税税率', en: 'consumption-tax rate of golf balls and clubs' },
    unit: 'rate',
    values: [dated('2006-04-01', '0.10', cite('mof-2006-33', '一'))],
  },
  'consumption.fireworks': {
    title: { zh: '鞭炮、焰火消费税税率', en: 'consumption-tax rate of fireworks' },
    unit: 'rate',
    values: [dated('2009-01-01', '0.15', cite('ct-regulation', '消费税税目税率表'))],
  },
} as const satisfies Record<string, DatedNumber>;

/** What the message specification fixes. */
const messageNumbers = {
  'waybill.no-reuse-months': {
    title: {
      zh: '运单号不得重复使用的月数',
      en: 'months within which a waybill number may not be used again',
    },
    unit: 'month',
    values: [dated('2016-04-08', '6', cite('spec', '物流运单编号'))],
  },
  'message.records-max': {
    title: { zh: '一份报文最多记录数', en: 'most records in one message' },
    unit: 'record',
    values: [dated('2016-04-08', '100', cite('spec', '报文结构'))],
  },
  'message.import-lines-max': {
    title: { zh: '一条进口记录最多表体项数', en: 'most lines in one import record' },
    unit: 'line',
    values: [dated('2016-04-08', '99', cite('spec', '报文结构'))],
  },
  'message.export-lines-max': {
    title: { zh: '一条出口记录最多表体项数', en: 'most lines in one export record' },
    unit: 'line',
    values: [dated('2016-04-08', '100', cite('spec', '报文结构'))],
  },
} as const satisfies Record<string, DatedNumber>;

export const shippedNumbers = {
  ...retailImport,
  ...taxRates,
  ...messageNumbers,
  ...declarationNumbers,
  ...declarationTerms,
  ...exportNumbers,
  ...exchangeRates,
  ...operatorSettings,
};

/** Ids of the numbers of the shipped edition. An operator may add numbers under new ids as well. */
export type NumberId = keyof typeof shippedNumbers;
