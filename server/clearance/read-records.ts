import type { Held } from '../../cases/index.ts';
import type { Finding } from '../../shared/index.ts';
import type { Sealer } from '../identity/index.ts';
import { type Database, rowsOf } from '../store/index.ts';
import { opened } from './read-decisions.ts';

/** Documents of an envelope ($1): the journal knows their numbers. */
const OF_ENVELOPE = `from gateway.journal j cross join lateral generate_series(j.seq, j.seq + j.count - 1) as n
  join clearance.document d on d.journal = n where j.envelope_id = $1 and d.envelope_id = $1`;

/** What was said of each record of an envelope, by record index; duplicates have nothing of their own. */
export async function readRecordFindings(
  database: Database,
  sealer: Sealer,
  envelopeId: string,
): Promise<ReadonlyMap<number, readonly Finding[]>> {
  const rows = await rowsOf<{ record: number; data_key: number; sealed: Buffer | null }>(
    database,
    `select d.record, d.data_key, d.sealed ${OF_ENVELOPE}`,
    [envelopeId],
  );
  const said = new Map<number, readonly Finding[]>();
  for (const row of rows) said.set(row.record, opened(row, sealer).findings);
  return said;
}

/** What became of each record of an envelope that was taken in, by record index. */
export async function readRecordStates(
  database: Database,
  envelopeId: string,
): Promise<ReadonlyMap<number, Held['state']>> {
  const rows = await rowsOf<{ record: number; state: Held['state'] }>(
    database,
    `select d.record, d.state ${OF_ENVELOPE}`,
    [envelopeId],
  );
  return new Map(rows.map(row => [row.record, row.state]));
}
