import type { Finding } from '../shared/index.ts';
import { type Book, type Effects, type Route, type Setting, touchCase } from './book.ts';
import { say } from './finding.ts';
import { directionOfCase, keyOfRoute, linksOf } from './keys.ts';
import { hasLapsed, startAfresh } from './reuse.ts';
import type { CaseState, Held, Mark } from './state.ts';

/**
 * An arrival (507), a departure (509) or a master list (607) names thousands of waybill numbers. What it says of each stands as a mark
 * in the routing row of the number, and in the case that looks at the number: the case is then moved under its own lock alone, and a
 * mark that comes before its list waits under the number.
 */
export function markWaybills(
  book: Book,
  effects: Effects,
  held: Held,
  former: readonly string[],
  setting: Setting,
): void {
  const named = held.state === 'deleted' ? [] : linksOf(held.document).routes;
  for (const name of named) {
    if (hasLapsed(book, name, held.at, setting.law)) startAfresh(book, effects, name, held.at);
    put(book, effects, name, held, marks => withMark(marks, markOf(held)));
  }
  const kept = new Set(named);
  for (const name of former)
    if (!kept.has(name)) put(book, effects, name, held, marks => without(marks, held));
}

function markOf({ document, key, at }: Held): Mark {
  const { billNo, leaveTime } = document.head;
  return {
    type: document.type,
    key,
    at,
    ...(billNo ? { billNo } : {}),
    ...(document.type === 'CEB509Message' && leaveTime ? { left: leaveTime } : {}),
  };
}

/** A change of a document keeps the place of its mark. */
function withMark(marks: readonly Mark[], mark: Mark): readonly Mark[] {
  const place = marks.findIndex(it => it.type === mark.type && it.key === mark.key);
  return place < 0 ? [...marks, mark] : marks.with(place, mark);
}

function without(marks: readonly Mark[], held: Held): readonly Mark[] {
  return marks.filter(it => it.type !== held.document.type || it.key !== held.key);
}

function put(
  book: Book,
  effects: Effects,
  name: string,
  { document: { type }, at }: Held,
  change: (marks: readonly Mark[]) => readonly Mark[],
): void {
  const row: Route = book.routes.get(name) ?? { cases: [], at };
  const marks = change(row.marks ?? []);
  book.routes.set(name, { ...row, marks });
  effects.routes.add(name);
  for (const key of row.cases) {
    const state = book.cases.get(key);
    if (!state || directionOfCase(key) !== 'export' || state.waybill !== name) continue;
    // What arrives or leaves after a departure is another parcel; a master list may come late.
    if (state.departedAt !== undefined && type !== 'CEB607Message') continue;
    touchCase(book, effects, key).marks = marks;
  }
}

/** The list names its number: what stands there is known to the case from now on. */
export function takeMarks(book: Book, state: CaseState): void {
  const marks = state.waybill === undefined ? undefined : book.routes.get(state.waybill)?.marks;
  if (marks?.length) state.marks = marks;
  else delete state.marks;
}

/**
 * The first mark of a type that is this parcel's. What an earlier parcel of the same number left with is not: its case, when it is
 * over, keeps its marks.
 */
export function markOn(book: Book, state: CaseState, type: Mark['type']): Mark | undefined {
  const spent = (state.rivals ?? []).flatMap(key => {
    const rival = book.cases.get(key);
    return rival?.releasedAt !== undefined && rival.waybill === state.waybill ? (rival.marks ?? []) : [];
  });
  return state.marks?.find(
    mark => mark.type === type && !spent.some(it => it.type === type && it.key === mark.key),
  );
}

/** What a reviewed list waits for, told to whoever looks at it: the arrival under its waybill number, and whether it is said to have left. */
export function awaitsArrival(state: CaseState): readonly Finding[] {
  if (state.status !== 'reviewed' || state.waybill === undefined) return [];
  const left = state.marks?.some(mark => mark.type === 'CEB509Message') ?? false;
  const number = keyOfRoute(state.waybill);
  return [
    say({
      code: 'waits-for-arrival',
      severity: 'hold',
      document: { type: 'CEB507Message', key: number },
      path: '',
      value: null,
      message: {
        zh: `清单已审结，等待监管场所经营人报送含运单“${number}”的运抵单（CEB507），运抵后自动放行。${left ? '该运单已有离境单，但尚未运抵放行，请核对。' : ''}`,
        en: `The list is reviewed and waits for an arrival (CEB507) that names waybill "${number}"; the arrival releases it.${left ? ' A departure names the waybill already, although it was never released: check.' : ''}`,
      },
    }),
  ];
}
