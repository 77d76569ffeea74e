import type { Law } from '../law/index.ts';
import { beijingDate, DAY_MS, type Finding, type Instant } from '../shared/index.ts';
import { type Book, type Effects, nextJournal, type Setting, touchCase } from './book.ts';
import { isForeign } from './customs-side.ts';
import { decide, tell } from './decide.ts';
import { decideExport, judgeExportCase } from './export-decide.ts';
import { moveOn } from './export-life.ts';
import { completeCase, completeExport, gather } from './gather.ts';
import { directionOfCase } from './keys.ts';
import { EXPIRED } from './receipts.ts';
import { judgeCase } from './settle.ts';
import { type CaseState, hasEnded } from './state.ts';

/** What an officer can do with a case. `priority` only moves it up the queue (优先查验). */
export const OFFICER_VERBS = ['release', 'reject', 'inspect', 'priority'] as const;
export type OfficerVerb = (typeof OFFICER_VERBS)[number];

export interface OfficerAct {
  readonly verb: OfficerVerb;
  readonly caseKey: string;
  readonly officer: string;
  /** Why; always demanded, kept with the decision. */
  readonly reason: string;
  readonly at: Instant;
  /** Version the officer saw; an act on an older version is refused, so that nobody decides on a picture that has changed. */
  readonly version?: number;
}

export type ActVerdict =
  | { readonly done: true; readonly state: CaseState }
  | {
      readonly done: false;
      readonly code: 'case-unknown' | 'version-changed' | 'not-open' | 'refused-by-rules';
      readonly zh: string;
      readonly en: string;
    };

const OPEN = new Set<CaseState['status']>(['held', 'inspection']);

/** An officer acts on a case that waits for him. Everything goes through the same decision as the rules' own. */
export function actOnCase(book: Book, effects: Effects, act: OfficerAct, setting: Setting): ActVerdict {
  const state = book.cases.get(act.caseKey);
  if (!state)
    return {
      done: false,
      code: 'case-unknown',
      zh: `没有案件“${act.caseKey}”。`,
      en: `There is no case "${act.caseKey}".`,
    };
  if (act.version !== undefined && act.version !== state.version)
    return {
      done: false,
      code: 'version-changed',
      zh: `案件已变到第 ${state.version} 版（您看到的是第 ${act.version} 版），请刷新后再办。`,
      en: `The case is at version ${state.version} now (you saw ${act.version}); look again before deciding.`,
    };
  if (act.verb === 'priority') {
    if (hasEnded(state)) return closed(state);
    state.priority = { reason: act.reason, by: act.officer, at: act.at };
    touchCase(book, effects, state.key);
    nextJournal(effects);
    return { done: true, state };
  }
  if (directionOfCase(state.key) === 'export') return actOnExport(book, effects, state, act, setting);
  if (!OPEN.has(state.status)) return closed(state);
  const has = gather(book, state);
  const asked = completeCase(state, has);
  if (!asked) return closed(state);
  const judgement = judgeCase(book, state, { asked, has }, act.at, setting);
  const against = act.verb === 'release' && judgement.findings.find(speaksAgainstRelease);
  if (against) return refused(state, against);
  const journal = nextJournal(effects);
  touchCase(book, effects, state.key);
  const cause = { at: act.at, journal };
  const override = act.verb === 'inspect' ? 'inspection' : act.verb;
  decide(
    book,
    effects,
    state,
    has,
    {
      cause,
      findings: judgement.findings,
      tax: judgement.tax,
      by: act.officer,
      override,
      reason: act.reason,
    },
    setting,
  );
  return { done: true, state };
}

/**
 * An officer acts on an export. A list that is reviewed and waits for its goods may be stopped, or be told to the officer when they
 * arrive; it is released by the arrival and by nothing else.
 */
function actOnExport(
  book: Book,
  effects: Effects,
  state: CaseState,
  act: OfficerAct,
  setting: Setting,
): ActVerdict {
  const reviewed = state.status === 'reviewed' && act.verb !== 'release';
  if ((!OPEN.has(state.status) && !reviewed) || act.verb === 'priority') return closed(state);
  const has = gather(book, state);
  const asked = completeExport(state, has, setting.law);
  if (!asked) return closed(state);
  const findings = judgeExportCase(book, state, { asked, has }, act.at, setting);
  const against = act.verb === 'release' && findings.find(finding => finding.severity === 'reject');
  if (against) return refused(state, against);
  const cause = { at: act.at, journal: nextJournal(effects) };
  touchCase(book, effects, state.key);
  if (act.verb === 'inspect' && reviewed) {
    state.inspect = { reason: act.reason, by: act.officer, at: act.at };
    state.version += 1;
    effects.decisions.push({
      caseKey: state.key,
      version: state.version,
      ...cause,
      outcome: 'hold',
      by: act.officer,
      findings: [],
      reason: act.reason,
    });
    return { done: true, state };
  }
  const override = act.verb === 'inspect' ? 'inspection' : act.verb;
  decideExport(
    book,
    effects,
    state,
    has,
    { cause, findings, by: act.officer, override, reason: act.reason },
    setting,
  );
  if (!isForeign(setting)) moveOn(book, effects, state, cause);
  return { done: true, state };
}

/**
 * What an officer cannot release over: a refusal that has come since the case was held (the buyer's limit was used up meanwhile),
 * or a tax that could not be computed, because the release would take nothing from the ledgers.
 */
function speaksAgainstRelease(finding: Finding): boolean {
  return finding.severity === 'reject' || (finding.rule === 'tax' && finding.code === 'rule-failed');
}

function refused(state: CaseState, finding: Finding): ActVerdict {
  return {
    done: false,
    code: 'refused-by-rules',
    zh: `案件“${state.key}”按现在的情况不能放行：${finding.message.zh}`,
    en: `Case "${state.key}" cannot be released as things stand now: ${finding.message.en}`,
  };
}

function closed(state: CaseState): ActVerdict {
  return {
    done: false,
    code: 'not-open',
    zh: `案件“${state.key}”当前状态为 ${state.status}，没有待办的审核。`,
    en: `Case "${state.key}" is ${state.status}; nothing waits for an officer.`,
  };
}

/** Instant before which a case must have begun to wait to be sent back at `at` (setting `case.wait-days`). */
export function waitsTooLongBefore(law: Law, at: Instant): Instant {
  return at - Number(law.number('case.wait-days', beijingDate(at)).value) * DAY_MS;
}

/** A case that has waited longer than the setting allows goes back to its declarant. Documents stay; a new one reopens the case. */
export function expireCase(
  book: Book,
  effects: Effects,
  caseKey: string,
  { at, law }: { at: Instant; law: Law },
): boolean {
  const state = book.cases.get(caseKey);
  if (state?.status !== 'collecting' || state.waitsSince === undefined) return false;
  if (state.waitsSince >= waitsTooLongBefore(law, at)) return false;
  const journal = nextJournal(effects);
  touchCase(book, effects, caseKey);
  state.status = 'expired';
  delete state.waitsSince;
  state.version += 1;
  state.decidedAt = at;
  effects.decisions.push({
    caseKey,
    version: state.version,
    journal,
    at,
    outcome: 'reject',
    by: 'timer',
    findings: [],
    reason: EXPIRED.info,
  });
  const { list } = gather(book, state);
  if (list) tell(effects, state, list, [EXPIRED], { at, journal });
  return true;
}
