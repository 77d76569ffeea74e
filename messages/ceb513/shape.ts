import { may, messageShape, must } from '../shape.ts';

export const shape = messageShape({
  root: 'CEB513Message',
  zh: '物流运单状态',
  en: 'import waybill status (signed for)',
  direction: 'import',
  kind: 'declaration',
  sender: { zh: '物流企业', en: 'logistics company' },
  receipt: 'CEB514Message',
  key: ['logisticsCode', 'logisticsNo', 'logisticsStatus'],
  signature: 'optional',
  record: 'LogisticsStatus',
  recordsMax: 100,
  head: {
    element: 'LogisticsStatus',
    fields: {
      guid: must('C36'),
      appType: must('C1'),
      appTime: must('C14'),
      appStatus: must('C1..3'),
      logisticsCode: must('C1..18'),
      logisticsName: must('C1..100'),
      logisticsNo: must('C1..60'),
      logisticsStatus: must('C1', {
        fixed: 'S',
        notes: ['limited to S (signed for); one community client also uses R'],
      }),
      logisticsTime: must('C14', {
        zh: '物流状态时间',
        en: 'time of the status YYYYMMDDhhmmss',
        moment: true,
      }),
      note: may('C..1000'),
    },
  },
});
