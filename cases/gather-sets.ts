import type { DecodedRecord, Document } from '../messages/index.ts';
import { businessKey } from '../messages/index.ts';
import {
  caseKeyOf,
  type Direction,
  directionOf,
  exportCaseKeyOf,
  paymentRoute,
  waybillRoute,
} from './keys.ts';
import { EXPORT_TRAITS, likelyHomes } from './likeness.ts';

/** Documents that belong to one parcel, or one document of another kind on its own. */
export interface ParcelSet {
  readonly key: string;
  readonly mode: string;
  /** Is it (part of) a parcel, which wants all its documents? */
  readonly parcel: boolean;
  readonly direction: Direction;
  readonly records: readonly DecodedRecord[];
  /** Another record of the file already stands under the same business key, and this one does not change it. */
  readonly repeats?: DecodedRecord;
  /** Type and key of the documents of the file that change an earlier record of the same file. */
  readonly changed: ReadonlySet<string>;
}

/** `payment`: the payment of an import, the receipt of payment of an export. */
type Role = 'list' | 'order' | 'payment' | 'waybill';
const ROLES: Readonly<Record<string, Role>> = {
  CEB621Message: 'list',
  CEB311Message: 'order',
  CEB411Message: 'payment',
  CEB511Message: 'waybill',
  CEB603Message: 'list',
  CEB303Message: 'order',
  CEB403Message: 'payment',
  CEB505Message: 'waybill',
};

function parcelKeyOf({ type, head }: Document): string {
  return directionOf(type) === 'export' ? exportCaseKeyOf(head) : caseKeyOf(head);
}

type Draft = Partial<Record<Role, DecodedRecord>> & { key: string; readonly direction: Direction };

/**
 * Sorts the records of a file (or several) into parcels. First by the official keys. Then, because a wrong key is the very thing that
 * a precheck must find, what is left over is put to the incomplete parcel that it resembles most (same order number, waybill number,
 * transaction, buyer, amount …); the rules then say which link is wrong.
 */
export function gatherSets(given: readonly DecodedRecord[]): readonly ParcelSet[] {
  const { records, repeated, changed } = foldKeys(given);
  const alone = records.filter(record => ROLES[record.document.type] === undefined);
  const draftsOf = (direction: Direction) =>
    gatherDrafts(
      records.filter(
        ({ document: { type } }) => ROLES[type] !== undefined && directionOf(type) === direction,
      ),
      direction,
    );
  return [
    ...[...draftsOf('import'), ...draftsOf('export')].map(draft => setOf(draft, changed)),
    ...alone.map(record => single(record, changed)),
    ...repeated,
  ];
}

/** Parcels of one direction: an import resembles no export, whatever numbers they share. */
function gatherDrafts(records: readonly DecodedRecord[], direction: Direction): readonly Draft[] {
  const drafts = new Map<string, Draft>();
  const left: DecodedRecord[] = [];
  const draftOf = (key: string): Draft => {
    const draft = drafts.get(key) ?? { key, direction };
    drafts.set(key, draft);
    return draft;
  };
  const roleOf = (record: DecodedRecord) => ROLES[record.document.type];

  for (const record of records) {
    const role = roleOf(record);
    if (role === 'list' || role === 'order') draftOf(parcelKeyOf(record.document))[role] = record;
  }
  const byWaybill = new Map<string, Draft>();
  const byPayment = new Map<string, Draft>();
  for (const draft of drafts.values()) {
    if (draft.list) byWaybill.set(waybillRoute(draft.list.document.head), draft);
    const named = draft.order && paymentRoute(draft.order.document.head);
    if (named) byPayment.set(named, draft);
  }
  for (const record of records) {
    const role = roleOf(record);
    if (role !== 'payment' && role !== 'waybill') continue;
    const { head } = record.document;
    const draft =
      role === 'waybill'
        ? byWaybill.get(waybillRoute(head))
        : (byPayment.get(paymentRoute(head) ?? '') ?? drafts.get(parcelKeyOf(record.document)));
    if (draft && !draft[role]) draft[role] = record;
    else left.push(record);
  }
  adoptHalves(drafts);
  if (direction === 'export') adoptStrays(drafts, left);
  const resemblance = resemblanceOf(left.length === 0 ? [] : [...drafts.values()]);
  for (const record of left) {
    const role = roleOf(record);
    if (role === undefined) continue;
    const home = closest(record.document, resemblance, draft => !draft[role]);
    if (home) home[role] = record;
    const draft: Draft = home ?? { key: lonelyKey(record.document), direction, [role]: record };
    if (!home) drafts.set(`${record.document.type} ${businessKey(record.document)} ${record.index}`, draft);
    enter(resemblance, draft, record.document);
  }
  return [...drafts.values()];
}

/**
 * One record per business key: a change (appType 2) takes the place of what it changes; any other record under a key that is
 * taken repeats it and stands apart. Records without a whole key are left to resemblance.
 */
function foldKeys(given: readonly DecodedRecord[]): {
  readonly records: readonly DecodedRecord[];
  readonly repeated: readonly ParcelSet[];
  readonly changed: ReadonlySet<string>;
} {
  const changed = new Set<string>();
  const standing = new Map<string, number>();
  const repeated: ParcelSet[] = [];
  const records: DecodedRecord[] = [];
  for (const record of given) {
    const { document } = record;
    const key = businessKey(document);
    const slot = slotOf(document);
    const place = standing.get(slot);
    const before = place === undefined ? undefined : records[place];
    const whole = ROLES[document.type] !== undefined && !key.split('|').includes('');
    if (!whole || place === undefined || before === undefined) {
      if (whole) standing.set(slot, records.length);
      records.push(record);
    } else if (document.head['appType'] === '2') {
      records[place] = record;
      changed.add(slot);
      repeated.push({ ...single(before, changed), parcel: false });
    } else repeated.push({ ...single(record, changed), parcel: false, repeats: before });
  }
  return { records, repeated, changed };
}

/** Type and key: the place that only one document takes. */
export function slotOf(document: Document): string {
  return `${document.type} ${businessKey(document)}`;
}

/** What a payment or waybill without company is called: the case it names, as far as it names one. */
function lonelyKey(document: Document): string {
  if (document.type === 'CEB505Message') return `E|${businessKey(document)}`;
  return document.type === 'CEB511Message'
    ? (document.head['orderNo'] ?? businessKey(document))
    : parcelKeyOf(document);
}

/** Export documents under a number that no list has, put to the list that they resemble; the waybills that find one leave `left`. */
function adoptStrays(drafts: Map<string, Draft>, left: DecodedRecord[]): void {
  const lacking = (role: Role) => [...drafts.values()].filter(draft => draft.list && !draft[role]);
  const adopt = (role: keyof typeof EXPORT_TRAITS, strays: readonly DecodedRecord[]): DecodedRecord[] => {
    const homes = lacking(role);
    const found = likelyHomes(
      strays.map(({ document }) => document),
      homes.flatMap(({ list }) => list?.document ?? []),
      EXPORT_TRAITS[role],
    );
    return strays.filter((stray, at) => {
      const home = homes[found[at] ?? -1];
      if (home) home[role] = stray;
      return home !== undefined;
    });
  };
  const halves = new Map(
    [...drafts].flatMap(([key, draft]) => (draft.order && !draft.list ? [[draft.order, key] as const] : [])),
  );
  for (const order of adopt('order', [...halves.keys()])) {
    const key = halves.get(order) ?? '';
    const half = drafts.get(key);
    if (half?.payment) left.push(half.payment);
    drafts.delete(key);
  }
  for (const role of ['waybill', 'payment'] as const) {
    const strays = left.filter(({ document: { type } }) => ROLES[type] === role);
    for (const adopted of adopt(role, strays)) left.splice(left.indexOf(adopted), 1);
  }
}

/** An order without its list and a list without its order may be one parcel whose key was mistyped in one of them. */
function adoptHalves(drafts: Map<string, Draft>): void {
  const orders = [...drafts.values()].filter(draft => draft.order && !draft.list);
  const lists = [...drafts.values()].filter(draft => draft.list && !draft.order);
  if (orders.length === 0 || lists.length === 0) return;
  const resemblance = resemblanceOf(lists);
  for (const half of orders) {
    const home = half.order && closest(half.order.document, resemblance, list => !list.order);
    if (!home || !half.order) continue;
    home.order = half.order;
    if (!home.payment && half.payment) home.payment = half.payment;
    if (!home.waybill && half.waybill) home.waybill = half.waybill;
    drafts.delete(half.key);
  }
}

/** Evidence that two documents speak of one parcel: shared values and how telling each is. */
const EVIDENCE: readonly (readonly [readonly string[], number])[] = [
  [['orderNo'], 5],
  [['logisticsNo'], 5],
  [['payTransactionId'], 5],
  [['buyerIdNumber', 'payerIdNumber'], 3],
  [['buyerName', 'payerName', 'consignee'], 2],
  [['consigneeAddress'], 2],
  [['consigneeTelephone', 'buyerTelephone', 'telephone'], 2],
  [['acturalPaid', 'amountPaid'], 2],
  [['grossWeight', 'weight'], 1],
  [['ebcCode'], 1],
  [['goodsValue', 'charge'], 1],
  [['billNo'], 1],
  [['ebpCode'], 1],
];
const ENOUGH = 5;
/** Less telling evidence alone never is enough, so only parcels that share one of these need be looked at. */
const TELLING = EVIDENCE.filter(([, weight]) => weight >= 2);

/** Which parcels speak of a value: `names` of the evidence and the value → parcels, in their order. */
type Resemblance = Map<string, Set<Draft>>;

function resemblanceOf(drafts: readonly Draft[]): Resemblance {
  const resemblance: Resemblance = new Map();
  for (const draft of drafts) for (const it of documentsOf(draft)) enter(resemblance, draft, it);
  return resemblance;
}

function documentsOf(draft: Draft): readonly Document[] {
  return [draft.list, draft.order, draft.payment, draft.waybill].flatMap(record => record?.document ?? []);
}

function enter(resemblance: Resemblance, draft: Draft, document: Document): void {
  for (const slot of slotsOf(document)) {
    const known = resemblance.get(slot);
    if (known) known.add(draft);
    else resemblance.set(slot, new Set([draft]));
  }
}

function slotsOf(document: Document): readonly string[] {
  return TELLING.flatMap(([names], group) =>
    names.flatMap(name => {
      const value = document.head[name];
      return value ? [`${group} ${value}`] : [];
    }),
  );
}

function closest(
  document: Document,
  resemblance: Resemblance,
  fits: (draft: Draft) => boolean,
): Draft | undefined {
  let best: Draft | undefined;
  let score = ENOUGH - 1;
  let tied = false;
  const candidates = new Set(slotsOf(document).flatMap(slot => [...(resemblance.get(slot) ?? [])]));
  for (const draft of candidates) {
    if (!fits(draft)) continue;
    const others = documentsOf(draft);
    const worth = EVIDENCE.reduce(
      (sum, [names, weight]) => sum + (shares(document, others, names) ? weight : 0),
      0,
    );
    if (worth > score) {
      best = draft;
      score = worth;
      tied = false;
    } else if (worth === score && best) tied = true;
  }
  return tied ? undefined : best;
}

function shares(document: Document, others: readonly Document[], names: readonly string[]): boolean {
  const own = names.flatMap(name => document.head[name] ?? []);
  return own.some(
    value => value !== '' && others.some(other => names.some(name => other.head[name] === value)),
  );
}

function setOf(draft: Draft, changed: ParcelSet['changed']): ParcelSet {
  const records = [draft.list, draft.order, draft.payment, draft.waybill].flatMap(record => record ?? []);
  return {
    key: draft.list ? parcelKeyOf(draft.list.document) : draft.key,
    mode: draft.list?.document.head['tradeMode'] ?? '',
    parcel: true,
    direction: draft.direction,
    records,
    changed,
  };
}

function single(record: DecodedRecord, changed: ParcelSet['changed']): ParcelSet {
  return {
    key: businessKey(record.document),
    mode: record.document.head['tradeMode'] ?? '',
    parcel: ROLES[record.document.type] !== undefined,
    direction: directionOf(record.document.type),
    records: [record],
    changed,
  };
}
