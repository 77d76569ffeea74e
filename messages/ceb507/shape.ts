import { may, messageShape, must } from '../shape.ts';

export const shape = messageShape({
  root: 'CEB507Message',
  zh: '物流运抵单',
  en: 'export arrival at the supervised place',
  direction: 'export',
  kind: 'declaration',
  sender: {
    zh: '监管场所经营人（邮路由邮政物流企业）',
    en: 'operator of the supervised place (for mail the postal logistics company)',
  },
  receipt: 'CEB508Message',
  // Parts of a split document share copNo; the receipt tells them apart by msgSeqNo.
  key: ['operatorCode', 'copNo', 'msgSeqNo'],
  signature: 'optional',
  record: 'Arrival',
  recordsMax: 100,
  head: {
    element: 'ArrivalHead',
    fields: {
      guid: must('C36'),
      appType: must('C1'),
      appTime: must('C14'),
      appStatus: must('C1', { default: '1' }),
      customsCode: must('C4'),
      copNo: must('C..30', { in2018: 'C..30 not empty' }),
      preNo: may('C18'),
      operatorCode: must('C..18', { in2018: 'C..18 not empty' }),
      operatorName: must('C..100', { in2018: 'C..100 not empty' }),
      loctNo: may('C..10'),
      ieFlag: must('C1', { oneOf: ['E'] }),
      trafMode: must('C1', { collapse: true, in2018: 'C1' }),
      billNo: may('C..37', { notes: ['may be empty for mail'] }),
      domesticTrafNo: must('C..100', { collapse: true, in2018: 'C..100 not empty' }),
      logisticsCode: must('C..18', { in2018: 'C..18 not empty' }),
      logisticsName: must('C..100', { in2018: 'C..100 not empty' }),
      msgCount: must('N9', {
        notes: [
          'PDF: write 1 when not split; XSD comment: leave blank when not split, but the element is a required int, so write 1',
        ],
      }),
      msgSeqNo: must('N9'),
      note: may('C..1000'),
    },
  },
  lines: {
    element: 'ArrivalList',
    min: 0,
    max: 'unbounded',
    fields: {
      gnum: must('N5', { numbering: 'continuous' }),
      logisticsNo: must('C..32', { in2018: 'C..80 not empty' }),
      totalPackageNo: may('C..37'),
      note: may('C..1000'),
    },
  },
  notes: [
    'the XSD comment names the logistics company; the first party in the head is the supervised-place operator, and for mail the postal logistics company',
  ],
});
