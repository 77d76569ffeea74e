import { messageShape, must } from '../shape.ts';

export const shape = messageShape({
  root: 'CEB412Message',
  zh: '支付凭证回执',
  en: 'import payment receipt',
  direction: 'import',
  kind: 'receipt',
  sender: { zh: '海关/电子口岸', en: 'customs or the e-port' },
  key: ['payCode', 'payTransactionId'],
  signature: 'none',
  record: 'PaymentReturn',
  recordsMax: 100,
  head: {
    element: 'PaymentReturn',
    fields: {
      guid: must('C36'),
      payCode: must('C1..18'),
      payTransactionId: must('C1..60'),
      returnStatus: must('C1..10'),
      returnTime: must('C17'),
      returnInfo: must('C1..1000'),
    },
  },
});
