import { messageShape, must } from '../shape.ts';

export const shape = messageShape({
  root: 'CEB510Message',
  zh: '物流离境单回执',
  en: 'export departure receipt',
  direction: 'export',
  kind: 'receipt',
  sender: { zh: '海关/电子口岸', en: 'customs or the e-port' },
  key: ['logisticsCode', 'copNo', 'msgSeqNo'],
  signature: 'none',
  record: 'DepartureReturn',
  recordsMax: 100,
  head: {
    element: 'DepartureReturn',
    fields: {
      guid: must('C36'),
      logisticsCode: must('C..18'),
      copNo: must('C..30'),
      preNo: must('C18'),
      msgSeqNo: must('N9'),
      returnStatus: must('C1..10', { in2018: 'C..10' }),
      returnTime: must('C17'),
      returnInfo: must('C..1000'),
    },
  },
});
