import type { Outcome } from '../shared/index.ts';
import { type Book, type Effects, moveGuarantee, moveQuota, type Setting } from './book.ts';
import { customsSide } from './customs-side.ts';
import { type Cause, takeClaim } from './decide.ts';
import { applyExportReturn } from './export-return.ts';
import { completeCase, gather } from './gather.ts';
import { applyReturn } from './return.ts';
import { applyRevocation } from './revoke.ts';
import { judgeCase } from './settle.ts';
import {
  type CaseState,
  type CaseStatus,
  type CustomsSide,
  type Held,
  hasEnded,
  standingOf,
  taxOf,
} from './state.ts';

type Word = CustomsSide['said'][string];

/** A word on a list, with customs' text. */
export interface ListWord extends Word {
  readonly info: string;
}

/** Customs has spoken on the list of a case. */
export function applyToList(
  book: Book,
  effects: Effects,
  state: CaseState,
  list: Held,
  word: ListWord,
  cause: Cause,
  setting: Setting,
): void {
  const next = afterWord(state, list, word.status);
  if (!next) return;
  state.status = next.status;
  if (next.status === 'released') {
    state.releasedAt = word.at;
    takeLedgers(book, effects, state, list, cause, setting);
  }
  if (next.status === 'departed') {
    state.departedAt = word.at;
    state.releasedAt ??= word.at;
  }
  // A refused list may be declared again, and goes to customs again.
  if (next.status === 'rejected') {
    const side = customsSide(state);
    delete side.forwarded;
    side.refused = list.identity;
  }
  note(effects, state, next.outcome, word, cause);
}

interface Next {
  readonly status: CaseStatus;
  readonly outcome: Outcome;
}

/** Where a state of customs brings the case; undefined: it stays where it is. Unknown states only show. */
function afterWord(state: CaseState, { document }: Held, status: string): Next | undefined {
  const isExport = document.type === 'CEB603Message';
  if (state.status === 'revoked' || state.status === 'returned') return undefined;
  if (status === '899' && isExport) return { status: 'departed', outcome: 'release' };
  if (status === '800' || status === '899')
    return hasEnded(state) ? undefined : { status: 'released', outcome: 'release' };
  if (hasEnded(state)) return undefined;
  if (status === '100' || status.startsWith('-')) return { status: 'rejected', outcome: 'reject' };
  if (HELD.has(status)) return { status: 'forwarded', outcome: 'hold' };
  // A word of the way or of the review after a refusal: the list is with customs again.
  return state.status === 'rejected' && state.customs?.forwarded !== undefined
    ? { status: 'forwarded', outcome: 'wait' }
    : undefined;
}

/** Manual review, inspection, detention, suspension: decided by customs, shown here. */
const HELD = new Set(['300', '500', '501', '502', '503', '505', '599', '600', '700']);

function note(effects: Effects, state: CaseState, outcome: Outcome, word: ListWord, cause: Cause): void {
  state.version += 1;
  state.decidedAt = cause.at;
  effects.decisions.push({
    caseKey: state.key,
    version: state.version,
    journal: cause.journal,
    at: cause.at,
    outcome,
    by: 'customs',
    findings: [],
    reason: `${word.status} ${word.info}`.trim(),
  });
}

/** The yearly limit and the guarantee are taken by customs' release. Without all four documents the tax is not known. */
function takeLedgers(
  book: Book,
  effects: Effects,
  state: CaseState,
  list: Held,
  cause: Cause,
  setting: Setting,
): void {
  if (list.document.type !== 'CEB621Message' || state.claim) return;
  const has = gather(book, state);
  const asked = completeCase(state, has);
  if (!asked) return;
  const { tax } = judgeCase(book, state, { asked, has }, cause.at, setting);
  // Its version is that of the decision that follows.
  takeClaim(book, effects, { ...cause, state, list, tax, version: state.version + 1 }, setting);
}

/** Customs has spoken on an application: a revocation (623, 605) or a return (625, 213). What it grants takes effect, once. */
export function applyToApplication(
  book: Book,
  effects: Effects,
  state: CaseState,
  application: Held,
  word: Word,
  cause: Cause,
  setting: Setting,
): void {
  if (!GRANTED.has(word.status)) return;
  const side = customsSide(state);
  const name = `${application.document.type} ${application.key}`;
  if (side.granted.includes(name)) return;
  side.granted = [...side.granted, name];
  const granted: Held = { ...application, journal: cause.journal, at: cause.at };
  const answers = effects.answers.length;
  switch (application.document.type) {
    case 'CEB623Message':
    case 'CEB605Message':
      giveBack(book, effects, state, application, cause);
      delete side.forwarded;
      applyRevocation(book, effects, granted, state);
      break;
    case 'CEB625Message':
      if (state.claim) applyReturn(book, effects, granted, state, setting);
      break;
    case 'CEB213Message':
      applyExportReturn(book, effects, granted, state, setting);
      break;
    default:
  }
  // Tax bills and receipts on what customs granted are customs' own.
  effects.answers.length = answers;
}

const GRANTED = new Set(['399', '800']);

/** What a release took is given back when customs revokes the list after all. */
function giveBack(book: Book, effects: Effects, state: CaseState, { document }: Held, cause: Cause): void {
  const { claim } = state;
  if (!claim) return;
  const dutiable = standingOf(claim).reduce((sum, part) => sum + part.dutiable, 0n);
  const id = `${state.key}#${state.version + 1}`;
  moveQuota(book, effects, {
    account: claim.account,
    claim: id,
    amount: -dutiable,
    weights: Object.fromEntries(Object.entries(claim.weights).map(([group, kg]) => [group, -kg])),
    caseKey: state.key,
    ebp: document.head['ebpCode'] ?? '',
    day: claim.day,
    journal: cause.journal,
  });
  moveGuarantee(book, effects, {
    account: claim.guarantor,
    entry: id,
    amount: taxOf(standingOf(claim)),
    caseKey: state.key,
    journal: cause.journal,
  });
  delete state.claim;
  delete state.releasedAt;
}
