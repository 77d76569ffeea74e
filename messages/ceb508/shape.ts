import { messageShape, must } from '../shape.ts';

export const shape = messageShape({
  root: 'CEB508Message',
  zh: '物流运抵单回执',
  en: 'export arrival receipt',
  direction: 'export',
  kind: 'receipt',
  sender: { zh: '海关/电子口岸', en: 'customs or the e-port' },
  key: ['operatorCode', 'copNo', 'msgSeqNo'],
  signature: 'none',
  record: 'ArrivalReturn',
  recordsMax: 100,
  head: {
    element: 'ArrivalReturn',
    fields: {
      guid: must('C36'),
      operatorCode: must('C..18'),
      logisticsCode: must('C..18'),
      preNo: must('C18', { notes: ["optional in the annex's table"] }),
      copNo: must('C..30'),
      billNo: must('C..37', { notes: ['required in the receipt although optional in the document'] }),
      msgSeqNo: must('N9'),
      returnStatus: must('C1..10'),
      returnTime: must('C17'),
      returnInfo: must('C..1000'),
    },
  },
});
