import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { lookup as dnsLookup, type LookupAddress, type LookupAllOptions } from 'node:dns';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import type { Sealer } from '../identity/index.ts';
import { type Database, rowsOf } from '../store/index.ts';
import { feedEnd, readFeed } from './feed.ts';

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

const PAUSES_MS = [1_000, 5_000, 30_000, 120_000, 600_000, 1_800_000, 3_600_000] as const;
/** After this many failures in a row (more than a week of pauses) the webhook stops and says so; a replay starts it again. */
const FAILURES_MAX = 200;
const BATCH = 50;
const TIMEOUT_MS = 10_000;

const PRIVATE = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  PRIVATE.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  // IPv4 in other clothes: compatible, translated, 6to4, Teredo. They lead wherever the IPv4 inside leads.
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['2002::', 16],
  ['2001:db8::', 32],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  PRIVATE.addSubnet(net, bits, 'ipv6');

/** True for addresses that lead into the operator's own network. IPv4 written inside IPv6 counts as the IPv4 that it is. */
export function isPrivateAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  const plain = mapped ?? address;
  const kind = isIP(plain);
  if (kind === 0) return true;
  return PRIVATE.check(plain, kind === 4 ? 'ipv4' : 'ipv6');
}

type Resolve = (
  host: string,
  options: LookupAllOptions,
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export interface WebhookRules {
  /** The operator allows private and loopback addresses (development, an intranet). */
  readonly privateAllowed: boolean;
  /** How names are looked up; left out: by the system. */
  readonly resolve?: Resolve;
  /** How long a receiver may take, in milliseconds; left out: ten seconds. */
  readonly timeoutMs?: number;
}

/** Why an address cannot be used, or undefined. Host names are judged again at every delivery, by the address they resolve to. */
export function addressFault(url: string, rules: WebhookRules): { zh: string; en: string } | undefined {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return { zh: '不是完整的网址。', en: 'This is no complete URL.' };
  }
  if (parsed.protocol !== 'https:' && !(rules.privateAllowed && parsed.protocol === 'http:'))
    return { zh: '只能推送到 https 地址。', en: 'Only https addresses are served.' };
  if (parsed.username || parsed.password)
    return { zh: '网址中不能带账号密码。', en: 'The URL must not carry a user name or password.' };
  const host = parsed.hostname.replace(/^\[|\]$|\.$/g, '');
  if (
    !rules.privateAllowed &&
    (host === 'localhost' || host.endsWith('.localhost') || (isIP(host) !== 0 && isPrivateAddress(host)))
  )
    return {
      zh: '不允许内网或本机地址（须运营方放行）。',
      en: 'Private and loopback addresses are refused unless the operator allows them.',
    };
  return undefined;
}

interface WebhookRow {
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
       where w.stopped_at is null and w.next_at <= $1
         and exists (select 1 from gateway.answer a where a.org_code = w.org_code and a.test = w.test and a.seq > w.cursor)
       order by w.next_at, w.id limit 1 for update of w skip locked)
     returning *`,
    [at, at + 3 * timeoutOf(rules)],
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

function timeoutOf(rules: WebhookRules): number {
  return rules.timeoutMs ?? TIMEOUT_MS;
}

interface Posted {
  readonly tookMs: number;
  readonly status?: number;
  readonly error?: string;
}

/** Looks the name up and refuses addresses inside, at the moment of connecting: a name cannot be changed in between. */
function guardedLookup(rules: WebhookRules): LookupFunction {
  return (host, options, done) => {
    const resolve = rules.resolve ?? dnsLookup;
    resolve(host, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, '', 4);
      const allowed = rules.privateAllowed
        ? addresses
        : addresses.filter(entry => !isPrivateAddress(entry.address));
      const [first] = allowed;
      if (!first)
        return done(
          Object.assign(new Error(`private address refused: ${host}`), { code: 'EPRIVATE' }),
          '',
          4,
        );
      if (options.all) return (done as unknown as (error: null, all: typeof allowed) => void)(null, allowed);
      done(null, first.address, first.family);
    });
  };
}

function post(
  url: string,
  body: string,
  { signature, rules }: { signature: string; rules: WebhookRules },
): Promise<Posted> {
  const begun = performance.now();
  const took = () => Math.round(performance.now() - begun);
  const fault = addressFault(url, rules);
  if (fault) return Promise.resolve({ tookMs: 0, error: fault.en });
  return new Promise(resolve => {
    const send = url.startsWith('https:') ? httpsRequest : httpRequest;
    const request = send(
      url,
      {
        method: 'POST',
        lookup: guardedLookup(rules),
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'quantong-signature': signature,
          'user-agent': 'quantong',
        },
        signal: AbortSignal.timeout(timeoutOf(rules)),
      },
      response => {
        // The answer's body is nobody's business; a redirect is not followed, because it could lead inside.
        response.resume();
        resolve({ tookMs: took(), status: response.statusCode ?? 0 });
        response.destroy();
      },
    );
    request.on('error', error => resolve({ tookMs: took(), error: error.message.slice(0, 200) }));
    request.end(body);
  });
}
