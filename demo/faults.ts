import type { Law } from '../law/index.ts';
import type { Document, Fields } from '../messages/index.ts';
import type { Bilingual } from '../shared/index.ts';
import { DAY_MS, fixed5, formatFixed5, stamp14 } from '../shared/index.ts';
import { type Good, goodOf } from './goods.ts';
import { type Parcel, parcel, type Wish } from './parcel.ts';
import { person } from './people.ts';
import { expiredLogistics, logisticsCompanies, sellers, suspendedSeller } from './zone.ts';

/** One way in which a right parcel is made wrong. Exactly one thing changes, with what must follow from it. */
export interface Fault {
  readonly id: string;
  readonly title: Bilingual;
  /** What the parcel must be so that the fault can be made: passed on to `parcel`. */
  readonly from?: Partial<Wish>;
  /** The least that must be said: a refusal, a review, or a warning beside the release. */
  readonly outcome: 'reject' | 'hold' | 'warn';
  /** Breaks a key by which the documents find each other, so on the platform the case waits instead of being judged. */
  readonly unmatched?: true;
  apply(right: Parcel, law: Law): Parcel;
}

type Part = 'order' | 'payment' | 'waybill' | 'list';
type Change = Readonly<Record<string, string | null>>;

function changed(fields: Fields, change: Change): Fields {
  const kept = Object.entries({ ...fields, ...change }).filter(it => it[1] !== null);
  return Object.fromEntries(kept) as Fields;
}

function head(right: Parcel, part: Part, change: Change): Parcel {
  const document = right[part];
  return { ...right, [part]: { ...document, head: changed(document.head, change) } };
}

function line(right: Parcel, part: 'order' | 'list', at: number, change: Change): Parcel {
  const document = right[part];
  const lines = document.lines.map((it, index) => (index === at ? changed(it, change) : it));
  return { ...right, [part]: { ...document, lines } };
}

function of(right: Parcel, part: Part, field: string): string {
  return right[part].head[field] ?? '';
}

function plus(text: string, more: string): string {
  return formatFixed5(fixed5(text) + fixed5(more), 2);
}

/** The same trade with other goods or partners, everything consistent again. */
function instead(right: Parcel, law: Law, wish: Partial<Wish>): Parcel {
  return parcel({ ...right.wish, ...wish }, law);
}

const one = (itemNo: string, qty = '1'): Pick<Wish, 'goods'> => ({ goods: [{ good: goodOf(itemNo), qty }] });
const two = (first: string, second: string): Pick<Wish, 'goods'> => ({
  goods: [first, second].map(itemNo => ({ good: goodOf(itemNo), qty: '1' })),
});
const inAllLines = (right: Parcel, change: Change): Parcel =>
  line(line(right, 'order', 0, change), 'list', 0, change);

/** A good that is not for sale in the demo, made from one that is. */
const variant = (itemNo: string, change: Partial<Good>): Pick<Wish, 'goods'> => ({
  goods: [{ good: { ...goodOf(itemNo), ...change }, qty: '1' }],
});

const fields: readonly Fault[] = [
  {
    id: 'id-type-other',
    title: { zh: '订购人证件类型填“其他”', en: 'identity type "other"' },
    outcome: 'reject',
    apply: it => head(it, 'order', { buyerIdType: '2' }),
  },
  {
    id: 'currency-dollar',
    title: { zh: '清单币制填美元', en: 'list in US dollars' },
    outcome: 'reject',
    apply: it => head(it, 'list', { currency: '502' }),
  },
  {
    id: 'transport-missing',
    title: { zh: '直购进口缺运输工具编号', en: 'direct purchase without the means of transport' },
    from: { mode: '9610' },
    outcome: 'reject',
    apply: it => head(it, 'list', { trafNo: null }),
  },
  {
    id: 'account-book-missing',
    title: { zh: '网购保税缺账册编号', en: 'bonded import without account book' },
    from: { mode: '1210' },
    outcome: 'reject',
    apply: it => head(it, 'list', { emsNo: null }),
  },
  {
    id: 'bonded-dispatched-abroad',
    title: { zh: '网购保税起运国填境外', en: 'bonded import dispatched abroad' },
    from: { mode: '1210' },
    outcome: 'reject',
    apply: it => head(it, 'list', { country: '116' }),
  },
  {
    id: 'two-parcels',
    title: { zh: '运单件数填2', en: 'waybill of two parcels' },
    outcome: 'reject',
    apply: it => head(it, 'waybill', { packNo: '2' }),
  },
  {
    id: 'consignee-missing',
    title: { zh: '运单缺收货人', en: 'waybill without consignee' },
    outcome: 'reject',
    apply: it => head(it, 'waybill', { consignee: null }),
  },
  {
    id: 'code-eight-digits',
    title: { zh: '商品编码只有8位', en: 'commodity code of eight digits' },
    outcome: 'reject',
    apply: it => line(it, 'list', 0, { gcode: (it.list.lines[0]?.['gcode'] ?? '').slice(0, 8) }),
  },
  {
    id: 'full-width-number',
    title: { zh: '身份证号为全角数字', en: 'identity number in full-width digits' },
    outcome: 'reject',
    apply: it => head(it, 'payment', { payerIdNumber: fullWidth(of(it, 'payment', 'payerIdNumber')) }),
  },
  {
    id: 'second-unit-alone',
    title: { zh: '只填法定第二单位未填数量', en: 'second unit without its quantity' },
    from: one('YS-MS-50'),
    outcome: 'reject',
    apply: it => line(it, 'list', 0, { qty2: null }),
  },
  {
    id: 'line-numbers-jump',
    title: { zh: '商品序号不连续', en: 'line numbers jump' },
    from: two('YS-XF-500', 'YS-YG-120'),
    outcome: 'reject',
    apply: it => line(it, 'list', 1, { gnum: '3' }),
  },
];

const formulas: readonly Fault[] = [
  {
    id: 'paid-too-much',
    title: { zh: '实际支付金额与各项不平', en: 'amount paid does not add up' },
    outcome: 'reject',
    apply: it => head(it, 'order', { acturalPaid: plus(of(it, 'order', 'acturalPaid'), '1') }),
  },
  {
    id: 'voucher-differs',
    title: { zh: '支付单金额与订单不一致', en: 'voucher and order differ in the amount' },
    outcome: 'reject',
    apply: it => head(it, 'payment', { amountPaid: plus(of(it, 'payment', 'amountPaid'), '-0.5') }),
  },
  {
    id: 'line-total',
    title: { zh: '清单商品总价不等于单价乘数量', en: 'line total is not price times quantity' },
    outcome: 'reject',
    apply: it => line(it, 'list', 0, { totalPrice: plus(it.list.lines[0]?.['totalPrice'] ?? '0', '10') }),
  },
  {
    id: 'goods-value',
    title: { zh: '订单商品价格与明细合计不一致', en: 'goodsValue is not the sum of the lines' },
    outcome: 'reject',
    apply: it => head(it, 'order', { goodsValue: plus(of(it, 'order', 'goodsValue'), '20') }),
  },
  {
    id: 'tax-too-low',
    title: { zh: '代扣税款少于应征税额', en: 'too little tax withheld' },
    from: one('YS-PB-01'),
    outcome: 'warn',
    apply: it => {
      const paid = plus(of(it, 'order', 'acturalPaid'), '-100');
      const order = { taxTotal: plus(of(it, 'order', 'taxTotal'), '-100'), acturalPaid: paid };
      return head(head(it, 'order', order), 'payment', { amountPaid: paid });
    },
  },
  {
    id: 'freight-differs',
    title: { zh: '清单运费与运单不一致', en: 'freight of list and waybill differ' },
    outcome: 'reject',
    apply: it => head(it, 'list', { freight: plus(of(it, 'list', 'freight'), '8') }),
  },
];

const identities: readonly Fault[] = [
  {
    id: 'check-digit',
    title: { zh: '身份证号校验位错误', en: 'wrong check digit in the identity number' },
    outcome: 'reject',
    apply: it => {
      const wrong = otherLast(of(it, 'list', 'buyerIdNumber'));
      const all = head(head(it, 'list', { buyerIdNumber: wrong }), 'order', { buyerIdNumber: wrong });
      return head(all, 'payment', { payerIdNumber: wrong });
    },
  },
  {
    id: 'other-payer',
    title: { zh: '支付人不是订购人', en: 'somebody else paid' },
    outcome: 'reject',
    apply: it => {
      const other = person(9950);
      return head(it, 'payment', { payerIdNumber: other.idNumber, payerName: other.name });
    },
  },
  {
    id: 'buyer-misspelt',
    title: { zh: '清单订购人姓名写错', en: "buyer's name misspelt in the list" },
    outcome: 'reject',
    apply: it => head(it, 'list', { buyerName: `${of(it, 'list', 'buyerName')}某` }),
  },
  {
    id: 'born-tomorrow',
    title: { zh: '身份证出生日期不存在', en: 'impossible date of birth' },
    outcome: 'reject',
    apply: it => head(it, 'order', { buyerIdNumber: '370199190013010012' }),
  },
  {
    id: 'address-differs',
    title: { zh: '运单收货地址与订单不一致', en: 'address of waybill and order differ' },
    outcome: 'reject',
    apply: it => head(it, 'waybill', { consigneeAddress: '山东省济南市演示错投路99号' }),
  },
  {
    id: 'telephone-differs',
    title: { zh: '运单收货人电话与订单不一致', en: 'telephone of waybill and order differ' },
    outcome: 'reject',
    apply: it => head(it, 'waybill', { consigneeTelephone: '13800139999' }),
  },
  {
    id: 'waybill-number',
    title: { zh: '清单运单号写错', en: 'list names another waybill' },
    outcome: 'reject',
    unmatched: true,
    apply: it => head(it, 'list', { logisticsNo: `${of(it, 'list', 'logisticsNo')}9` }),
  },
];

const parties: readonly Fault[] = [
  {
    id: 'seller-suspended',
    title: { zh: '电商企业已暂停业务', en: 'seller is suspended' },
    outcome: 'reject',
    apply: (it, law) => instead(it, law, { seller: suspendedSeller }),
  },
  {
    id: 'logistics-expired',
    title: { zh: '物流企业备案已到期', en: 'filing of the logistics company has run out' },
    outcome: 'reject',
    apply: (it, law) => instead(it, law, { logistics: expiredLogistics }),
  },
  {
    id: 'platform-unknown',
    title: { zh: '电商平台未备案', en: 'platform is not registered' },
    outcome: 'reject',
    apply: (it, law) => {
      const { platform } = it.wish;
      if (platform === undefined) throw new Error('a made parcel names its platform');
      const stranger = { ...platform, code: '3701DM9999', name: '济南未备案演示平台有限公司' };
      const made = instead(it, law, { platform: stranger });
      return head(made, 'list', { assureCode: of(made, 'list', 'ebcCode') });
    },
  },
  {
    id: 'guarantor-stranger',
    title: { zh: '担保企业与本单无关', en: 'guarantor has no part in the trade' },
    from: { seller: sellers[0] },
    outcome: 'reject',
    apply: it => head(it, 'list', { assureCode: sellers[3].code }),
  },
  {
    id: 'guarantor-without-account',
    title: { zh: '担保企业没有担保账户', en: 'guarantor without a guarantee account' },
    from: { logistics: logisticsCompanies[1] },
    outcome: 'hold',
    apply: it => head(it, 'list', { assureCode: logisticsCompanies[1].code }),
  },
  {
    id: 'name-not-registered',
    title: { zh: '电商企业名称与备案不符', en: "seller's name is not the registered one" },
    outcome: 'reject',
    apply: it => {
      const name = { ebcName: '济南另名演示贸易有限公司' };
      return head(head(it, 'order', name), 'list', name);
    },
  },
];

const limits: readonly Fault[] = [
  {
    id: 'over-single-limit',
    title: { zh: '两件商品合计超过单次限值', en: 'two goods above the single limit' },
    outcome: 'reject',
    apply: (it, law) => instead(it, law, { ...two('YS-PB-88', 'YS-MS-50'), discount: '0.00' }),
  },
  {
    id: 'rice-over-year',
    title: { zh: '大米超过每人每年限量', en: 'more rice than a person may buy in a year' },
    outcome: 'reject',
    apply: (it, law) => instead(it, law, one('YS-DM-5K', '5')),
  },
  {
    id: 'bonded-only',
    title: { zh: '仅限网购保税的商品走直购', en: 'bonded-only goods by direct purchase' },
    from: { mode: '9610' },
    outcome: 'reject',
    apply: (it, law) => instead(it, law, one('YS-XR-1K')),
  },
  {
    id: 'printing-works-ink',
    title: { zh: '非家用打印墨', en: 'ink that is not for household printers' },
    outcome: 'hold',
    apply: (it, law) =>
      instead(
        it,
        law,
        variant('YS-MH-26', {
          name: '演示牌胶印机黑色油墨',
          gmodel: '胶印机用油墨|演示牌|净含量:26g/罐|树脂、矿物油',
        }),
      ),
  },
];

const goods: readonly Fault[] = [
  {
    id: 'weighed-with-bottle',
    title: { zh: '50毫升面霜按83.5克申报法定数量', en: '50 ml of cream declared as 83.5 g' },
    from: one('YS-MS-50'),
    outcome: 'hold',
    apply: it =>
      head(
        head(line(it, 'list', 0, { qty1: '0.0835' }), 'list', { netWeight: '0.0835', grossWeight: '0.4' }),
        'waybill',
        {
          weight: '0.4',
        },
      ),
  },
  {
    id: 'wrong-statutory-unit',
    title: { zh: '法定单位与税则不符', en: 'statutory unit is not that of the code' },
    from: one('YS-XF-500'),
    outcome: 'reject',
    apply: it => line(it, 'list', 0, { unit1: '096', qty1: '500' }),
  },
  {
    id: 'second-quantity-missing',
    title: { zh: '缺法定第二数量', en: 'second statutory quantity is missing' },
    from: one('YS-PT-750'),
    outcome: 'reject',
    apply: it => line(it, 'list', 0, { qty2: null, unit2: null }),
  },
  {
    id: 'net-above-gross',
    title: { zh: '净重大于毛重', en: 'net weight above gross weight' },
    outcome: 'reject',
    apply: it => head(it, 'list', { netWeight: plus(of(it, 'list', 'grossWeight'), '1') }),
  },
  {
    id: 'weight-differs',
    title: { zh: '运单毛重与清单不一致', en: 'gross weight of waybill and list differ' },
    outcome: 'reject',
    apply: it => head(it, 'waybill', { weight: plus(of(it, 'waybill', 'weight'), '0.75') }),
  },
  {
    id: 'line-missing',
    title: { zh: '清单漏报一项商品', en: 'the list lacks a line' },
    from: two('YS-VC-90', 'YS-QK-200'),
    outcome: 'reject',
    apply: it => ({ ...it, list: { ...it.list, lines: it.list.lines.slice(0, 1) } satisfies Document }),
  },
  {
    id: 'quantity-differs',
    title: { zh: '清单数量与订单不一致', en: 'quantities of list and order differ' },
    from: one('YS-NF-900'),
    outcome: 'reject',
    apply: it => line(it, 'list', 0, { qty: '2', qty1: '1.8' }),
  },
  {
    id: 'origin-differs',
    title: { zh: '清单原产国与订单不一致', en: 'origin in list and order differ' },
    from: one('YS-JM-150'),
    outcome: 'reject',
    apply: it => line(it, 'list', 0, { country: '116' }),
  },
  {
    id: 'negative-price',
    title: { zh: '单价为负数', en: 'negative price' },
    outcome: 'reject',
    apply: it => inAllLines(it, { price: '-1' }),
  },
];

const times: readonly Fault[] = [
  {
    id: 'paid-on-30-february',
    title: { zh: '支付时间为2月30日', en: 'paid on 30 February' },
    outcome: 'reject',
    apply: it => head(it, 'payment', { payTime: `${of(it, 'payment', 'payTime').slice(0, 4)}0230101500` }),
  },
  {
    id: 'declared-later',
    title: { zh: '申报日期晚于当日', en: 'declared in the future' },
    outcome: 'reject',
    apply: it => head(it, 'list', { declTime: stamp14(it.wish.at + 10 * DAY_MS).slice(0, 8) }),
  },
  {
    id: 'in-luggage',
    title: { zh: '直购进口填旅客携带', en: 'direct purchase in a traveller’s luggage' },
    from: { mode: '9610' },
    outcome: 'hold',
    apply: it => head(it, 'list', { trafMode: 'L' }),
  },
];

/** All faults, ids unique. */
export const faults: readonly Fault[] = [
  ...fields,
  ...formulas,
  ...identities,
  ...parties,
  ...limits,
  ...goods,
  ...times,
];

/** Makes a right parcel of the kind that the fault needs, and the fault in it. */
export function faultyParcel(fault: Fault, wish: Wish, law: Law): Parcel {
  return fault.apply(parcel({ ...wish, ...fault.from }, law), law);
}

function fullWidth(text: string): string {
  return [...text].map(sign => String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0)).join('');
}

function otherLast(number: string): string {
  return number.slice(0, -1) + (number.endsWith('0') ? '1' : '0');
}
