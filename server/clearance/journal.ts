import type { Instant } from '../../shared/index.ts';
import { copyRows, type Database, rowsOf, type Tx } from '../store/index.ts';

export type JournalKind = 'record' | 'customs' | 'again' | 'officer' | 'timer' | 'deposit' | 'org' | 'law';

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

/** An input as the journal keeps it: enough to feed it again. */
export interface JournalEntry {
  readonly at: number;
  readonly kind: 'record' | 'customs' | 'again' | 'officer' | 'timer';
  readonly envelopeId?: string;
  readonly record?: number;
  readonly body?: unknown;
}

/** Writes inputs as entries base + 1, base + 2, …: records that follow each other in one envelope share a row. */
export async function writeJournal(tx: Tx, base: bigint, entries: readonly JournalEntry[]): Promise<void> {
  const rows: { seq: bigint; count: number; entry: JournalEntry }[] = [];
  entries.forEach((entry, index) => {
    const run = rows.at(-1);
    if (run && follows(run.entry, run.count, entry)) run.count += 1;
    else rows.push({ seq: base + BigInt(index) + 1n, count: 1, entry });
  });
  await copyRows(
    tx,
    'gateway.journal (seq, count, at, kind, envelope_id, record, body)',
    rows.map(({ seq, count, entry: { at, kind, envelopeId, record, body } }) => [
      seq,
      count,
      at,
      kind,
      envelopeId,
      record,
      body === undefined ? null : JSON.stringify(body),
    ]),
  );
}

function follows(first: JournalEntry, count: number, next: JournalEntry): boolean {
  return (
    first.kind === 'record' &&
    next.kind === 'record' &&
    first.envelopeId === next.envelopeId &&
    first.body === undefined &&
    next.body === undefined &&
    first.record !== undefined &&
    first.record >= 0 &&
    next.record === first.record + count
  );
}

export interface JournalRow {
  readonly seq: bigint;
  readonly at: bigint;
  readonly kind: JournalKind;
  readonly envelope_id: string | null;
  readonly record: number | null;
  readonly body: unknown;
}

/** The inputs after `after` (0, or where an earlier reading ended), in order, one by one: those of at most `limit` rows. */
export async function readJournal(
  database: Database,
  after: bigint,
  limit: number,
): Promise<readonly JournalRow[]> {
  const rows = await rowsOf<JournalRow & { count: number; [column: string]: unknown }>(
    database,
    `select seq, count, at, kind, envelope_id, record, body from gateway.journal
     where seq > $1 order by seq limit $2`,
    [after, limit],
  );
  return rows.flatMap(({ count, ...row }) =>
    Array.from({ length: count }, (_, step) => ({
      ...row,
      seq: row.seq + BigInt(step),
      record: row.record === null ? null : row.record + step,
    })),
  );
}
