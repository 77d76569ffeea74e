import { may, messageShape, must } from '../shape.ts';

export const shape = messageShape({
  root: 'CEB404Message',
  zh: '收款单回执',
  en: 'export receipt-of-payment receipt',
  direction: 'export',
  kind: 'receipt',
  sender: { zh: '海关/电子口岸', en: 'customs or the e-port' },
  key: ['ebcCode', 'orderNo'],
  signature: 'none',
  record: 'ReceiptsReturn',
  recordsMax: 100,
  head: {
    element: 'ReceiptsReturn',
    fields: {
      guid: must('C36'),
      ebcCode: must('C..18'),
      orderNo: must('C..60'),
      payNo: may('C..60'),
      returnStatus: must('C1..10'),
      returnTime: must('C17'),
      returnInfo: must('C..1000', { notes: ["missing from the annex's table"] }),
    },
  },
});
