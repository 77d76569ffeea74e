import type { Document, Fields } from '../../messages/index.ts';
import type { ImportCase, Part } from '../../rules/index.ts';
import { type Fixed5, fixed5, formatFixed5 } from '../../shared/index.ts';

/** A right set made in another manner: still right in every relation, and nothing may be said of it. */
export interface Manner {
  readonly title: string;
  readonly turn: (set: ImportCase) => ImportCase;
}

const PARTS: readonly Part[] = ['order', 'payment', 'waybill', 'list'];

function put(document: Document, fields: Readonly<Record<string, string | null>>): Document {
  return { ...document, head: changed(document.head, fields) };
}

function changed(fields: Fields, changes: Readonly<Record<string, string | null>>): Fields {
  const kept = Object.entries({ ...fields, ...changes }).filter(
    (it): it is [string, string] => it[1] !== null,
  );
  return Object.fromEntries(kept);
}

function everyLine(document: Document, change: (line: Fields, at: number) => Fields): Document {
  return { ...document, lines: document.lines.map(change) };
}

const head =
  (part: Part, fields: Readonly<Record<string, string | null>>) =>
  (set: ImportCase): ImportCase => ({ ...set, [part]: put(set[part], fields) });
const lines =
  (part: 'order' | 'list', change: (line: Fields, at: number) => Fields) =>
  (set: ImportCase): ImportCase => ({ ...set, [part]: everyLine(set[part], change) });
const without = (part: 'order' | 'list', ...fields: readonly string[]) =>
  lines(part, it => changed(it, Object.fromEntries(fields.map(field => [field, null]))));

const AMOUNTS =
  'goodsValue freight discount taxTotal acturalPaid amountPaid insuredFee weight grossWeight netWeight qty qty1 qty2 price totalPrice'.split(
    ' ',
  );

/** The same amounts with another number of decimals. */
function written(document: Document, write: (value: Fixed5) => string): Document {
  const again = (fields: Fields): Fields =>
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [
        name,
        AMOUNTS.includes(name) ? write(fixed5(value)) : value,
      ]),
    );
  return { ...document, head: again(document.head), lines: document.lines.map(again) };
}

/** The set with some of its documents changed. */
function turned(
  set: ImportCase,
  parts: readonly Part[],
  change: (document: Document) => Document,
): ImportCase {
  const of = (part: Part) => (parts.includes(part) ? change(set[part]) : set[part]);
  return { ...set, order: of('order'), payment: of('payment'), waybill: of('waybill'), list: of('list') };
}

const decimals =
  (places: number, ...parts: readonly Part[]) =>
  (set: ImportCase): ImportCase =>
    turned(set, parts, it => written(it, value => formatFixed5(value, places)));

/** Puts another paid sum into order and payment. */
function paid(
  set: ImportCase,
  fields: { taxTotal?: string; discount?: string; freight?: string },
): ImportCase {
  const order = put(set.order, fields);
  const of = (name: string) => fixed5(order.head[name] ?? '0');
  const sum = formatFixed5(of('goodsValue') + of('freight') + of('taxTotal') - of('discount'), 2);
  return {
    ...set,
    order: put(order, { acturalPaid: sum }),
    payment: put(set.payment, { amountPaid: sum }),
  };
}

/** Another firm in the place of one, in every document. */
function firm(set: ImportCase, code: string, name: string, as: { code: string; name: string }): ImportCase {
  return turned(set, PARTS, it =>
    it.head[code] === undefined ? it : put(it, { [code]: as.code, [name]: as.name }),
  );
}

const codeOf = (set: ImportCase, field: string) => set.list.head[field] ?? '';

function gift(set: ImportCase): ImportCase {
  const [first = {}] = set.list.lines;
  const gnum = String(set.list.lines.length + 1);
  const free = { gnum, price: '0', totalPrice: '0', itemNo: 'GIFT-1' };
  const light = {
    gcode: '3401300000',
    gname: '演示洁面小样',
    itemName: '演示洁面小样',
    gmodel: '洁面|赠品',
    qty: '1',
    unit: '011',
    qty1: '0.00001',
    unit1: '035',
  };
  return {
    ...set,
    list: {
      ...set.list,
      lines: [...set.list.lines, changed(first, { ...light, ...free, qty2: null, unit2: null })],
    },
    order: {
      ...set.order,
      lines: [
        ...set.order.lines,
        changed(set.order.lines[0] ?? {}, {
          ...free,
          itemName: light.itemName,
          gmodel: light.gmodel,
          qty: light.qty,
          unit: light.unit,
        }),
      ],
    },
  };
}

/** How other people make right sets. */
export const MANNERS: readonly Manner[] = [
  { title: 'no decimals where none are needed', turn: decimals(0, ...PARTS) },
  { title: 'five decimals everywhere', turn: decimals(5, ...PARTS) },
  { title: 'four decimals in list and waybill', turn: decimals(4, 'list', 'waybill') },
  { title: 'two decimals in order and payment', turn: decimals(2, 'order', 'payment') },
  { title: 'no tax withheld', turn: set => paid(set, { taxTotal: '0' }) },
  { title: 'paid with points', turn: set => paid(set, { discount: '3.21' }) },
  {
    title: 'free of freight and insurance',
    turn: set =>
      ['waybill', 'list'].reduce(
        (made, part) => head(part as Part, { freight: '0', insuredFee: '0' })(made),
        paid(set, { freight: '0', taxTotal: '0' }),
      ),
  },
  {
    title: 'freight paid by the shop: none in the order',
    turn: set => paid(set, { freight: '0', taxTotal: '0' }),
  },
  {
    title: 'freight of the order without insurance',
    turn: set => paid(set, { freight: codeOf(set, 'freight'), taxTotal: '0' }),
  },
  { title: 'a gift', turn: gift },
  {
    title: 'somebody else receives it',
    turn: set => {
      const to = {
        consignee: '演示收货人',
        consigneeTelephone: '0531-86000000',
        consigneeAddress: '北京市朝阳区演示街9号',
      };
      return [
        head('order', { ...to, consigneeDistrict: null }),
        head('waybill', to),
        head('list', { consigneeAddress: to.consigneeAddress }),
      ].reduce((made, turn) => turn(made), set);
    },
  },
  { title: 'payment without telephone', turn: head('payment', { telephone: null }) },
  { title: "payment with the payer's own telephone", turn: head('payment', { telephone: '15900000000' }) },
  {
    title: 'order that does not name the payment',
    turn: head('order', { payCode: null, payName: null, payTransactionId: null }),
  },
  { title: 'order that names the payment company alone', turn: head('order', { payTransactionId: null }) },
  {
    title: 'the platform sells itself',
    turn: set => {
      const seller = { code: codeOf(set, 'ebpCode'), name: codeOf(set, 'ebpName') };
      return head('list', { assureCode: seller.code })(firm(set, 'ebcCode', 'ebcName', seller));
    },
  },
  {
    title: 'the seller declares itself',
    turn: set => head('list', { agentCode: codeOf(set, 'ebcCode'), agentName: codeOf(set, 'ebcName') })(set),
  },
  ...['ebpCode', 'ebcCode', 'logisticsCode', 'agentCode'].map(field => ({
    title: `guaranteed by ${field}`,
    turn: (set: ImportCase) => head('list', { assureCode: codeOf(set, field) })(set),
  })),
  {
    title: 'codes of ten and of eighteen characters',
    turn: set =>
      firm(set, 'logisticsCode', 'logisticsName', {
        code: '91370100MADEMO0404',
        name: '演示航空货运有限公司',
      }),
  },
  { title: 'waybill without bill of lading', turn: head('waybill', { billNo: null }) },
  { title: 'waybill without goods', turn: head('waybill', { goodsInfo: null }) },
  {
    title: 'everything sent in one second',
    turn: set => PARTS.reduce((made, part) => head(part, { appTime: '20250618120000' })(made), set),
  },
  {
    title: 'list first, then the rest',
    turn: set =>
      head('list', { appTime: '20250617080000', declTime: '20250618' })(
        head('order', { appTime: '20250618150000' })(set),
      ),
  },
  { title: 'declared today', turn: head('list', { declTime: '20250618' }) },
  { title: 'arrival not known', turn: head('list', { ieDate: null }) },
  { title: 'arrives in a week', turn: head('list', { ieDate: '20250625' }) },
  { title: 'presale of four months', turn: head('payment', { payTime: '20250214093000' }) },
  { title: 'paid a minute before the declaration', turn: head('payment', { payTime: '20250618142900' }) },
  { title: 'trading country', turn: lines('list', it => ({ ...it, tradeCountry: it['country'] ?? '' })) },
  { title: 'without bar code', turn: without('list', 'barCode') },
  { title: 'with bar codes', turn: lines('list', (it, at) => ({ ...it, barCode: `490000000000${at}` })) },
  {
    title: 'with bar codes in both',
    turn: set =>
      lines('order', (it, at) => ({ ...it, barCode: `490000000000${at}` }))(
        lines('list', (it, at) => ({ ...it, barCode: `490000000000${at}` }))(set),
      ),
  },
  { title: 'without packing', turn: head('list', { wrapType: null }) },
  { title: 'in a bag', turn: head('list', { wrapType: '4' }) },
  { title: 'list without article numbers', turn: without('list', 'itemNo', 'itemName') },
  { title: 'order without article numbers', turn: without('order', 'itemNo') },
  {
    title: 'order with a description',
    turn: lines('order', it => ({ ...it, itemDescribe: '演示商品，产地直采' })),
  },
  {
    title: 'short specification in the order',
    turn: lines('order', it => ({ ...it, gmodel: '见商品详情' })),
  },
  {
    title: 'name with a promotion in the order',
    turn: lines('order', it => ({ ...it, itemName: `【热卖】${it['itemName'] ?? ''}` })),
  },
  ...['2', '3', '4', '5', '6', '9'].map(code => ({
    title: `transport ${code}`,
    turn: (set: ImportCase) => head('list', { trafMode: code })(set),
  })),
  ...['4301', '4302', '4303', '4341', '4227', '2244', '5141'].map(code => ({
    title: `customs office ${code}`,
    turn: (set: ImportCase) => head('list', { customsCode: code, portCode: code })(set),
  })),
  {
    title: 'declared here, entered elsewhere',
    turn: head('list', { customsCode: '4301', portCode: '4201' }),
  },
  {
    title: 'with remarks',
    turn: set => PARTS.reduce((made, part) => head(part, { note: '演示，无需处理' })(made), set),
  },
  { title: 'number of the district left out', turn: head('order', { consigneeDistrict: null }) },
  {
    title: 'telephone of a land line',
    turn: set =>
      head('order', { buyerTelephone: '0531-88880000' })(
        head('list', { buyerTelephone: '0531-88880000' })(set),
      ),
  },
  {
    title: 'GUIDs in capitals and small letters',
    turn: head('payment', { guid: 'a1b2c3d4-0000-4000-8000-0123456789AB' }),
  },
  {
    title: 'long numbers',
    turn: set => {
      const logisticsNo = 'SF'.padEnd(40, '0123456789');
      return head('waybill', { logisticsNo })(head('list', { logisticsNo })(set));
    },
  },
  {
    title: 'heavy packing',
    turn: set => {
      const heavy = formatFixed5(fixed5(set.list.head['grossWeight'] ?? '0') * 3n);
      return head('list', { grossWeight: heavy })(head('waybill', { weight: heavy })(set));
    },
  },
  {
    title: 'net weight is gross weight',
    turn: set => head('list', { netWeight: set.list.head['grossWeight'] ?? '' })(set),
  },
];
