import { type Agreement, judgeAgreements } from '../agreement.ts';
import type { Rule } from '../case.ts';
import { both, specification, supervision } from '../cites.ts';
import { codeWitnesses, nameWitnesses } from '../witness.ts';

const truthful = supervision('三、通关管理：交易、支付、物流电子信息的传输与真实性责任');

const AGREEMENTS: readonly Agreement[] = [
  {
    code: 'order-number-differs',
    fields: ['order/orderNo', 'payment/orderNo', 'waybill/orderNo', 'list/orderNo'],
    cites: both(specification('进口订单、支付单、运单、清单 orderNo'), truthful),
    why: {
      zh: '订单、支付单、运单、清单应填同一交易平台的同一订单编号',
      en: 'order, payment, waybill and list of one trade carry one order number',
    },
  },
  {
    code: 'platform-code-differs',
    fields: ['order/ebpCode', 'payment/ebpCode', 'list/ebpCode'],
    cites: both(specification('进口订单、支付单、清单 ebpCode'), truthful),
    why: {
      zh: '同一笔交易的电商平台代码应一致',
      en: 'one trade has one platform code',
    },
    witnesses: codeWitnesses('order/ebpCode', 'payment/ebpCode', 'list/ebpCode'),
  },
  {
    code: 'platform-name-differs',
    fields: ['order/ebpName', 'payment/ebpName', 'list/ebpName'],
    cites: both(specification('进口订单、支付单、清单 ebpName'), truthful),
    why: {
      zh: '电商平台名称应填其登记名称，各单一致',
      en: 'the platform is named by its registered name in every document',
    },
    witnesses: nameWitnesses('list/ebpCode'),
  },
  {
    code: 'seller-code-differs',
    fields: ['order/ebcCode', 'list/ebcCode'],
    cites: both(specification('进口订单、清单 ebcCode'), truthful),
    why: {
      zh: '同一笔交易的电商企业代码应一致',
      en: 'one trade has one seller code',
    },
    witnesses: codeWitnesses('order/ebcCode', 'list/ebcCode'),
  },
  {
    code: 'seller-name-differs',
    fields: ['order/ebcName', 'list/ebcName'],
    cites: both(specification('进口订单、清单 ebcName'), truthful),
    why: {
      zh: '电商企业名称应填其登记名称，各单一致',
      en: 'the seller is named by its registered name in every document',
    },
    witnesses: nameWitnesses('list/ebcCode'),
  },
];

/** One trade: the four documents name the same order, platform and seller. */
export const rule: Rule = {
  id: 'trade-identity',
  title: { zh: '四单同属一笔交易', en: 'the four documents belong to one trade' },
  stage: 'comparison',
  needs: [],
  judge: question => judgeAgreements('trade-identity', AGREEMENTS, question),
};
