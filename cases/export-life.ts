import type { Book, Effects, Setting } from './book.ts';
import { isAtCustoms, isForeign } from './customs-side.ts';
import { type Cause, tell } from './decide.ts';
import { decideExport, judgeExportCase } from './export-decide.ts';
import { applyExportReturn, applyTally } from './export-return.ts';
import { allOf, completeExport, gather, listOf } from './gather.ts';
import { ON_WAYBILLS } from './keys.ts';
import { markOn } from './marks.ts';
import { DEPARTED, INSPECTION, RELEASED } from './receipts.ts';
import { applyRevocation } from './revoke.ts';
import { joinParties, waitFor } from './settle.ts';
import { type CaseState, type Held, hasEnded } from './state.ts';

/**
 * The life of an export parcel: order, waybill and list match and pass the rules (`reviewed`), the arrival at the supervised place
 * releases it or brings it to the inspection that an officer asked for, the departure ends it. Whatever comes first waits for the
 * others, so every order of arrival ends the same.
 */
export function advanceExport(
  book: Book,
  effects: Effects,
  held: Held,
  state: CaseState,
  setting: Setting,
): void {
  const { type } = held.document;
  const cause = { at: held.at, journal: held.journal };
  // Where customs decides, an application takes effect when customs grants it, and customs releases.
  if (isForeign(setting)) {
    if (!ON_WAYBILLS.has(type) && !APPLICATIONS.has(type) && !hasEnded(state))
      settleExport(book, effects, state, cause, setting);
    return;
  }
  if (type === 'CEB605Message') {
    applyRevocation(book, effects, held, state);
    return;
  }
  if (type === 'CEB213Message') {
    applyExportReturn(book, effects, held, state, setting);
    return;
  }
  if (type === 'CEB215Message') {
    applyTally(book, effects, held, state);
    return;
  }
  if (!ON_WAYBILLS.has(type) && !hasEnded(state)) settleExport(book, effects, state, cause, setting);
  moveOn(book, effects, state, cause);
}

const APPLICATIONS = new Set(['CEB605Message', 'CEB213Message', 'CEB215Message']);

/** Looks at an export case that is not released: waits, or is judged and decided. */
function settleExport(book: Book, effects: Effects, state: CaseState, cause: Cause, setting: Setting): void {
  // The officer who inspects the goods decides; a further document does not lift the inspection.
  if (state.status === 'inspection') return;
  const has = gather(book, state);
  joinParties(state, allOf(has));
  if (isAtCustoms(state, has.list)) return;
  const asked = completeExport(state, has, setting.law);
  if (!asked) {
    waitFor(state, has, cause);
    return;
  }
  delete state.waitsSince;
  state.mode = asked.mode;
  const findings = judgeExportCase(book, state, { asked, has }, cause.at, setting);
  decideExport(book, effects, state, has, { cause, findings, by: 'rules' }, setting);
}

/** A reviewed parcel is released by its arrival, a released one ended by its departure, as soon as both are known. */
export function moveOn(book: Book, effects: Effects, state: CaseState, cause: Cause): void {
  const list = listOf(book, state);
  if (!list) return;
  if (state.status === 'reviewed' && markOn(book, state, 'CEB507Message')) {
    const inspected = state.inspect !== undefined;
    state.version += 1;
    state.decidedAt = cause.at;
    state.status = inspected ? 'inspection' : 'released';
    if (!inspected) state.releasedAt = cause.at;
    effects.decisions.push({
      caseKey: state.key,
      version: state.version,
      journal: cause.journal,
      at: cause.at,
      outcome: inspected ? 'hold' : 'release',
      by: 'arrival',
      findings: [],
      ...(state.inspect ? { reason: state.inspect.reason } : {}),
    });
    tell(effects, state, list, [inspected ? INSPECTION : RELEASED], cause);
  }
  if (state.status === 'released' && markOn(book, state, 'CEB509Message')) {
    state.status = 'departed';
    state.departedAt = cause.at;
    tell(effects, state, list, [DEPARTED], cause);
  }
}
