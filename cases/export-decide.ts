import type { ExportCase, ExportWorld } from '../rules/index.ts';
import { type Finding, type Instant, type Outcome, outcomeOf } from '../shared/index.ts';
import type { Book, Effects, Setting } from './book.ts';
import { forwardList, isForeign } from './customs-side.ts';
import { reviewByHand, tell, type Verdict } from './decide.ts';
import { allOf, type Gathered } from './gather.ts';
import { markOn } from './marks.ts';
import { INSPECTION, RELEASED, REVIEWED, refusalText, type Step } from './receipts.ts';
import { waybillUseOf } from './reuse.ts';
import { forcedOver } from './settle.ts';
import type { CaseState, CaseStatus } from './state.ts';

/** What the export rules may know of the world, read from the book. */
export function exportWorldOf(book: Book, state: CaseState, at: Instant, setting: Setting): ExportWorld {
  return {
    enterprise: setting.enterprise,
    waybillUse: waybillUseOf(book, state, at, setting.law),
    stance: setting.stance,
  };
}

/** What is said of a complete export case now: by the checks of its documents and by the rules; in test mode the forced outcome. */
export function judgeExportCase(
  book: Book,
  state: CaseState,
  { asked, has }: { asked: ExportCase; has: Gathered },
  at: Instant,
  setting: Setting,
): readonly Finding[] {
  const judged = setting.judgeExport(asked, at, setting.law, exportWorldOf(book, state, at, setting));
  const own = allOf(has).flatMap(held => held.findings);
  return forcedOver([...own, ...judged.findings], asked.list, state.key, setting);
}

/**
 * Writes a decision on an export down. Passing the rules only reviews the list (399); the goods are released (800) when they have
 * arrived, and an inspection that an officer asked for comes first. An export takes nothing from any ledger.
 */
export function decideExport(
  book: Book,
  effects: Effects,
  state: CaseState,
  has: Gathered,
  { cause, findings, by, override, reason }: Verdict,
  setting: Setting,
): void {
  const said = override === 'inspection' ? 'hold' : (override ?? outcomeOf(findings));
  if (override === 'release' || said === 'reject') delete state.inspect;
  const judged = nextOf(book, state, said, override, findings, reason);
  const passes = isForeign(setting) && said === 'release' && has.list !== undefined;
  const next: Next = passes ? { status: 'forwarded', outcome: 'wait', steps: [] } : judged;
  if (passes && has.list) forwardList(effects, state, has.list);
  state.version += 1;
  state.decidedAt = cause.at;
  state.status = next.status;
  if (next.status === 'released') state.releasedAt = cause.at;
  effects.decisions.push({
    caseKey: state.key,
    version: state.version,
    journal: cause.journal,
    at: cause.at,
    outcome: next.outcome,
    by,
    findings,
    ...(reason ? { reason } : {}),
  });
  if (has.list && next.steps.length > 0) tell(effects, state, has.list, next.steps, cause);
}

interface Next {
  readonly status: CaseStatus;
  readonly outcome: Outcome;
  readonly steps: readonly Step[];
}

function nextOf(
  book: Book,
  state: CaseState,
  said: Outcome,
  override: Verdict['override'],
  findings: readonly Finding[],
  reason: string | undefined,
): Next {
  if (said === 'reject')
    return {
      status: 'rejected',
      outcome: 'reject',
      steps: [{ status: '100', info: refusalText(findings, reason) }],
    };
  if (override === 'inspection') return { status: 'inspection', outcome: 'hold', steps: [INSPECTION] };
  if (said === 'hold') return { status: 'held', outcome: 'hold', steps: [reviewByHand(findings)] };
  if (!markOn(book, state, 'CEB507Message'))
    return { status: 'reviewed', outcome: 'wait', steps: [REVIEWED] };
  return state.inspect
    ? { status: 'inspection', outcome: 'hold', steps: [REVIEWED, INSPECTION] }
    : { status: 'released', outcome: 'release', steps: [REVIEWED, RELEASED] };
}
