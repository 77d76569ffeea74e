import type { Law } from '../law/index.ts';
import type { Document } from '../messages/index.ts';
import {
  beijingDate,
  type Finding,
  type Fixed5,
  fixed5,
  type Instant,
  type LawDate,
  outcomeOf,
} from '../shared/index.ts';
import type { TaxQuote } from '../tax/index.ts';
import { type Book, type Effects, moveGuarantee, moveQuota, quotaAccountOf, type Setting } from './book.ts';
import { forwardList, isForeign } from './customs-side.ts';
import type { Gathered } from './gather.ts';
import {
  answer,
  billOf,
  INSPECTION,
  nextTold,
  numbersOf,
  RELEASED,
  REVIEWED,
  refusalText,
  type Step,
  taxBill,
} from './receipts.ts';
import type { CaseState, Claim, Decision, Held, JournalNumber, TaxedPart } from './state.ts';

/** What makes a case move: the instant and the journal number of the input. */
export interface Cause {
  readonly at: Instant;
  readonly journal: JournalNumber;
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
  const said = verdict.override === 'inspection' ? 'hold' : (verdict.override ?? outcomeOf(findings));
  // Where customs decides, what passes here waits for customs.
  const outcome = said === 'release' && isForeign(setting) ? 'wait' : said;
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
  if (outcome === 'wait') {
    forwardList(effects, state, list);
    return;
  }
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
  const step = state.status === 'inspection' ? INSPECTION : reviewByHand(findings);
  tell(effects, state, list, [step], cause);
}

/** 300: an officer must look, and why. */
export function reviewByHand(findings: readonly Finding[]): Step {
  return { status: '300', info: `[Code:1200;Desc:人工审核]${refusalText(findings)}`.slice(0, 1000) };
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
  const parts = takeClaim(book, effects, { ...cause, state, list, tax, version: state.version }, setting);
  effects.answers.push(
    taxBill(billOf(state, list, parts), {
      caseKey: state.key,
      ...cause,
      from: nextTold(state, cause.at, 1),
    }),
  );
}

/** A release as the ledgers see it; `version` is that of the decision that releases. */
export interface Release extends Cause {
  readonly state: CaseState;
  readonly list: Held;
  readonly tax: TaxQuote;
  readonly version: number;
}

/** Takes the yearly limit and the guarantee for a released list. Gives its taxed lines. */
export function takeClaim(
  book: Book,
  effects: Effects,
  { state, list, tax, version, at, journal }: Release,
  setting: Setting,
): readonly TaxedPart[] {
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
    id: `${state.key}#${version}`,
    buyer: setting.match((head['buyerIdNumber'] ?? '').toUpperCase()),
    account: quotaAccountOf(setting, head['buyerIdNumber'] ?? '', at),
    amount: tax.dutiable,
    weights: weightsOf(lines, setting.law, beijingDate(at)),
    day: beijingDate(at),
    guarantor: head['assureCode'] ?? '',
    released: parts,
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
    journal,
  });
  moveGuarantee(book, effects, {
    account: claim.guarantor,
    entry: id,
    amount: -tax.total,
    caseKey: state.key,
    journal,
  });
  return parts;
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
    ...(state.customs ? {} : { numbered: numbersOf(state, list) }),
  });
  if (made) effects.answers.push(made);
}
