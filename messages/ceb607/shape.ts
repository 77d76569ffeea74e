import { may, messageShape, must } from '../shape.ts';

export const shape = messageShape({
  root: 'CEB607Message',
  zh: '清单总分单',
  en: 'master-to-inventory list (waybill/bill list)',
  direction: 'export',
  kind: 'declaration',
  sender: { zh: '电商企业或其代理人', en: 'seller or its agent' },
  receipt: 'CEB608Message',
  // Parts of a split document share copNo; the receipt tells them apart by msgSeqNo.
  key: ['agentCode', 'copNo', 'msgSeqNo'],
  signature: 'optional',
  record: 'WayBill',
  recordsMax: 100,
  head: {
    element: 'WayBillHead',
    fields: {
      guid: must('C36'),
      appType: must('C1'),
      appTime: must('C14'),
      appStatus: must('C1'),
      customsCode: must('C4'),
      copNo: must('C..30', { in2018: 'C..30 not empty' }),
      preNo: may('C18'),
      agentCode: must('C..18', { in2018: 'C..18 not empty' }),
      agentName: must('C..100', { in2018: 'C..100 not empty' }),
      loctNo: may('C..10'),
      trafMode: must('C1', { collapse: true, in2018: 'C1' }),
      trafName: must('C..100', { collapse: true, in2018: 'C..100 not empty' }),
      voyageNo: must('C..32', { collapse: true, in2018: 'C..32 not empty' }),
      billNo: must('C..37', { in2018: 'C..37 not empty' }),
      domesticTrafNo: may('C..100'),
      grossWeight: must('N19,5'),
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
    element: 'WayBillList',
    min: 1,
    max: 'unbounded',
    fields: {
      gnum: must('N5', { numbering: 'continuous' }),
      totalPackageNo: may('C..60'),
      logisticsNo: must('C..32', { in2018: 'C..80 not empty' }),
      invtNo: may('C..20', {
        notes: ['for goods of an export return: the original export inventory'],
        in2018: 'C18',
      }),
      note: may('C..1000'),
    },
  },
  notes: ['2018: WayBillList 1..100 (202205: 1..unbounded)'],
});
