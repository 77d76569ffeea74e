import { randomBytes } from 'node:crypto';
import type { Sealer } from '../identity/index.ts';
import { type Database, rowsOf } from '../store/index.ts';
import { feedEnd } from './feed.ts';

/**
 * Receipts pushed to an organisation's own address, in the order of the feed and at least once. Each delivery is signed:
 * `Quantong-Signature: t=<seconds>,v1=<hex HMAC-SHA256 of "t.body">`. A failing receiver is tried again with growing pauses; its place
 * in the feed never moves past what it has not confirmed, and it can be set back (replay).
 */
export interface Webhook {
  readonly id: string;
  readonly url: string;
  readonly test: boolean;
  readonly cursor: string;
  readonly failures: number;
  readonly stopped: boolean;
}

/** A webhook as stored. */
export interface WebhookRow {
  id: string;
  org_code: string;
  test: boolean;
  url: string;
  data_key: number;
  secret: Buffer;
  cursor: bigint;
  failures: number;
  stopped_at: bigint | null;
}

function viewOf(row: WebhookRow): Webhook {
  return {
    id: row.id,
    url: row.url,
    test: row.test,
    cursor: row.cursor.toString(),
    failures: row.failures,
    stopped: row.stopped_at !== null,
  };
}

export interface WebhookOwner {
  readonly orgCode: string;
  readonly test: boolean;
  /** An operator helps everybody: he may read the log and replay, whoever the webhook belongs to. */
  readonly operator?: boolean;
}

export interface NewWebhook {
  readonly url: string;
  readonly at: number;
  /** Left out: by chance. */
  readonly id?: string;
  /** True: nothing is delivered before the first replay. */
  readonly stopped?: boolean;
}

/** Registers an address. Deliveries begin with the next receipt; the signing secret is shown once. */
export async function addWebhook(
  database: Database,
  sealer: Sealer,
  owner: WebhookOwner,
  { url, at, id = `wh_${randomBytes(8).toString('hex')}`, stopped = false }: NewWebhook,
): Promise<{ webhook: Webhook; secret: string }> {
  const secret = `whsec_${randomBytes(24).toString('base64url')}`;
  const cursor = await feedEnd(database);
  const rows = await rowsOf<WebhookRow & Record<string, unknown>>(
    database,
    `insert into gateway.webhook (id, org_code, test, url, data_key, secret, cursor, created_at, stopped_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning *`,
    [
      id,
      owner.orgCode,
      owner.test,
      url,
      sealer.current,
      sealer.seal(Buffer.from(secret)),
      cursor,
      at,
      stopped ? at : null,
    ],
  );
  const [row] = rows;
  if (!row) throw new Error('webhook was not stored');
  return { webhook: viewOf(row), secret };
}

export async function listWebhooks(database: Database, owner: WebhookOwner): Promise<readonly Webhook[]> {
  const rows = await rowsOf<WebhookRow & Record<string, unknown>>(
    database,
    'select * from gateway.webhook where org_code = $1 and test = $2 order by created_at, id',
    [owner.orgCode, owner.test],
  );
  return rows.map(viewOf);
}

export async function removeWebhook(database: Database, owner: WebhookOwner, id: string): Promise<boolean> {
  const rows = await database.query(
    'delete from gateway.webhook where id = $1 and org_code = $2 and test = $3 returning id',
    [id, owner.orgCode, owner.test],
  );
  return rows.length > 0;
}

/** Sets a webhook back (or forward) to a cursor and starts it again. */
export async function replayWebhook(
  database: Database,
  owner: WebhookOwner,
  { id, after }: { id: string; after: bigint },
): Promise<Webhook | undefined> {
  const rows = await rowsOf<WebhookRow & Record<string, unknown>>(
    database,
    `update gateway.webhook set cursor = $4, failures = 0, next_at = 0, stopped_at = null
     where id = $1 and (org_code = $2 or $5) and test = $3 returning *`,
    [id, owner.orgCode, owner.test, after, owner.operator ?? false],
  );
  return rows[0] && viewOf(rows[0]);
}

export interface Delivery {
  readonly receipts: string;
  readonly attempt: number;
  readonly at: number;
  readonly tookMs: number;
  readonly status: number | null;
  readonly error: string | null;
}

/** The last deliveries, newest first; undefined when the owner has no such webhook. */
export async function listDeliveries(
  database: Database,
  owner: WebhookOwner,
  id: string,
): Promise<readonly Delivery[] | undefined> {
  const known = await database.query(
    'select 1 from gateway.webhook where id = $1 and (org_code = $2 or $4) and test = $3',
    [id, owner.orgCode, owner.test, owner.operator ?? false],
  );
  if (known.length === 0) return undefined;
  const rows = await rowsOf<{
    answer_seq: bigint;
    attempt: number;
    at: bigint;
    took_ms: number;
    status: number | null;
    error: string | null;
  }>(
    database,
    `select answer_seq, attempt, at, took_ms, status, error from gateway.delivery
     where webhook_id = $1 order by seq desc limit 200`,
    [id],
  );
  return rows.map(row => ({
    receipts: row.answer_seq.toString(),
    attempt: row.attempt,
    at: Number(row.at),
    tookMs: row.took_ms,
    status: row.status,
    error: row.error,
  }));
}
