import { randomUUID } from 'node:crypto';
import type { Sealer } from '../identity/index.ts';
import { type Database, numbers, type Tx } from '../store/index.ts';

/** The content of an envelope as it would go to customs. */
export interface Forwardable {
  readonly type: string;
  /** Signed by its sender: it goes as it is or not at all. */
  readonly signed: boolean;
  /** The business message byte for byte, without transport. */
  readonly bytes: Buffer;
  readonly count: number;
  /** Records that were already there when this envelope brought them again. */
  readonly repeated: readonly { readonly record: number; readonly type: string; readonly key: string }[];
  /** A message with these records only. */
  write(records: readonly number[]): Buffer;
  /** By when these records should be with customs. */
  dueOf(records: readonly number[]): number;
}

export interface FillParts {
  readonly database: Database;
  readonly sealer: () => Sealer;
  readonly now: () => number;
  /** Undefined when the envelope's data key was destroyed: nothing of it can go anywhere. */
  readonly prepare: (envelopeId: string) => Promise<Forwardable | undefined>;
}

const AT_ONCE = 200;

/**
 * Puts what was cleared into messages for customs: a signed message whole and byte for byte, once every one of its records may go;
 * of an unsigned one the good records, written anew. Each record goes into exactly one message. Gives the number of messages made.
 */
export async function fillOutbox(parts: FillParts): Promise<number> {
  const rows = await parts.database.query<{ envelope_id: string }>(
    `select envelope_id from clearance.forward where message is null and not held
     group by envelope_id order by min(seq) limit $1`,
    [AT_ONCE],
  );
  let made = 0;
  for (const { envelope_id } of rows) {
    const content = await parts.prepare(envelope_id);
    made += await parts.database.transaction(tx => fillFrom(parts, tx, envelope_id, content));
  }
  return made;
}

interface Waiting {
  record: number;
  org_code: string;
  type: string;
  key: string;
}

async function fillFrom(
  parts: FillParts,
  tx: Tx,
  envelopeId: string,
  content: Forwardable | undefined,
): Promise<number> {
  const { rows } = await tx.query<Waiting>(
    `select record, org_code, type, key from clearance.forward
     where envelope_id = $1 and message is null order by record for update`,
    [envelopeId],
  );
  const [first] = rows;
  if (!first) return 0;
  const records = [...new Set(rows.map(row => row.record))];
  if (!content || (content.signed && !(await isWhole(tx, content, records)))) {
    await tx.query('update clearance.forward set held = true where envelope_id = $1 and message is null', [
      envelopeId,
    ]);
    return 0;
  }
  const id = randomUUID();
  const bytes = content.signed ? content.bytes : content.write(records);
  const sealer = parts.sealer();
  await tx.query(
    `insert into exchange.outbox (id, envelope_id, type, org_code, records, verbatim, data_key, sealed, created_at, due)
     values ($1, $2, $3, $4, $5::int[], $6, $7, $8, $9, $10)`,
    [
      id,
      envelopeId,
      content.type,
      first.org_code,
      numbers(records),
      content.signed,
      sealer.current,
      sealer.seal(bytes),
      parts.now(),
      content.dueOf(records),
    ],
  );
  await tx.query(
    'update clearance.forward set message = $2, held = false where envelope_id = $1 and message is null',
    [envelopeId, id],
  );
  // What an earlier, incomplete message of the same signer held back goes with this one.
  for (const { type, key } of content.signed ? content.repeated : [])
    await tx.query(
      'update clearance.forward set message = $3, held = false where type = $1 and key = $2 and message is null',
      [type, key, id],
    );
  return 1;
}

/** Every record of a signed message may go: cleared with it, or cleared before and sent again in it. */
async function isWhole(tx: Tx, content: Forwardable, records: readonly number[]): Promise<boolean> {
  const ready = new Set(records);
  for (const { record, type, key } of content.repeated) {
    const { rowCount } = await tx.query(
      'select 1 from clearance.forward where type = $1 and key = $2 limit 1',
      [type, key],
    );
    if (rowCount) ready.add(record);
  }
  return ready.size >= content.count;
}

/** A message for customs as the channel takes it. */
export interface OutMessage {
  /** CopMsgId. */
  readonly id: string;
  readonly seq: bigint;
  readonly type: string;
  readonly createdAt: number;
  readonly bytes: Buffer;
}

/** The next messages, by deadline and then by age. A message whose data key was destroyed is passed over. */
export async function nextMessages(
  database: Database,
  sealer: Sealer,
  limit: number,
): Promise<readonly OutMessage[]> {
  const rows = await database.query<{
    id: string;
    seq: bigint;
    type: string;
    created_at: bigint;
    data_key: number;
    sealed: Buffer;
  }>(
    `select id, seq, type, created_at, data_key, sealed from exchange.outbox
     where sent_at is null order by due, seq limit $1`,
    [limit],
  );
  return rows
    .filter(row => !sealer.isDestroyed(row.data_key))
    .map(row => ({
      id: row.id,
      seq: row.seq,
      type: row.type,
      createdAt: Number(row.created_at),
      bytes: sealer.open(row.data_key, row.sealed),
    }));
}

/** They lie in the folder now. Saying it twice changes nothing. */
export async function markSent(database: Database, ids: readonly string[], at: number): Promise<void> {
  if (ids.length === 0) return;
  await database.query(
    'update exchange.outbox set sent_at = $2 where id = any($1::uuid[]) and sent_at is null',
    [ids, at],
  );
  await database.query(
    `insert into exchange.channel (name, up, since, seen_at, sent_at) values ('customs', true, $1, $1, $1)
     on conflict (name) do update set sent_at = excluded.sent_at`,
    [at],
  );
}

/** The exchange platform's technical answer to a message of ours. */
export async function noteTrouble(
  database: Database,
  id: string,
  trouble: unknown,
  at: number,
): Promise<boolean> {
  const rows = await database.query(
    'update exchange.outbox set trouble = $2, answered_at = coalesce(answered_at, $3) where id::text = lower($1) returning id',
    [id, JSON.stringify(trouble), at],
  );
  return rows.length > 0;
}

/** A declaration by its business key, or a list by its case. */
export interface FailedSending {
  readonly type: string;
  readonly key?: string;
  readonly caseKey?: string;
}

const SENDINGS_MAX = 3;

/**
 * Customs says that the sending failed (4): the same message goes again, under an id of its own, three times at most. Gives the number
 * of messages that go again.
 */
export async function sendAgain(
  database: Database,
  failed: readonly FailedSending[],
  at: number,
): Promise<number> {
  let again = 0;
  for (const { type, key, caseKey } of failed) {
    again += await database.transaction(async tx => {
      const { rows } = await tx.query<{ message: string }>(
        `select f.message from clearance.forward f join exchange.outbox o on o.id = f.message
         where f.type = $1 and ($2::text is null or f.key = $2) and ($3::text is null or f.case_key = $3) and o.sent_at is not null
         order by f.seq desc limit 1 for update of o`,
        [type, key ?? null, caseKey ?? null],
      );
      const message = rows[0]?.message;
      if (message === undefined) return 0;
      const id = randomUUID();
      const { rowCount } = await tx.query(
        `insert into exchange.outbox (id, envelope_id, type, org_code, records, verbatim, data_key, sealed, created_at, due)
         select $2, envelope_id, type, org_code, records, verbatim, data_key, sealed, $3, due from exchange.outbox o
         where id = $1 and (select count(*) from exchange.outbox x where x.envelope_id = o.envelope_id and x.records = o.records) < $4`,
        [message, id, at, SENDINGS_MAX],
      );
      await tx.query('update clearance.forward set message = $2 where message = $1 and $3', [
        message,
        id,
        rowCount === 1,
      ]);
      return rowCount ?? 0;
    });
  }
  return again;
}

/** A signed message that is held because some of its records may not go (yet). */
export interface HeldMessage {
  readonly envelopeId: string;
  readonly orgCode: string;
  readonly ready: number;
  readonly records: number;
  readonly since: number;
}

/** Held messages of an organisation, or of all; oldest first. */
export async function heldMessages(
  database: Database,
  orgCode: string | undefined,
  limit: number,
): Promise<readonly HeldMessage[]> {
  const rows = await database.query<{
    envelope_id: string;
    org_code: string;
    ready: bigint;
    records: number;
    since: bigint;
  }>(
    `select f.envelope_id, f.org_code, count(*) as ready, e.records, min(f.received_at) as since
     from clearance.forward f join gateway.envelope e on e.id = f.envelope_id
     where f.message is null and f.held and ($1::text is null or f.org_code = $1)
     group by f.envelope_id, f.org_code, e.records order by min(f.seq) limit $2`,
    [orgCode ?? null, limit],
  );
  return rows.map(row => ({
    envelopeId: row.envelope_id,
    orgCode: row.org_code,
    ready: Number(row.ready),
    records: row.records,
    since: Number(row.since),
  }));
}
