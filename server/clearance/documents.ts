import type { Held } from '../../cases/index.ts';
import type { Document } from '../../messages/index.ts';
import { KeyDestroyed } from '../identity/index.ts';
import { bucketOf, type Database, numbers, rowsOf, type Tx, texts } from '../store/index.ts';
import type { Content } from './contents.ts';
import { type Realm, scoped, unscoped } from './realm.ts';

/** A place that one current document takes: its type and business key. */
export interface Slot {
  readonly type: string;
  readonly key: string;
}

export interface DocumentRow {
  type: Document['type'];
  key: string;
  identity: Buffer;
  envelope_id: string;
  record: number;
  journal: bigint;
  org_code: string;
  at: bigint;
  data_key: number;
  sealed: Buffer | null;
  [column: string]: unknown;
}

/** What is sealed with a document: what was said of it, and its content where that is not read from the envelope again. */
export interface SealedDocument extends Partial<Content> {
  readonly findings: Held['findings'];
}

/** Slots as the arrays of a query: buckets, types, keys. */
export function slotArrays(realm: Realm, slots: readonly Slot[]): [string, string, string] {
  const keys = slots.map(slot => scoped(realm, slot.key));
  return [numbers(keys.map(bucketOf)), texts(slots.map(slot => slot.type)), texts(keys)];
}

/** Current documents by type and business key; what is not there is left out. */
export async function readDocuments(
  from: Database | Tx,
  realm: Realm,
  wanted: readonly Slot[],
): Promise<readonly Held[]> {
  if (wanted.length === 0) return [];
  const rows = await rowsOf<DocumentRow>(
    from,
    // One look into the index per key (the limit keeps it apart): joined plainly, the planner reads every current document of a
    // young table, because it has no statistics yet that would tell how many there are.
    {
      name: 'documents-current',
      text: `select d.* from unnest($1::smallint[], $2::text[], $3::text[]) as u (bucket, type, key)
     cross join lateral (
       select type, key, identity, envelope_id, record, journal, org_code, at, data_key, sealed from clearance.document
       where bucket = u.bucket and key = u.key and type = u.type and state = 'current' limit 1) d`,
    },
    slotArrays(realm, wanted),
  );
  return heldOf(rows, realm, from);
}

/** A document as a read model meets it that follows the journal. */
export interface FollowedDocument {
  readonly test: boolean;
  readonly held: Held;
  /** Data key that its content is sealed under. */
  readonly dataKey: number;
  /** 3: it deletes what stood under its key. */
  readonly appType: string | null;
}

/** Types whose documents read models follow: an index of their own (`document_followed`) names the same. */
const FOLLOWED = [
  'CEB303Message',
  'CEB505Message',
  'CEB607Message',
  'CEB603Message',
  'CEB701Message',
  'CEB702Message',
  'CEB792Message',
  'DeclarationForm',
] as const satisfies readonly Document['type'][];

export type FollowedType = (typeof FOLLOWED)[number];

/** Accepted documents of the followed types after a journal number, oldest first, whatever became of them later. */
export async function readFollowed(
  from: Database | Tx,
  realm: Realm,
  asked: {
    readonly after: bigint;
    readonly upTo: bigint;
    readonly limit: number;
  },
): Promise<readonly FollowedDocument[]> {
  const rows = await rowsOf<DocumentRow & { app_type: string | null }>(
    from,
    `select type, key, identity, envelope_id, record, journal, org_code, at, data_key, sealed, app_type from clearance.document
     where journal > $1 and journal <= $2 and type in (${FOLLOWED.map(type => `'${type}'`).join(', ')})
       and state in ('current', 'superseded', 'deleted')
     order by journal limit $3`,
    [asked.after, asked.upTo, asked.limit],
  );
  const held = await heldOf(rows, realm, from);
  return held.map((it, index) => {
    const row = rows[index];
    return {
      test: row !== undefined && row.key !== it.key,
      held: it,
      dataKey: row?.data_key ?? 0,
      appType: row?.app_type ?? null,
    };
  });
}

/** Identities of versions that count no more under these keys, with what became of them. */
export async function readPast(
  tx: Tx,
  realm: Realm,
  slots: readonly Slot[],
): Promise<readonly { identity: string; state: Held['state'] }[]> {
  if (slots.length === 0) return [];
  const rows = await rowsOf<{ identity: Buffer; state: Held['state'] }>(
    tx,
    {
      name: 'documents-past',
      text: `select d.* from unnest($1::smallint[], $2::text[], $3::text[]) as u (bucket, type, key)
     cross join lateral (
       select identity, state from clearance.document
       where bucket = u.bucket and key = u.key and type = u.type and state <> 'current' offset 0) d`,
    },
    slotArrays(realm, slots),
  );
  return rows.map(row => ({ identity: row.identity.toString('hex'), state: row.state }));
}

/** Rows of documents with what they say. */
export async function heldOf(
  rows: readonly DocumentRow[],
  realm: Realm,
  from: Database | Tx,
): Promise<readonly Held[]> {
  const said = new Map<DocumentRow, SealedDocument | 'destroyed'>();
  const wanted = new Set<string>();
  for (const row of rows) {
    const sealed = saidOf(row, realm);
    said.set(row, sealed);
    if (sealed !== 'destroyed' && !sealed.head && !realm.contents.recall(row.identity.toString('hex')))
      wanted.add(row.envelope_id);
  }
  const read = wanted.size > 0 ? await realm.contents.read([...wanted], from) : new Map();
  return rows.map(row => {
    const identity = row.identity.toString('hex');
    const sealed = said.get(row) ?? 'destroyed';
    const content = sealed === 'destroyed' ? undefined : contentOf(row, identity, sealed, read, realm);
    return {
      document: { type: row.type, ...(content ?? { head: {}, lines: [] }) },
      findings: sealed === 'destroyed' || !content ? [] : sealed.findings,
      ...(content ? {} : { destroyed: true as const }),
      key: unscoped(row.key),
      sender: row.org_code,
      at: Number(row.at),
      identity,
      envelopeId: row.envelope_id,
      record: row.record,
      journal: row.journal,
      state: 'current' as const,
    };
  });
}

function contentOf(
  row: DocumentRow,
  identity: string,
  sealed: SealedDocument,
  read: ReadonlyMap<string, ReadonlyMap<number, Content>>,
  realm: Realm,
): Content | undefined {
  const { head, lines } = sealed;
  if (head && lines) return { head, lines };
  const known = realm.contents.recall(identity);
  if (known) return known;
  const content = read.get(row.envelope_id)?.get(row.record);
  if (content) realm.contents.remember(identity, content);
  return content;
}

const NOTHING_SAID: SealedDocument = { findings: [] };

function saidOf(row: DocumentRow, realm: Realm): SealedDocument | 'destroyed' {
  if (row.sealed === null) return realm.sealer.isDestroyed(row.data_key) ? 'destroyed' : NOTHING_SAID;
  try {
    return JSON.parse(realm.sealer.open(row.data_key, row.sealed).toString()) as SealedDocument;
  } catch (error) {
    if (error instanceof KeyDestroyed) return 'destroyed';
    throw error;
  }
}
