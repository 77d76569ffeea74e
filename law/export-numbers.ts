import { type DatedNumber, dated } from './dated-number.ts';
import { cite } from './instruments.ts';

/** What the law asks of exports by list. Flags are 1 for yes and 0 for no. */
export const exportNumbers = {
  'export.receipt-demanded': {
    title: {
      zh: '跨境电商出口申报前须传输收款单（1是）',
      en: 'a receipt of payment is sent before the export list (1 yes)',
    },
    unit: 'flag',
    values: [
      dated('2016-04-08', '1', cite('gacc-2018-194', '第八条', false)),
      dated('2024-12-15', '0', cite('gacc-2024-167', '二')),
    ],
  },
  'export.warehouse-filing': {
    title: {
      zh: '出口海外仓业务模式须备案（1是）',
      en: 'exports to an overseas warehouse need a filing of the warehouse business (1 yes)',
    },
    unit: 'flag',
    values: [
      dated('2016-04-08', '0', cite('gacc-2020-75', '二', false)),
      dated('2020-07-01', '1', cite('gacc-2020-75', '二', false)),
      dated('2024-12-15', '0', cite('gacc-2024-167', '一')),
    ],
  },
  'export.simplified-limit': {
    title: {
      zh: '简化申报（汇总统计）单票货值上限',
      en: 'highest value of a list in simplified declaration (summary statistics)',
    },
    unit: 'CNY',
    values: [dated('2016-04-08', '5000', cite('gacc-2018-194', '第十一条', false))],
  },
  'export.simplified-digits': {
    title: {
      zh: '简化申报商品编码归类位数',
      en: 'digits of the commodity code that count in simplified declaration',
    },
    unit: 'digit',
    values: [dated('2016-04-08', '4', cite('spec', '出口清单 statisticsFlag：A，按商品编码前4位'))],
  },
  'export.b2b-from': {
    title: {
      zh: '跨境电商B2B出口（9710、9810）监管方式施行（1是）',
      en: 'the B2B export modes 9710 and 9810 exist (1 yes)',
    },
    unit: 'flag',
    values: [
      dated('2016-04-08', '0', cite('gacc-2020-75', '一', false)),
      dated('2020-07-01', '1', cite('gacc-2020-75', '一', false)),
      dated('2021-07-01', '1', cite('gacc-2021-47', '一', false)),
    ],
  },
  'export.b2b-list-limit': {
    title: {
      zh: '跨境电商B2B出口以清单申报的单票货值上限',
      en: 'highest value of a B2B export that may be declared by list',
    },
    unit: 'CNY',
    values: [
      dated('2016-04-08', '5000', cite('gacc-2020-75', '三', false)),
      dated('2020-07-01', '5000', cite('gacc-2020-75', '三', false)),
    ],
  },
  'export.b2b-simplified-digits': {
    title: {
      zh: '跨境电商B2B出口低值清单简化归类位数（公开资料说法不一，4位或6位）',
      en: 'digits that count in a simplified low-value B2B list (sources differ: 4 or 6)',
    },
    unit: 'digit',
    values: [dated('2016-04-08', '6', cite('gacc-2020-75', '三', false))],
  },
  'export.in-pilot-zone': {
    title: {
      zh: '本平台所在地属于跨境电商综合试验区（1是）',
      en: 'this platform stands in a cross-border e-commerce pilot zone (1 yes)',
    },
    unit: 'flag',
    values: [dated('2016-04-08', '1', cite('operator', '综合试验区'))],
  },
} as const satisfies Record<string, DatedNumber>;
