import type { Document, Fields } from '../messages/index.ts';
import type { ExportMode } from '../rules/index.ts';
import { fixed5, formatFixed5, type Instant, roundDivide, stamp14 } from '../shared/index.ts';
import type { ExportGood } from './export-goods.ts';
import { DEMO_NOTE } from './papers.ts';
import type { DemoEnterprise } from './zone.ts';

/** An enterprise as the documents name it. */
export type Named = Pick<DemoEnterprise, 'code' | 'name'>;

/** One position of an export order: the good, how many, and the price of one in the currency of the order. */
export interface ExportPosition {
  readonly good: ExportGood;
  readonly qty: string;
  readonly price: string;
}

/** The means of transport and the bill under which parcels leave together. */
export interface Carriage {
  readonly trafMode: string;
  readonly trafName: string;
  readonly voyageNo: string;
  readonly billNo: string;
}

/** Everything that the documents of an export parcel are written from. Weights in kg. */
export interface ExportTrade {
  readonly mode: ExportMode;
  readonly statisticsFlag: 'A' | 'B';
  /** Six digits. */
  readonly serial: string;
  /** Day of declaration, eight digits. */
  readonly day: string;
  readonly lines: readonly ExportPosition[];
  /** Destination, customs country code. */
  readonly country: string;
  readonly currency: string;
  readonly platform: Named;
  readonly seller: DemoEnterprise;
  readonly logistics: DemoEnterprise;
  readonly agent: DemoEnterprise;
  readonly area: DemoEnterprise;
  readonly payment: DemoEnterprise;
  readonly freight: string;
  readonly insurance: string;
  readonly packKg: string;
  readonly packNo: string;
  readonly carriage: Carriage;
  /** For order, waybill, list and receipt. */
  readonly guids: readonly [string, string, string, string];
  readonly ordered: Instant;
  readonly declared: Instant;
}

const ONE = 100_000n;
const MINUTE = 60_000;

/** Where each mode is declared in the demo, and by which order type (the annex's three kinds of export order). */
const OFFICES: Readonly<Record<ExportMode, { customs: string; account?: string; orderType: string }>> = {
  '9610': { customs: '4341', orderType: 'E' },
  '1210': { customs: '4303', account: 'T4303W000002', orderType: 'E' },
  '1239': { customs: '4381', account: 'T4381W000002', orderType: 'E' },
  '9710': { customs: '4341', orderType: 'B' },
  '9810': { customs: '4341', orderType: 'W' },
};
/** Port of exit: Jinan airport. */
const EXIT = '4302';

const times = (one: string, count: string): bigint => roundDivide(fixed5(one) * fixed5(count), ONE);
const money = (value: bigint): string => formatFixed5(value, 2);
const totalOf = ({ price, qty }: ExportPosition): string => money(times(price, qty));

function frame(guid: string, at: Instant): Fields {
  return { guid, appType: '1', appTime: stamp14(at), appStatus: '2' };
}

/** Order number, or for an overseas warehouse the booking number. */
const orderNo = ({ mode, day, serial }: ExportTrade): string =>
  `${mode === '9810' ? 'DEMODC' : 'DEMOCK'}${day}${serial}`;
const waybillNo = ({ day, serial }: ExportTrade): string => `DEMOCKYD${day}${serial}`;

const platformFields = ({ platform }: ExportTrade): Fields => ({
  ebpCode: platform.code,
  ebpName: platform.name,
});
const sellerFields = ({ seller }: ExportTrade): Fields => ({ ebcCode: seller.code, ebcName: seller.name });
const logisticsFields = ({ logistics }: ExportTrade): Fields => ({
  logisticsCode: logistics.code,
  logisticsName: logistics.name,
});

/** The export inventory (603). */
export function exportListOf(trade: ExportTrade): Document {
  const { mode, lines, declared, currency, carriage } = trade;
  const { customs, account } = OFFICES[mode];
  const net = lines.reduce((sum, { good, qty }) => sum + times(good.netKg, qty), 0n);
  return {
    type: 'CEB603Message',
    head: {
      ...frame(trade.guids[2], declared),
      customsCode: customs,
      ...platformFields(trade),
      orderNo: orderNo(trade),
      ...logisticsFields(trade),
      logisticsNo: waybillNo(trade),
      copNo: `CKQD${trade.day}${trade.serial}`,
      ieFlag: 'E',
      portCode: EXIT,
      ieDate: stamp14(declared).slice(0, 8),
      statisticsFlag: trade.statisticsFlag,
      agentCode: trade.agent.code,
      agentName: trade.agent.name,
      ...sellerFields(trade),
      ownerCode: trade.seller.code,
      ownerName: trade.seller.name,
      ...(account === undefined
        ? {}
        : { iacCode: trade.area.code, iacName: trade.area.name, emsNo: account }),
      tradeMode: mode,
      ...carriage,
      country: trade.country,
      POD: trade.country,
      freight: trade.freight,
      fCurrency: currency,
      fFlag: '3',
      insuredFee: trade.insurance,
      iCurrency: currency,
      iFlag: '3',
      wrapType: '2',
      packNo: trade.packNo,
      grossWeight: formatFixed5(net + fixed5(trade.packKg)),
      netWeight: formatFixed5(net),
      note: DEMO_NOTE,
    },
    lines: lines.map((position, at) => {
      const { good, qty } = position;
      return {
        gnum: String(at + 1),
        itemNo: good.itemNo,
        ...(account === undefined ? {} : { itemRecordNo: `${account.slice(1, 5)}${good.itemNo}` }),
        itemName: good.name,
        gcode: good.gcode,
        gname: good.name,
        gmodel: good.gmodel,
        barCode: '无',
        country: trade.country,
        currency,
        qty,
        qty1: formatFixed5(times(good.qty1, qty)),
        ...(good.qty2 === undefined || good.unit2 === undefined
          ? {}
          : { qty2: formatFixed5(times(good.qty2, qty)) }),
        unit: good.unit,
        unit1: good.unit1,
        ...(good.unit2 === undefined ? {} : { unit2: good.unit2 }),
        price: position.price,
        totalPrice: totalOf(position),
      };
    }),
  };
}

/** The export order (303): prices are FOB, freight stands beside them. */
export function exportOrderOf(trade: ExportTrade): Document {
  const goodsValue = trade.lines.reduce((sum, it) => sum + fixed5(totalOf(it)), 0n);
  return {
    type: 'CEB303Message',
    head: {
      ...frame(trade.guids[0], trade.ordered),
      orderType: OFFICES[trade.mode].orderType,
      orderNo: orderNo(trade),
      ...platformFields(trade),
      ...sellerFields(trade),
      goodsValue: money(goodsValue),
      freight: money(fixed5(trade.freight) + fixed5(trade.insurance)),
      currency: trade.currency,
      note: DEMO_NOTE,
    },
    lines: trade.lines.map((position, at) => ({
      gnum: String(at + 1),
      itemNo: position.good.itemNo,
      itemName: position.good.name,
      itemDescribe: position.good.gmodel,
      barCode: '无',
      unit: position.good.unit,
      currency: trade.currency,
      qty: position.qty,
      price: position.price,
      totalPrice: totalOf(position),
    })),
  };
}

/** The export waybill (505), an hour and a half after the order. */
export function exportWaybillOf(trade: ExportTrade, list: Document): Document {
  return {
    type: 'CEB505Message',
    head: {
      ...frame(trade.guids[1], trade.ordered + 90 * MINUTE),
      ...logisticsFields(trade),
      logisticsNo: waybillNo(trade),
      freight: trade.freight,
      insuredFee: trade.insurance,
      currency: trade.currency,
      grossWeight: list.head['grossWeight'] ?? '',
      packNo: trade.packNo,
      goodsInfo: trade.lines
        .map(({ good }) => good.name)
        .join('、')
        .slice(0, 200),
      ...sellerFields(trade),
      note: DEMO_NOTE,
    },
    lines: [],
  };
}

/** The receipt of payment (403), an hour after the order: what the buyer paid, goods and freight. */
export function exportReceiptOf(trade: ExportTrade, order: Document): Document {
  const arrived = trade.ordered + 50 * MINUTE;
  const { goodsValue = '0', freight = '0' } = order.head;
  return {
    type: 'CEB403Message',
    head: {
      ...frame(trade.guids[3], arrived + 10 * MINUTE),
      ...platformFields(trade),
      ...sellerFields(trade),
      orderNo: orderNo(trade),
      payCode: trade.payment.code,
      payName: trade.payment.name,
      payNo: `DEMOSK${trade.day}${trade.serial}`,
      charge: money(fixed5(goodsValue) + fixed5(freight)),
      currency: trade.currency,
      accountingDate: stamp14(arrived),
      note: DEMO_NOTE,
    },
    lines: [],
  };
}
