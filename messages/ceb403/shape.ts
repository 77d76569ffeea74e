import { may, messageShape, must } from '../shape.ts';

export const shape = messageShape({
  root: 'CEB403Message',
  zh: '收款单',
  en: 'export receipt of payment',
  direction: 'export',
  kind: 'declaration',
  sender: { zh: '支付企业', en: 'payment company' },
  receipt: 'CEB404Message',
  key: ['ebcCode', 'orderNo'],
  signature: 'optional',
  record: 'Receipts',
  recordsMax: 100,
  head: {
    element: 'Receipts',
    fields: {
      guid: must('C36'),
      appType: must('C1'),
      appTime: must('C14'),
      appStatus: must('C1', { default: '1' }),
      ebpCode: must('C..18', {
        notes: ['202205 allows 无 for a foreign platform without a code'],
        in2018: 'C..50 not empty',
      }),
      ebpName: must('C..100', { in2018: 'C..100 not empty' }),
      ebcCode: must('C..18', { in2018: 'C..18 not empty' }),
      ebcName: must('C..100', { in2018: 'C..100 not empty' }),
      orderNo: must('C..60', {
        zh: '电商订单/海外仓订仓单编号',
        en: 'order number, or overseas-warehouse booking number for 9810',
        in2018: 'C..60 not empty',
      }),
      payCode: may('C..18', { notes: ['required for a domestic payment company'] }),
      payName: must('C..100', { notes: ['write 现金支付 when not paid online'], in2018: 'C..100 not empty' }),
      payNo: may('C..60', { notes: ['for online payment'] }),
      charge: must('N19,5', { zh: '收款金额', en: 'amount received' }),
      currency: must('C3', { zh: '支付币制', en: 'currency of the receipt' }),
      accountingDate: must('C14', {
        zh: '到账时间',
        en: 'time the money arrived YYYYMMDDhhmmss',
        moment: true,
      }),
      note: may('C..1000'),
    },
  },
  notes: [
    'the XSD comment names the payment company; the head carries the seller and, for a domestic one, the payment company',
    'order of fields: PDF lists ebpName before ebpCode',
  ],
});
