import { cite, instruments } from '../law/index.ts';
import type { Cite, LawDate } from '../shared/index.ts';
import type { TradeQuestion } from './case.ts';

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

/**
 * A field comment that the annex gives in the import table and again, in the same words, in the export table: written for the import,
 * cited for the direction of the case.
 */
export function inBothTables(
  article: string,
): (question: Pick<TradeQuestion, 'case' | 'on'>) => readonly Cite[] {
  const imported = specification(article);
  const exported = specification(article.replaceAll('进口', '出口'));
  return ({ case: { list }, on }) => (list.type === 'CEB603Message' ? exported(on) : imported(on));
}

/** Several citations as one. */
export function both(...several: readonly CitesOn[]): CitesOn {
  return on => several.flatMap(one => one(on));
}
