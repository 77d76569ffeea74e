import { cite, instruments } from '../law/index.ts';
import type { Cite, LawDate } from '../shared/index.ts';

/** Citations for a day: the edition that was in force then. */
export type CitesOn = (on: LawDate) => readonly Cite[];

/** A field comment of the message specification: the 202205 edition, before it the annex of announcement 2018-113. */
export function specification(article: string): CitesOn {
  return on => [cite(on < instruments.spec.from ? 'gacc-2018-113' : 'spec', article)];
}

/**
 * The duty to send true data: platform, seller's agent, payment and logistics company each send theirs and answer for them, and the
 * seller's side answers for the buyer's identity; without authentication the buyer and the payer must be one person.
 */
export function supervision(article: string): CitesOn {
  return () => [cite('gacc-2018-194', article)];
}

/** Several citations as one. */
export function both(...several: readonly CitesOn[]): CitesOn {
  return on => several.flatMap(one => one(on));
}
