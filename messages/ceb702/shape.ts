import { may, messageShape, must } from '../shape.ts';

export const shape = messageShape({
  root: 'CEB702Message',
  zh: '汇总申请单回执',
  en: 'summary application receipt',
  direction: 'export',
  kind: 'receipt',
  sender: { zh: '海关/电子口岸', en: 'customs or the e-port' },
  key: ['agentCode', 'copNo', 'msgSeqNo'],
  signature: 'none',
  record: 'SummaryReturn',
  recordsMax: 100,
  head: {
    element: 'SummaryReturn',
    fields: {
      guid: must('C36'),
      agentCode: must('C..18'),
      ebcCode: must('C..18'),
      copNo: must('C..30'),
      preNo: must('C18', { notes: ["optional in the annex's table"] }),
      sumNo: may('C18'),
      msgSeqNo: must('N9'),
      returnStatus: must('C1..10'),
      returnTime: must('C17'),
      returnInfo: must('C..1000'),
    },
  },
});
