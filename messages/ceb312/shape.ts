import { messageShape, must } from '../shape.ts';

export const shape = messageShape({
  root: 'CEB312Message',
  zh: '电子订单回执',
  en: 'import e-order receipt',
  direction: 'import',
  kind: 'receipt',
  sender: { zh: '海关/电子口岸', en: 'customs or the e-port' },
  key: ['ebpCode', 'ebcCode', 'orderNo'],
  signature: 'none',
  record: 'OrderReturn',
  recordsMax: 100,
  head: {
    element: 'OrderReturn',
    fields: {
      guid: must('C36'),
      ebpCode: must('C1..18'),
      ebcCode: must('C1..18'),
      orderNo: must('C1..60'),
      returnStatus: must('C1..10'),
      returnTime: must('C17'),
      returnInfo: must('C1..1000'),
    },
  },
});
