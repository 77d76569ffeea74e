import { may, messageShape, must } from '../shape.ts';

export const shape = messageShape({
  root: 'CEB303Message',
  zh: '电子订单',
  en: 'export e-order',
  direction: 'export',
  kind: 'declaration',
  sender: { zh: '电商平台/电商企业', en: 'platform or seller' },
  receipt: 'CEB304Message',
  key: ['ebpCode', 'orderNo'],
  signature: 'optional',
  record: 'Order',
  recordsMax: 100,
  head: {
    element: 'OrderHead',
    fields: {
      guid: must('C36'),
      appType: must('C1'),
      appTime: must('C14'),
      appStatus: must('C1', { default: '1' }),
      orderType: must('C1', {
        oneOf: ['E', 'B', 'W'],
        notes: [
          'E B2C export; B B2B export; W: PDF says overseas-warehouse booking order (9810), XSD comment says comprehensive foreign-trade service order; I import',
        ],
      }),
      orderNo: must('C..60', {
        zh: '电商订单/海外仓订仓单编号',
        en: 'order number, or overseas-warehouse booking number for 9810',
        in2018: 'C..60 not empty',
      }),
      ebpCode: must('C..18', {
        notes: ['202205 allows 无 for a foreign platform without a code; 50 characters before, 18 now'],
        in2018: 'C..50 not empty',
      }),
      ebpName: must('C..100', { in2018: 'C..100 not empty' }),
      ebcCode: must('C..18', { in2018: 'C..18 not empty' }),
      ebcName: must('C..100', { in2018: 'C..100 not empty' }),
      goodsValue: must('N19,5', {
        zh: '商品金额',
        en: 'FOB price of the goods without freight, non-cash part included',
      }),
      freight: must('N19,5', { default: '0' }),
      currency: must('C3'),
      note: may('C..1000'),
    },
  },
  lines: {
    element: 'OrderList',
    min: 1,
    max: 100,
    fields: {
      gnum: must('N5', { numbering: 'continuous' }),
      itemNo: must('C..30', { notes: ['30 here but 20 in 603'], in2018: 'C..30 not empty' }),
      itemName: must('C..250', { in2018: 'C..250 not empty' }),
      itemDescribe: may('C..1000'),
      barCode: may('C..50'),
      unit: must('C3'),
      currency: must('C3'),
      qty: must('N19,5'),
      price: must('N19,5'),
      totalPrice: must('N19,5'),
      note: may('C..1000'),
    },
  },
  notes: ['totalPrice = price * qty (community simulator)'],
});
