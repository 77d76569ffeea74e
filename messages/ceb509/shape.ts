import { may, messageShape, must } from '../shape.ts';

export const shape = messageShape({
  root: 'CEB509Message',
  zh: '物流离境单',
  en: 'export departure',
  direction: 'export',
  kind: 'declaration',
  sender: { zh: '物流企业', en: 'logistics company' },
  receipt: 'CEB510Message',
  // Parts of a split document share copNo; the receipt tells them apart by msgSeqNo.
  key: ['logisticsCode', 'copNo', 'msgSeqNo'],
  signature: 'optional',
  record: 'Departure',
  recordsMax: 100,
  head: {
    element: 'DepartureHead',
    fields: {
      guid: must('C36'),
      appType: must('C1'),
      appTime: must('C14'),
      appStatus: must('C1'),
      customsCode: must('C4'),
      copNo: must('C..30', { in2018: 'C..30 not empty' }),
      preNo: may('C18'),
      logisticsCode: must('C..18', { in2018: 'C..18 not empty' }),
      logisticsName: must('C..100', { in2018: 'C..100 not empty' }),
      trafMode: must('C1', { collapse: true, in2018: 'C1' }),
      trafName: may('C..100'),
      voyageNo: may('C..32'),
      billNo: may('C..37'),
      leaveTime: must('C14', { zh: '离境时间', en: 'time of departure YYYYMMDDhhmmss', moment: true }),
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
    element: 'DepartureList',
    min: 1,
    max: 'unbounded',
    fields: {
      gnum: must('N5', { numbering: 'continuous' }),
      totalPackageNo: may('C..37'),
      logisticsNo: must('C..32', { in2018: 'C..80 not empty' }),
      note: may('C..1000'),
    },
  },
  notes: ['2018: DepartureList 1..100 (202205: 1..unbounded)'],
});
