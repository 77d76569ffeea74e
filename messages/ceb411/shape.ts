import { may, messageShape, must } from '../shape.ts';

export const shape = messageShape({
  root: 'CEB411Message',
  zh: '支付凭证',
  en: 'import payment voucher',
  direction: 'import',
  kind: 'declaration',
  sender: {
    zh: '支付企业（或受委托的快件运营人、邮政企业）',
    en: 'payment company (or an entrusted express operator or postal company)',
  },
  receipt: 'CEB412Message',
  key: ['payCode', 'payTransactionId'],
  signature: 'optional',
  record: 'Payment',
  recordsMax: 100,
  head: {
    element: 'PaymentHead',
    fields: {
      guid: must('C36'),
      appType: must('C1'),
      appTime: must('C14'),
      appStatus: must('C1..3'),
      payCode: must('C1..18'),
      payName: must('C1..100'),
      payTransactionId: must('C1..60'),
      orderNo: must('C1..60'),
      ebpCode: must('C1..18'),
      ebpName: must('C1..100'),
      payerIdType: must('C1', {
        zh: '支付人证件类型',
        en: 'payer identity document type',
        codes: 'idType',
        fixed: '1',
      }),
      payerIdNumber: must('C1..60', { zh: '支付人证件号码', en: 'payer identity document number' }),
      payerName: must('C1..60', {
        zh: '支付人姓名',
        en: 'payer name',
        prose: true,
        notes: [
          'the XSD comment says ID number here; this is a slip in the official file, the PDF calls it payer name',
        ],
      }),
      telephone: may('C..60', { zh: '支付人电话', en: 'payer telephone' }),
      amountPaid: must('N19,5', {
        zh: '支付金额',
        en: 'amount paid',
        notes: ['must equal acturalPaid of the order'],
      }),
      currency: must('C3', { schemaFixed: '142' }),
      payTime: must('C14', { zh: '支付时间', en: 'payment time YYYYMMDDhhmmss', moment: true }),
      note: may('C..1000'),
    },
  },
});
