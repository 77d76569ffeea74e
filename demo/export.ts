import type { Law } from '../law/index.ts';
import { businessKey, type Document } from '../messages/index.ts';
import type { ExportCase, ExportMode } from '../rules/index.ts';
import { beijingDate, fixed5, formatFixed5, type Instant, roundDivide } from '../shared/index.ts';
import { type ExportGood, exportGoods } from './export-goods.ts';
import {
  type Carriage,
  type ExportPosition,
  type ExportTrade,
  exportListOf,
  exportOrderOf,
  exportReceiptOf,
  exportWaybillOf,
  type Named,
} from './export-papers.ts';
import { type Random, random } from './random.ts';
import {
  bondedOperators,
  brokers,
  type DemoEnterprise,
  exporters,
  exportPlatforms,
  foreignPlatform,
  logisticsCompanies,
  paymentCompanies,
} from './zone.ts';

/** What a demo export parcel shall be. What is left out is drawn from the seed. */
export interface ExportWish {
  readonly seed: string;
  /** When the inventory is declared; the order was placed some hours before, everything else in between. */
  readonly at: Instant;
  /** Serial of the parcel, part of all its numbers: unique within a day. 0 to 999999. */
  readonly serial: number;
  readonly mode?: ExportMode;
  /** A simplified, B for the monthly summary declaration. */
  readonly statisticsFlag?: 'A' | 'B';
  readonly currency?: ExportCurrency;
  readonly country?: string;
  readonly goods?: readonly { readonly good: ExportGood; readonly qty: string }[];
  /** `foreignPlatform` has no code. */
  readonly platform?: Named;
  readonly seller?: DemoEnterprise;
  readonly agent?: DemoEnterprise;
  readonly logistics?: DemoEnterprise;
  /** Freight and insurance in the currency of the order. */
  readonly freight?: string;
  readonly insurance?: string;
  /** Parcels that leave under one bill share it. */
  readonly carriage?: Carriage;
}

/** The documents of one export parcel, consistent in every relation, and the wish that gives them again. */
export interface ExportParcel extends ExportCase {
  readonly wish: ExportWish;
}

/** Currencies in which the demo sells, and how many of each it asks for a dollar: prices of shops, no exchange rates. */
const PER_DOLLAR = {
  '502': '1',
  '300': '0.92',
  '303': '0.8',
  '116': '150',
  '142': '7.2',
  '501': '1.38',
  '601': '1.52',
} as const;

export type ExportCurrency = keyof typeof PER_DOLLAR;

const HOUR = 3_600_000;
const MINUTE = 60_000;
/** What the demo's shops put into one basket, USD. */
const BASKET_MAX = fixed5('500');

/**
 * Makes an export parcel: order, waybill, list, and the receipt of payment where the law of the day still asks for it (not for a
 * booking order of an overseas warehouse, which nobody has paid yet). Pure: the same wish gives the same documents to the letter.
 */
export function exportParcel(wish: ExportWish, law: Law): ExportParcel {
  const chance = random(`${wish.seed}/export/${wish.serial}`);
  const mode =
    wish.mode ?? chance.pick<ExportMode>(['9610', '9610', '9610', '1210', '1239', '9710', '9810', '9810']);
  const currency =
    wish.currency ??
    chance.pick<ExportCurrency>(['502', '502', '502', '300', '303', '116', '142', '501', '601']);
  const goods = wish.goods ?? basket(chance);
  const platform =
    wish.platform ?? chance.pick<Named>([exportPlatforms[0], exportPlatforms[1], foreignPlatform]);
  const seller = wish.seller ?? chance.pick<DemoEnterprise>(exporters);
  const logistics = wish.logistics ?? chance.pick<DemoEnterprise>(logisticsCompanies);
  const broker = chance.pick<DemoEnterprise>(brokers);
  const trade: ExportTrade = {
    mode,
    statisticsFlag: wish.statisticsFlag ?? chance.pick(['A', 'B']),
    serial: String(wish.serial).padStart(6, '0'),
    day: beijingDate(wish.at).replaceAll('-', ''),
    lines: goods.map(({ good, qty }): ExportPosition => ({ good, qty, price: priceIn(currency, good) })),
    country: wish.country ?? chance.pick(['502', '502', '303', '304', '305', '116', '501', '601', '410']),
    currency,
    platform,
    seller,
    logistics,
    // Two sellers in five declare for themselves.
    agent: wish.agent ?? (chance.chance(40) ? seller : broker),
    area: chance.pick<DemoEnterprise>(bondedOperators),
    payment: chance.pick<DemoEnterprise>(paymentCompanies),
    freight: wish.freight ?? chance.pick(['0.00', '3.50', '6.00', '9.90', '12.00']),
    insurance: wish.insurance ?? chance.pick(['0.00', '0.00', '0.00', '1.20']),
    packKg: formatFixed5(BigInt(chance.whole(10, 40)) * 1000n),
    packNo: '1',
    carriage: wish.carriage ?? carriageOf(`${wish.seed}/${wish.serial}`),
    guids: [chance.guid(), chance.guid(), chance.guid(), chance.guid()],
    ordered: wish.at - chance.whole(3, 8) * HOUR - chance.whole(0, 59) * MINUTE,
    declared: wish.at,
  };
  const list = exportListOf(trade);
  const order = exportOrderOf(trade);
  const demanded = law.number('export.receipt-demanded', beijingDate(wish.at)).value === '1';
  const receipted = mode !== '9810' && demanded;
  return {
    key: `E|${businessKey(order)}`,
    mode,
    order,
    waybill: exportWaybillOf(trade, list),
    list,
    ...(receipted ? { receipt: exportReceiptOf(trade, order) } : {}),
    wish: { ...wish, mode, currency, goods, platform, seller, logistics },
  };
}

/** The documents of an export parcel in the order of a trade. */
export function exportDocumentsOf(it: ExportCase): readonly Document[] {
  return [it.order, ...(it.receipt === undefined ? [] : [it.receipt]), it.waybill, it.list];
}

/** A flight and its bill. */
export function carriageOf(seed: string): Carriage {
  const chance = random(`${seed}/carriage`);
  const flight = `DM${chance.whole(100, 999)}`;
  return {
    trafMode: '5',
    trafName: flight,
    voyageNo: flight,
    billNo: `999-${chance.whole(10_000_000, 99_999_999)}`,
  };
}

function priceIn(currency: ExportCurrency, good: ExportGood): string {
  const price = roundDivide(fixed5(good.usd) * fixed5(PER_DOLLAR[currency]), 100_000n);
  const step = currency === '116' ? 100_000n : 1_000n;
  return formatFixed5(roundDivide(price, step) * step, 2);
}

/** One to five kinds of goods. */
function basket(chance: Random): readonly { good: ExportGood; qty: string }[] {
  const kinds = chance.pick([1, 1, 1, 2, 2, 3, 5]);
  const picked: { good: ExportGood; qty: string }[] = [];
  let value = 0n;
  for (const good of chance.shuffled(exportGoods)) {
    if (picked.length === kinds) break;
    const qty = chance.whole(1, 4);
    const cost = fixed5(good.usd) * BigInt(qty);
    if (value + cost > BASKET_MAX) continue;
    value += cost;
    picked.push({ good, qty: String(qty) });
  }
  return picked;
}
