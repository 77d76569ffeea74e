import type { DecodedRecord, Document } from '../messages/index.ts';
import { businessKey } from '../messages/index.ts';
import { caseKeyOf, paymentRoute, waybillRoute } from './keys.ts';

/** Documents that belong to one parcel, or one document of another kind on its own. */
export interface ParcelSet {
  readonly key: string;
  readonly mode: string;
  /** Is it (part of) an import parcel, which wants four documents? */
  readonly parcel: boolean;
  readonly records: readonly DecodedRecord[];
}

type Role = 'list' | 'order' | 'payment' | 'waybill';
const ROLES: Readonly<Record<string, Role>> = {
  CEB621Message: 'list',
  CEB311Message: 'order',
  CEB411Message: 'payment',
  CEB511Message: 'waybill',
};

type Draft = Partial<Record<Role, DecodedRecord>> & { key: string };

/**
 * Sorts the records of a file (or several) into parcels. First by the official keys. Then, because a wrong key is the very thing that
 * a precheck must find, what is left over is put to the incomplete parcel that it resembles most (same order number, waybill number,
 * transaction, buyer, amount …); the rules then say which link is wrong.
 */
export function gatherSets(records: readonly DecodedRecord[]): readonly ParcelSet[] {
  const drafts = new Map<string, Draft>();
  const alone: ParcelSet[] = [];
  const left: DecodedRecord[] = [];
  const draftOf = (key: string): Draft => {
    const draft = drafts.get(key) ?? { key };
    drafts.set(key, draft);
    return draft;
  };
  const roleOf = (record: DecodedRecord) => ROLES[record.document.type];

  for (const record of records) {
    const role = roleOf(record);
    if (role === undefined) alone.push(single(record));
    else if (role === 'list' || role === 'order') {
      const draft = draftOf(caseKeyOf(record.document.head));
      if (draft[role]) alone.push(single(record));
      else draft[role] = record;
    }
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
        : (byPayment.get(paymentRoute(head) ?? '') ?? drafts.get(caseKeyOf(head)));
    if (draft && !draft[role]) draft[role] = record;
    else left.push(record);
  }
  const halves = [...drafts.values()].filter(draft => !draft.list || !draft.order);
  adoptHalves(halves, drafts);
  for (const record of left) {
    const role = roleOf(record);
    if (role === undefined) continue;
    const home = closest(
      record.document,
      [...drafts.values()].filter(draft => !draft[role]),
    );
    if (home) home[role] = record;
    else
      drafts.set(`${record.document.type} ${businessKey(record.document)} ${record.index}`, {
        key: lonelyKey(record.document),
        [role]: record,
      });
  }
  return [...[...drafts.values()].map(setOf), ...alone];
}

/** What a payment or waybill without company is called: the case it names, as far as it names one. */
function lonelyKey(document: Document): string {
  return document.type === 'CEB411Message'
    ? caseKeyOf(document.head)
    : (document.head['orderNo'] ?? businessKey(document));
}

/** An order without its list and a list without its order may be one parcel whose key was mistyped in one of them. */
function adoptHalves(halves: readonly Draft[], drafts: Map<string, Draft>): void {
  for (const half of halves) {
    if (!half.order || half.list || !drafts.has(half.key)) continue;
    const home = closest(
      half.order.document,
      halves.filter(other => other.list && !other.order),
    );
    if (!home) continue;
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
  [['billNo'], 1],
  [['ebpCode'], 1],
];
const ENOUGH = 5;

function closest(document: Document, drafts: readonly Draft[]): Draft | undefined {
  let best: Draft | undefined;
  let score = ENOUGH - 1;
  let tied = false;
  for (const draft of drafts) {
    const others = [draft.list, draft.order, draft.payment, draft.waybill].flatMap(
      record => record?.document ?? [],
    );
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
  return own.length > 0 && others.some(other => names.some(name => own.includes(other.head[name] ?? '\0')));
}

function setOf(draft: Draft): ParcelSet {
  const records = [draft.list, draft.order, draft.payment, draft.waybill].flatMap(record => record ?? []);
  return {
    key: draft.list ? caseKeyOf(draft.list.document.head) : draft.key,
    mode: draft.list?.document.head['tradeMode'] ?? '',
    parcel: true,
    records,
  };
}

function single(record: DecodedRecord): ParcelSet {
  return {
    key: businessKey(record.document),
    mode: record.document.head['tradeMode'] ?? '',
    parcel: ROLES[record.document.type] !== undefined,
    records: [record],
  };
}
