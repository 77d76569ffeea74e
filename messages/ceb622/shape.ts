import { may, messageShape, must } from '../shape.ts';

export const shape = messageShape({
  root: 'CEB622Message',
  zh: '进口清单回执',
  en: 'import inventory receipt',
  direction: 'import',
  kind: 'receipt',
  sender: { zh: '海关/电子口岸', en: 'customs or the e-port' },
  key: ['agentCode', 'copNo'],
  signature: 'none',
  record: 'InventoryReturn',
  recordsMax: 100,
  head: {
    element: 'InventoryReturn',
    fields: {
      guid: must('C36'),
      customsCode: may('C4'),
      ebpCode: may('C1..18'),
      ebcCode: may('C1..18'),
      agentCode: may('C1..18'),
      copNo: must('C1..20'),
      preNo: must('C18', { notes: ["optional in the annex's table"] }),
      invtNo: may('C18'),
      returnStatus: must('C1..10'),
      returnTime: must('C17'),
      returnInfo: must('C1..1000'),
    },
  },
});
