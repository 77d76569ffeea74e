import {
  answeredDocuments,
  type Book,
  type CaseState,
  type Direction,
  directionOf,
  directionOfCase,
  documentSlot,
  findDocument,
  type Incoming,
  isPlainRoute,
  keyOfRoute,
  linksOf,
  newCase,
  ON_WAYBILLS,
  paymentRoute,
} from '../../cases/index.ts';
import type { Tx } from '../store/index.ts';
import { readDocuments, readPast, type Slot } from './documents.ts';
import type { Realm } from './realm.ts';

/** What became of every version under the keys of the batch; the current ones are loaded already. */
export async function loadIdentities(
  tx: Tx,
  realm: Realm,
  book: Book,
  slots: readonly Slot[],
): Promise<void> {
  for (const held of book.documents.values()) book.identities.set(held.identity, held.state);
  for (const { identity, state } of await readPast(tx, realm, slots)) book.identities.set(identity, state);
}

/** The documents that a case may be judged on. */
export function documentSlots(state: CaseState): Slot[] {
  const { key, payments, waybill } = state;
  const slots: Slot[] =
    directionOfCase(key) === 'export'
      ? [
          { type: 'CEB303Message', key: keyOfRoute(key) },
          ...(state.list === undefined ? [] : [{ type: 'CEB603Message', key: state.list }]),
          ...(state.back ?? []).map(entry => ({ type: 'CEB213Message', key: entry.key })),
        ]
      : [
          { type: 'CEB311Message', key },
          { type: 'CEB621Message', key },
        ];
  const direction = directionOfCase(key);
  for (const route of payments)
    slots.push({ type: documentOnRoute(route, direction), key: keyOfRoute(route) });
  if (waybill) slots.push({ type: documentOnRoute(waybill, direction), key: keyOfRoute(waybill) });
  return slots;
}

function documentOnRoute(route: string, direction: Direction): string {
  if (route.startsWith('W')) return direction === 'export' ? 'CEB505Message' : 'CEB511Message';
  return route.startsWith('R') ? 'CEB403Message' : 'CEB411Message';
}

export function wantedDocuments(
  book: Book,
  caseKeys: Iterable<string>,
  incoming: readonly Incoming[] = [],
): Slot[] {
  const slots: Slot[] = [];
  for (const key of caseKeys) slots.push(...documentSlots(book.cases.get(key) ?? newCase(key)));
  // What waits under a number that a record names, for a case that does not look at it yet.
  for (const { document } of incoming) {
    if (ON_WAYBILLS.has(document.type)) continue;
    const direction = directionOf(document.type);
    for (const route of linksOf(document).routes)
      if (!route.startsWith('T'))
        slots.push({ type: documentOnRoute(route, direction), key: keyOfRoute(route) });
  }
  for (const [route, row] of book.routes) {
    if (isPlainRoute(route)) continue;
    if (route.startsWith('T')) {
      for (const mark of row.marks ?? []) slots.push({ type: mark.type, key: mark.key });
      continue;
    }
    for (const key of row.cases)
      slots.push({ type: documentOnRoute(route, directionOfCase(key)), key: keyOfRoute(route) });
  }
  return slots;
}

export async function loadDocuments(tx: Tx, realm: Realm, book: Book, slots: readonly Slot[]): Promise<void> {
  const fresh = new Map<string, Slot>();
  for (const slot of slots) {
    const name = documentSlot(slot.type, slot.key);
    if (!book.documents.has(name)) fresh.set(name, slot);
  }
  for (const held of await readDocuments(tx, realm, [...fresh.values()]))
    book.documents.set(documentSlot(held.document.type, held.key), held);
}

/** An order may name a payment that no routing row of this batch mentions; its document is read under the order's case lock. */
export async function loadNamedPayments(
  tx: Tx,
  realm: Realm,
  book: Book,
  caseKeys: Iterable<string>,
): Promise<void> {
  const slots: Slot[] = [];
  for (const key of caseKeys) {
    const order = findDocument(book, 'CEB311Message', key);
    const route = order && paymentRoute(order.document.head);
    if (route) slots.push({ type: 'CEB411Message', key: keyOfRoute(route) });
  }
  await loadDocuments(tx, realm, book, slots);
}

/** The documents that customs' receipts in the batch answer. */
export function answeredSlots(realm: Realm, incoming: readonly Incoming[]): readonly Slot[] {
  return realm.foreign ? incoming.filter(record => record.customs).flatMap(answeredDocuments) : [];
}
