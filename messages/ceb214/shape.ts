import { may, messageShape, must } from '../shape.ts';

export const shape = messageShape({
  root: 'CEB214Message',
  zh: '出口退货申请单回执',
  en: 'export return receipt',
  direction: 'export',
  kind: 'receipt',
  sender: { zh: '海关/电子口岸', en: 'customs or the e-port' },
  key: ['agentCode', 'coElNo'],
  signature: 'none',
  record: 'RefundReturn',
  recordsMax: 100,
  head: {
    element: 'RefundReturn',
    fields: {
      guid: must('C36'),
      ebpCode: may('C..18'),
      ebcCode: may('C..18'),
      agentCode: must('C..18'),
      coElNo: must('C..30'),
      preNo: may('C..18', { notes: ["the annex's table has C18"] }),
      invtNo: must('C..20'),
      returnStatus: must('C..10'),
      returnTime: must('C17'),
      returnInfo: must('C..1000'),
    },
  },
  notes: ['new in the 202205 edition'],
});
