import { messageShape, must } from '../shape.ts';

export const shape = messageShape({
  root: 'CEB604Message',
  zh: '出口申报清单回执',
  en: 'export inventory receipt',
  direction: 'export',
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
      agentCode: must('C..18'),
      copNo: must('C..30'),
      preNo: must('C18', { notes: ["optional in the annex's table"] }),
      invtNo: must('C..20', {
        notes: [
          'required by the XSD even in the first receipts, when customs has not given a number yet',
          "optional in the annex's table",
        ],
        in2018: 'C18',
      }),
      ebcCode: must('C..18'),
      ebpCode: must('C..18', { notes: ['may be 无'], in2018: 'C..50 not empty' }),
      orderNo: must('C..60', {
        zh: '电商订单/海外仓订仓单编号',
        en: 'order number, or overseas-warehouse booking number for 9810',
      }),
      statisticsFlag: must('C1'),
      returnStatus: must('C1..10'),
      returnTime: must('C17'),
      returnInfo: must('C..1000'),
    },
  },
});
