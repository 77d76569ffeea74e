import { may, messageShape, must } from '../shape.ts';

export const shape = messageShape({
  root: 'CEB816Message',
  zh: '电子税单',
  en: 'electronic tax bill',
  direction: 'import',
  kind: 'notice',
  sender: { zh: '海关', en: 'customs' },
  key: ['taxNo'],
  signature: 'none',
  record: 'Tax',
  recordsMax: 'unbounded',
  head: {
    element: 'TaxHeadRd',
    fields: {
      guid: must('C36'),
      returnTime: must('C17'),
      invtNo: must('C1..18'),
      taxNo: must('C1..50'),
      customsTax: must('N19,5'),
      valueAddedTax: must('N19,5'),
      consumptionTax: must('N19,5'),
      status: must('C1', { codes: 'taxBillStatus' }),
      entDutyNo: may('C..50'),
      note: may('C..1000'),
      assureCode: may('C..64'),
      ebcCode: may('C..64'),
      logisticsCode: may('C..64'),
      agentCode: may('C1..18', {
        notes: [
          'PDF 816 also lists orderNo and logisticNo at the end of the head; real tax bills seen in a community test tool carry orderNo and logisticsNo; the XSD has neither. Accept both when reading',
        ],
      }),
      customsCode: may('C4', { zh: '申报口岸', en: 'declaring customs' }),
    },
  },
  lines: {
    element: 'TaxListRd',
    min: 1,
    max: 99,
    fields: {
      gnum: must('int', { numbering: 'unique' }),
      gcode: must('C10'),
      taxPrice: must('N19,5', { zh: '完税总价格', en: 'dutiable total of the line' }),
      customsTax: must('N19,5'),
      valueAddedTax: must('N19,5'),
      consumptionTax: must('N19,5'),
    },
  },
});
