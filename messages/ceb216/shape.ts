import { may, messageShape, must } from '../shape.ts';

export const shape = messageShape({
  root: 'CEB216Message',
  zh: '退货理货明细单回执',
  en: 'tally receipt',
  direction: 'export',
  kind: 'receipt',
  sender: { zh: '海关/电子口岸', en: 'customs or the e-port' },
  key: ['operatorCode', 'coElNo'],
  signature: 'none',
  record: 'InvtRefundDetailReturn',
  recordsMax: 100,
  head: {
    element: 'InvtRefundDetailReturn',
    fields: {
      guid: must('C36'),
      operatorCode: must('C..18'),
      logisticsCode: must('C..18'),
      logisticsNo: must('C..80'),
      coElNo: must('C..30'),
      preNo: may('C..18', { notes: ["the annex's table has C18"] }),
      returnStatus: must('C..10'),
      returnTime: must('C17'),
      returnInfo: must('C..1000'),
    },
  },
  notes: ['new in the 202205 edition'],
});
