import { type Agreement, judgeAgreements } from '../agreement.ts';
import { both, specification, supervision } from '../cites.ts';
import { type HeadField, valueAt } from '../documents.ts';
import type { ExportQuestion, ExportRule } from '../export-case.ts';
import { codeWitnesses, nameWitnesses } from '../witness.ts';

const RULE = 'export-trade-identity';
const truthful = supervision('三、通关管理：交易、收款、物流电子信息的传输与真实性责任');

const AGREEMENTS: readonly Agreement<ExportQuestion>[] = [
  {
    code: 'order-number-differs',
    fields: ['order/orderNo', 'receipt/orderNo', 'list/orderNo'],
    cites: both(specification('出口订单、收款单、清单 orderNo：9810为海外仓订仓单编号'), truthful),
    why: {
      zh: '订单、收款单、清单应填同一订单编号（海外仓出口为订仓单编号）',
      en: 'order, receipt and list of one trade carry one order number (for an overseas warehouse the booking number)',
    },
  },
  {
    code: 'platform-code-differs',
    fields: ['order/ebpCode', 'receipt/ebpCode', 'list/ebpCode'],
    cites: both(specification('出口订单、收款单、清单 ebpCode'), truthful),
    why: { zh: '同一笔交易的电商平台代码应一致', en: 'one trade has one platform code' },
    witnesses: question => [...platformCodes(question), ...abroad(question)],
  },
  {
    code: 'platform-name-differs',
    fields: ['order/ebpName', 'receipt/ebpName', 'list/ebpName'],
    cites: both(specification('出口订单、收款单、清单 ebpName'), truthful),
    why: {
      zh: '各单的电商平台名称应一致',
      en: 'the platform has one name in every document',
    },
    witnesses: nameWitnesses('list/ebpCode'),
  },
  {
    code: 'seller-code-differs',
    fields: ['order/ebcCode', 'receipt/ebcCode', 'waybill/ebcCode', 'list/ebcCode'],
    cites: both(specification('出口订单、收款单、运单、清单 ebcCode'), truthful),
    why: { zh: '同一笔交易的电商企业（收发货人）代码应一致', en: 'one trade has one seller code' },
    witnesses: codeWitnesses('order/ebcCode', 'receipt/ebcCode', 'waybill/ebcCode', 'list/ebcCode'),
  },
  {
    code: 'seller-name-differs',
    fields: ['order/ebcName', 'receipt/ebcName', 'waybill/ebcName', 'list/ebcName'],
    cites: both(specification('出口订单、收款单、运单、清单 ebcName'), truthful),
    why: {
      zh: '电商企业名称应填其登记名称，各单一致',
      en: 'the seller is named by its registered name in every document',
    },
    witnesses: nameWitnesses('list/ebcCode'),
  },
];

const PLATFORM: readonly HeadField[] = ['order/ebpCode', 'receipt/ebpCode', 'list/ebpCode'];
const platformCodes = codeWitnesses(...PLATFORM);
/** 无, what a platform abroad writes, is as well-formed as a code. */
const abroad = (question: ExportQuestion): readonly string[] =>
  PLATFORM.map(field => valueAt(question.case, field)?.trim()).filter(code => code === '无');

/** One trade: order, receipt, waybill and list name the same order, platform and seller. */
export const rule: ExportRule = {
  id: RULE,
  title: { zh: '各单同属一笔出口交易', en: 'the documents belong to one export trade' },
  stage: 'comparison',
  needs: [],
  judge: question => judgeAgreements(RULE, AGREEMENTS, question),
};
