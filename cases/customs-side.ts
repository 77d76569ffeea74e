import type { Effects, Setting } from './book.ts';
import type { CaseState, CustomsSide, Held } from './state.ts';

/** Customs decides, and this platform's findings only come first (stance `precheck`). */
export function isForeign(setting: Pick<Setting, 'stance'>): boolean {
  return setting.stance === 'precheck';
}

/** The side of customs in a case; made when something of the case goes there. */
export function customsSide(state: CaseState): CustomsSide {
  state.customs ??= { said: {}, heard: [], granted: [] };
  return state.customs;
}

/** What passed our own findings goes on to customs. */
export function forward(effects: Effects, held: Held, caseKey?: string): void {
  effects.forwards.push({ held, ...(caseKey === undefined ? {} : { caseKey }) });
}

/** The list of a case passes: it goes to customs, once. */
export function forwardList(effects: Effects, state: CaseState, list: Held): void {
  const side = customsSide(state);
  state.status = 'forwarded';
  delete state.waitsSince;
  if (side.forwarded === list.identity) return;
  side.forwarded = list.identity;
  forward(effects, list, state.key);
}

/** Customs has the list of this case as it stands now, or has refused it: nothing of it is judged here until another comes. */
export function isAtCustoms(state: CaseState, list: Held | undefined): boolean {
  if (list === undefined || !state.customs) return false;
  const { forwarded, refused } = state.customs;
  return (state.status === 'forwarded' && forwarded === list.identity) || refused === list.identity;
}
