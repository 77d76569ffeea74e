import type { Acceptance } from '../../cases/index.ts';
import type { Finding } from '../../shared/index.ts';
import { KeyDestroyed, type Sealer } from '../identity/index.ts';
import { type Database, pack, rowsOf, type Tx } from '../store/index.ts';

export type Media = 'xml' | 'json' | 'csv' | 'xlsx';

/** The bytes as received and everything about how they came. Kept before anything is decided on them. */
export interface Envelope {
  readonly id: string;
  readonly receivedAt: number;
  readonly orgCode: string;
  readonly keyId: string;
  readonly test: boolean;
  readonly media: Media;
  readonly type?: string;
  readonly digest: Buffer;
  readonly bytes: Buffer;
  readonly records: number;
  readonly idempotencyKey?: string;
  /** What came beside the bytes and is needed to read them again: the type named in the address, the file name. */
  readonly meta?: Readonly<Record<string, string>>;
}

/** What became of one record, as kept with the envelope; the findings themselves lie sealed with the document. */
export interface RecordResult {
  readonly index: number;
  readonly type: string;
  readonly key: string;
  readonly state: Acceptance['state'];
  readonly cases: readonly string[];
}

export interface EnvelopeOutcome {
  readonly state: 'done' | 'kept' | 'refused';
  readonly results: readonly RecordResult[];
  readonly refusal?: Finding;
}

/** Writes envelopes with what became of them. */
export async function keepEnvelopes(
  tx: Tx,
  sealer: Sealer,
  rows: readonly { envelope: Envelope; outcome: EnvelopeOutcome }[],
): Promise<void> {
  if (rows.length === 0) return;
  const sealed = pack(rows.map(({ envelope }) => sealer.seal(envelope.bytes)));
  await tx.query(
    `insert into gateway.envelope
       (id, received_at, org_code, key_id, test, media, type, digest, size, records, data_key, sealed, state, results, refusal, meta)
     select id, at, org, key_id, test, media, type, decode(digest, 'hex'), size, records, $1, substring($2::bytea from b for s), state, results, refusal, meta
     from unnest($3::uuid[], $4::bigint[], $5::text[], $6::text[], $7::boolean[], $8::text[], $9::text[], $10::text[], $11::int[],
                 $12::int[], $13::int[], $14::int[], $15::text[], $16::json[], $17::jsonb[], $18::jsonb[])
       as u (id, at, org, key_id, test, media, type, digest, size, records, b, s, state, results, refusal, meta)
     on conflict (id) do update set state = excluded.state, results = excluded.results, refusal = excluded.refusal`,
    [
      sealer.current,
      sealed.blob,
      rows.map(row => row.envelope.id),
      rows.map(row => row.envelope.receivedAt),
      rows.map(row => row.envelope.orgCode),
      rows.map(row => row.envelope.keyId),
      rows.map(row => row.envelope.test),
      rows.map(row => row.envelope.media),
      rows.map(row => row.envelope.type ?? null),
      rows.map(row => row.envelope.digest.toString('hex')),
      rows.map(row => row.envelope.bytes.length),
      rows.map(row => row.envelope.records),
      sealed.begins,
      sealed.sizes,
      rows.map(row => row.outcome.state),
      rows.map(row => JSON.stringify(row.outcome.results)),
      rows.map(row =>
        row.outcome.refusal ? JSON.stringify(sealedRefusal(sealer, row.outcome.refusal)) : null,
      ),
      rows.map(row => (row.envelope.meta ? JSON.stringify(row.envelope.meta) : null)),
    ],
  );
}

/** A refusal quotes what stood in the message (a sheet without header: its first rows), so it is sealed like the bytes. */
export interface SealedRefusal {
  readonly key: number;
  readonly sealed: string;
}

function sealedRefusal(sealer: Sealer, refusal: Finding): SealedRefusal {
  return {
    key: sealer.current,
    sealed: sealer.seal(Buffer.from(JSON.stringify(refusal))).toString('base64'),
  };
}

/** Why a stored envelope was refused as a whole; undefined when it was not, or when its data key was destroyed. */
export function refusalOf({ refusal }: Pick<StoredEnvelope, 'refusal'>, sealer: Sealer): Finding | undefined {
  if (!refusal) return undefined;
  try {
    return JSON.parse(sealer.open(refusal.key, Buffer.from(refusal.sealed, 'base64')).toString()) as Finding;
  } catch (error) {
    if (error instanceof KeyDestroyed) return undefined;
    throw error;
  }
}

/** An `Idempotency-Key` was used before, with another envelope. `sameBody` tells whether it may be answered again. */
export class KeyUsed extends Error {
  readonly envelopeId: string;
  readonly sameBody: boolean;

  constructor(envelopeId: string, sameBody: boolean) {
    super(`idempotency key used by envelope ${envelopeId}`);
    this.envelopeId = envelopeId;
    this.sameBody = sameBody;
  }
}

/** Claims the keys of a batch. Gives, per envelope, the earlier use that stands in its way, if any. */
export async function claimKeys(
  tx: Tx,
  envelopes: readonly Envelope[],
): Promise<ReadonlyMap<string, KeyUsed>> {
  const used = new Map<string, KeyUsed>();
  const keyed = envelopes
    .filter(envelope => envelope.idempotencyKey !== undefined)
    .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  if (keyed.length === 0) return used;
  const { rows } = await tx.query<{
    org_code: string;
    test: boolean;
    key: string;
    envelope_id: string;
    body_digest: Buffer;
  }>(
    `insert into gateway.idempotency as i (org_code, test, key, body_digest, envelope_id, at)
     select distinct on (org, test, key) org, test, key, decode(digest, 'hex'), id, at
     from unnest($1::text[], $2::boolean[], $3::text[], $4::text[], $5::uuid[], $6::bigint[]) with ordinality as u (org, test, key, digest, id, at, n)
     order by org, test, key, n
     on conflict (org_code, test, key) do update set key = i.key
     returning org_code, test, key, envelope_id, body_digest`,
    [
      keyed.map(envelope => envelope.orgCode),
      keyed.map(envelope => envelope.test),
      keyed.map(envelope => envelope.idempotencyKey),
      keyed.map(envelope => envelope.digest.toString('hex')),
      keyed.map(envelope => envelope.id),
      keyed.map(envelope => envelope.receivedAt),
    ],
  );
  const owners = new Map(rows.map(row => [`${row.org_code}\n${row.test}\n${row.key}`, row]));
  for (const envelope of keyed) {
    const owner = owners.get(nameOf(envelope));
    if (owner && owner.envelope_id !== envelope.id)
      used.set(envelope.id, new KeyUsed(owner.envelope_id, owner.body_digest.equals(envelope.digest)));
  }
  return used;
}

function nameOf(envelope: Envelope): string {
  return `${envelope.orgCode}\n${envelope.test}\n${envelope.idempotencyKey}`;
}

export interface StoredEnvelope {
  readonly id: string;
  readonly received_at: bigint;
  readonly org_code: string;
  readonly key_id: string;
  readonly test: boolean;
  readonly media: Media;
  readonly type: string | null;
  readonly digest: Buffer;
  readonly size: number;
  readonly data_key: number;
  readonly sealed: Buffer;
  readonly state: EnvelopeOutcome['state'];
  readonly records: number;
  readonly results: readonly RecordResult[];
  readonly refusal: SealedRefusal | null;
  readonly meta: Readonly<Record<string, string>> | null;
}

/** Envelopes by id; those that are not there are left out. */
export async function findEnvelopes(
  from: Database | Tx,
  ids: readonly string[],
): Promise<readonly StoredEnvelope[]> {
  return rowsOf<StoredEnvelope & Record<string, unknown>>(
    from,
    'select * from gateway.envelope where id = any($1::uuid[])',
    [ids],
  );
}

export async function findEnvelope(from: Database | Tx, id: string): Promise<StoredEnvelope | undefined> {
  const rows = await rowsOf<StoredEnvelope & Record<string, unknown>>(
    from,
    'select * from gateway.envelope where id = $1',
    [id],
  );
  return rows[0];
}

/** Envelopes that were kept but not worked through (the process ended in between), oldest first. */
export async function unfinishedEnvelopes(database: Database): Promise<readonly StoredEnvelope[]> {
  return rowsOf<StoredEnvelope & Record<string, unknown>>(
    database,
    "select * from gateway.envelope where state = 'kept' order by received_at, id limit 1000",
  );
}
