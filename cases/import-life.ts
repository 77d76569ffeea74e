import type { Book, Effects, Setting } from './book.ts';
import { isForeign } from './customs-side.ts';
import { applyReturn } from './return.ts';
import { applyRevocation } from './revoke.ts';
import { settle } from './settle.ts';
import { type CaseState, type Held, hasEnded } from './state.ts';

/** An import case after a document was placed: revoked, returned, or looked at again. */
export function advanceImport(
  book: Book,
  effects: Effects,
  held: Held,
  state: CaseState,
  setting: Setting,
): void {
  const { type } = held.document;
  // Where customs decides, an application takes effect when customs grants it.
  if (isForeign(setting) && (type === 'CEB623Message' || type === 'CEB625Message')) return;
  if (type === 'CEB623Message') {
    applyRevocation(book, effects, held, state);
    return;
  }
  if (type === 'CEB625Message') {
    applyReturn(book, effects, held, state, setting);
    return;
  }
  if (hasEnded(state)) return;
  settle(book, effects, state, { at: held.at, journal: held.journal }, setting);
}
