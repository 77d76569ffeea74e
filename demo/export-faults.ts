import type { Law } from '../law/index.ts';
import type { Document, Fields } from '../messages/index.ts';
import type { Bilingual, Severity } from '../shared/index.ts';
import { fixed5, formatFixed5, parseStamp } from '../shared/index.ts';
import { type ExportParcel, type ExportWish, exportParcel } from './export.ts';
import { type ExportGood, exportGoods } from './export-goods.ts';
import { expiredLogistics, exporters, exportPlatforms, logisticsCompanies, suspendedSeller } from './zone.ts';

type Part = 'order' | 'receipt' | 'waybill' | 'list';
/** `order/goodsValue`, `list[2]/qty` (lines count from 1). */
export type ExportPlace = `${Part}/${string}` | `${'order' | 'list'}[${number}]/${string}`;
/** A new value, one made from the old one, or null: the element is left out. */
type NewValue = string | null | ((old: string) => string);

/** One way in which a right export parcel is made wrong, and what must be said of it. */
export interface ExportFault {
  readonly id: string;
  readonly title: Bilingual;
  /** What the parcel must be so that the fault can be made: passed on to `exportParcel`. */
  readonly from?: Partial<ExportWish>;
  /** `ExportPlace` → new value. */
  readonly change?: Readonly<Record<string, NewValue>>;
  /** Documents that are left out. */
  readonly without?: readonly 'receipt'[];
  /** Rule and code that must say it, where, and how grave. `place` left out: the first changed place. */
  readonly says: {
    readonly code: `${string}/${string}`;
    readonly severity: Severity;
    readonly place?: ExportPlace;
  };
  /** True: after the proposed repairs nothing is left to say. */
  readonly mend?: true;
  /** Breaks a key by which the documents find each other, so on the platform the case waits instead of being judged. */
  readonly unmatched?: true;
}

function good(itemNo: string): ExportGood {
  const found = exportGoods.find(it => it.itemNo === itemNo);
  if (found === undefined) throw new Error(`the demo does not export ${itemNo}`);
  return found;
}

/** What the faults start from unless they say otherwise. */
const USUAL: Partial<ExportWish> = {
  mode: '9610',
  statisticsFlag: 'A',
  currency: '502',
  country: '502',
  freight: '6.00',
  insurance: '1.20',
  goods: [
    { good: good('CK-TX-M'), qty: '2' },
    { good: good('CK-SB-01'), qty: '1' },
    { good: good('CK-WJ-12'), qty: '3' },
  ],
};
const day = (stamp: string): Pick<ExportWish, 'at'> => ({ at: parseStamp(stamp) ?? 0 });
/** A day on which receipts of payment were still asked for. */
const RECEIPTS = day('20241210100000');
/** Firms that were filed already when B2B exports began. */
const OLD_FIRMS = {
  platform: exportPlatforms[0],
  seller: exporters[0],
  agent: exporters[0],
  logistics: logisticsCompanies[0],
};
const declared = { statisticsFlag: 'B' } as const;
const many = (qty: string): Pick<ExportWish, 'goods'> => ({ goods: [{ good: good('CK-CJ-04'), qty }] });
const more = (by: string) => (old: string) => formatFixed5(fixed5(old) + fixed5(by), 2);
const mistyped = (old: string) => old.slice(0, -1) + (old.endsWith('9') ? '8' : '9');
const mend = { mend: true } as const;
const unmatched = { unmatched: true } as const;

function fault(
  id: string,
  zh: string,
  en: string,
  change: Readonly<Record<string, NewValue>>,
  code: `${string}/${string}`,
  severity: Severity,
  rest: Omit<Partial<ExportFault>, 'says'> & { readonly at?: ExportPlace } = {},
): ExportFault {
  const { at, ...others } = rest;
  const says = { code, severity, ...(at === undefined ? {} : { place: at }) };
  return { id, title: { zh, en }, change, says, ...others };
}

// biome-ignore format: a table is read by rows
export const exportFaults: readonly ExportFault[] = [
  // Who.
  fault('platform-not-filed', '平台未备案', 'platform not filed', { 'order/ebpCode': '3701DM9999', 'list/ebpCode': '3701DM9999' }, 'export-roles/enterprise-not-registered', 'reject', { at: 'list/ebpCode' }),
  fault('platform-code-of-order', '订单平台代码写错', 'platform code of the order', { 'order/ebpCode': mistyped }, 'export-trade-identity/platform-code-differs', 'reject', { ...mend, ...unmatched }),
  fault('platform-name', '清单平台名称不是登记名称', 'platform name of the list', { 'list/ebpName': '演示平台' }, 'export-trade-identity/platform-name-differs', 'reject', mend),
  fault('seller-suspended', '电商企业已暂停', 'suspended seller', {}, 'export-roles/enterprise-suspended', 'reject', { from: { seller: suspendedSeller }, at: 'list/ebcCode' }),
  fault('seller-of-waybill', '运单的电商企业代码写错', 'seller of the waybill', { 'waybill/ebcCode': mistyped }, 'export-trade-identity/seller-code-differs', 'reject', mend),
  fault('seller-name-of-order', '订单电商企业名称写错', 'seller name of the order', { 'order/ebcName': '演示商行' }, 'export-trade-identity/seller-name-differs', 'reject', mend),
  fault('carrier-expired', '物流企业备案过期', 'carrier whose filing has run out', {}, 'export-roles/role-not-filed', 'reject', { from: { logistics: expiredLogistics, ...day('20261110100000') }, at: 'list/logisticsCode' }),
  fault('agent-is-carrier', '申报企业没有报关备案', 'the agent is a carrier', { 'list/agentCode': '3701DM0402' }, 'export-roles/role-not-filed', 'reject'),
  fault('area-operator', '区内企业未备案', 'operator of the area not filed', { 'list/iacCode': '3701DM9998' }, 'export-roles/enterprise-not-registered', 'reject', { from: { mode: '1210' } }),
  fault('owner-name', '生产销售单位名称与代码不符', 'name of the selling unit', { 'list/ownerName': '演示工厂' }, 'export-roles/name-not-registered', 'reject', mend),
  fault('owner-code', '生产销售单位代码不成形', 'code of the selling unit', { 'list/ownerCode': '12345' }, 'export-roles/owner-code-form', 'hold'),
  // Which trade.
  fault('order-number-of-list', '清单订单号写错', 'order number of the list', { 'list/orderNo': mistyped }, 'export-trade-identity/order-number-differs', 'reject', { ...mend, ...unmatched }),
  fault('booking-number', '海外仓订仓单编号写错', 'booking number of the list', { 'list/orderNo': mistyped }, 'export-trade-identity/order-number-differs', 'reject', { from: { mode: '9810' }, ...mend, ...unmatched }),
  fault('b2b-order-under-9610', '9610使用B2B订单', 'B2B order under 9610', { 'order/orderType': 'B' }, 'export-order-kind/order-kind-of-mode', 'reject', mend),
  fault('b2c-order-under-9710', '9710使用B2C订单', 'B2C order under 9710', { 'order/orderType': 'E' }, 'export-order-kind/order-kind-of-mode', 'reject', { from: { mode: '9710' }, ...mend }),
  fault('b2b-order-under-9810', '9810使用B2B订单', 'B2B order under 9810', { 'order/orderType': 'B' }, 'export-order-kind/order-kind-of-mode', 'hold', { from: { mode: '9810' }, ...mend }),
  // What money.
  fault('freight-in-goods-value', '商品金额含运费', 'goodsValue with the freight', { 'order/goodsValue': more('7.20') }, 'export-order-sums/goods-value', 'reject', mend),
  fault('line-total-of-order', '订单一项总价写错', 'a line total of the order', { 'order[1]/totalPrice': more('1') }, 'order-list/line-total-differs', 'reject', mend),
  fault('line-total-of-list', '清单一项总价写错', 'a line total of the list', { 'list[2]/totalPrice': more('1') }, 'order-list/line-total-differs', 'reject', mend),
  fault('total-in-both', '两单同一项总价都不是单价乘数量', 'the same wrong total in both', { 'order[1]/totalPrice': more('1'), 'list[1]/totalPrice': more('1') }, 'export-order-sums/line-total', 'reject', mend),
  fault('price-of-list', '清单单价写错', 'a price of the list', { 'list[1]/price': more('1') }, 'order-list/line-price-differs', 'reject', mend),
  fault('currency-of-line', '清单一项币制写错', 'currency of a line', { 'list[2]/currency': '142' }, 'export-currencies/currency-differs', 'reject', mend),
  fault('currency-of-order', '订单表头币制写错', 'currency of the order', { 'order/currency': '300' }, 'export-currencies/currency-differs', 'reject', mend),
  fault('price-of-nothing', '单价为零', 'a price of nothing', { 'order[1]/price': '0', 'order[1]/totalPrice': '0', 'list[1]/price': '0', 'list[1]/totalPrice': '0', 'order/goodsValue': '28.50' }, 'export-price/price-not-positive', 'hold', { at: 'list[1]/price' }),
  fault('receipt-missing', '缺收款单', 'no receipt of payment', {}, 'export-receipt/receipt-missing', 'hold', { from: RECEIPTS, without: ['receipt'], at: 'list/orderNo' }),
  fault('receipt-too-much', '收款多于订单', 'more received than due', { 'receipt/charge': more('50') }, 'export-receipt/charge-above-order', 'hold', { from: RECEIPTS }),
  fault('receipt-too-little', '收款少于订单', 'less received than due', { 'receipt/charge': '10.00' }, 'export-receipt/charge-below-order', 'warn', { from: RECEIPTS }),
  fault('receipt-currency', '收款币制与订单不同', 'receipt in another currency', { 'receipt/currency': '142' }, 'export-receipt/receipt-currency-differs', 'hold', { from: RECEIPTS }),
  fault('receipt-order-number', '收款单订单号写错', 'order number of the receipt', { 'receipt/orderNo': mistyped }, 'export-trade-identity/order-number-differs', 'reject', { from: RECEIPTS, ...mend, ...unmatched }),
  // What goods.
  fault('quantity-of-list', '清单数量写错', 'a quantity of the list', { 'list[1]/qty': '5' }, 'order-list/line-quantity-differs', 'reject', mend),
  fault('quantity-of-order', '订单数量写错', 'a quantity of the order', { 'order[1]/qty': '5' }, 'order-list/line-quantity-differs', 'reject', mend),
  fault('unit-of-order', '订单计量单位写错', 'a unit of the order', { 'order[1]/unit': '035' }, 'order-list/line-unit-differs', 'reject', mend),
  fault('line-number', '清单序号写错', 'a line number of the list', { 'list[3]/gnum': '9' }, 'messages/content/gnum-gap', 'reject'),
  fault('article-number', '清单货号与订单不同', 'article number', { 'list[1]/itemNo': 'CK-QQ-1' }, 'order-list/line-article-differs', 'hold', mend),
  fault('other-goods', '清单品名是另一种商品', 'the name of other goods', { 'list[2]/gname': '演示牌婴儿奶粉' }, 'order-list/line-name-differs', 'hold'),
  fault('waybill-number-of-list', '清单运单号写错', 'waybill number of the list', { 'list/logisticsNo': mistyped }, 'export-list-waybill/waybill-number-differs', 'reject', { ...mend, ...unmatched }),
  fault('carrier-of-list', '清单物流企业代码写错', 'carrier of the list', { 'list/logisticsCode': '3701DM0999' }, 'export-list-waybill/logistics-code-differs', 'reject', { ...mend, ...unmatched }),
  fault('freight-of-list', '清单运费写错', 'freight of the list', { 'list/freight': more('3') }, 'export-list-waybill/freight-differs', 'hold', mend),
  fault('insurance-of-list', '清单保费写错', 'insurance of the list', { 'list/insuredFee': more('3') }, 'export-list-waybill/insurance-differs', 'hold', mend),
  fault('freight-currency', '清单运费币制写错', 'currency of the freight', { 'list/fCurrency': '142' }, 'export-list-waybill/freight-currency-differs', 'hold', mend),
  fault('insurance-currency', '清单保费币制写错', 'currency of the insurance', { 'list/iCurrency': '142' }, 'export-list-waybill/insurance-currency-differs', 'hold', mend),
  fault('weight-of-list', '清单毛重写错', 'gross weight of the list', { 'list/grossWeight': more('3') }, 'export-list-waybill/weight-differs', 'reject', mend),
  fault('weight-of-waybill', '运单毛重小于净重', 'the waybill is lighter than the goods', { 'waybill/grossWeight': '0.2' }, 'export-list-waybill/weight-differs', 'reject', mend),
  fault('pieces-of-list', '清单件数写错', 'pieces of the list', { 'list/packNo': '4' }, 'export-list-waybill/pieces-differ', 'reject', mend),
  fault('net-above-gross', '净重大于毛重', 'net above gross', { 'list/netWeight': '99' }, 'weight/net-above-gross', 'reject'),
  fault('net-of-nothing', '净重为零', 'no net weight', { 'list/netWeight': '0' }, 'weight/weight-not-positive', 'reject'),
  fault('heavier-than-parcel', '法定重量超过毛重', 'goods heavier than the parcel', { 'list[1]/qty2': '36' }, 'quantity-plausible/heavier-than-parcel', 'hold'),
  fault('export-date', '出口日期错一年', 'a mistyped year', { 'list/ieDate': old => `${Number(old.slice(0, 4)) - 1}${old.slice(4)}` }, 'export-times/exported-before-declaration', 'hold'),
  fault('arrives-in-china', '运抵国填中国', 'arrives in China', { 'list/country': '142' }, 'export-places/arrives-in-china', 'reject', mend),
  fault('destined-for-china', '最终目的国填中国', 'destined for China', { 'list[1]/country': '142' }, 'export-places/destined-for-china', 'reject'),
  fault('other-destination', '一项最终目的国与运抵国不同', 'another destination', { 'list[1]/country': '303' }, 'export-places/destination-unlike-arrival', 'warn'),
  fault('transport', '运输方式填综合实验区', 'transport that leads nowhere', { 'list/trafMode': 'T' }, 'export-places/transport-of-mode', 'hold'),
  fault('no-district', '出口口岸不是办理申报的关区', 'no customs district', { 'list/portCode': '0000' }, 'export-places/no-such-customs-district', 'hold'),
  fault('no-account', '1210缺账册编号', '1210 without account book', { 'list/emsNo': null }, 'export-bonded/account-missing', 'hold', { from: { mode: '1210' } }),
  fault('account-outside', '9610带账册编号', 'account book under 9610', { 'list/emsNo': 'T4303W000002' }, 'export-bonded/area-field-outside', 'hold'),
  fault('no-heading', '简化申报的品目不存在', 'no such heading', { 'list[1]/gcode': '6199000000' }, 'export-commodity-code/heading-outside-edition', 'hold'),
  fault('no-code', '10位编码不存在', 'no such ten-digit code', { 'list[1]/gcode': '6109000000' }, 'export-commodity-code/code-outside-edition', 'hold', { from: declared }),
  fault('no-chapter', '章不存在', 'no such chapter', { 'list[1]/gcode': '7701000000' }, 'export-commodity-code/code-chapter', 'reject'),
  fault('first-unit', '第一法定单位写错', 'first statutory unit', { 'list[1]/unit1': '007' }, 'export-statutory-units/first-unit', 'reject', { from: declared, ...mend }),
  fault('second-unit', '第二法定单位写错', 'second statutory unit', { 'list[1]/unit2': '007' }, 'export-statutory-units/second-unit', 'reject', { from: declared, ...mend }),
  fault('statutory-quantity', '法定数量与申报数量不等', 'statutory quantity', { 'list[1]/qty1': '7' }, 'export-statutory-units/same-unit-other-quantity', 'reject', mend),
  // What limits.
  fault('licence-number', '简化申报却填许可证号', 'a licence number in a simplified list', { 'list/licenseNo': 'DEMO-XKZ-1' }, 'export-simplified/simplified-with-licence-number', 'hold'),
  fault('duty', '可能征出口关税的商品', 'goods that may bear an export duty', { 'list[3]/gcode': '7204490090' }, 'export-simplified/simplified-with-duty', 'hold'),
  fault('over-limit', '简化申报超过5000元', 'simplified above 5,000 CNY', {}, 'export-simplified/simplified-over-limit', 'reject', { from: { currency: '142', ...many('40') }, at: 'list/statisticsFlag', ...mend }),
  fault('over-limit-in-dollars', '按汇率折算超过5000元', 'above 5,000 CNY at the rate', {}, 'export-simplified/simplified-over-limit', 'reject', { from: many('40'), at: 'list/statisticsFlag', ...mend }),
  fault('b2b-over-limit', '9710清单超过5000元', 'B2B list above 5,000 CNY', {}, 'export-b2b-list/b2b-over-limit', 'reject', { from: { mode: '9710', ...many('40') }, at: 'list/tradeMode' }),
  fault('mode-before-its-time', '2020年7月前的9810', '9810 before July 2020', {}, 'export-b2b-list/mode-not-yet', 'reject', { from: { mode: '9810', ...OLD_FIRMS, ...day('20200620100000') }, at: 'list/tradeMode' }),
];

/** The parcel with its fault. `wish` gives seed, serial and instant; the fault's own demands win. */
export function faultyExport(
  fault: ExportFault,
  wish: Pick<ExportWish, 'seed' | 'serial' | 'at'>,
  law: Law,
): ExportParcel {
  const right = rightExport(fault, wish, law);
  const { receipt, ...bare } = right;
  const parcel: ExportParcel = fault.without === undefined || receipt === undefined ? right : bare;
  return Object.entries<NewValue>(fault.change ?? {}).reduce(changed, parcel);
}

/** The right parcel from which a fault starts. */
export function rightExport(
  fault: ExportFault,
  wish: Pick<ExportWish, 'seed' | 'serial' | 'at'>,
  law: Law,
): ExportParcel {
  return exportParcel({ ...USUAL, ...wish, ...fault.from }, law);
}

function changed(parcel: ExportParcel, [place, to]: readonly [string, NewValue]): ExportParcel {
  const [, part = '', number, field = ''] = /^(\w+)(?:\[(\d+)\])?\/(\w+)$/.exec(place) ?? [];
  const document = parcel[part as Part];
  if (document === undefined) throw new Error(`the parcel has no ${part}`);
  const put = (fields: Fields): Fields => {
    const { [field]: old = '', ...rest } = fields;
    const value = typeof to === 'function' ? to(old) : to;
    return value === null ? rest : { ...rest, [field]: value };
  };
  const after: Document =
    number === undefined
      ? { ...document, head: put(document.head) }
      : { ...document, lines: document.lines.map((it, at) => (at === Number(number) - 1 ? put(it) : it)) };
  return { ...parcel, [part]: after };
}
