import { messageShape, must } from '../shape.ts';

export const shape = messageShape({
  root: 'CEB606Message',
  zh: '撤销申请单回执',
  en: 'export cancellation receipt',
  direction: 'export',
  kind: 'receipt',
  sender: { zh: '海关/电子口岸', en: 'customs or the e-port' },
  key: ['agentCode', 'copNo'],
  signature: 'none',
  record: 'InvtCancelReturn',
  recordsMax: 100,
  head: {
    element: 'InvtCancelReturn',
    fields: {
      guid: must('C36'),
      agentCode: must('C..18'),
      copNo: must('C..30'),
      preNo: must('C18', { notes: ["optional in the annex's table"] }),
      invtNo: must('C..20', { in2018: 'C18' }),
      returnStatus: must('C1..10'),
      returnTime: must('C17'),
      returnInfo: must('C..1000', {
        notes: [
          'two community implementations also carry msgSeqNo in this receipt; neither XSD nor PDF has it. Accept it when reading',
        ],
      }),
    },
  },
});
