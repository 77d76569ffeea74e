import { messageShape, must } from '../shape.ts';

export const shape = messageShape({
  root: 'CEB514Message',
  zh: '物流运单状态回执',
  en: 'import waybill status receipt',
  direction: 'import',
  kind: 'receipt',
  sender: { zh: '海关/电子口岸', en: 'customs or the e-port' },
  key: ['logisticsCode', 'logisticsNo', 'logisticsStatus'],
  signature: 'none',
  record: 'LogisticsStatusReturn',
  recordsMax: 100,
  head: {
    element: 'LogisticsStatusReturn',
    fields: {
      guid: must('C36'),
      logisticsCode: must('C1..18'),
      logisticsNo: must('C1..60'),
      logisticsStatus: must('C1', { fixed: 'S' }),
      returnStatus: must('C1..10'),
      returnTime: must('C17'),
      returnInfo: must('C1..1000'),
    },
  },
});
