import type { Law } from '../law/index.ts';
import type { Document } from '../messages/index.ts';
import type { ImportCase, ImportMode } from '../rules/index.ts';
import { beijingDate, fixed5, formatFixed5, type Instant, parseFixed5 } from '../shared/index.ts';
import { goods as allGoods, type Good } from './goods.ts';
import { listOf, orderOf, paymentOf, type Trade, waybillOf } from './papers.ts';
import { type Person, person } from './people.ts';
import { random } from './random.ts';
import {
  bondedOperators,
  brokers,
  type DemoEnterprise,
  logisticsCompanies,
  paymentCompanies,
  platforms,
  sellers,
} from './zone.ts';

/** What a demo parcel shall be. What is left out is drawn from the seed. */
export interface Wish {
  readonly seed: string;
  /** When the inventory is declared; the order was placed some hours before, everything else in between. */
  readonly at: Instant;
  /** Serial of the parcel, part of all its numbers: unique within a day. 0 to 999999. */
  readonly serial: number;
  readonly mode?: ImportMode;
  readonly buyer?: Person;
  readonly goods?: readonly { readonly good: Good; readonly qty: string }[];
  readonly platform?: DemoEnterprise;
  readonly seller?: DemoEnterprise;
  readonly logistics?: DemoEnterprise;
  /** Freight and insurance in CNY. */
  readonly freight?: string;
  readonly insurance?: string;
  readonly discount?: string;
}

/** The four documents of one parcel, consistent in every relation, and the wish that gives them again. */
export interface Parcel extends ImportCase {
  readonly wish: Wish;
}

/** The single limit in the mind of the demo's shops: baskets above it are not put together at random. */
const BASKET_MAX = fixed5('4800');
const HOUR = 3_600_000;
const MINUTE = 60_000;

/**
 * Makes a parcel. Pure: the same wish and law give the same documents to the letter. All names say that they are 演示, and every
 * document's note says 演示数据. Amounts in CNY; the tax withheld is that of the law on the Beijing day of `wish.at`.
 */
export function parcel(wish: Wish, law: Law): Parcel {
  const chance = random(`${wish.seed}/parcel/${wish.serial}`);
  const mode = wish.mode ?? chance.pick<ImportMode>(['9610', '9610', '1210', '1210', '1210', '1239']);
  const lines = wish.goods ?? basket(chance, mode);
  const platform =
    wish.platform ?? chance.pick<DemoEnterprise>([platforms[0], platforms[0], platforms[1], platforms[2]]);
  const seller = wish.seller ?? chance.pick<DemoEnterprise>(sellers);
  const logistics = wish.logistics ?? chance.pick<DemoEnterprise>(logisticsCompanies);
  const broker = chance.pick<DemoEnterprise>(brokers);
  const value = lines.reduce(
    (sum, { good, qty }) => sum + (fixed5(good.price) * fixed5(qty)) / fixed5('1'),
    0n,
  );
  const trade: Trade = {
    mode,
    serial: String(wish.serial).padStart(6, '0'),
    day: beijingDate(wish.at).replaceAll('-', ''),
    lines,
    buyer: wish.buyer ?? person(chance.whole(0, 9899)),
    platform,
    seller,
    payment: chance.pick<DemoEnterprise>(paymentCompanies),
    logistics,
    // One seller in five declares for itself.
    agent: chance.chance(20) ? seller : broker,
    area: chance.pick<DemoEnterprise>(bondedOperators),
    guarantor: chance.pick([platform, platform, seller]),
    freight: wish.freight ?? chance.pick(['0.00', '10.00', '12.00', '15.00', '20.00', '28.50']),
    insurance: wish.insurance ?? chance.pick(['0.00', '0.00', '0.00', '2.00', '3.50']),
    discount:
      wish.discount ??
      (value > fixed5('100') ? chance.pick(['0.00', '0.00', '0.00', '5.00', '20.00']) : '0.00'),
    packKg: formatFixed5(BigInt(chance.whole(10, 40)) * 1000n),
    guids: [chance.guid(), chance.guid(), chance.guid(), chance.guid()],
    ordered: wish.at - chance.whole(3, 8) * HOUR - chance.whole(0, 59) * MINUTE,
    declared: wish.at,
    flight: `DM${chance.whole(100, 999)}`,
    bill: `999-${String(chance.whole(10_000_000, 99_999_999))}`,
  };
  const list = listOf(trade);
  const order = orderOf(trade, list, law);
  return {
    key: `${platform.code}|${order.head['orderNo'] ?? ''}`,
    mode,
    order,
    payment: paymentOf(trade, order),
    waybill: waybillOf(trade, list),
    list,
    wish: { ...wish, mode, buyer: trade.buyer, goods: lines, platform, seller, logistics },
  };
}

/** One to four kinds of goods that may be sold in the mode, within what the demo's shops put into one basket. */
function basket(chance: ReturnType<typeof random>, mode: ImportMode): readonly { good: Good; qty: string }[] {
  const all: readonly Good[] = allGoods;
  const offer = all.filter(
    it => it.special === undefined && (it.modes === undefined || it.modes.includes(mode)),
  );
  const kinds = chance.pick([1, 1, 1, 2, 2, 3, 4]);
  const picked: { good: Good; qty: string }[] = [];
  let value = 0n;
  for (const good of chance.shuffled(offer)) {
    if (picked.length === kinds) break;
    const qty = chance.whole(1, good.most);
    const cost = fixed5(good.price) * BigInt(qty);
    if (value + cost > BASKET_MAX) continue;
    value += cost;
    picked.push({ good, qty: String(qty) });
  }
  return picked;
}

/** The documents in the order of a trade. */
export function documentsOf(it: ImportCase): readonly Document[] {
  return [it.order, it.payment, it.waybill, it.list];
}

/** The tax of a parcel as its order says it was withheld, `Fixed5`. */
export function withheld(it: ImportCase): bigint {
  return parseFixed5(it.order.head['taxTotal'] ?? '0') ?? 0n;
}
