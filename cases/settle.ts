import type { Law } from '../law/index.ts';
import type { Document } from '../messages/index.ts';
import type { ImportCase, ImportMode, Judgement, World } from '../rules/index.ts';
import {
  beijingDate,
  DAY_MS,
  type Finding,
  type Fixed5,
  fixed5,
  type Instant,
  type LawDate,
  outcomeOf,
} from '../shared/index.ts';
import type { TaxQuote } from '../tax/index.ts';
import {
  type Book,
  type Effects,
  findDocument,
  moveGuarantee,
  moveQuota,
  quotaAccountOf,
  type Setting,
} from './book.ts';
import { RETAIL_SUPERVISION, say } from './finding.ts';
import { caseKeyOf, keyOfRoute, paymentRoute } from './keys.ts';
import {
  answer,
  billOf,
  customsCodeOf,
  INSPECTION,
  nextTold,
  RELEASED,
  REVIEWED,
  refusalText,
  type Step,
  taxBill,
} from './receipts.ts';
import { waybillUseOf } from './reuse.ts';
import {
  type CaseState,
  type Claim,
  type Decision,
  type Held,
  hasEnded,
  type JournalNumber,
} from './state.ts';

/** What makes a case move: the instant and the journal number of the input. */
export interface Cause {
  readonly at: Instant;
  readonly journal: JournalNumber;
}

/** The documents of a case that are there. */
export interface Gathered {
  readonly list?: Held;
  readonly order?: Held;
  readonly payment?: Held;
  readonly waybill?: Held;
}

/** Gathers by the keys of the match: list and order by the case key, the waybill by the list's number, the payment by the order's. */
export function gather(book: Book, state: CaseState): Gathered {
  const list = legible(findDocument(book, 'CEB621Message', state.key));
  const order = legible(findDocument(book, 'CEB311Message', state.key));
  const waybill = list && waybillDocument(book, state);
  const payment = paymentOf(book, state, order);
  return {
    ...(list ? { list } : {}),
    ...(order ? { order } : {}),
    ...(payment ? { payment } : {}),
    ...(waybill ? { waybill } : {}),
  };
}

/** What was deleted by destroying its key counts as missing. */
function legible(held: Held | undefined): Held | undefined {
  return held?.destroyed ? undefined : held;
}

/** The document under the list's waybill number. One that came long after the release belongs to a later parcel of the same number. */
function waybillDocument(book: Book, state: CaseState): Held | undefined {
  const found = state.waybill && legible(findDocument(book, 'CEB511Message', keyOfRoute(state.waybill)));
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

const PARTNERS = [
  ['order', 'CEB311Message', '电子订单', 'order'],
  ['payment', 'CEB411Message', '支付凭证', 'payment'],
  ['waybill', 'CEB511Message', '物流运单', 'waybill'],
  ['list', 'CEB621Message', '进口清单', 'inventory'],
] as const;

/** Which documents are there, for those who need nothing else of them. */
export type Present = { readonly [role in keyof Gathered]?: Pick<Held, 'document'> };

/** One `hold` finding per document that the case still waits for: which, under which key, since when. */
export function missing(state: CaseState, has: Present): readonly Finding[] {
  const since =
    state.waitsSince === undefined
      ? ''
      : new Date(state.waitsSince + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
  const expected = {
    order: state.key,
    list: state.key,
    payment: (has.order && paymentRoute(has.order.document.head)?.slice(2)) ?? '',
    waybill: state.waybill ? keyOfRoute(state.waybill) : '',
  };
  return PARTNERS.filter(([role]) => has[role] === undefined && !(role === 'waybill' && !has.list)).map(
    ([role, type, zh, en]) =>
      say({
        code: `waits-for-${role}`,
        severity: 'hold',
        document: { type, key: expected[role] },
        path: '',
        value: null,
        cites: [RETAIL_SUPERVISION],
        message: {
          zh: `等待${zh}（${expected[role] ? `编号“${expected[role]}”` : `订单“${state.key}”的`}），自北京时间 ${since} 起。到齐后自动比对，无需重报已入库的单证。`,
          en: `Waiting for the ${en} (${expected[role] ? `"${expected[role]}"` : `of order "${state.key}"`}) since ${since} Beijing time. It is matched when it comes; what was accepted need not be sent again.`,
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

/** What the rules may know of the world, read from the book. */
export function worldOf(
  book: Book,
  state: CaseState,
  asked: ImportCase,
  at: Instant,
  setting: Setting,
): World {
  const { head } = asked.list;
  const account = book.quota.get(quotaAccountOf(setting, head['buyerIdNumber'] ?? '', at));
  const day = beijingDate(at);
  return {
    enterprise: setting.enterprise,
    yearUsed: account?.used ?? 0n,
    weightUsed: group => account?.weights[group] ?? 0n,
    waybillUse: waybillUseOf(book, state, at, setting.law),
    guaranteeFree: code => {
      const guarantee = book.guarantee.get(code);
      return guarantee && guarantee.deposit - guarantee.charged;
    },
    sameDay: (account?.entries ?? [])
      .filter(entry => entry.day === day && entry.amount > 0n && entry.caseKey !== state.key)
      .map(entry => ({ caseKey: entry.caseKey, ebpCode: entry.ebp, value: entry.amount })),
    stance: setting.stance,
  };
}

/** Looks at a case that is not closed: waits, or is judged and decided. */
export function settle(book: Book, effects: Effects, state: CaseState, cause: Cause, setting: Setting): void {
  // The officer who inspects the goods decides; a further document does not lift the inspection.
  if (state.status === 'inspection') return;
  const has = gather(book, state);
  const asked = completeCase(state, has);
  if (!asked) {
    // A revoked list needs nothing any more: only a new list reopens the case.
    if (state.status === 'revoked' && !has.list) return;
    if (state.status !== 'collecting' || state.waitsSince === undefined) state.waitsSince = cause.at;
    state.status = 'collecting';
    return;
  }
  delete state.waitsSince;
  state.mode = asked.mode;
  const { findings, tax } = judgeCase(book, state, { asked, has }, cause.at, setting);
  decide(book, effects, state, has, { cause, findings, tax, by: 'rules' }, setting);
}

/**
 * What is said of a complete case now: by the format and content checks of its documents (a code outside the loaded lists wants an
 * officer) and by the rules; in test mode the forced outcome in their place.
 */
export function judgeCase(
  book: Book,
  state: CaseState,
  { asked, has }: { asked: ImportCase; has: Gathered },
  at: Instant,
  setting: Setting,
): Pick<Judgement, 'findings' | 'tax'> {
  const judged = setting.judge(asked, at, setting.law, worldOf(book, state, asked, at, setting));
  const own = [has.list, has.order, has.payment, has.waybill].flatMap(held => held?.findings ?? []);
  const findings = [...own, ...judged.findings];
  const forced = setting.test ? forcedOutcome(asked.list) : undefined;
  if (!forced) return { findings, tax: judged.tax };
  return {
    findings: [...findings.filter(finding => finding.severity === 'warn'), ...forced],
    tax: judged.tax,
  };
}

/** Test mode only: an order number that ends in one of these forces the outcome, so that clients can try each path. */
export const FORCED_SUFFIXES = ['-TEST-RELEASE', '-TEST-REJECT', '-TEST-HOLD'] as const;

function forcedOutcome(list: Document): readonly Finding[] | undefined {
  const orderNo = list.head['orderNo'] ?? '';
  const suffix = FORCED_SUFFIXES.find(candidate => orderNo.endsWith(candidate));
  if (!suffix) return undefined;
  if (suffix === '-TEST-RELEASE') return [];
  return [
    say({
      code: suffix === '-TEST-REJECT' ? 'test-forced-reject' : 'test-forced-hold',
      severity: suffix === '-TEST-REJECT' ? 'reject' : 'hold',
      document: { type: list.type, key: `${list.head['ebpCode']}|${orderNo}` },
      path: 'InventoryHead/orderNo',
      value: orderNo,
      message: {
        zh: `测试模式：订单编号以 ${suffix} 结尾，按约定给出此结果。`,
        en: `Test mode: the order number ends in ${suffix}, which asks for this outcome.`,
      },
    }),
  ];
}

export interface Verdict {
  readonly cause: Cause;
  readonly findings: readonly Finding[];
  readonly tax?: TaxQuote;
  readonly by: string;
  /** An officer's release or refusal overrides what the findings alone would give. */
  readonly override?: 'release' | 'reject' | 'inspection';
  readonly reason?: string;
}

/** Writes a decision down: the version grows, ledgers move, the sender of the list is answered. */
export function decide(
  book: Book,
  effects: Effects,
  state: CaseState,
  has: Gathered,
  verdict: Verdict,
  setting: Setting,
): void {
  const { cause, findings } = verdict;
  const outcome = verdict.override === 'inspection' ? 'hold' : (verdict.override ?? outcomeOf(findings));
  state.version += 1;
  state.decidedAt = cause.at;
  const decision: Decision = {
    caseKey: state.key,
    version: state.version,
    journal: cause.journal,
    at: cause.at,
    outcome,
    by: verdict.by,
    findings,
    ...(verdict.tax ? { tax: verdict.tax } : {}),
    ...(verdict.reason ? { reason: verdict.reason } : {}),
  };
  effects.decisions.push(decision);
  const { list } = has;
  if (!list) return;
  if (outcome === 'release') {
    release(book, effects, state, list, verdict, setting);
    return;
  }
  if (outcome === 'reject') {
    state.status = 'rejected';
    tell(effects, state, list, [{ status: '100', info: refusalText(findings, verdict.reason) }], cause);
    return;
  }
  state.status = verdict.override === 'inspection' ? 'inspection' : 'held';
  const step: Step =
    state.status === 'inspection'
      ? INSPECTION
      : { status: '300', info: `[Code:1200;Desc:人工审核]${refusalText(findings)}`.slice(0, 1000) };
  tell(effects, state, list, [step], cause);
}

function release(
  book: Book,
  effects: Effects,
  state: CaseState,
  list: Held,
  verdict: Verdict,
  setting: Setting,
): void {
  const { cause, tax } = verdict;
  state.status = 'released';
  state.releasedAt = cause.at;
  tell(effects, state, list, [REVIEWED, RELEASED], cause);
  if (!tax) return;
  const { head, lines } = list.document;
  const parts = tax.lines.map(({ gnum, dutiable, duty, consumption, vat }, index) => ({
    gnum,
    gcode: lines[index]?.['gcode'] ?? '',
    dutiable,
    duty,
    consumption,
    vat,
  }));
  const claim: Claim = {
    id: `${state.key}#${state.version}`,
    buyer: setting.match((head['buyerIdNumber'] ?? '').toUpperCase()),
    account: quotaAccountOf(setting, head['buyerIdNumber'] ?? '', cause.at),
    amount: tax.dutiable,
    weights: weightsOf(lines, setting.law, beijingDate(cause.at)),
    day: beijingDate(cause.at),
    guarantor: head['assureCode'] ?? '',
    released: parts,
    standing: parts,
  };
  state.claim = claim;
  const { id, account, amount, weights, day } = claim;
  moveQuota(book, effects, {
    account,
    claim: id,
    amount,
    weights,
    caseKey: state.key,
    ebp: head['ebpCode'] ?? '',
    day,
    journal: cause.journal,
  });
  moveGuarantee(book, effects, {
    account: claim.guarantor,
    entry: id,
    amount: -tax.total,
    caseKey: state.key,
    journal: cause.journal,
  });
  effects.answers.push(
    taxBill(billOf(state, list, parts), {
      caseKey: state.key,
      ...cause,
      from: nextTold(state, cause.at, 1),
    }),
  );
}

const KILOGRAM = '035';

/** Kilograms per weight-limited group of the positive list, from the statutory quantities that are in kilograms. */
export function weightsOf(lines: Document['lines'], law: Law, on: LawDate): Record<string, Fixed5> {
  const weights: Record<string, Fixed5> = {};
  for (const line of lines) {
    const { remarks } = law.positive(line['gcode'] ?? '', on);
    for (const remark of remarks) {
      if (remark.kind !== 'weight' || line['unit1'] !== KILOGRAM) continue;
      weights[remark.group] = (weights[remark.group] ?? 0n) + fixed5(line['qty1'] ?? '0');
    }
  }
  return weights;
}

/** A receipt on the case's list. */
export function tell(
  effects: Effects,
  state: CaseState,
  list: Held,
  steps: readonly Step[],
  cause: Cause,
): void {
  const made = answer(list, steps, {
    caseKey: state.key,
    journal: cause.journal,
    at: cause.at,
    from: nextTold(state, cause.at, steps.length),
    numbered: {
      letter: 'B',
      journal: state.listJournal ?? list.journal,
      at: state.listAt ?? list.at,
      customsCode: customsCodeOf(state, list),
    },
  });
  if (made) effects.answers.push(made);
}
