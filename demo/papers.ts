import type { Law } from '../law/index.ts';
import type { Document, Fields } from '../messages/index.ts';
import type { ImportMode } from '../rules/index.ts';
import { beijingDate, fixed5, formatFen, formatFixed5, type Instant, stamp14 } from '../shared/index.ts';
import { expectedPaid, quoteTax, taxInputOf } from '../tax/index.ts';
import type { Good } from './goods.ts';
import type { Person } from './people.ts';
import type { DemoEnterprise } from './zone.ts';

/** Everything that the four documents of a parcel are written from. Amounts in CNY, weights in kg. */
export interface Trade {
  readonly mode: ImportMode;
  /** Six digits. */
  readonly serial: string;
  /** Day of declaration, eight digits. */
  readonly day: string;
  readonly lines: readonly { readonly good: Good; readonly qty: string }[];
  readonly buyer: Person;
  readonly platform: DemoEnterprise;
  readonly seller: DemoEnterprise;
  readonly payment: DemoEnterprise;
  readonly logistics: DemoEnterprise;
  readonly agent: DemoEnterprise;
  readonly area: DemoEnterprise;
  readonly guarantor: DemoEnterprise;
  readonly freight: string;
  readonly insurance: string;
  readonly discount: string;
  readonly packKg: string;
  /** For order, payment, waybill and list. */
  readonly guids: readonly [string, string, string, string];
  readonly ordered: Instant;
  readonly declared: Instant;
  readonly flight: string;
  readonly bill: string;
}

export const DEMO_NOTE = '演示数据';
const ONE = 100_000n;
const MINUTE = 60_000;
const CNY = '142';
const CHINA = '142';

/** Where each mode is declared in the demo: airport express for direct purchase, bonded zone and bonded centre otherwise. */
const OFFICES: Readonly<Record<ImportMode, { customs: string; port: string; account: string }>> = {
  '9610': { customs: '4341', port: '4302', account: '' },
  '1210': { customs: '4303', port: '4303', account: 'T4303W000001' },
  '1239': { customs: '4381', port: '4381', account: 'T4381W000001' },
};

const times = (one: string, count: string): bigint => (fixed5(one) * fixed5(count)) / ONE;
const money = (value: bigint): string => formatFixed5(value, 2);

function frame(guid: string, at: Instant): Fields {
  return { guid, appType: '1', appTime: stamp14(at), appStatus: '2' };
}

const orderNo = ({ day, serial }: Trade): string => `DEMO${day}${serial}`;
const waybillNo = ({ day, serial }: Trade): string => `DEMOYD${day}${serial}`;
const paymentNo = ({ day, serial }: Trade): string => `DEMOZF${day}${serial}`;

const platformFields = ({ platform }: Trade): Fields => ({ ebpCode: platform.code, ebpName: platform.name });
const sellerFields = ({ seller }: Trade): Fields => ({ ebcCode: seller.code, ebcName: seller.name });
const logisticsFields = ({ logistics }: Trade): Fields => ({
  logisticsCode: logistics.code,
  logisticsName: logistics.name,
});
const paymentFields = ({ payment }: Trade): Fields => ({ payCode: payment.code, payName: payment.name });
const buyerFields = ({ buyer }: Trade): Fields => ({
  buyerIdType: '1',
  buyerIdNumber: buyer.idNumber,
  buyerName: buyer.name,
  buyerTelephone: buyer.telephone,
});

/** The inventory (621). */
export function listOf(trade: Trade): Document {
  const { mode, lines, declared } = trade;
  const bonded = mode !== '9610';
  const office = OFFICES[mode];
  const net = lines.reduce((sum, { good, qty }) => sum + times(good.netKg, qty), 0n);
  return {
    type: 'CEB621Message',
    head: {
      ...frame(trade.guids[3], declared),
      orderNo: orderNo(trade),
      ...platformFields(trade),
      ...sellerFields(trade),
      logisticsNo: waybillNo(trade),
      ...logisticsFields(trade),
      copNo: `QD${trade.day}${trade.serial}`,
      assureCode: trade.guarantor.code,
      ...(bonded ? { emsNo: office.account } : {}),
      ieFlag: 'I',
      declTime: stamp14(declared).slice(0, 8),
      customsCode: office.customs,
      portCode: office.port,
      ieDate: stamp14(declared).slice(0, 8),
      ...buyerFields(trade),
      consigneeAddress: trade.buyer.address,
      agentCode: trade.agent.code,
      agentName: trade.agent.name,
      ...(bonded ? { areaCode: trade.area.code, areaName: trade.area.name } : {}),
      tradeMode: mode,
      trafMode: bonded ? 'Y' : '5',
      ...(bonded ? {} : { trafNo: trade.flight, voyageNo: trade.flight, billNo: trade.bill }),
      country: bonded ? CHINA : (lines[0]?.good.country ?? CHINA),
      freight: trade.freight,
      insuredFee: trade.insurance,
      currency: CNY,
      wrapType: '2',
      packNo: '1',
      grossWeight: formatFixed5(net + fixed5(trade.packKg)),
      netWeight: formatFixed5(net),
      note: DEMO_NOTE,
    },
    lines: lines.map(({ good, qty }, at) => ({
      gnum: String(at + 1),
      ...(bonded ? { itemRecordNo: `${office.account.slice(1, 5)}${good.itemNo}` } : {}),
      itemNo: good.itemNo,
      itemName: good.name,
      gcode: good.gcode,
      gname: good.name,
      gmodel: good.gmodel,
      barCode: '无',
      country: good.country,
      currency: CNY,
      qty,
      unit: good.unit,
      qty1: formatFixed5(times(good.qty1, qty)),
      unit1: good.unit1,
      ...(good.qty2 === undefined || good.unit2 === undefined
        ? {}
        : { qty2: formatFixed5(times(good.qty2, qty)), unit2: good.unit2 }),
      price: good.price,
      totalPrice: money(times(good.price, qty)),
    })),
  };
}

/** The order (311) of a list, with the tax of the law on the day of declaration as withheld tax. */
export function orderOf(trade: Trade, list: Document, law: Law): Document {
  const goodsValue = trade.lines.reduce((sum, { good, qty }) => sum + times(good.price, qty), 0n);
  const freight = fixed5(trade.freight) + fixed5(trade.insurance);
  const taxTotal = fixed5(formatFen(quoteTax(taxInputOf(list, beijingDate(trade.declared), 0n), law).total));
  const discount = fixed5(trade.discount);
  const { buyer } = trade;
  return {
    type: 'CEB311Message',
    head: {
      ...frame(trade.guids[0], trade.ordered),
      orderType: 'I',
      orderNo: orderNo(trade),
      ...platformFields(trade),
      ...sellerFields(trade),
      goodsValue: money(goodsValue),
      freight: money(freight),
      discount: money(discount),
      taxTotal: money(taxTotal),
      acturalPaid: money(expectedPaid({ goodsValue, freight, taxTotal, discount })),
      currency: CNY,
      buyerRegNo: buyer.account,
      ...buyerFields(trade),
      ...paymentFields(trade),
      payTransactionId: paymentNo(trade),
      consignee: buyer.name,
      consigneeTelephone: buyer.telephone,
      consigneeAddress: buyer.address,
      consigneeDistrict: buyer.district,
      note: DEMO_NOTE,
    },
    lines: trade.lines.map(({ good, qty }, at) => ({
      gnum: String(at + 1),
      itemNo: good.itemNo,
      itemName: good.name,
      gmodel: good.gmodel,
      barCode: '无',
      unit: good.unit,
      qty,
      price: good.price,
      totalPrice: money(times(good.price, qty)),
      currency: CNY,
      country: good.country,
    })),
  };
}

/** The payment voucher (411), a minute after the order. */
export function paymentOf(trade: Trade, order: Document): Document {
  const paid = trade.ordered + MINUTE;
  return {
    type: 'CEB411Message',
    head: {
      ...frame(trade.guids[1], paid + 2 * MINUTE),
      ...paymentFields(trade),
      payTransactionId: paymentNo(trade),
      orderNo: orderNo(trade),
      ...platformFields(trade),
      payerIdType: '1',
      payerIdNumber: trade.buyer.idNumber,
      payerName: trade.buyer.name,
      telephone: trade.buyer.telephone,
      amountPaid: order.head['acturalPaid'] ?? '',
      currency: CNY,
      payTime: stamp14(paid),
      note: DEMO_NOTE,
    },
    lines: [],
  };
}

/** The waybill (511), an hour and a half after the order. */
export function waybillOf(trade: Trade, list: Document): Document {
  const { head } = list;
  return {
    type: 'CEB511Message',
    head: {
      ...frame(trade.guids[2], trade.ordered + 90 * MINUTE),
      ...logisticsFields(trade),
      logisticsNo: waybillNo(trade),
      ...(head['billNo'] === undefined ? {} : { billNo: head['billNo'] }),
      orderNo: orderNo(trade),
      freight: trade.freight,
      insuredFee: trade.insurance,
      currency: CNY,
      weight: head['grossWeight'] ?? '',
      packNo: '1',
      goodsInfo: trade.lines
        .map(({ good }) => good.name)
        .join('、')
        .slice(0, 200),
      consignee: trade.buyer.name,
      consigneeAddress: trade.buyer.address,
      consigneeTelephone: trade.buyer.telephone,
      note: DEMO_NOTE,
    },
    lines: [],
  };
}
