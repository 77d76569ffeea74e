import { type DatedNumber, dated } from './dated-number.ts';
import { cite } from './instruments.ts';

/** By when goods are declared: the order in which a queue to customs is worked off after an outage. */
export const declarationTerms = {
  'declaration.import-days': {
    title: {
      zh: '进口货物申报期限（自运输工具申报进境之日起）',
      en: 'days from the entry of the means of transport within which imports are declared',
    },
    unit: 'day',
    values: [dated('2001-01-01', '14', cite('customs-law', '第二十四条', false))],
  },
  'declaration.export-hours': {
    title: {
      zh: '出口货物申报期限（装货前，须早于）',
      en: 'hours before loading by which exports are declared',
    },
    unit: 'hour',
    values: [dated('2001-01-01', '24', cite('customs-law', '第二十四条', false))],
  },
} as const satisfies Readonly<Record<string, DatedNumber>>;
