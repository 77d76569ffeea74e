import type { Book, Effects } from './book.ts';
import type { JournalNumber } from './state.ts';

/**
 * Gives the fold's provisional journal numbers their real ones: input k of the batch (−k) becomes `base + k`.
 * @param base the counter's value before this batch
 */
export function confirmNumbers(
  book: Book,
  effects: Effects,
  base: bigint,
): (provisional: JournalNumber) => bigint {
  const confirm = (number: JournalNumber) => (number < 0n ? base - number : number);
  for (const held of effects.inserted) held.journal = confirm(held.journal);
  for (const key of effects.cases) {
    const state = book.cases.get(key);
    if (state?.listJournal !== undefined) state.listJournal = confirm(state.listJournal);
  }
  return confirm;
}
