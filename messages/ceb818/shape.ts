import { may, messageShape, must } from '../shape.ts';

export const shape = messageShape({
  root: 'CEB818Message',
  zh: '电子税单状态',
  en: 'electronic tax bill state change',
  direction: 'import',
  kind: 'notice',
  sender: { zh: '海关', en: 'customs' },
  key: ['taxNo'],
  signature: 'none',
  record: 'Tax',
  recordsMax: 'unbounded',
  head: {
    element: 'TaxHeadStatus',
    fields: {
      guid: must('C36'),
      returnTime: must('C17'),
      invtNo: must('C1..18'),
      taxNo: must('C1..50'),
      status: must('C1', { codes: 'taxBillStatus' }),
      entDutyNo: may('C..50', { notes: ["the annex's table has C50"] }),
      assureCode: may('C..64', { notes: ["the annex's table has C64"] }),
    },
  },
});
