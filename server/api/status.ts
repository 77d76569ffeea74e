import type { FastifyInstance } from 'fastify';
import { Gauge, type Registry } from 'prom-client';
import { Type } from 'typebox';
import type { ChannelState, QueueState } from '../exchange/index.ts';
import type { Platform } from '../platform.ts';

const Moment = Type.Optional(Type.String({ format: 'date-time' }));

const StatusSchema = Type.Object({
  at: Type.String({ format: 'date-time' }),
  stance: Type.Union([Type.Literal('authority'), Type.Literal('precheck')]),
  intake: Type.Object({ open: Type.Boolean(), backlog: Type.Integer(), lastReceivedAt: Moment }),
  database: Type.Object({ up: Type.Boolean() }),
  channel: Type.Object({
    up: Type.Boolean(),
    since: Moment,
    why: Type.Optional(Type.String()),
    lastSentAt: Moment,
    lastReceivedAt: Moment,
  }),
  queue: Type.Object({
    length: Type.Integer({ description: 'messages that wait for the channel' }),
    oldest: Moment,
    held: Type.Integer({ description: 'signed messages held back by some of their records' }),
    refused: Type.Integer({ description: 'messages that the exchange platform itself refused' }),
  }),
});

interface Status {
  readonly at: string;
  readonly stance: 'authority' | 'precheck';
  readonly intake: { readonly open: boolean; readonly backlog: number; readonly lastReceivedAt?: string };
  readonly database: { readonly up: boolean };
  readonly channel: {
    readonly up: boolean;
    readonly since?: string;
    readonly why?: string;
    readonly lastSentAt?: string;
    readonly lastReceivedAt?: string;
  };
  readonly queue: {
    readonly length: number;
    readonly oldest?: string;
    readonly held: number;
    readonly refused: number;
  };
}

const DECIDED_HERE = '不经海关通道，由本平台决定 / decisions are made here';

const NO_QUEUE: QueueState = { length: 0, held: 0, refused: 0 };

/** How the platform is, from what it knows itself. Answers also when the database is away; never throws. */
async function statusOf(platform: Platform): Promise<Status> {
  const at = platform.now();
  const known = await lookUp(platform).catch(() => undefined);
  const channel: ChannelState = known?.channel ?? { up: false, why: '数据库不可用 / the database is away' };
  // Without a channel there is none that could be down.
  const unused = platform.config.stance === 'authority' && channel.since === undefined;
  const queue = known?.queue ?? NO_QUEUE;
  const iso = (moment: number) => new Date(moment).toISOString();
  return {
    at: iso(at),
    stance: platform.config.stance,
    intake: {
      open: known !== undefined,
      backlog: platform.flow.backlog(),
      ...(known?.received === undefined ? {} : { lastReceivedAt: iso(known.received) }),
    },
    database: { up: known !== undefined },
    channel: {
      up: channel.up,
      ...(channel.since === undefined ? {} : { since: iso(channel.since) }),
      ...(channel.why === undefined ? {} : { why: unused ? DECIDED_HERE : channel.why }),
      ...(channel.sentAt === undefined ? {} : { lastSentAt: iso(channel.sentAt) }),
      ...(channel.receivedAt === undefined ? {} : { lastReceivedAt: iso(channel.receivedAt) }),
    },
    queue: {
      length: queue.length,
      ...(queue.oldest === undefined ? {} : { oldest: iso(queue.oldest) }),
      held: queue.held,
      refused: queue.refused,
    },
  };
}

async function lookUp(platform: Platform) {
  const [channel, queue, rows] = await Promise.all([
    platform.exchange.channel(),
    platform.exchange.queue(),
    platform.database.query<{ at: bigint | null }>(
      'select at from gateway.journal order by seq desc limit 1',
    ),
  ]);
  const last = rows[0]?.at;
  return { channel, queue, received: last == null ? undefined : Number(last) };
}

/** `GET /status`: for people as a plain page, for programs as JSON. Nothing personal, so no key is asked for. */
export async function statusRoutes(app: FastifyInstance, platform: Platform): Promise<void> {
  app.get(
    '/status',
    {
      schema: {
        summary: '运行状态 / How the platform and the channel to customs are',
        description:
          '浏览器得到网页，程序得到 JSON。/ A page for browsers (`Accept: text/html`), JSON for everybody else.',
        tags: ['health'],
        security: [],
        response: { 200: StatusSchema },
      },
    },
    async (request, reply) => {
      const status = await statusOf(platform);
      reply.header('cache-control', 'no-store').header('vary', 'accept');
      if (!/text\/html/.test(request.headers.accept ?? '')) return status;
      return reply
        .type('text/html; charset=utf-8')
        .serializer((text: unknown) => String(text))
        .send(page(status));
    },
  );
}

/** The same for people: no script, no style sheet from elsewhere. */
function page(status: Status): string {
  const { channel, queue, intake, database } = status;
  const yes = (up: boolean) => (up ? '正常 / up' : '<strong>中断 / down</strong>');
  const when = (iso: string | undefined) => (iso === undefined ? '—' : beijing(iso));
  const rows: readonly (readonly [string, string])[] = [
    ['报文接收 / intake', intake.open ? '开放 / open' : '<strong>暂停 / closed</strong>'],
    ['最近一次输入 / last input', when(intake.lastReceivedAt)],
    ['数据库 / database', yes(database.up)],
    [
      '海关通道 / channel to customs',
      status.stance === 'authority'
        ? DECIDED_HERE
        : `${yes(channel.up)}，自 / since ${when(channel.since)}${channel.why === undefined ? '' : `：${escaped(channel.why)}`}`,
    ],
    ['排队报文 / messages waiting', `${queue.length}，最早 / oldest ${when(queue.oldest)}`],
    ['因同报文其他记录而暂缓 / held by a neighbour', String(queue.held)],
    ['被交换平台拒收 / refused by the exchange', String(queue.refused)],
    ['最近发往海关 / last sent', when(channel.lastSentAt)],
    ['最近收到海关回执 / last receipt of customs', when(channel.lastReceivedAt)],
  ];
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="30"><title>泉通运行状态 / Quantong status</title></head>
<body><h1>泉通运行状态 / Quantong status</h1>
<table>${rows.map(([name, value]) => `<tr><th scope="row" align="left">${name}</th><td>${value}</td></tr>`).join('\n')}</table>
<p>北京时间 / Beijing time ${beijing(status.at)}</p></body></html>
`;
}

function beijing(iso: string): string {
  return new Date(Date.parse(iso) + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The same figures for Prometheus. All of one scrape come from one look. */
export function exchangeMetrics(registry: Registry, platform: Platform): void {
  let look: { at: number; known: ReturnType<typeof lookUp> } | undefined;
  const known = () => {
    const at = performance.now();
    if (!look || at - look.at > LOOK_MS) look = { at, known: lookUp(platform) };
    return look.known;
  };
  type Known = Awaited<ReturnType<typeof lookUp>>;
  const gauge = (name: string, help: string, value: (of: Known) => number) =>
    new Gauge({
      name: `quantong_exchange_${name}`,
      help,
      registers: [registry],
      async collect() {
        // The database is away: the figures stay as they were, and /readyz tells it.
        const found = await known().catch(() => undefined);
        if (found) this.set(value(found));
      },
    });
  gauge('channel_up', '1 while the channel to customs works', ({ channel }) => (channel.up ? 1 : 0));
  gauge('queue_messages', 'messages that wait for the channel to customs', ({ queue }) => queue.length);
  gauge(
    'queue_oldest_seconds',
    'age of the oldest message that waits for the channel to customs',
    ({ queue }) => (queue.oldest === undefined ? 0 : Math.max(0, (platform.now() - queue.oldest) / 1000)),
  );
  gauge(
    'held_messages',
    'signed messages held back because some of their records may not go',
    ({ queue }) => queue.held,
  );
  gauge(
    'refused_messages',
    'messages that the exchange platform itself refused',
    ({ queue }) => queue.refused,
  );
}

const LOOK_MS = 1000;
