import { type FieldShapes, may, must, type PartShape } from './shape.ts';

/** Namespaces of the annex. */
export const CEB_NAMESPACE = 'http://www.chinaport.gov.cn/ceb';
export const DSIG_NAMESPACE = 'http://www.w3.org/2000/09/xmldsig#';
export const XSI_NAMESPACE = 'http://www.w3.org/2001/XMLSchema-instance';

/** What every declaration carries after its records: who transmits it. `copCode` must be the identity of the connected client. */
export const baseTransfer = {
  element: 'BaseTransfer',
  fields: {
    copCode: must('C1..18', { zh: '传输企业代码', en: 'code of the transmitting enterprise' }),
    copName: must('C..100', { zh: '传输企业名称', en: 'name of the transmitting enterprise', prose: true }),
    dxpMode: must('C3', { zh: '报文传输模式', en: 'transport mode, DXP = e-port data exchange platform' }),
    dxpId: must('C..30', {
      zh: '报文传输编号',
      en: 'user number on the data exchange platform',
      prose: true,
      notes: ['a published message carries a Chinese sentence here'],
    }),
    note: may('C..1000'),
  },
} as const satisfies PartShape<FieldShapes>;

/** The export schema lost the minimum length here; the content check tells an empty code all the same. */
export const exportBaseTransfer = {
  ...baseTransfer,
  fields: { ...baseTransfer.fields, copCode: { ...baseTransfer.fields.copCode, format: 'C..18' } },
} as const satisfies PartShape<FieldShapes>;

/** Copies of data or receipts ordered for other users of the exchange platform; up to five. */
export const baseSubscribe = {
  element: 'BaseSubscribe',
  fields: {
    status: must('C..100', { zh: '订阅状态', en: 'ALL data and receipts, DATA, RET receipts' }),
    dxpMode: must('C3', { zh: '订阅方传输模式', en: 'transport mode of the subscriber' }),
    dxpAddress: must('C..100', {
      zh: '订阅方传输地址',
      en: 'exchange-platform user number of the subscriber',
    }),
    note: may('C..1000'),
  },
} as const satisfies PartShape<FieldShapes>;

export const SUBSCRIBES_MAX = 5;
