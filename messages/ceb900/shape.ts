import { messageShape, must } from '../shape.ts';

export const shape = messageShape({
  root: 'CEB900Message',
  zh: '报文格式校验回执',
  en: 'format-check receipt for any message',
  direction: 'both',
  kind: 'receipt',
  sender: { zh: '电子口岸', en: 'the e-port' },
  key: ['oriCopMsgId'],
  signature: 'none',
  record: 'MessageReturn',
  recordsMax: 1,
  head: {
    element: 'MessageReturn',
    fields: {
      guid: must('C36'),
      returnStatus: must('C1..10', { en: 'negative number = the message failed the format check' }),
      returnInfo: must('C..5000'),
      returnTime: must('C17', { notes: ["the annex's table has C..50"] }),
      oriCopMsgId: must('C..255', { zh: '原始报文编号', en: 'copMsgId of the original transport message' }),
      oriMessageType: must('C..15', { zh: '原始报文类型', en: 'type of the original message, or Unknown' }),
      oriBizMessage: must('text', {
        zh: '原始报文内容',
        en: 'original message inside CDATA',
        prose: true,
        notes: [
          'CDATA; one community implementation (Kotlin) puts returnTime before returnInfo',
          "the annex's table has C..",
        ],
      }),
    },
  },
});
