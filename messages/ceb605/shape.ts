import { may, messageShape, must } from '../shape.ts';

export const shape = messageShape({
  root: 'CEB605Message',
  zh: '撤销申请单',
  en: 'cancellation of an export inventory',
  direction: 'export',
  kind: 'declaration',
  sender: { zh: '电商企业或其代理人', en: 'seller or its agent' },
  receipt: 'CEB606Message',
  key: ['agentCode', 'copNo'],
  signature: 'optional',
  record: 'InvtCancel',
  recordsMax: 100,
  head: {
    element: 'InvtCancel',
    fields: {
      guid: must('C36'),
      appType: must('C1'),
      appTime: must('C14'),
      appStatus: must('C1'),
      customsCode: must('C4'),
      copNo: must('C..30', { in2018: 'C..30 not empty' }),
      preNo: may('C18'),
      invtNo: must('C..20', { zh: '原清单编号', en: 'number of the inventory to cancel', in2018: 'C18' }),
      reason: must('C..1000', { collapse: true, in2018: 'C..1000 not empty' }),
      agentCode: must('C..18', { in2018: 'C..18 not empty' }),
      agentName: must('C..100', { notes: ['PDF spells agengName'], in2018: 'C..100 not empty' }),
      ebcCode: must('C..18', { in2018: 'C..18 not empty' }),
      ebcName: must('C..100', { in2018: 'C..100 not empty' }),
      note: may('C..1000'),
    },
  },
});
