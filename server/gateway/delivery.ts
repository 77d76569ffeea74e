import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Sealer } from '../identity/index.ts';
import { type Database, rowsOf } from '../store/index.ts';
import { readFeed } from './feed.ts';
import { post, timeoutOf, type WebhookRules } from './outbound.ts';
import type { WebhookRow } from './webhooks.ts';

const PAUSES_MS = [1_000, 5_000, 30_000, 120_000, 600_000, 1_800_000, 3_600_000] as const;
/** Due later than this only when the clock was set back: then it is due now, or receipts would wait for hours. */
const LONGEST_PAUSE_MS = Math.max(...PAUSES_MS);
/** After this many failures in a row (more than a week of pauses) the webhook stops and says so; a replay starts it again. */
const FAILURES_MAX = 200;
const BATCH = 50;
/** The header's value for a body. */
export function signDelivery(secret: string, body: string, at: number): string {
  const seconds = Math.floor(at / 1000);
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}

/** For receivers (and our tests): does the header belong to the body, and is it younger than five minutes? */
export function verifyDelivery(secret: string, body: string, header: string, now: number): boolean {
  const [, seconds = '', given = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(header) ?? [];
  if (seconds === '' || Math.abs(now - Number(seconds) * 1000) > 300_000) return false;
  const expected = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return timingSafeEqual(Buffer.from(given), Buffer.from(expected));
}

/** Deliveries under way at once: a slow receiver holds up nobody but itself. */
const LANES = 8;

/**
 * Delivers what is due, batch after batch, and gives the number of deliveries tried. A webhook is taken for a while (its `next_at` set
 * into the future) and not locked, so that no database connection waits for a receiver, several processes share the work, and what a
 * killed process had taken comes due again.
 */
export async function deliverDue(
  database: Database,
  sealer: Sealer,
  { at, rules }: { at: number; rules: WebhookRules },
): Promise<number> {
  const lane = async (): Promise<number> => {
    let tried = 0;
    for (let hook = await take(database, at, rules); hook; hook = await take(database, at, rules)) {
      await deliver(database, sealer, hook, { at, rules });
      tried += 1;
    }
    return tried;
  };
  const counts = await Promise.all(Array.from({ length: LANES }, lane));
  return counts.reduce((sum, count) => sum + count, 0);
}

interface TakenHook extends WebhookRow {
  /** Until when it is taken: whoever still finds this may write the result. */
  readonly next_at: bigint;
}

async function take(database: Database, at: number, rules: WebhookRules): Promise<TakenHook | undefined> {
  const rows = await rowsOf<TakenHook & Record<string, unknown>>(
    database,
    `update gateway.webhook set next_at = $2 where id = (
       select w.id from gateway.webhook w
       where w.stopped_at is null and (w.next_at <= $1 or w.next_at > $3)
         and exists (select 1 from gateway.answer a where a.org_code = w.org_code and a.test = w.test and a.seq > w.cursor)
       order by w.next_at, w.id limit 1 for update of w skip locked)
     returning *`,
    [at, at + 3 * timeoutOf(rules), at + LONGEST_PAUSE_MS + 3 * timeoutOf(rules)],
  );
  return rows[0];
}

async function deliver(
  database: Database,
  sealer: Sealer,
  hook: TakenHook,
  { at, rules }: { at: number; rules: WebhookRules },
): Promise<void> {
  const items = await readFeed(database, sealer, {
    orgCode: hook.org_code,
    test: hook.test,
    after: hook.cursor,
    limit: BATCH,
  });
  const last = items.at(-1);
  if (!last) return;
  const secret = sealer.open(hook.data_key, hook.secret).toString();
  const body = JSON.stringify({ webhook: hook.id, receipts: items, next: last.cursor });
  const result = await post(hook.url, body, { signature: signDelivery(secret, body, at), rules });
  const confirmed = result.status !== undefined && result.status >= 200 && result.status < 300;
  const failures = confirmed ? 0 : hook.failures + 1;
  const pause = PAUSES_MS[Math.min(failures, PAUSES_MS.length) - 1] ?? 0;
  await database.transaction(async tx => {
    await tx.query(
      `insert into gateway.delivery (webhook_id, answer_seq, attempt, at, took_ms, status, error)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [
        hook.id,
        last.cursor,
        hook.failures + 1,
        at,
        result.tookMs,
        result.status ?? null,
        result.error ?? null,
      ],
    );
    // A replay or removal in the meantime wins: then nobody finds the hook as it was taken.
    await tx.query(
      'update gateway.webhook set cursor = $3, failures = $4, next_at = $5, stopped_at = $6 where id = $1 and next_at = $2',
      [
        hook.id,
        hook.next_at,
        confirmed ? last.cursor : hook.cursor,
        failures,
        confirmed ? 0 : at + pause,
        failures >= FAILURES_MAX ? at : null,
      ],
    );
  });
}
