import type { Database } from '../store/index.ts';

/** Without a report for this long nobody serves the folders: the channel counts as down. */
export const SILENT_MS = 120_000;

export interface ChannelState {
  readonly up: boolean;
  /** Since when it is as it is; undefined: nobody has served it yet. */
  readonly since?: number;
  readonly why?: string;
  /** Whoever serves the folders has not been heard of for a while. */
  readonly silent?: true;
  readonly sentAt?: number;
  readonly receivedAt?: number;
}

/** Whoever serves the folders tells how it goes. */
export async function reportChannel(
  database: Database,
  { up, why }: { readonly up: boolean; readonly why?: string | undefined },
  at: number,
): Promise<void> {
  await database.query(
    `insert into exchange.channel as c (name, up, since, why, seen_at) values ('customs', $1, $2, $3, $2)
     on conflict (name) do update set up = $1, why = $3, seen_at = $2,
       since = case when c.up is distinct from $1 then $2 when c.up and c.seen_at < $2 - $4 then $2 else c.since end`,
    [up, at, why ?? null, SILENT_MS],
  );
}

export async function noteReceived(database: Database, at: number): Promise<void> {
  await database.query(
    `insert into exchange.channel (name, up, since, seen_at, received_at) values ('customs', true, $1, $1, $1)
     on conflict (name) do update set received_at = $1`,
    [at],
  );
}

/** The channel to customs as it stands at `at`. */
export async function readChannel(database: Database, at: number): Promise<ChannelState> {
  const [row] = await database.query<{
    up: boolean;
    since: bigint;
    why: string | null;
    seen_at: bigint;
    sent_at: bigint | null;
    received_at: bigint | null;
  }>("select up, since, why, seen_at, sent_at, received_at from exchange.channel where name = 'customs'");
  if (!row) return { up: false, why: '尚无程序值守交换目录 / nobody serves the exchange folders yet' };
  const times = {
    ...(row.sent_at === null ? {} : { sentAt: Number(row.sent_at) }),
    ...(row.received_at === null ? {} : { receivedAt: Number(row.received_at) }),
  };
  const silent = at - Number(row.seen_at) > SILENT_MS;
  if (silent)
    return {
      up: false,
      silent: true,
      since: Number(row.seen_at),
      why: '值守交换目录的程序没有消息 / whoever serves the exchange folders is silent',
      ...times,
    };
  return { up: row.up, since: Number(row.since), ...(row.why === null ? {} : { why: row.why }), ...times };
}

export interface QueueState {
  /** Messages that wait for the channel. */
  readonly length: number;
  /** When the oldest of them was made. */
  readonly oldest?: number;
  /** Signed messages held back by some of their records. */
  readonly held: number;
  /** Messages that the exchange platform itself refused. */
  readonly refused: number;
}

export async function readQueueState(database: Database): Promise<QueueState> {
  const [row] = await database.query<{
    length: bigint;
    oldest: bigint | null;
    held: bigint;
    refused: bigint;
  }>(
    `select (select count(*) from exchange.outbox where sent_at is null) as length,
            (select min(created_at) from exchange.outbox where sent_at is null) as oldest,
            (select count(distinct envelope_id) from clearance.forward where message is null and held) as held,
            (select count(*) from exchange.outbox where trouble is not null) as refused`,
  );
  return {
    length: Number(row?.length ?? 0n),
    ...(row?.oldest == null ? {} : { oldest: Number(row.oldest) }),
    held: Number(row?.held ?? 0n),
    refused: Number(row?.refused ?? 0n),
  };
}
