import type { Document } from '../messages/index.ts';
import type { ImportCase, Judgement, World } from '../rules/index.ts';
import { beijingDate, type Finding, type Instant } from '../shared/index.ts';
import { type Book, type Effects, quotaAccountOf, type Setting } from './book.ts';
import { isAtCustoms } from './customs-side.ts';
import { type Cause, decide } from './decide.ts';
import { say } from './finding.ts';
import { allOf, completeCase, type Gathered, gather } from './gather.ts';
import { waybillUseOf } from './reuse.ts';
import type { CaseState, Held } from './state.ts';

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
  joinParties(state, allOf(has));
  if (isAtCustoms(state, has.list)) return;
  const asked = completeCase(state, has);
  if (!asked) {
    waitFor(state, has, cause);
    return;
  }
  delete state.waitsSince;
  state.mode = asked.mode;
  const { findings, tax } = judgeCase(book, state, { asked, has }, cause.at, setting);
  decide(book, effects, state, has, { cause, findings, tax, by: 'rules' }, setting);
}

/** The case waits for documents. A revoked list needs nothing any more: only a new list reopens the case. */
export function waitFor(state: CaseState, has: Gathered, cause: Cause): void {
  if (state.status === 'revoked' && !has.list) return;
  if (state.status !== 'collecting' || state.waitsSince === undefined) state.waitsSince = cause.at;
  state.status = 'collecting';
}

/** Whoever sent one of its documents is a party, also when his waybill or payment came before anybody named the case. */
export function joinParties(state: CaseState, documents: readonly Held[]): void {
  const parties = new Set([...state.parties, ...documents.map(held => held.sender)]);
  if (parties.size > state.parties.length) state.parties = [...parties].sort();
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
  const own = allOf(has).flatMap(held => held.findings);
  const findings = [...own, ...judged.findings];
  return { findings: forcedOver(findings, asked.list, state.key, setting), tax: judged.tax };
}

/** In test mode an outcome that the order number asks for takes the place of what was found. */
export function forcedOver(
  findings: readonly Finding[],
  list: Document,
  caseKey: string,
  { test }: Pick<Setting, 'test'>,
): readonly Finding[] {
  const forced = test ? forcedOutcome(list, caseKey) : undefined;
  return forced ? [...findings.filter(finding => finding.severity === 'warn'), ...forced] : findings;
}

/** Test mode only: an order number that ends in one of these forces the outcome, so that clients can try each path. */
export const FORCED_SUFFIXES = ['-TEST-RELEASE', '-TEST-REJECT', '-TEST-HOLD'] as const;

function forcedOutcome(list: Document, caseKey: string): readonly Finding[] | undefined {
  const orderNo = list.head['orderNo'] ?? '';
  const suffix = FORCED_SUFFIXES.find(candidate => orderNo.endsWith(candidate));
  if (!suffix) return undefined;
  if (suffix === '-TEST-RELEASE') return [];
  return [
    say({
      code: suffix === '-TEST-REJECT' ? 'test-forced-reject' : 'test-forced-hold',
      severity: suffix === '-TEST-REJECT' ? 'reject' : 'hold',
      document: { type: list.type, key: caseKey },
      path: 'InventoryHead/orderNo',
      value: orderNo,
      message: {
        zh: `测试模式：订单编号以 ${suffix} 结尾，按约定给出此结果。`,
        en: `Test mode: the order number ends in ${suffix}, which asks for this outcome.`,
      },
    }),
  ];
}
