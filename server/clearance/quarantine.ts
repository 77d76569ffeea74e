import {
  answerQuarantined,
  type Book,
  emptyBook,
  type Held,
  type Incoming,
  nextJournal,
  noEffects,
} from '../../cases/index.ts';
import type { Edition } from '../identity/index.ts';
import type { Tx } from '../store/index.ts';
import { type Database, rowsOf } from '../store/index.ts';
import { slotArrays } from './documents.ts';
import type { Realm } from './realm.ts';
import { writeEffects } from './write.ts';

/**
 * Puts a record aside that breaks the program, so that its neighbours can go on: kept whole, answered with an exception receipt,
 * listed for an engineer. It touches no case. The journal says that it was put aside; once the fault is mended it is tried again, as
 * an input of its own.
 */
export async function quarantineRecord(
  tx: Tx,
  realm: Realm,
  edition: Edition,
  incoming: Incoming,
): Promise<void> {
  const effects = noEffects();
  const held: Held = { ...incoming, journal: nextJournal(effects), state: 'quarantined' };
  effects.inserted.push(held);
  const answer = answerQuarantined(held);
  if (answer) effects.answers.push(answer);
  await writeEffects(tx, realm, {
    book: emptyBook(),
    effects,
    entries: [
      {
        at: incoming.at,
        kind: 'record',
        envelopeId: incoming.envelopeId,
        record: incoming.record,
        body: PUT_ASIDE,
      },
    ],
    law: edition.law.edition,
  });
}

/** Body of the journal entry of a record that was put aside. */
const PUT_ASIDE = { quarantined: true } as const;

/** True when this entry of the journal put its record aside instead of taking it in. */
export function wasPutAside(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'quarantined' in body && body.quarantined === true;
}

/** Takes away what was put aside of these records, so that they can be taken in as if they had just come. */
export async function liftQuarantine(
  tx: Tx,
  realm: Realm,
  book: Book,
  incoming: readonly Incoming[],
): Promise<void> {
  const aside = incoming.filter(record => book.identities.get(record.identity) === 'quarantined');
  if (aside.length === 0) return;
  for (const record of aside) book.identities.delete(record.identity);
  await tx.query(
    `delete from clearance.document d using unnest($1::smallint[], $2::text[], $3::text[]) as u (bucket, type, key)
     where d.bucket = u.bucket and d.type = u.type and d.key = u.key and d.identity = any($4::bytea[]) and d.state = 'quarantined'`,
    [
      ...slotArrays(
        realm,
        aside.map(record => ({ type: record.document.type, key: record.key })),
      ),
      aside.map(record => Buffer.from(record.identity, 'hex')),
    ],
  );
}

export interface PutAside {
  readonly envelopeId: string;
  readonly record: number;
}

/** Records that wait in quarantine, oldest first. */
export async function readQuarantine(database: Database, limit: number): Promise<readonly PutAside[]> {
  const rows = await rowsOf<{ envelope_id: string; record: number }>(
    database,
    "select envelope_id, record from clearance.document where state = 'quarantined' order by journal limit $1",
    [limit],
  );
  return rows.map(row => ({ envelopeId: row.envelope_id, record: row.record }));
}
