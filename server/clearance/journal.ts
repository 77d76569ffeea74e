import type { Instant } from '../../shared/index.ts';
import type { Tx } from '../store/index.ts';

export type JournalKind = 'record' | 'again' | 'officer' | 'timer' | 'deposit' | 'org' | 'law';

/** Adds one entry to the journal and gives its number. The last thing a transaction does: the counter's row stays locked till commit. */
export async function journalOne(tx: Tx, kind: JournalKind, body: unknown, at: Instant): Promise<bigint> {
  const { rows } = await tx.query<{ journal: bigint }>(
    'update gateway.counter set journal = journal + 1 returning journal',
  );
  const seq = rows[0]?.journal;
  if (seq === undefined) throw new Error('gateway.counter has no row');
  await tx.query('insert into gateway.journal (seq, at, kind, body) values ($1, $2, $3, $4)', [
    seq,
    at,
    kind,
    JSON.stringify(body),
  ]);
  return seq;
}

export interface JournalRow {
  readonly seq: bigint;
  readonly at: bigint;
  readonly kind: JournalKind;
  readonly envelope_id: string | null;
  readonly record: number | null;
  readonly body: unknown;
}
