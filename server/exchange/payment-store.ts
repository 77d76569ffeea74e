import type { Sealer } from '../identity/index.ts';
import type { Database } from '../store/index.ts';
import { type PaymentHead, type PaymentList, type PaymentSigner, payExInfo } from './payment-text.ts';

/**
 * Real-time payment data (announcement 2018-179): the raw texts exchanged with the payment channel are kept when the payment is made,
 * sealed, because they cannot be made again; customs asks for an order, and within two minutes they are uploaded, signed.
 */
export interface KeptPayment {
  readonly head: Omit<PaymentHead, 'guid'>;
  readonly lists: readonly PaymentList[];
}

/** Keeps what belongs to an order; given again, the newer takes its place. */
export async function keepPayment(
  database: Database,
  sealer: Sealer,
  of: { readonly orgCode: string; readonly test: boolean; readonly orderNo: string; readonly at: number },
  kept: KeptPayment,
): Promise<void> {
  await database.query(
    `insert into exchange.payment as p (org_code, test, order_no, at, data_key, sealed) values ($1, $2, $3, $4, $5, $6)
     on conflict (test, order_no, org_code) do update set at = excluded.at, data_key = excluded.data_key, sealed = excluded.sealed
     where p.at <= excluded.at`,
    [of.orgCode, of.test, of.orderNo, of.at, sealer.current, sealer.seal(Buffer.from(JSON.stringify(kept)))],
  );
}

export interface PaymentQuestion {
  readonly sessionId: string;
  readonly orderNo: string;
  /** The platform that is asked; left out: whichever has the order. */
  readonly ebpCode?: string | undefined;
}

/** Customs' patience: the answer is due so long after the question. */
const ANSWER_MS = 120_000;
/** Questions on one order that wait for their upload. Nobody proves who he is who asks: many at once are not customs'. */
const OPEN_MAX = 10;

/**
 * Takes a question of customs into the queue. `unknown`: nothing is kept for the order; `ambiguous`: several platforms have an order of
 * this number; `many`: as many questions on it wait as are taken. The same session asked again is the same question.
 */
export async function askPayment(
  database: Database,
  { sessionId, orderNo, ebpCode }: PaymentQuestion,
  at: number,
): Promise<'queued' | 'unknown' | 'ambiguous' | 'many'> {
  const rows = await database.query<{ org_code: string }>(
    'select org_code from exchange.payment where not test and order_no = $1 and ($2::text is null or org_code = $2) limit 2',
    [orderNo, ebpCode ?? null],
  );
  const [only, second] = rows;
  if (!only) return 'unknown';
  if (second) return 'ambiguous';
  const [open] = await database.query<{ others: bigint; same: bigint }>(
    `select count(*) filter (where session_id <> $3) as others, count(*) filter (where session_id = $3) as same
     from exchange.payment_question where not test and org_code = $1 and order_no = $2 and done_at is null`,
    [only.org_code, orderNo, sessionId],
  );
  if (open && Number(open.others) >= OPEN_MAX && Number(open.same) === 0) return 'many';
  await database.query(
    `insert into exchange.payment_question (session_id, org_code, test, order_no, asked_at, due, next_at)
     values ($1, $2, false, $3, $4, $5, $4) on conflict (session_id) do nothing`,
    [sessionId, only.org_code, orderNo, at, at + ANSWER_MS],
  );
  return 'queued';
}

/** Sends form field `payExInfoStr`; gives the body of customs' reply. Throws when it cannot be reached. */
export type PostPayment = (payExInfoStr: string) => Promise<string>;

/** The client of customs' interface `realTimeDataUpload`. */
export function postPaymentTo(url: string): PostPayment {
  return async payExInfoStr => {
    const answer = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams({ payExInfoStr }),
      signal: AbortSignal.timeout(20_000),
      redirect: 'error',
    });
    const text = (await answer.text()).slice(0, 10_000);
    if (!answer.ok) throw new Error(`HTTP ${answer.status} ${text.slice(0, 200)}`);
    return text;
  };
}

interface QuestionRow {
  session_id: string;
  org_code: string;
  order_no: string;
  due: bigint;
  attempts: number;
  data_key: number;
  sealed: Buffer;
}

const AT_ONCE = 20;
/** A question that a process took and did not finish is taken again after this. */
const LEASE_MS = 30_000;
/** An upload that fails is tried again so long after the time limit; then somebody must look. */
const LATE_MS = 600_000;

/** Uploads what is due. Gives the numbers of uploads that customs accepted and of those given up. */
export async function uploadPayments(parts: {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly signer: PaymentSigner;
  readonly post: PostPayment;
  readonly at: number;
}): Promise<{ readonly done: number; readonly failed: number }> {
  const { database, sealer, signer, post, at } = parts;
  const rows = await database.query<QuestionRow>(
    `update exchange.payment_question q set attempts = attempts + 1, next_at = $1::bigint + $3
     from exchange.payment p
     where q.session_id in (select session_id from exchange.payment_question
                            where done_at is null and next_at <= $1 order by due limit $2 for update skip locked)
       and p.test = q.test and p.order_no = q.order_no and p.org_code = q.org_code
     returning q.session_id, q.org_code, q.order_no, q.due, q.attempts, p.data_key, p.sealed`,
    [at, AT_ONCE, LEASE_MS],
  );
  let done = 0;
  let failed = 0;
  // Side by side: one upload that hangs must not eat the two minutes of the others.
  const one = async (row: QuestionRow) => {
    if (sealer.isDestroyed(row.data_key)) {
      failed += 1;
      return database.query(
        'update exchange.payment_question set done_at = $2, failed = $3 where session_id = $1',
        [row.session_id, at, '原始数据已随密钥销毁 / the originals were destroyed with their key'],
      );
    }
    const kept = JSON.parse(sealer.open(row.data_key, row.sealed).toString()) as KeptPayment;
    const sent = payExInfo(
      {
        sessionID: row.session_id,
        head: { guid: row.session_id, ...kept.head },
        lists: kept.lists,
        serviceTime: String(at),
      },
      signer,
    );
    const reply = await post(sent).catch((error: Error) => ({ fault: error.message }));
    const why = typeof reply === 'string' ? faultOf(reply) : reply.fault;
    const over = why !== undefined && at > Number(row.due) + LATE_MS;
    if (why === undefined) done += 1;
    else if (over) failed += 1;
    return database.query(
      `update exchange.payment_question set done_at = $2, failed = $3, next_at = $4, data_key = $5, sealed = $6 where session_id = $1`,
      [
        row.session_id,
        why === undefined || over ? at : null,
        why?.replaceAll('\0', '') ?? null,
        at + Math.min(60_000, 2_000 * 2 ** Math.min(row.attempts - 1, 5)),
        sealer.current,
        sealer.seal(Buffer.from(JSON.stringify({ sent, reply }))),
      ],
    );
  };
  await Promise.all(rows.map(one));
  return { done, failed };
}

/** Undefined when customs accepted (code 10000); else what it said. */
function faultOf(reply: string): string | undefined {
  try {
    const { code, message } = JSON.parse(reply) as { code?: unknown; message?: unknown };
    return String(code) === '10000' ? undefined : `${code}: ${message}`.slice(0, 500);
  } catch {
    return `no JSON: ${reply.slice(0, 200)}`;
  }
}

/** Forgets originals and answers from before that instant; gives the number of originals. */
export async function forgetPayments(database: Database, before: number): Promise<number> {
  await database.query('delete from exchange.payment_question where done_at < $1', [before]);
  const rows = await database.query('delete from exchange.payment where at < $1 returning order_no', [
    before,
  ]);
  return rows.length;
}
