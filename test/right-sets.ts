/**
 * Consistent sets of the four documents of an import parcel, for tests: invented firms and people (演示), real commodity codes with
 * their statutory units, tax computed by the tax room. Nothing in a right set may give a finding.
 */
import { type Law, shippedLaw } from '../law/index.ts';
import type { Document, Fields } from '../messages/index.ts';
import type { Enterprise, EnterpriseRole, ImportCase, ImportMode, World } from '../rules/index.ts';
import { beijingDate, fixed5, formatFen, formatFixed5, type Instant, parseStamp } from '../shared/index.ts';
import { quoteTax, taxInputOf } from '../tax/index.ts';

/** The instant of acceptance of the sets: 2025-06-18 15:30 in Beijing. */
export const ACCEPTED: Instant = parseStamp('20250618153000') ?? 0;

/** Goods with all that the two documents say of one of them. Weights in kilograms per piece. */
export interface Goods {
  readonly itemNo: string;
  readonly name: string;
  readonly gcode: string;
  readonly gmodel: string;
  readonly unit: string;
  readonly price: string;
  readonly country: string;
  /** First statutory quantity of one piece, and its unit. */
  readonly qty1: string;
  readonly unit1: string;
  readonly qty2?: string;
  readonly unit2?: string;
  readonly netKg: string;
}

export const GOODS = {
  cream: {
    itemNo: 'YS-MS-050',
    name: '演示牌保湿面霜50克',
    gcode: '3304990029',
    gmodel: '护肤|演示牌|净含量50克/瓶|水、甘油、烟酰胺',
    unit: '142',
    price: '168.00',
    country: '116',
    qty1: '0.05',
    unit1: '035',
    qty2: '1',
    unit2: '011',
    netKg: '0.05',
  },
  serum: {
    itemNo: 'YS-JH-030',
    name: '演示牌修护精华液30毫升',
    gcode: '3304990039',
    gmodel: '护肤|演示牌|净含量30毫升/瓶|水、透明质酸钠',
    unit: '142',
    price: '420.00',
    country: '305',
    qty1: '0.03',
    unit1: '035',
    qty2: '1',
    unit2: '011',
    netKg: '0.03',
  },
  biscuits: {
    itemNo: 'YS-QG-200',
    name: '演示牌黄油曲奇饼干200克',
    gcode: '1905310000',
    gmodel: '小麦粉、黄油、白砂糖|盒装|演示牌|净含量200克/盒',
    unit: '140',
    price: '39.90',
    country: '302',
    qty1: '0.2',
    unit1: '035',
    netKg: '0.2',
  },
  handbag: {
    itemNo: 'YS-STB-01',
    name: '演示牌尼龙手提包',
    gcode: '4202220000',
    gmodel: '手提包|尼龙面|演示牌|型号YS01',
    unit: '007',
    price: '1280.00',
    country: '307',
    qty1: '0.6',
    unit1: '035',
    qty2: '1',
    unit2: '007',
    netKg: '0.6',
  },
  milk: {
    itemNo: 'YS-NF-900',
    name: '演示牌婴幼儿配方奶粉3段900克',
    gcode: '1901101090',
    gmodel: '婴幼儿食用|零售包装|演示牌|净含量900克/罐',
    unit: '122',
    price: '198.00',
    country: '609',
    qty1: '0.9',
    unit1: '035',
    netKg: '0.9',
  },
  vitamins: {
    itemNo: 'YS-WSS-60',
    name: '演示牌复合维生素软糖180克',
    gcode: '2106909090',
    gmodel: '麦芽糖浆、维生素预混料|瓶装|演示牌|净含量180克/瓶',
    unit: '142',
    price: '129.50',
    country: '502',
    qty1: '0.18',
    unit1: '035',
    netKg: '0.18',
  },
  shampoo: {
    itemNo: 'YS-XFS-400',
    name: '演示牌氨基酸洗发水400毫升',
    gcode: '3305100090',
    gmodel: '洗发|演示牌|净含量400毫升/瓶',
    unit: '142',
    price: '58.00',
    country: '116',
    qty1: '0.4',
    unit1: '035',
    netKg: '0.4',
  },
} as const satisfies Record<string, Goods>;

export interface Wanted {
  readonly mode: ImportMode;
  /** Distinguishes keys and buyers of several sets. */
  readonly serial?: number;
  readonly goods: readonly { readonly of: Goods; readonly qty: string }[];
  readonly freight?: string;
  readonly insurance?: string;
  readonly discount?: string;
  /** The consignee, when somebody else than the buyer receives the parcel. */
  readonly consignee?: { readonly name: string; readonly telephone: string };
  /** Leaves out what the format leaves optional. */
  readonly bare?: boolean;
  readonly law?: Law;
}

const FIRMS = {
  platform: ['3701960D01', '演示跨境购平台（济南）有限公司'],
  seller: ['3701960D02', '演示环球优选电子商务有限公司'],
  payment: ['3122480D03', '演示支付服务有限公司'],
  logistics: ['3701980D04', '演示泉速物流有限公司'],
  broker: ['3701980D05', '演示齐鲁报关有限公司'],
  'bonded-operator': ['3701W60D06', '演示综保仓储有限公司'],
} as const satisfies Partial<Record<EnterpriseRole, readonly [string, string]>>;

/** The register in which the invented firms stand. */
export function registered(code: string): Enterprise | undefined {
  for (const [role, [firm, name]] of Object.entries(FIRMS)) {
    if (firm === code) return { code, name, roles: [{ role: role as EnterpriseRole, from: '2019-01-01' }] };
  }
  return undefined;
}

/** Everything a running platform knows, with nothing that speaks against a set. */
export const FULL_WORLD: World = {
  enterprise: registered,
  yearUsed: 0n,
  weightUsed: () => 0n,
  waybillUse: 'none',
  guaranteeFree: () => 100_000_000n,
  sameDay: [],
  stance: 'authority',
};

/** An invented number with a right check digit: born on 1 January 1900 in 历下区, which nobody alive was. */
export function demoIdentity(serial: number): string {
  const first = `37010219000101${String(serial % 1000).padStart(3, '0')}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, at) => total + weight * Number(first[at]), 0);
  return `${first}${'10X98765432'[sum % 11]}`;
}

function times(one: string, count: string): string {
  return formatFixed5((fixed5(one) * fixed5(count)) / 100_000n);
}

function plus(...amounts: readonly string[]): string {
  return formatFixed5(
    amounts.reduce((sum, one) => sum + fixed5(one), 0n),
    2,
  );
}

/** A right set: order, payment, waybill and list of one parcel, consistent in every relation. */
export function rightSet(wanted: Wanted): ImportCase {
  const { mode, serial = 1, freight = '15.00', insurance = '2.00', discount = '0.00' } = wanted;
  const law = wanted.law ?? shippedLaw();
  const number = String(serial).padStart(4, '0');
  const orderNo = `DEMO20250616${number}`;
  const buyer = {
    name: `演示买家${'甲乙丙丁戊己庚辛壬癸'[serial % 10]}`,
    id: demoIdentity(serial),
    telephone: `138001380${String(serial % 100).padStart(2, '0')}`,
  };
  const to = wanted.consignee ?? buyer;
  const address = '山东省济南市历下区演示路1号演示小区2号楼301室';
  const bonded = mode !== '9610';
  const net = wanted.goods.reduce((sum, { of, qty }) => sum + fixed5(times(of.netKg, qty)), 0n);
  const gross = formatFixed5(net + 25_000n);
  const goodsValue = plus(...wanted.goods.map(({ of, qty }) => times(of.price, qty)));

  const listLines: Fields[] = wanted.goods.map(({ of, qty }, at) => ({
    gnum: String(at + 1),
    ...(bonded ? { itemRecordNo: `LJ${of.itemNo}` } : {}),
    ...(wanted.bare ? {} : { itemNo: of.itemNo, itemName: of.name }),
    gcode: of.gcode,
    gname: of.name,
    gmodel: of.gmodel,
    barCode: '无',
    country: of.country,
    currency: '142',
    qty,
    unit: of.unit,
    qty1: times(of.qty1, qty),
    unit1: of.unit1,
    ...(of.qty2 === undefined || of.unit2 === undefined
      ? {}
      : { qty2: times(of.qty2, qty), unit2: of.unit2 }),
    price: of.price,
    totalPrice: formatFixed5(fixed5(times(of.price, qty)), 2),
  }));
  const list: Document = {
    type: 'CEB621Message',
    head: {
      guid: `DEMO0621-0000-4000-8000-00000000${number}`,
      appType: '1',
      appTime: '20250618143000',
      appStatus: '2',
      orderNo,
      ebpCode: FIRMS.platform[0],
      ebpName: FIRMS.platform[1],
      ebcCode: FIRMS.seller[0],
      ebcName: FIRMS.seller[1],
      logisticsNo: `YD2025${number}`,
      logisticsCode: FIRMS.logistics[0],
      logisticsName: FIRMS.logistics[1],
      copNo: `QD2025${number}`,
      assureCode: FIRMS.seller[0],
      ...(bonded ? { emsNo: 'T4301W000001' } : {}),
      ieFlag: 'I',
      declTime: '20250618',
      customsCode: '4301',
      portCode: '4301',
      ieDate: '20250618',
      buyerIdType: '1',
      buyerIdNumber: buyer.id,
      buyerName: buyer.name,
      buyerTelephone: buyer.telephone,
      consigneeAddress: address,
      agentCode: FIRMS.broker[0],
      agentName: FIRMS.broker[1],
      ...(bonded ? { areaCode: FIRMS['bonded-operator'][0], areaName: FIRMS['bonded-operator'][1] } : {}),
      tradeMode: mode,
      trafMode: bonded ? 'Y' : '5',
      ...(bonded ? {} : { trafNo: 'CA000', voyageNo: 'CA0001', billNo: `999-2025${number}` }),
      country: bonded ? '142' : (wanted.goods[0]?.of.country ?? '116'),
      freight,
      insuredFee: insurance,
      currency: '142',
      wrapType: '2',
      packNo: '1',
      grossWeight: gross,
      netWeight: formatFixed5(net),
    },
    lines: listLines,
  };
  const tax = formatFen(quoteTax(taxInputOf(list, beijingDate(ACCEPTED), 0n), law).total);
  const charges = plus(freight, insurance);
  const acturalPaid = formatFixed5(fixed5(plus(goodsValue, charges, tax)) - fixed5(discount), 2);
  const transaction = `ZF2025${number}`;
  const order: Document = {
    type: 'CEB311Message',
    head: {
      guid: `DEMO0311-0000-4000-8000-00000000${number}`,
      appType: '1',
      appTime: '20250616100000',
      appStatus: '2',
      orderType: 'I',
      orderNo,
      ebpCode: FIRMS.platform[0],
      ebpName: FIRMS.platform[1],
      ebcCode: FIRMS.seller[0],
      ebcName: FIRMS.seller[1],
      goodsValue,
      freight: charges,
      discount,
      taxTotal: tax,
      acturalPaid,
      currency: '142',
      buyerRegNo: `demo-${number}`,
      buyerName: buyer.name,
      buyerTelephone: buyer.telephone,
      buyerIdType: '1',
      buyerIdNumber: buyer.id,
      ...(wanted.bare
        ? {}
        : { payCode: FIRMS.payment[0], payName: FIRMS.payment[1], payTransactionId: transaction }),
      consignee: to.name,
      consigneeTelephone: to.telephone,
      consigneeAddress: address,
      ...(wanted.bare ? {} : { consigneeDistrict: '370102' }),
    },
    lines: wanted.goods.map(({ of, qty }, at) => ({
      gnum: String(at + 1),
      ...(wanted.bare ? {} : { itemNo: of.itemNo }),
      itemName: of.name,
      gmodel: of.gmodel,
      unit: of.unit,
      qty,
      price: of.price,
      totalPrice: formatFixed5(fixed5(times(of.price, qty)), 2),
      currency: '142',
      country: of.country,
    })),
  };
  const payment: Document = {
    type: 'CEB411Message',
    head: {
      guid: `DEMO0411-0000-4000-8000-00000000${number}`,
      appType: '1',
      appTime: '20250616100200',
      appStatus: '2',
      payCode: FIRMS.payment[0],
      payName: FIRMS.payment[1],
      payTransactionId: transaction,
      orderNo,
      ebpCode: FIRMS.platform[0],
      ebpName: FIRMS.platform[1],
      payerIdType: '1',
      payerIdNumber: buyer.id,
      payerName: buyer.name,
      ...(wanted.bare ? {} : { telephone: buyer.telephone }),
      amountPaid: acturalPaid,
      currency: '142',
      payTime: '20250616100130',
    },
    lines: [],
  };
  const waybill: Document = {
    type: 'CEB511Message',
    head: {
      guid: `DEMO0511-0000-4000-8000-00000000${number}`,
      appType: '1',
      appTime: '20250617090000',
      appStatus: '2',
      logisticsCode: FIRMS.logistics[0],
      logisticsName: FIRMS.logistics[1],
      logisticsNo: `YD2025${number}`,
      ...(bonded ? {} : { billNo: `999-2025${number}` }),
      orderNo,
      freight,
      insuredFee: insurance,
      currency: '142',
      weight: gross,
      packNo: '1',
      ...(wanted.bare ? {} : { goodsInfo: wanted.goods.map(({ of }) => of.name).join('、') }),
      consignee: to.name,
      consigneeAddress: address,
      consigneeTelephone: to.telephone,
    },
    lines: [],
  };
  return { key: `${FIRMS.platform[0]}|${orderNo}`, mode, list, order, payment, waybill };
}

/** The documents of a case in the order in which people send them. */
export function documentsOf(it: ImportCase): readonly [Document, Document, Document, Document] {
  return [it.order, it.payment, it.waybill, it.list];
}

/** The case made of four documents in that order. */
export function caseOf(documents: readonly Document[], like: ImportCase): ImportCase {
  const of = (type: string, otherwise: Document) => documents.find(it => it.type === type) ?? otherwise;
  return {
    ...like,
    order: of('CEB311Message', like.order),
    payment: of('CEB411Message', like.payment),
    waybill: of('CEB511Message', like.waybill),
    list: of('CEB621Message', like.list),
  };
}

/** Right sets of every mode and of every turn a right set may take. */
export const RIGHT_SETS: readonly { readonly title: string; readonly set: Wanted }[] = [
  { title: '9610, one cream', set: { mode: '9610', goods: [{ of: GOODS.cream, qty: '1' }] } },
  {
    title: '9610, four kinds of goods with a discount',
    set: {
      mode: '9610',
      serial: 2,
      goods: [
        { of: GOODS.cream, qty: '2' },
        { of: GOODS.serum, qty: '1' },
        { of: GOODS.biscuits, qty: '3' },
        { of: GOODS.handbag, qty: '1' },
      ],
      discount: '50.00',
    },
  },
  {
    title: '9610, a gift to somebody else',
    set: {
      mode: '9610',
      serial: 3,
      goods: [{ of: GOODS.handbag, qty: '1' }],
      consignee: { name: '演示收件人', telephone: '13900139001' },
    },
  },
  {
    title: '1210, milk powder and vitamins, free of freight',
    set: {
      mode: '1210',
      serial: 4,
      goods: [
        { of: GOODS.milk, qty: '3' },
        { of: GOODS.vitamins, qty: '2' },
      ],
      freight: '0',
      insurance: '0',
    },
  },
  {
    title: '1210, only what the format demands',
    set: { mode: '1210', serial: 5, goods: [{ of: GOODS.shampoo, qty: '2' }], bare: true },
  },
  {
    title: '1239, food and cosmetics',
    set: {
      mode: '1239',
      serial: 6,
      goods: [
        { of: GOODS.biscuits, qty: '2' },
        { of: GOODS.cream, qty: '1' },
        { of: GOODS.milk, qty: '1' },
      ],
    },
  },
];
