import { createHash, randomBytes } from 'node:crypto';
import type { Database } from '../store/index.ts';

/** What a key may do. `operator` administers the zone; `officer` decides cases; `customs` brings the receipts of customs. */
export const SCOPES = ['submit', 'read', 'precheck', 'officer', 'operator', 'customs'] as const;
export type Scope = (typeof SCOPES)[number];

/** Who is asking: established once per request from the key, passed on as an argument. */
export interface Caller {
  readonly keyId: string;
  readonly orgCode: string;
  readonly orgName: string;
  readonly scopes: readonly Scope[];
  /** Test keys: their data never touch live quota, receipts or measures. */
  readonly test: boolean;
  readonly signature: 'required' | 'if-present' | 'off';
}

export interface NewKey {
  readonly orgCode: string;
  readonly scopes: readonly Scope[];
  readonly test: boolean;
  readonly label: string;
  readonly expiresAt?: number;
}

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** Makes a key. The secret is returned once and never stored; only its SHA-256 is. */
export async function createKey(
  database: Database,
  key: NewKey,
  at: number,
): Promise<{ id: string; secret: string }> {
  const id = `${key.test ? 'kt' : 'kl'}_${randomBytes(6).toString('hex')}`;
  const secret = `${key.test ? 'qt_test' : 'qt_live'}_${randomBytes(24).toString('base64url')}`;
  await database.query(
    `insert into identity.api_key (id, org_code, hash, scopes, test, label, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, to_timestamp($7 / 1000.0), to_timestamp($8 / 1000.0))`,
    [id, key.orgCode, hashOf(secret), key.scopes, key.test, key.label, at, key.expiresAt ?? null],
  );
  return { id, secret };
}

export type KeyVerdict =
  | { readonly state: 'known'; readonly caller: Caller }
  | { readonly state: 'unknown' | 'expired' | 'revoked' | 'suspended' };

interface KeyRow {
  id: string;
  org_code: string;
  name: string;
  scopes: Scope[];
  test: boolean;
  signature: Caller['signature'];
  suspended: boolean;
  expires_ms: string | null;
  revoked: boolean;
}

const KEPT_MS = 5_000;
const KEPT_MAX = 10_000;

/**
 * Answers who holds a secret. Answers are kept for five seconds, so that a busy sender costs one look-up and a revoked key is
 * refused within five seconds everywhere.
 */
export function keyReader(database: Database): (secret: string, at: number) => Promise<KeyVerdict> {
  const kept = new Map<string, { until: number; row: KeyRow | undefined }>();
  return async (secret, at) => {
    const hash = hashOf(secret);
    const name = hash.toString('base64');
    let entry = kept.get(name);
    if (!entry || entry.until <= at || entry.until > at + KEPT_MS) {
      const rows = await database.query<KeyRow>(
        `select k.id, k.org_code, o.name, k.scopes, k.test, o.signature, o.suspended,
                (extract(epoch from k.expires_at) * 1000)::bigint::text as expires_ms, k.revoked_at is not null as revoked
         from identity.api_key k join identity.org o on o.code = k.org_code where k.hash = $1`,
        [hash],
      );
      if (kept.size >= KEPT_MAX) kept.clear();
      entry = { until: at + KEPT_MS, row: rows[0] };
      kept.set(name, entry);
    }
    const row = entry.row;
    if (!row) return { state: 'unknown' };
    if (row.revoked) return { state: 'revoked' };
    if (row.expires_ms !== null && Number(row.expires_ms) <= at) return { state: 'expired' };
    if (row.suspended) return { state: 'suspended' };
    return {
      state: 'known',
      caller: {
        keyId: row.id,
        orgCode: row.org_code,
        orgName: row.name,
        scopes: row.scopes,
        test: row.test,
        signature: row.signature,
      },
    };
  };
}

/** Revokes a key; true when it was live. */
export async function revokeKey(database: Database, id: string, at: number): Promise<boolean> {
  const rows = await database.query(
    'update identity.api_key set revoked_at = to_timestamp($2 / 1000.0) where id = $1 and revoked_at is null returning id',
    [id, at],
  );
  return rows.length > 0;
}
