import { may, messageShape, must } from '../shape.ts';

export const shape = messageShape({
  root: 'CEB711Message',
  zh: '入库明细单',
  en: 'warehouse-entry list of the supervised place (direct purchase)',
  direction: 'import',
  kind: 'declaration',
  sender: { zh: '海关监管作业场所经营企业', en: 'operator of the supervised place' },
  receipt: 'CEB712Message',
  key: ['operatorCode', 'copNo'],
  signature: 'required',
  record: 'Delivery',
  recordsMax: 1,
  head: {
    element: 'DeliveryHead',
    fields: {
      guid: must('C36'),
      appType: must('C1'),
      appTime: must('C14'),
      appStatus: must('C1..3'),
      customsCode: must('C4'),
      copNo: may('C..20', {
        annexRequires: true,
        notes: ['XSD optional, but PDF and a community model require it: always send'],
      }),
      preNo: may('C..18', { notes: ["the annex's table has C18"] }),
      rkdNo: may('C..18', {
        notes: ['given by customs, left out on first submission', "the annex's table has C18"],
      }),
      operatorCode: must('C1..18'),
      operatorName: must('C1..100'),
      ieFlag: must('C1', { oneOf: ['I'] }),
      trafMode: must('C1'),
      trafNo: must('C1..100'),
      voyageNo: must('C1..32'),
      billNo: must('C1..37'),
      logisticsCode: must('C1..18'),
      logisticsName: must('C1..100'),
      unloadLocation: may('C..100', { zh: '卸货库位', en: 'storage position', prose: true }),
      note: may('C..1000'),
    },
  },
  lines: {
    element: 'DeliveryList',
    min: 1,
    max: 'unbounded',
    fields: {
      gnum: must('int', { numbering: 'continuous' }),
      logisticsNo: must('C1..60'),
      note: may('C..1000'),
    },
  },
});
