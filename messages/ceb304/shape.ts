import { messageShape, must } from '../shape.ts';

export const shape = messageShape({
  root: 'CEB304Message',
  zh: '电子订单回执',
  en: 'export e-order receipt',
  direction: 'export',
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
      ebpCode: must('C..18', { notes: ['may be 无'], in2018: 'C..50 not empty' }),
      ebcCode: must('C..18'),
      orderNo: must('C..60'),
      returnStatus: must('C1..10'),
      returnTime: must('C17'),
      returnInfo: must('C..1000'),
    },
  },
});
