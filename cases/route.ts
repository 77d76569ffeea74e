import type { Document } from '../messages/index.ts';
import { type Book, type Effects, type Setting, touchCase } from './book.ts';
import { declaredRoute, numberRoute, ownCaseOf } from './customs-keys.ts';
import { customsSide, isForeign } from './customs-side.ts';
import {
  comingBackRoute,
  directionOf,
  directionOfCase,
  linksOf,
  ON_WAYBILLS,
  paymentRoute,
  receiptRoute,
  waybillRoute,
} from './keys.ts';
import { markWaybills, takeMarks } from './marks.ts';
import { hasLapsed, startAfresh } from './reuse.ts';
import { listNumber } from './revoke.ts';
import type { CaseState, Held } from './state.ts';

/** The cases that a document touches: the one it names and those that its numbers are routed to, of its own direction. */
export function casesOf(book: Book, document: Document, formerRoutes: readonly string[] = []): string[] {
  const links = linksOf(document);
  const direction = directionOf(document.type);
  const keys = new Set<string>();
  if (links.caseKey !== undefined) keys.add(links.caseKey);
  const numbered = links.invtNo === undefined ? undefined : caseOfNumber(book, links.invtNo);
  if (numbered !== undefined) keys.add(numbered);
  for (const route of [...links.routes, ...formerRoutes]) {
    for (const routed of book.routes.get(route)?.cases ?? [])
      if (directionOfCase(routed) === direction && looksAt(book, routed, route, document)) keys.add(routed);
  }
  return [...keys].sort();
}

/** An export list is nobody else's business, and a parcel whose list names another waybill by now has nothing to do with the old one. */
function looksAt(book: Book, caseKey: string, route: string, document: Document): boolean {
  if (directionOf(document.type) === 'import' || !route.startsWith('W|')) return true;
  return document.type !== 'CEB603Message' && book.cases.get(caseKey)?.waybill === route;
}

/** The case whose list has this number now. A number that only looks right names nothing. */
export function caseOfNumber(book: Book, invtNo: string): string | undefined {
  const key = book.routes.get(numberRoute(invtNo))?.cases.at(-1) ?? book.numbers.get(invtNo);
  const state = key === undefined ? undefined : book.cases.get(key);
  return state && listNumber(state) === invtNo ? key : undefined;
}

/**
 * Writes under which numbers the document is looked for, and names the cases that it touches.
 * @param before the document whose place it takes
 */
export function route(
  book: Book,
  effects: Effects,
  held: Held,
  before: Held | undefined,
  setting: Setting,
): readonly string[] {
  const { document } = held;
  const { head, type } = document;
  const { caseKey } = linksOf(document);
  const former = before && before.document.type === type ? linksOf(before.document).routes : [];
  if ((type === 'CEB621Message' || type === 'CEB603Message') && caseKey !== undefined) {
    const state = touchCase(book, effects, caseKey);
    state.waybill = waybillRoute(head);
    claimWaybill(book, effects, state, held, setting);
    numberList(book, state, held, setting);
    if (type === 'CEB603Message') {
      state.list = held.key;
      takeMarks(book, state);
    }
  }
  const payment = paymentRoute(head);
  if (payment && caseKey !== undefined && (type === 'CEB311Message' || type === 'CEB411Message'))
    claimPayment(book, effects, payment, caseKey, held.at);
  if (type === 'CEB403Message' && caseKey !== undefined)
    claimPayment(book, effects, receiptRoute(head), caseKey, held.at);
  if (type === 'CEB213Message') {
    const of = caseOfNumber(book, head['invtNo'] ?? '');
    if (of !== undefined) claim(book, effects, comingBackRoute(head), of, held.at);
  }
  if (isForeign(setting)) claimDeclared(book, effects, held);
  if (ON_WAYBILLS.has(type)) markWaybills(book, effects, held, former, setting);
  if (type === 'CEB215Message') waitForApplication(book, effects, held);
  return casesOf(book, document, ON_WAYBILLS.has(type) ? former : []);
}

/** Receipts of customs on lists and applications name the declarant's own number: it leads to the case. */
function claimDeclared(book: Book, effects: Effects, { document, at }: Held): void {
  const name = declaredRoute(document);
  const key = ownCaseOf(document) ?? caseOfNumber(book, document.head['invtNo'] ?? '');
  if (name !== undefined && key !== undefined) claim(book, effects, name, key, at);
}

function claimPayment(book: Book, effects: Effects, name: string, caseKey: string, at: Held['at']): void {
  claim(book, effects, name, caseKey, at);
  const state = touchCase(book, effects, caseKey);
  if (!state.payments.includes(name)) state.payments.push(name);
}

/** From now on the case looks at what stands under this number. */
function claim(book: Book, effects: Effects, name: string, caseKey: string, at: Held['at']): void {
  const row = book.routes.get(name);
  if (row?.cases.includes(caseKey)) return;
  book.routes.set(name, {
    ...row,
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
function numberList(
  book: Book,
  state: CaseState,
  { document, state: became, journal, at }: Held,
  setting: Setting,
): void {
  if (became === 'deleted') return;
  // Where customs decides, customs numbers.
  if (isForeign(setting)) {
    customsSide(state);
    return;
  }
  if (document.head['appType'] === '1' || state.listJournal === undefined) {
    state.listJournal = journal;
    state.listAt = at;
    state.customsCode = document.head['customsCode'] ?? '';
    const number = listNumber(state);
    if (number !== undefined && directionOfCase(state.key) === 'export') book.numbers.set(number, state.key);
  }
}

/** The goods of a return may be tallied before the application for it is here. */
function waitForApplication(book: Book, effects: Effects, { document, key, at }: Held): void {
  const name = comingBackRoute(document.head);
  const row = book.routes.get(name) ?? { cases: [], at };
  if (row.marks?.some(mark => mark.key === key)) return;
  book.routes.set(name, { ...row, marks: [...(row.marks ?? []), { type: document.type, key, at }] });
  effects.routes.add(name);
}
