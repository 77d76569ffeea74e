import { type Agreement, judgeAgreements } from '../agreement.ts';
import type { Rule } from '../case.ts';
import { specification } from '../cites.ts';
import { fieldWitnesses } from '../witness.ts';

const AGREEMENTS: readonly Agreement[] = [
  {
    code: 'consignee-differs',
    fields: ['order/consignee', 'waybill/consignee'],
    cites: specification('进口订单 consignee：必须与电子运单的收货人一致'),
    why: { zh: '订单与运单的收货人必须一致', en: 'order and waybill must name one consignee' },
    witnesses: fieldWitnesses('order/buyerName', 'list/buyerName', 'payment/payerName'),
  },
  {
    code: 'consignee-telephone-differs',
    fields: ['order/consigneeTelephone', 'waybill/consigneeTelephone'],
    cites: specification('进口订单 consigneeTelephone：必须与电子运单的收货人电话一致'),
    why: {
      zh: '订单与运单的收货人电话必须一致',
      en: 'order and waybill must carry one telephone of the consignee',
    },
    witnesses: fieldWitnesses('order/buyerTelephone', 'list/buyerTelephone', 'payment/telephone'),
  },
  {
    code: 'address-differs',
    fields: ['order/consigneeAddress', 'waybill/consigneeAddress', 'list/consigneeAddress'],
    cites: specification('进口订单 consigneeAddress：必须与电子运单的收货地址一致'),
    why: {
      zh: '订单、运单、清单的收货地址必须一致',
      en: 'order, waybill and list must carry one delivery address',
    },
  },
];

/** The parcel goes where the order says: consignee, telephone and address of order, waybill and list. */
export const rule: Rule = {
  id: 'order-waybill',
  title: { zh: '订单与运单的收货信息一致', en: 'consignee of order and waybill' },
  stage: 'comparison',
  needs: [],
  judge: question => judgeAgreements('order-waybill', AGREEMENTS, question),
};
