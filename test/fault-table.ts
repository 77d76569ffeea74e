import type { Part } from '../rules/documents.ts';
import type { World } from '../rules/index.ts';
import type { Severity } from '../shared/index.ts';
import { GOODS, registered, type Wanted } from './right-sets.ts';

/** The right sets in which one thing is made wrong. */
export const SETS = {
  direct: {
    mode: '9610',
    serial: 11,
    goods: [
      { of: GOODS.cream, qty: '2' },
      { of: GOODS.handbag, qty: '1' },
      { of: GOODS.biscuits, qty: '3' },
    ],
    discount: '30.00',
  },
  bonded: {
    mode: '1210',
    serial: 12,
    goods: [
      { of: GOODS.milk, qty: '2' },
      { of: GOODS.vitamins, qty: '3' },
    ],
  },
  city: {
    mode: '1239',
    serial: 13,
    goods: [
      { of: GOODS.shampoo, qty: '1' },
      { of: GOODS.serum, qty: '1' },
    ],
  },
} as const satisfies Record<string, Wanted>;

/** A new value, one made from the old one, or null: the element is left out. */
export type NewValue = string | null | ((old: string) => string);

export interface Fault {
  readonly title: string;
  readonly set: keyof typeof SETS;
  readonly part: Part;
  readonly path: string;
  readonly to: NewValue;
  /** Rule and code that must say it, at the changed place unless `at` names another. */
  readonly says: `${string}/${string}`;
  readonly at?: readonly [Part, string];
  readonly severity?: Severity;
  /** True: after the proposed repairs nothing is left to say. */
  readonly mend?: true;
  readonly world?: Partial<World>;
}

const mend = { mend: true } as const;
const hold = { severity: 'hold' } as const;
const warn = { severity: 'warn' } as const;

const more = (by: number) => (old: string) => (Number(old) + by).toFixed(2);
const swap = (old: string) => old.replace(/(.)(.)$/, '$2$1');

function fault(
  title: string,
  set: keyof typeof SETS,
  part: Part,
  path: string,
  to: NewValue,
  says: `${string}/${string}`,
  rest: Partial<Fault> = {},
): Fault {
  return { title, set, part, path, to, says, ...rest };
}

// biome-ignore format: a table is read by rows
const whoTakesPart: readonly Fault[] = [
  fault('platform of the list is another firm', 'direct', 'list', 'InventoryHead/ebpCode', '3701960D09', 'trade-identity/platform-code-differs', mend),
  fault('platform of the payment is another firm', 'bonded', 'payment', 'PaymentHead/ebpCode', '3701960D09', 'trade-identity/platform-code-differs', mend),
  fault('platform of the order is the seller', 'city', 'order', 'OrderHead/ebpCode', '3701960D02', 'trade-identity/platform-code-differs', mend),
  fault('platform name of the order is short', 'direct', 'order', 'OrderHead/ebpName', '演示跨境购平台', 'trade-identity/platform-name-differs', mend),
  fault('platform name of the payment is an old one', 'city', 'payment', 'PaymentHead/ebpName', '演示跨境购有限公司', 'trade-identity/platform-name-differs', mend),
  fault('platform name with half-width brackets', 'direct', 'list', 'InventoryHead/ebpName', '演示跨境购平台(济南)有限公司', 'trade-identity/written-differently', { ...warn, ...mend }),
  fault('seller of the list is not the seller of the order', 'direct', 'list', 'InventoryHead/ebcCode', '3701960D08', 'trade-identity/seller-code-differs', mend),
  fault('seller of the order is not the seller of the list', 'bonded', 'order', 'OrderHead/ebcCode', '3701960D08', 'trade-identity/seller-code-differs', mend),
  fault('seller name of the order', 'city', 'order', 'OrderHead/ebcName', '演示环球电子商务有限公司', 'trade-identity/seller-name-differs', mend),
  fault('seller name of the list', 'direct', 'list', 'InventoryHead/ebcName', '演示优选有限公司', 'trade-identity/seller-name-differs', mend),
  fault('order number of the payment', 'direct', 'payment', 'PaymentHead/orderNo', 'DEMO202506160099', 'trade-identity/order-number-differs', mend),
  fault('order number of the waybill', 'bonded', 'waybill', 'LogisticsHead/orderNo', swap, 'trade-identity/order-number-differs', mend),
  fault('order number of the order', 'city', 'order', 'OrderHead/orderNo', 'DEMO-1', 'trade-identity/order-number-differs', mend),
  fault('declaring enterprise is not filed', 'direct', 'list', 'InventoryHead/agentCode', '3701980D77', 'roles/enterprise-not-registered'),
  fault('declaring enterprise is the logistics company', 'direct', 'list', 'InventoryHead/agentCode', '3701980D04', 'roles/role-not-filed'),
  fault('declaring enterprise under another name', 'bonded', 'list', 'InventoryHead/agentName', '演示报关行', 'roles/name-not-registered', mend),
  fault('operator of the area is not filed', 'bonded', 'list', 'InventoryHead/areaCode', '3701W60D66', 'roles/enterprise-not-registered'),
  fault('operator of the area is the broker', 'city', 'list', 'InventoryHead/areaCode', '3701980D05', 'roles/role-not-filed'),
  fault('operator of the area under another name', 'city', 'list', 'InventoryHead/areaName', '演示仓储', 'roles/name-not-registered', mend),
  fault('the seller is suspended', 'direct', 'list', 'InventoryHead/note', 'x', 'roles/enterprise-suspended', { at: ['list', 'InventoryHead/ebcCode'], world: { enterprise: code => { const it = registered(code); return it?.code === '3701960D02' ? { ...it, suspended: true } : it; }, } }),
  fault('the filing of the payment company has ended', 'bonded', 'list', 'InventoryHead/note', 'x', 'roles/role-not-filed', { at: ['payment', 'PaymentHead/payCode'], world: { enterprise: code => { const it = registered(code); return it?.code === '3122480D03' ? { ...it, roles: [{ role: 'payment', from: '2019-01-01', to: '2025-06-17' }] } : it; }, } }),
  fault('the filing of the logistics company begins tomorrow', 'city', 'list', 'InventoryHead/note', 'x', 'roles/role-not-filed', { at: ['list', 'InventoryHead/logisticsCode'], world: { enterprise: code => { const it = registered(code); return it?.code === '3701980D04' ? { ...it, roles: [{ role: 'logistics', from: '2025-06-19' }] } : it; }, } }),
  fault('guarantor is the payment company', 'direct', 'list', 'InventoryHead/assureCode', '3122480D03', 'guarantor/guarantor-not-of-this-trade'),
  fault('guarantor is the operator of the area', 'bonded', 'list', 'InventoryHead/assureCode', '3701W60D06', 'guarantor/guarantor-not-of-this-trade'),
];

// biome-ignore format: a table is read by rows
const whoBuys: readonly Fault[] = [
  fault('payer is somebody else', 'direct', 'payment', 'PaymentHead/payerName', '演示家属', 'buyer-payer/buyer-name-differs', mend),
  fault('buyer name of the list', 'bonded', 'list', 'InventoryHead/buyerName', '演示买家', 'buyer-payer/buyer-name-differs', mend),
  fault('buyer name of the order', 'city', 'order', 'OrderHead/buyerName', '演示路人', 'buyer-payer/buyer-name-differs', mend),
  fault('payer number is that of another person', 'direct', 'payment', 'PaymentHead/payerIdNumber', '37010219000101099X', 'buyer-payer/buyer-number-differs', mend),
  fault('two digits of the list number are swapped', 'bonded', 'list', 'InventoryHead/buyerIdNumber', old => `${old.slice(0, 15)}${old[16]}${old[15]}${old[17]}`, 'identity-number/identity-check-digit', mend),
  fault('check digit of the order number', 'bonded', 'order', 'OrderHead/buyerIdNumber', old => `${old.slice(0, 17)}${(Number(old[17]?.replace('X', '9')) + 1) % 10}`, 'identity-number/identity-check-digit', mend),
  fault('number of the payer is born on 30 February', 'city', 'payment', 'PaymentHead/payerIdNumber', '370102199002300011', 'identity-number/identity-birth-date', mend),
  fault('number of the list is not born yet', 'city', 'list', 'InventoryHead/buyerIdNumber', '370102209901010011', 'identity-number/identity-birth-date', mend),
  fault('number of the list from no province', 'direct', 'list', 'InventoryHead/buyerIdNumber', old => `99${old.slice(2)}`, 'identity-number/identity-region', mend),
  fault('number of fifteen digits', 'bonded', 'order', 'OrderHead/buyerIdNumber', '370102900101001', 'identity-number/identity-form', mend),
  fault('number with a letter', 'city', 'order', 'OrderHead/buyerIdNumber', old => `${old.slice(0, 10)}A${old.slice(11)}`, 'identity-number/identity-form', mend),
  fault('buyer telephone of the list', 'direct', 'list', 'InventoryHead/buyerTelephone', '13700137000', 'buyer-payer/buyer-telephone-differs', mend),
  fault('buyer telephone of the order', 'bonded', 'order', 'OrderHead/buyerTelephone', '13700137000', 'buyer-payer/buyer-telephone-differs', mend),
  fault('identity type of the payer is other', 'direct', 'payment', 'PaymentHead/payerIdType', '2', 'messages/content/fixed', mend),
  fault('identity type of the buyer is other', 'bonded', 'list', 'InventoryHead/buyerIdType', '2', 'messages/content/fixed', mend),
];

// biome-ignore format: a table is read by rows
const whatIsPaid: readonly Fault[] = [
  fault('amount paid one yuan short', 'direct', 'payment', 'PaymentHead/amountPaid', more(-1), 'order-payment/amount-differs', mend),
  fault('amount paid one fen over', 'bonded', 'payment', 'PaymentHead/amountPaid', more(0.01), 'order-payment/amount-differs', mend),
  fault('amount paid is zero', 'city', 'payment', 'PaymentHead/amountPaid', '0', 'order-payment/amount-differs', mend),
  fault('acturalPaid one fen over', 'direct', 'order', 'OrderHead/acturalPaid', more(0.01), 'order-arithmetic/actural-paid', mend),
  fault('acturalPaid without the tax', 'bonded', 'order', 'OrderHead/acturalPaid', more(-20), 'order-arithmetic/actural-paid', mend),
  fault('goodsValue too high', 'direct', 'order', 'OrderHead/goodsValue', more(100), 'order-arithmetic/goods-value', mend),
  fault('goodsValue one fen short', 'city', 'order', 'OrderHead/goodsValue', more(-0.01), 'order-arithmetic/goods-value', mend),
  fault('discount forgotten', 'direct', 'order', 'OrderHead/discount', '0', 'order-arithmetic/actural-paid', mend),
  fault('discount doubled', 'direct', 'order', 'OrderHead/discount', '60.00', 'order-arithmetic/actural-paid', mend),
  fault('freight of the order forgotten', 'bonded', 'order', 'OrderHead/freight', '0', 'order-arithmetic/actural-paid', mend),
  fault('tax of the order too low', 'city', 'order', 'OrderHead/taxTotal', more(-5), 'order-arithmetic/actural-paid', mend),
  fault('tax of the order forgotten', 'direct', 'order', 'OrderHead/taxTotal', '0', 'order-arithmetic/actural-paid', mend),
  fault('payment company of the order', 'direct', 'order', 'OrderHead/payCode', '3122480D99', 'order-payment/payment-company-differs', mend),
  fault('payment company of the payment', 'bonded', 'payment', 'PaymentHead/payCode', '3122480D99', 'order-payment/payment-company-differs', mend),
  fault('payment company name of the order', 'city', 'order', 'OrderHead/payName', '演示支付', 'order-payment/payment-company-name-differs', mend),
  fault('transaction of the payment', 'direct', 'payment', 'PaymentHead/payTransactionId', 'ZF20259999', 'order-payment/transaction-differs', mend),
  fault('currency of the order is the dollar', 'direct', 'order', 'OrderHead/currency', '502', 'messages/format/fixed', mend),
  fault('currency of the payment is the yen', 'city', 'payment', 'PaymentHead/currency', '116', 'messages/format/fixed', mend),
  fault('paid tomorrow', 'direct', 'payment', 'PaymentHead/payTime', '20250619120000', 'times/paid-in-future'),
  fault('paid this year but declared a year ago', 'bonded', 'payment', 'PaymentHead/payTime', '20240101120000', 'times/paid-long-ago', hold),
  fault('paid on 31 June', 'city', 'payment', 'PaymentHead/payTime', '20250631120000', 'messages/content/moment'),
];

// biome-ignore format: a table is read by rows
const whereItGoes: readonly Fault[] = [
  fault('consignee of the waybill', 'direct', 'waybill', 'LogisticsHead/consignee', '演示邻居', 'order-waybill/consignee-differs', mend),
  fault('consignee of the order', 'bonded', 'order', 'OrderHead/consignee', '演示邻居', 'order-waybill/consignee-differs', mend),
  fault('telephone of the waybill', 'city', 'waybill', 'LogisticsHead/consigneeTelephone', '13600136000', 'order-waybill/consignee-telephone-differs', mend),
  fault('telephone of the consignee in the order', 'direct', 'order', 'OrderHead/consigneeTelephone', '13600136000', 'order-waybill/consignee-telephone-differs', mend),
  fault('address of the waybill', 'direct', 'waybill', 'LogisticsHead/consigneeAddress', '山东省青岛市演示路9号', 'order-waybill/address-differs', mend),
  fault('address of the list', 'bonded', 'list', 'InventoryHead/consigneeAddress', old => old.replace('301室', '302室'), 'order-waybill/address-differs', mend),
  fault('address of the order', 'city', 'order', 'OrderHead/consigneeAddress', '山东省济南市演示路', 'order-waybill/address-differs', mend),
  fault('address with a blank inside', 'direct', 'waybill', 'LogisticsHead/consigneeAddress', old => old.replace('济南市', '济南市 '), 'order-waybill/written-differently', { ...warn, ...mend }),
  fault('waybill number of the list', 'direct', 'list', 'InventoryHead/logisticsNo', 'YD20259999', 'list-waybill/waybill-number-differs', mend),
  fault('logistics company of the list', 'bonded', 'list', 'InventoryHead/logisticsCode', '3701980D99', 'list-waybill/logistics-code-differs', mend),
  fault('logistics company of the waybill', 'city', 'waybill', 'LogisticsHead/logisticsCode', '3701980D99', 'list-waybill/logistics-code-differs', mend),
  fault('logistics name of the waybill', 'direct', 'waybill', 'LogisticsHead/logisticsName', '演示速递', 'list-waybill/logistics-name-differs', mend),
  fault('freight of the list', 'direct', 'list', 'InventoryHead/freight', '5.00', 'list-waybill/freight-differs', mend),
  fault('freight of the waybill', 'bonded', 'waybill', 'LogisticsHead/freight', '25.00', 'list-waybill/freight-differs', mend),
  fault('insurance of the list', 'city', 'list', 'InventoryHead/insuredFee', '0', 'list-waybill/insurance-differs', mend),
  fault('insurance of the waybill', 'direct', 'waybill', 'LogisticsHead/insuredFee', '8', 'list-waybill/insurance-differs', mend),
  fault('gross weight of the list', 'direct', 'list', 'InventoryHead/grossWeight', more(1), 'list-waybill/weight-differs', mend),
  fault('gross weight below the net weight', 'bonded', 'list', 'InventoryHead/grossWeight', '0.1', 'list-waybill/weight-differs', mend),
  fault('weight of the waybill below the net weight', 'city', 'waybill', 'LogisticsHead/weight', '0.1', 'list-waybill/weight-differs', mend),
  fault('net weight above the gross weight', 'direct', 'list', 'InventoryHead/netWeight', more(5), 'weight/net-above-gross'),
  fault('net weight zero', 'bonded', 'list', 'InventoryHead/netWeight', '0', 'weight/weight-not-positive'),
  fault('bill of lading of the list', 'direct', 'list', 'InventoryHead/billNo', '999-00000000', 'list-waybill/bill-number-differs', mend),
  fault('two pieces', 'city', 'list', 'InventoryHead/packNo', '2', 'messages/content/fixed', mend),
  fault('two pieces under the waybill', 'direct', 'waybill', 'LogisticsHead/packNo', '2', 'messages/content/fixed', mend),
  fault('waybill number used in April', 'direct', 'list', 'InventoryHead/note', 'x', 'waybill-reuse/waybill-reused', { at: ['list', 'InventoryHead/logisticsNo'], world: { waybillUse: { caseKey: 'P|DEMO-OLD', at: Date.UTC(2025, 3, 1) } } }),
];

// biome-ignore format: a table is read by rows
const whatIsDeclared: readonly Fault[] = [
  fault('quantity of the list', 'direct', 'list', 'InventoryList[1]/qty', '3', 'order-list/line-quantity-differs', mend),
  fault('quantity of the order', 'bonded', 'order', 'OrderList[2]/qty', '1', 'order-list/line-quantity-differs', mend),
  fault('price of the list', 'city', 'list', 'InventoryList[1]/price', '5.80', 'order-list/line-price-differs', mend),
  fault('price of the order', 'direct', 'order', 'OrderList[3]/price', '93.90', 'order-list/line-price-differs', mend),
  fault('total of the list', 'bonded', 'list', 'InventoryList[1]/totalPrice', more(-100), 'order-list/line-total-differs', mend),
  fault('total of the order', 'city', 'order', 'OrderList[1]/totalPrice', more(1), 'order-list/line-total-differs', mend),
  fault('total of the order one fen over', 'direct', 'order', 'OrderList[3]/totalPrice', more(0.01), 'order-list/line-total-differs', mend),
  fault('unit of the list', 'direct', 'list', 'InventoryList[1]/unit', '140', 'order-list/line-unit-differs', mend),
  fault('unit of the order, confirmed by the statutory unit', 'direct', 'order', 'OrderList[2]/unit', '011', 'order-list/line-unit-differs', mend),
  fault('origin of the list', 'bonded', 'list', 'InventoryList[1]/country', '502', 'order-list/line-country-differs', mend),
  fault('origin of the order in no table', 'city', 'order', 'OrderList[1]/country', '990', 'order-list/line-country-differs', mend),
  fault('article number of the list', 'direct', 'list', 'InventoryList[2]/itemNo', 'YS-XXX', 'order-list/line-article-differs', { ...hold, ...mend }),
  fault('other goods are named in the list', 'bonded', 'list', 'InventoryList[1]/gname', '男士皮鞋', 'order-list/line-name-differs', { ...hold, ...mend }),
  fault('other goods are named in the order', 'city', 'order', 'OrderList[1]/itemName', '男士皮鞋', 'order-list/line-item-name-differs', { ...hold, ...mend }),
  fault('item name of the list is another', 'direct', 'list', 'InventoryList[1]/itemName', '电动剃须刀', 'order-list/line-item-name-differs', { ...hold, ...mend }),
  fault('name of the list with a slip of the pen', 'direct', 'list', 'InventoryList[1]/gname', old => old.replace('面霜', '面双'), 'order-list/line-name-differs', { ...warn, ...mend }),
  fault('line number twice', 'direct', 'list', 'InventoryList[2]/gnum', '1', 'messages/content/gnum-repeated', mend),
  fault('line number with a gap', 'bonded', 'list', 'InventoryList[2]/gnum', '5', 'order-list/line-number-differs', mend),
  fault('line number of the order with a gap', 'city', 'order', 'OrderList[2]/gnum', '9', 'order-list/line-number-differs', mend),
];

// biome-ignore format: a table is read by rows
const howItIsDeclared: readonly Fault[] = [
  fault('declared tomorrow', 'direct', 'list', 'InventoryHead/declTime', '20250619', 'times/declared-in-future'),
  fault('declared before it was paid', 'bonded', 'list', 'InventoryHead/declTime', '20250610', 'times/paid-after-declaration', { ...hold, at: ['payment', 'PaymentHead/payTime'] }),
  fault('declared on 30 February', 'city', 'list', 'InventoryHead/declTime', '20250230', 'messages/content/moment'),
  fault('enters next year', 'direct', 'list', 'InventoryHead/ieDate', '20260401', 'times/entry-far-ahead', hold),
  fault('bonded list dispatched in Japan', 'bonded', 'list', 'InventoryHead/country', '116', 'messages/content/fixed-when', mend),
  fault('direct purchase dispatched in China by air', 'direct', 'list', 'InventoryHead/country', '142', 'codes-and-places/dispatched-in-china', hold),
  fault('direct purchase by way of a bonded port', 'direct', 'list', 'InventoryHead/trafMode', 'Y', 'codes-and-places/transport-of-mode', hold),
  fault('bonded parcel through a pipe', 'city', 'list', 'InventoryHead/trafMode', 'G', 'codes-and-places/transport-of-mode', hold),
  fault('customs office of no district', 'direct', 'list', 'InventoryHead/customsCode', '0399', 'codes-and-places/no-such-customs-district', hold),
  fault('port of no district', 'bonded', 'list', 'InventoryHead/portCode', '1234', 'codes-and-places/no-such-customs-district', hold),
  fault('direct purchase without means of transport', 'direct', 'list', 'InventoryHead/trafNo', null, 'messages/content/required-when'),
  fault('direct purchase without voyage', 'direct', 'list', 'InventoryHead/voyageNo', null, 'messages/content/required-when'),
  fault('bonded list without account book', 'bonded', 'list', 'InventoryHead/emsNo', null, 'messages/content/required-when'),
  fault('bonded line without record number', 'city', 'list', 'InventoryList[2]/itemRecordNo', null, 'messages/content/required-when'),
  fault('bonded list without operator', 'bonded', 'list', 'InventoryHead/areaCode', null, 'messages/content/required-when'),
  fault('bonded list with a voyage', 'bonded', 'list', 'InventoryHead/voyageNo', 'CA0001', 'messages/content/absent-when', { ...warn, ...mend }),
  fault('export flag', 'direct', 'list', 'InventoryHead/ieFlag', 'E', 'messages/content/one-of', mend),
  fault('mode of general trade', 'direct', 'list', 'InventoryHead/tradeMode', '0110', 'messages/content/one-of'),
  fault('second quantity without unit', 'direct', 'list', 'InventoryList[1]/unit2', null, 'messages/content/pair'),
  fault('quantity zero', 'bonded', 'list', 'InventoryList[1]/qty1', '0', 'messages/content/not-positive'),
  fault('commodity code of eight digits', 'city', 'list', 'InventoryList[1]/gcode', '33051000', 'messages/format/length'),
];

/** One change each in an otherwise right set, and what must be said about it. */
export const FAULTS: readonly Fault[] = [
  ...whoTakesPart,
  ...whoBuys,
  ...whatIsPaid,
  ...whereItGoes,
  ...whatIsDeclared,
  ...howItIsDeclared,
];
