import { messageShape, must } from '../shape.ts';

export const shape = messageShape({
  root: 'CEB608Message',
  zh: '清单总分单回执',
  en: 'master list receipt',
  direction: 'export',
  kind: 'receipt',
  sender: { zh: '海关/电子口岸', en: 'customs or the e-port' },
  key: ['agentCode', 'copNo', 'msgSeqNo'],
  signature: 'none',
  record: 'WayBillReturn',
  recordsMax: 100,
  head: {
    element: 'WayBillReturn',
    fields: {
      guid: must('C36'),
      agentCode: must('C..18'),
      logisticsCode: must('C..18'),
      copNo: must('C..30'),
      preNo: must('C18', { notes: ["optional in the annex's table"] }),
      billNo: must('C..37'),
      msgSeqNo: must('N9'),
      returnStatus: must('C1..10'),
      returnTime: must('C17'),
      returnInfo: must('C..1000'),
    },
  },
});
