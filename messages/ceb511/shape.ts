import { may, messageShape, must } from '../shape.ts';

export const shape = messageShape({
  root: 'CEB511Message',
  zh: '物流运单',
  en: 'import waybill',
  direction: 'import',
  kind: 'declaration',
  sender: { zh: '物流企业', en: 'logistics company' },
  receipt: 'CEB512Message',
  key: ['logisticsCode', 'logisticsNo'],
  signature: 'optional',
  record: 'Logistics',
  recordsMax: 100,
  head: {
    element: 'LogisticsHead',
    fields: {
      guid: must('C36'),
      appType: must('C1'),
      appTime: must('C14'),
      appStatus: must('C1..3'),
      logisticsCode: must('C1..18'),
      logisticsName: must('C1..100'),
      logisticsNo: must('C1..60'),
      billNo: may('C..37', { notes: ['for direct purchase 9610'] }),
      orderNo: must('C1..60', {
        notes: [
          'required by the XSD since 2018-113; missing from the PDF table; absent from many older samples',
        ],
      }),
      freight: may('N19,5', {
        zh: '运费',
        en: 'freight; 0 when none',
        annexRequires: true,
        notes: ['XSD optional, PDF required'],
      }),
      insuredFee: may('N19,5', { annexRequires: true, notes: ['XSD optional, PDF required'] }),
      currency: must('C3', { schemaFixed: '142' }),
      weight: must('N19,5', { zh: '毛重', en: 'gross weight in kg' }),
      packNo: must('N9', { en: 'parcels under the waybill; fixed 1', fixed: '1' }),
      goodsInfo: may('C..200'),
      consignee: must('C1..100', { notes: ['PDF spells consingee; XSD and samples consignee'] }),
      consigneeAddress: must('C1..200'),
      consigneeTelephone: must('C1..50'),
      note: may('C..1000'),
    },
  },
});
