import type { Law } from '../law/index.ts';
import {
  type ExportCase,
  type ExportMode,
  exportPartsDemanded,
  type ImportCase,
  type ImportMode,
  type IncompleteExportCase,
} from '../rules/index.ts';
import { beijingDate, DAY_MS, type Finding, type Instant } from '../shared/index.ts';
import { type Book, findDocument } from './book.ts';
import { RETAIL_SUPERVISION, say } from './finding.ts';
import { caseKeyOf, directionOfCase, exportCaseKeyOf, keyOfRoute, paymentRoute } from './keys.ts';
import { type CaseState, type Held, hasEnded } from './state.ts';

/** The documents of a case that are there. `receipt` (of payment) is of exports, `payment` of imports. */
export interface Gathered {
  readonly list?: Held;
  readonly order?: Held;
  readonly payment?: Held;
  readonly waybill?: Held;
  readonly receipt?: Held;
}

/** The senders' documents of a case, list first. */
export function allOf(has: Gathered): readonly Held[] {
  return [has.list, has.order, has.payment, has.waybill, has.receipt].flatMap(held => held ?? []);
}

/** The current list of a case, even when what it said is destroyed. */
export function listOf(book: Book, state: CaseState): Held | undefined {
  return directionOfCase(state.key) === 'export'
    ? findDocument(book, 'CEB603Message', state.list ?? '')
    : findDocument(book, 'CEB621Message', state.key);
}

/** Gathers by the keys of the match: list and order by the case key, the waybill by the list's number, the payment by the order's. */
export function gather(book: Book, state: CaseState): Gathered {
  if (directionOfCase(state.key) === 'export') return gatherExport(book, state);
  const list = legible(listOf(book, state));
  const order = legible(findDocument(book, 'CEB311Message', state.key));
  const waybill = list && waybillDocument(book, state, 'CEB511Message');
  const payment = paymentOf(book, state, order);
  return {
    ...(list ? { list } : {}),
    ...(order ? { order } : {}),
    ...(payment ? { payment } : {}),
    ...(waybill ? { waybill } : {}),
  };
}

/** An export parcel: list and order by the case key, the waybill by the list's number, the receipt of payment that names the case. */
function gatherExport(book: Book, state: CaseState): Gathered {
  const list = legible(listOf(book, state));
  const order = legible(findDocument(book, 'CEB303Message', keyOfRoute(state.key)));
  const waybill = list && waybillDocument(book, state, 'CEB505Message');
  const receipt = [...state.payments]
    .reverse()
    .map(route => legible(findDocument(book, 'CEB403Message', keyOfRoute(route))))
    .find(held => held && exportCaseKeyOf(held.document.head) === state.key);
  return {
    ...(list ? { list } : {}),
    ...(order ? { order } : {}),
    ...(waybill ? { waybill } : {}),
    ...(receipt ? { receipt } : {}),
  };
}

/** What was deleted by destroying its key counts as missing. */
function legible(held: Held | undefined): Held | undefined {
  return held?.destroyed ? undefined : held;
}

/** The document under the list's waybill number. One that came long after the release belongs to a later parcel of the same number. */
function waybillDocument(
  book: Book,
  state: CaseState,
  type: 'CEB511Message' | 'CEB505Message',
): Held | undefined {
  const found = state.waybill && legible(findDocument(book, type, keyOfRoute(state.waybill)));
  if (!found) return undefined;
  const later =
    hasEnded(state) && state.releasedAt !== undefined && found.at - state.releasedAt > LONG_AFTER_MS;
  return later ? undefined : found;
}

/** Far more than clocks of two processes differ, far less than the months until a number may be used again. */
const LONG_AFTER_MS = DAY_MS;

/** The payment that the order names by its own number when it does; else the newest one that names the order. */
function paymentOf(book: Book, state: CaseState, order: Held | undefined): Held | undefined {
  const named = order && paymentRoute(order.document.head);
  const found = named && legible(findDocument(book, 'CEB411Message', keyOfRoute(named)));
  if (found) return found;
  for (const route of [...state.payments].reverse()) {
    const payment = findDocument(book, 'CEB411Message', keyOfRoute(route));
    if (payment && caseKeyOf(payment.document.head) === state.key) return payment;
  }
  return undefined;
}

const PARTNERS = {
  import: [
    ['order', 'CEB311Message', '电子订单', 'order'],
    ['payment', 'CEB411Message', '支付凭证', 'payment'],
    ['waybill', 'CEB511Message', '物流运单', 'waybill'],
    ['list', 'CEB621Message', '进口清单', 'inventory'],
  ],
  export: [
    ['order', 'CEB303Message', '电子订单', 'order'],
    ['receipt', 'CEB403Message', '收款单', 'receipt of payment'],
    ['waybill', 'CEB505Message', '物流运单', 'waybill'],
    ['list', 'CEB603Message', '出口清单', 'inventory'],
  ],
} as const;

/** Which documents are there, for those who need nothing else of them. */
export type Present = { readonly [role in keyof Gathered]?: Pick<Held, 'document'> };

/**
 * One `hold` finding per document that the case still waits for: which, under which key, since when.
 * @param receipted an export wants a receipt of payment as well (see `wantsReceipt`)
 */
export function missing(state: CaseState, has: Present, receipted = false): readonly Finding[] {
  const direction = directionOfCase(state.key);
  const caseKey = direction === 'export' ? keyOfRoute(state.key) : state.key;
  const since =
    state.waitsSince === undefined
      ? ''
      : new Date(state.waitsSince + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
  const expected = {
    order: caseKey,
    list: caseKey,
    receipt: '',
    payment: (has.order && paymentRoute(has.order.document.head)?.slice(2)) ?? '',
    waybill: state.waybill ? keyOfRoute(state.waybill) : '',
  };
  return PARTNERS[direction]
    .filter(
      ([role]) =>
        has[role] === undefined && !(role === 'waybill' && !has.list) && !(role === 'receipt' && !receipted),
    )
    .map(([role, type, zh, en]) =>
      say({
        code: `waits-for-${role}`,
        severity: 'hold',
        document: { type, key: expected[role] },
        path: '',
        value: null,
        cites: [RETAIL_SUPERVISION],
        message: {
          zh: `等待${zh}（${expected[role] ? `编号“${expected[role]}”` : `订单“${caseKey}”的`}），自北京时间 ${since} 起。到齐后自动比对，无需重报已入库的单证。`,
          en: `Waiting for the ${en} (${expected[role] ? `"${expected[role]}"` : `of order "${caseKey}"`}) since ${since} Beijing time. It is matched when it comes; what was accepted need not be sent again.`,
        },
      }),
    );
}

const MODES = new Set(['9610', '1210', '1239']);

/** The complete case as the rules see it, or undefined while something is missing. */
export function completeCase(state: CaseState, has: Gathered): ImportCase | undefined {
  const { list, order, payment, waybill } = has;
  if (!list || !order || !payment || !waybill) return undefined;
  const mode = list.document.head['tradeMode'] ?? '';
  if (!MODES.has(mode)) throw new Error(`not an import mode: ${mode}`);
  return {
    key: state.key,
    mode: mode as ImportMode,
    list: list.document,
    order: order.document,
    payment: payment.document,
    waybill: waybill.document,
  };
}

export const EXPORT_MODES: readonly ExportMode[] = ['9610', '1210', '1239', '9710', '9810'];

/**
 * Must an export be accompanied by a receipt of payment (403)? For lists accepted before 15 December 2024; never for 9810, whose goods
 * go to a warehouse abroad before anybody buys them.
 * @param at acceptance of the list
 */
export function wantsReceipt(mode: string | undefined, at: Instant, law: Law): boolean {
  const known = EXPORT_MODES.find(it => it === mode) ?? '9610';
  return exportPartsDemanded(known, beijingDate(at), law).includes('receipt');
}

/** The complete export case as the rules see it, or undefined while something is missing. */
export function completeExport(state: CaseState, has: Gathered, law: Law): ExportCase | undefined {
  const { list, order, waybill, receipt } = has;
  if (!list || !order || !waybill) return undefined;
  const mode = EXPORT_MODES.find(it => it === list.document.head['tradeMode']);
  if (!mode) throw new Error(`not an export mode: ${list.document.head['tradeMode']}`);
  if (!receipt && wantsReceipt(mode, list.at, law)) return undefined;
  return {
    key: state.key,
    mode,
    list: list.document,
    order: order.document,
    waybill: waybill.document,
    ...(receipt ? { receipt: receipt.document } : {}),
  };
}

/** What is there of an export parcel, as the rules read it while it waits. */
export function incompleteExport(key: string, has: Present): IncompleteExportCase {
  const { list, order, waybill, receipt } = has;
  const mode = EXPORT_MODES.find(it => it === list?.document.head['tradeMode']);
  return {
    key,
    ...(mode ? { mode } : {}),
    ...(list ? { list: list.document } : {}),
    ...(order ? { order: order.document } : {}),
    ...(waybill ? { waybill: waybill.document } : {}),
    ...(receipt ? { receipt: receipt.document } : {}),
  };
}
