import type { Document } from '../messages/index.ts';
import { type Book, type Effects, type Setting, touchCase } from './book.ts';
import { linksOf, paymentRoute, waybillRoute } from './keys.ts';
import { hasLapsed, startAfresh } from './reuse.ts';
import type { CaseState, Held } from './state.ts';

/** The cases that a document touches: the one it names and those that its numbers are routed to. */
export function casesOf(book: Book, document: Document): string[] {
  const links = linksOf(document);
  const keys = new Set<string>();
  if (links.caseKey !== undefined) keys.add(links.caseKey);
  for (const route of links.routes) {
    for (const routed of book.routes.get(route)?.cases ?? []) keys.add(routed);
  }
  return [...keys].sort();
}

/** Writes under which numbers the document is looked for, and names the cases that it touches. */
export function route(book: Book, effects: Effects, held: Held, setting: Setting): readonly string[] {
  const { document } = held;
  const { head, type } = document;
  const links = linksOf(document);
  if (type === 'CEB621Message' && links.caseKey !== undefined) {
    const state = touchCase(book, effects, links.caseKey);
    state.waybill = waybillRoute(head);
    claimWaybill(book, effects, state, held, setting);
    numberList(state, held);
  }
  const payment = paymentRoute(head);
  if (payment && links.caseKey !== undefined && (type === 'CEB311Message' || type === 'CEB411Message')) {
    claim(book, effects, payment, links.caseKey, held.at);
    const state = touchCase(book, effects, links.caseKey);
    if (!state.payments.includes(payment)) state.payments.push(payment);
  }
  return casesOf(book, document);
}

/** From now on the case looks at what stands under this number. */
function claim(book: Book, effects: Effects, name: string, caseKey: string, at: Held['at']): void {
  const row = book.routes.get(name);
  if (row?.cases.includes(caseKey)) return;
  book.routes.set(name, {
    cases: [...(row?.cases ?? []), caseKey],
    at: row && row.cases.length > 0 ? row.at : at,
  });
  effects.routes.add(name);
}

/** The list names a waybill number: its case looks at it from now on, and knows the others that do. */
function claimWaybill(book: Book, effects: Effects, state: CaseState, held: Held, setting: Setting): void {
  const name = waybillRoute(held.document.head);
  if (book.routes.get(name)?.cases.includes(state.key)) return;
  if (hasLapsed(book, name, held.at, setting.law)) startAfresh(book, effects, name, held.at);
  for (const key of book.routes.get(name)?.cases ?? []) {
    const other = touchCase(book, effects, key);
    other.rivals = withKey(other.rivals, state.key);
    state.rivals = withKey(state.rivals, key);
  }
  claim(book, effects, name, state.key, held.at);
}

function withKey(keys: readonly string[] | undefined, key: string): string[] {
  return keys?.includes(key) ? [...keys] : [...(keys ?? []), key].sort();
}

/** A newly declared list gets its numbers; a change or deletion keeps them. */
function numberList(state: CaseState, { document, state: became, journal, at }: Held): void {
  if (became === 'deleted') return;
  if (document.head['appType'] === '1' || state.listJournal === undefined) {
    state.listJournal = journal;
    state.listAt = at;
    state.customsCode = document.head['customsCode'] ?? '';
  }
}
