import { may, messageShape, must } from '../shape.ts';

export const shape = messageShape({
  root: 'CEB701Message',
  zh: '汇总申请单',
  en: 'summary application',
  direction: 'export',
  kind: 'declaration',
  sender: { zh: '电商企业或其代理人', en: 'seller or its agent' },
  receipt: 'CEB702Message',
  // Parts of a split application share copNo; the receipt tells them apart by msgSeqNo.
  key: ['agentCode', 'copNo', 'msgSeqNo'],
  signature: 'optional',
  record: 'SummaryApply',
  recordsMax: 100,
  head: {
    element: 'SummaryApplyHead',
    fields: {
      guid: must('C36'),
      appType: must('C1'),
      appTime: must('C14'),
      appStatus: must('C1', { default: '2' }),
      customsCode: must('C4'),
      copNo: must('C..30', { in2018: 'C..30 not empty' }),
      preNo: may('C..18'),
      sumNo: may('C..18'),
      agentCode: must('C..18', { in2018: 'C..18 not empty' }),
      agentName: must('C..100', { in2018: 'C..100 not empty' }),
      ebcCode: must('C..18', { in2018: 'C..18 not empty' }),
      ebcName: must('C..100', { in2018: 'C..100 not empty' }),
      declAgentCode: must('C..18', { notes: ['PDF spells declagAgentCode'], in2018: 'C..18 not empty' }),
      declAgentName: must('C..100', { in2018: 'C..100 not empty' }),
      startTime: may('C14', {
        zh: '汇总开始时间',
        en: 'start of the time range YYYYMMDDhhmmss',
        moment: true,
        pairedWith: 'endTime',
        notes: ['start and end come as a pair; when given, the list is ignored; end >= start'],
      }),
      endTime: may('C14', {
        zh: '汇总结束时间',
        en: 'end of the time range YYYYMMDDhhmmss',
        moment: true,
        pairedWith: 'startTime',
      }),
      loctNo: may('C..10'),
      summaryFlag: must('C1', {
        zh: '收发货人汇总标志',
        en: '1 by consignor/consignee only, 2 also by producing/selling unit',
        codes: 'summaryFlag',
      }),
      itemNameFlag: must('C1', {
        zh: '按商品名汇总标志',
        en: '1 = group by the original item name; otherwise by category name',
        codes: 'itemNameFlag',
        notes: ['the text allows leaving it out, the XSD requires one character'],
      }),
      msgCount: must('N9', {
        notes: [
          'PDF: write 1 when not split; XSD comment: leave blank when not split, but the element is a required int, so write 1',
        ],
      }),
      msgSeqNo: must('N9'),
      note: may('C..1000'),
    },
  },
  lines: {
    element: 'SummaryApplyList',
    min: 0,
    max: 'unbounded',
    fields: {
      invtNo: must('C..20', { in2018: 'C18' }),
    },
  },
  notes: [
    '2018: SummaryApplyList 1..100 (202205: 0..unbounded)',
    'startTime and endTime both or neither; endTime >= startTime; list ignored when given (official text)',
  ],
});
