import type { Law } from '../law/index.ts';
import type { World } from '../rules/index.ts';
import { beijingDate, type Finding, type Instant, type LawDate } from '../shared/index.ts';
import { type Book, documentSlot, type Effects, findDocument, touchCase } from './book.ts';
import { say } from './finding.ts';
import { listOf } from './gather.ts';
import type { Incoming } from './incoming.ts';
import { directionOfCase, keyOfRoute, linksOf, waybillRoute } from './keys.ts';
import { type CaseState, hasEnded } from './state.ts';

/**
 * A logistics company may give a waybill number again some months after the parcel that had it was released. Until then another list
 * on the number is refused (rules/waybill-reuse); afterwards the number starts afresh, and nothing of the closed case is touched.
 */

/** The calendar date some months later; the last day of the month where the day does not exist there. */
export function monthsAfter(date: LawDate, months: number): LawDate {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10);
}

function isFreeAgain(used: Instant, at: Instant, law: Law): boolean {
  const on = beijingDate(at);
  const months = Number(law.number('waybill.no-reuse-months', on).value);
  return monthsAfter(beijingDate(used), months) <= on;
}

/**
 * The other case that was released on this case's waybill number, while the number is not free again. Naming a number is no use of
 * it: a mistyped number in somebody's list must not stop the parcel that really has it.
 */
export function waybillUseOf(
  book: Book,
  state: CaseState,
  at: Instant,
  law: Law,
): NonNullable<World['waybillUse']> {
  const { waybill } = state;
  if (waybill === undefined) return 'none';
  let use: { caseKey: string; at: Instant } | undefined;
  for (const key of new Set([...(state.rivals ?? []), ...(book.routes.get(waybill)?.cases ?? [])])) {
    if (key === state.key) continue;
    const other = book.cases.get(key);
    if (!other) throw new Error(`a case on the same waybill number was not loaded: ${key}`);
    const used = usedAt(other);
    if (other.waybill !== waybill || used === undefined) continue;
    if (isFreeAgain(lastUse(other) ?? used, at, law)) continue;
    if (!use || used < use.at) use = { caseKey: key, at: used };
  }
  return use ?? 'none';
}

/** Lists of one sender on one waybill number: mistyped numbers, parcels declared anew under another order. More are a broken program. */
const LISTS_ON_WAYBILL = 20;

/**
 * Every list on a waybill number has to be looked at for each of the others, so one sender may not pile them up without end. What
 * strangers declare on the number counts for nothing: they must not keep out the parcel that really has it.
 */
export function crowdsWaybill(
  book: Book,
  { document, sender }: Pick<Incoming, 'document' | 'sender'>,
  place: Pick<Finding, 'document' | 'path' | 'value'>,
): readonly Finding[] {
  if (document.type !== 'CEB621Message' && document.type !== 'CEB603Message') return [];
  const { caseKey = '' } = linksOf(document);
  const others = book.routes.get(waybillRoute(document.head))?.cases ?? [];
  if (others.length < LISTS_ON_WAYBILL || others.includes(caseKey)) return [];
  const own = others.filter(key => {
    const state = book.cases.get(key);
    const list = state && listOf(book, state);
    // A list that was deleted or revoked has left its case behind.
    return list ? list.sender === sender : state?.parties.includes(sender);
  });
  if (own.length < LISTS_ON_WAYBILL) return [];
  return [
    say({
      code: 'life-waybill-crowded',
      severity: 'reject',
      ...place,
      message: {
        zh: `本企业已有 ${own.length} 份清单使用同一物流运单编号（logisticsNo）“${place.value ?? ''}”：一个运单号只属于一个包裹。请检查生成清单的程序是否写入了真实运单号。`,
        en: `${own.length} of your lists name the same logisticsNo "${place.value ?? ''}" already, and a waybill number belongs to one parcel: see whether your program writes the real number.`,
      },
    }),
  ];
}

/**
 * When a case took its waybill number into use: by its release. An export list that has passed the rules takes it already, because
 * the arrival that releases it names the parcel by this number only.
 */
function usedAt(state: CaseState): Instant | undefined {
  if (hasEnded(state)) return state.releasedAt;
  const passed = state.status === 'reviewed' || state.status === 'inspection';
  return passed && directionOfCase(state.key) === 'export' ? state.decidedAt : undefined;
}

/** The number is counted from the last that was heard of the parcel. */
function lastUse(state: CaseState): Instant | undefined {
  return hasEnded(state) ? (state.departedAt ?? state.releasedAt) : undefined;
}

/** The waybill documents of both directions. */
const WAYBILLS = ['CEB511Message', 'CEB505Message'] as const;

/** True when every parcel that had the number was released so long ago that the number, and its old document, count no longer. */
export function hasLapsed(book: Book, route: string, at: Instant, law: Law): boolean {
  const users = (book.routes.get(route)?.cases ?? []).flatMap(key => {
    const state = book.cases.get(key);
    return state?.waybill === route ? [state] : [];
  });
  const free = (used: Instant | undefined) => used !== undefined && isFreeAgain(used, at, law);
  return (
    users.length > 0 &&
    users.every(user => free(lastUse(user))) &&
    WAYBILLS.every(type => {
      const document = findDocument(book, type, keyOfRoute(route));
      return document === undefined || free(document.at);
    })
  );
}

/** The number starts afresh: its old documents count no longer, and its row forgets the closed cases and what was said of them. */
export function startAfresh(book: Book, effects: Effects, route: string, at: Instant): void {
  const key = keyOfRoute(route);
  for (const type of WAYBILLS) {
    const document = findDocument(book, type, key);
    if (!document) continue;
    document.state = 'superseded';
    effects.changed.add(document);
    book.documents.delete(documentSlot(type, key));
  }
  const open = (book.routes.get(route)?.cases ?? []).filter(name => {
    const state = book.cases.get(name);
    return state === undefined || !hasEnded(state);
  });
  for (const name of open)
    if (book.cases.get(name)?.marks && book.cases.get(name)?.waybill === route)
      delete touchCase(book, effects, name).marks;
  book.routes.set(route, { cases: open, at });
  effects.routes.add(route);
}
