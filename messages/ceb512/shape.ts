import { messageShape, must } from '../shape.ts';

export const shape = messageShape({
  root: 'CEB512Message',
  zh: '物流运单回执',
  en: 'import waybill receipt',
  direction: 'import',
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
      logisticsCode: must('C1..18'),
      logisticsNo: must('C1..60'),
      returnStatus: must('C1..10'),
      returnTime: must('C17'),
      returnInfo: must('C1..1000'),
    },
  },
});
