import type { Book, Effects } from './book.ts';
import { directionOfCase } from './keys.ts';
import { listNumber } from './revoke.ts';
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
    if (state?.listJournal === undefined) continue;
    state.listJournal = confirm(state.listJournal);
    const number = directionOfCase(key) === 'export' ? listNumber(state) : undefined;
    if (number !== undefined) book.numbers.set(number, key);
  }
  return confirm;
}
