import { may, messageShape, must } from '../shape.ts';

export const shape = messageShape({
  root: 'CEB712Message',
  zh: '入库明细单回执',
  en: 'warehouse-entry receipt',
  direction: 'import',
  kind: 'receipt',
  sender: { zh: '海关/电子口岸', en: 'customs or the e-port' },
  key: ['operatorCode', 'copNo'],
  signature: 'none',
  record: 'DeliveryReturn',
  recordsMax: 100,
  head: {
    element: 'DeliveryReturn',
    fields: {
      guid: must('C36'),
      customsCode: may('C4'),
      operatorCode: may('C1..18'),
      copNo: may('C..20', { annexRequires: true }),
      preNo: may('C..18', { annexRequires: true, notes: ["the annex's table has C18"] }),
      rkdNo: may('C..18', { notes: ["the annex's table has C18"] }),
      returnStatus: must('C1..10'),
      returnTime: must('C17'),
      returnInfo: must('C1..1000'),
    },
  },
});
