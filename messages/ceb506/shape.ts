import { messageShape, must } from '../shape.ts';

export const shape = messageShape({
  root: 'CEB506Message',
  zh: '物流运单回执',
  en: 'export waybill receipt',
  direction: 'export',
  kind: 'receipt',
  sender: { zh: '海关/电子口岸', en: 'customs or the e-port' },
  key: ['logisticsCode', 'logisticsNo'],
  signature: 'none',
  record: 'LogisticsReturn',
  recordsMax: 100,
  head: {
    element: 'LogisticsReturn',
    fields: {
      guid: must('C36'),
      logisticsCode: must('C..18'),
      logisticsNo: must('C..32', { in2018: 'C..80' }),
      returnStatus: must('C1..10'),
      returnTime: must('C17'),
      returnInfo: must('C..1000'),
    },
  },
});
