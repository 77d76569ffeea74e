import { answeredDocuments, foreignLinks, isPlainRoute, UNMATCHED } from '../../cases/index.ts';
import type { Document } from '../../messages/index.ts';
import { bucketOf, type Database, rowsOf } from '../store/index.ts';
import { type DocumentRow, heldOf, readDocuments } from './documents.ts';
import { type Realm, scoped } from './realm.ts';

/** A receipt of customs that fitted no document when it came. */
export interface Unmatched {
  readonly journal: bigint;
  readonly at: number;
  readonly test: boolean;
  readonly envelopeId: string;
  readonly record: number;
  readonly document: Document;
  /** Business key that it names. */
  readonly key: string;
  /** The document that it speaks of stands here now: it came after the receipt. */
  readonly cameLater: boolean;
}

/**
 * Receipts that fit no document, newest first, from before a journal number. `next` is where the following page begins; undefined at the
 * end. A page may be shorter than `limit`.
 */
export async function readUnmatched(
  database: Database,
  realm: (test: boolean) => Realm,
  { before, limit }: { readonly before?: bigint | undefined; readonly limit: number },
): Promise<{ readonly receipts: readonly Unmatched[]; readonly next?: bigint }> {
  const rows = await rowsOf<DocumentRow>(
    database,
    `select type, key, identity, envelope_id, record, journal, org_code, at, data_key, sealed from clearance.document
     where sealed is not null and (state = 'received' or type = 'CEB702Message') and ($1::bigint is null or journal < $1)
     order by journal desc limit $2`,
    [before ?? null, limit],
  );
  const receipts: Unmatched[] = [];
  for (const [index, held] of (await heldOf(rows, realm(false), database)).entries()) {
    if (!held.findings.some(finding => finding.code === UNMATCHED)) continue;
    const { journal, at, envelopeId, record, document, key } = held;
    const test = rows[index]?.key !== key;
    const cameLater = await isHereNow(database, realm(test), document);
    receipts.push({ journal, at, test, envelopeId, record, document, key, cameLater });
  }
  const last = rows.length < limit ? undefined : rows.at(-1)?.journal;
  return { receipts, ...(last === undefined ? {} : { next: last }) };
}

async function isHereNow(database: Database, realm: Realm, document: Document): Promise<boolean> {
  const answered = answeredDocuments({ document });
  if ((await readDocuments(database, realm, answered)).length > 0) return true;
  const routes = foreignLinks({ document, customs: true })
    .routes.filter(isPlainRoute)
    .map(route => scoped(realm, route));
  const rows = await rowsOf(
    database,
    `select 1 from unnest($1::smallint[], $2::text[]) as u (bucket, key)
     join clearance.routing r on r.bucket = u.bucket and r.key = u.key where r.cases <> '{}' limit 1`,
    [routes.map(bucketOf), routes],
  );
  return rows.length > 0;
}
