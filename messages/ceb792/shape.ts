import { may, messageShape, must } from '../shape.ts';

export const shape = messageShape({
  root: 'CEB792Message',
  zh: '汇总结果单',
  en: 'summary result (from customs)',
  direction: 'export',
  kind: 'notice',
  sender: { zh: '海关', en: 'customs' },
  // Parts of a split result share both numbers.
  key: ['sumNo', 'declSeqNo', 'msgSeqNo'],
  signature: 'none',
  record: 'SummaryResult',
  recordsMax: 100,
  head: {
    element: 'SummaryResultHead',
    fields: {
      guid: must('C36'),
      customsCode: must('C4'),
      sumNo: must('C18'),
      opDate: must('C17', { zh: '汇总处理时间', en: 'processing time, 17 digits', moment: true }),
      declSeqNo: must('C18', { zh: '汇总统一编号', en: 'number that maps to one customs declaration' }),
      decTmpNo: may('C18', { zh: '电子口岸暂存编号', en: 'e-port temporary number of the declaration' }),
      decPreNo: may('C18', { zh: '预录入编号', en: 'e-port pre-entry number of the declaration' }),
      entryId: may('C18', { zh: '报关单编号', en: 'customs declaration number' }),
      decState: must('C1..3', {
        zh: '报关单状态',
        en: 'declaration state (values set by customs, not listed)',
      }),
      agentCode: must('C..18'),
      agentName: must('C..100'),
      ebcCode: must('C..18'),
      ebcName: must('C..100'),
      declAgentCode: must('C..18', { notes: ['PDF spells declagAgentCode'] }),
      declAgentName: must('C..100'),
      grossWeight: must('N19,5'),
      netWeight: must('N19,5'),
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
    element: 'SummaryResultList',
    min: 0,
    max: 'unbounded',
    fields: {
      invtNo: must('C..20', { in2018: 'C18' }),
      logisticsNo: must('C..32', { in2018: 'C..80' }),
      gseqno: must('N5', {
        zh: '汇总结果单顺序号',
        en: 'row number in the summary result (new in 202205)',
        notes: [
          'lower-case n; new in 202205 and required; missing from the official 202205 sample and from all community code',
        ],
        in2018: 'absent',
      }),
      gnum: must('N5', { zh: '清单商品项号', en: 'line number inside the inventory' }),
      gcode: must('C10'),
    },
  },
  notes: ['2018: SummaryResultList 0..100 (202205: 0..unbounded)'],
});
