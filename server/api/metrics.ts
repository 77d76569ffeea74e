import type { FastifyInstance } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { Type } from 'typebox';
import type { Platform } from '../platform.ts';
import { exchangeMetrics } from './status.ts';

/**
 * `GET /metrics` for Prometheus. Every metric with its meaning and the threshold at which somebody should look: docs/operate.md. Nothing in
 * it names a person, an enterprise or a document.
 */
export async function metricsRoutes(app: FastifyInstance, platform: Platform): Promise<void> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'quantong_' });
  const registers = [registry];
  watchRequests(app, registers);
  exchangeMetrics(registry, platform);
  new Gauge({
    name: 'quantong_backlog_messages',
    help: 'messages received and not yet committed',
    registers,
    collect() {
      this.set(platform.flow.backlog());
    },
  });
  new Counter({
    name: 'quantong_alarms_total',
    help: 'things that should not happen, each with a line in the log of errors',
    registers,
    collect() {
      this.reset();
      this.inc(platform.alarms());
    },
  });
  const connections = new Gauge({
    name: 'quantong_database_connections',
    help: 'connections of this process by state; waiting: requests that wait for one',
    labelNames: ['state'],
    registers,
  });
  const stock = new Map(
    STOCK.map(([name, help]) => [name, new Gauge({ name: `quantong_${name}`, help, registers })] as const),
  );
  const up = new Gauge({ name: 'quantong_database_up', help: 'the database answers: 1 or 0', registers });

  app.get(
    '/metrics',
    {
      schema: {
        summary: 'Prometheus metrics',
        tags: ['health'],
        security: [],
        response: { 200: Type.String() },
      },
    },
    async (_request, reply) => {
      const { pool } = platform.database;
      connections.set({ state: 'busy' }, pool.totalCount - pool.idleCount);
      connections.set({ state: 'idle' }, pool.idleCount);
      connections.set({ state: 'waiting' }, pool.waitingCount);
      const [row] = await platform.database
        .query<Record<string, number>>(
          `select ${STOCK.map(([name, , sql]) => `(${sql})::int as ${name}`).join(', ')}`,
        )
        .catch(() => []);
      up.set(row ? 1 : 0);
      // Without the database nobody knows: the last figures stay, and the gauge above says so.
      if (row) for (const [name, gauge] of stock) gauge.set(row[name] ?? 0);
      return reply.type(registry.contentType).send(await registry.metrics());
    },
  );
}

/** What lies in the database and waits for somebody: each count runs on a small index of its own. */
const STOCK: readonly (readonly [name: string, help: string, sql: string])[] = [
  [
    'kept_messages',
    'messages that are kept and not yet worked through',
    "select count(*) from gateway.envelope where state = 'kept'",
  ],
  [
    'quarantined_records',
    'records put aside because the program broke on them',
    "select count(*) from clearance.document where state = 'quarantined'",
  ],
  [
    'officer_queue_cases',
    'cases that wait for an officer',
    "select count(*) from clearance.kase where status in ('held', 'inspection')",
  ],
  [
    'webhooks_failing',
    'webhooks whose last delivery failed',
    'select count(*) from gateway.webhook where failures > 0 and stopped_at is null',
  ],
  [
    'webhooks_stopped',
    'webhooks that were given up after too many failures',
    'select count(*) from gateway.webhook where failures > 0 and stopped_at is not null',
  ],
];

/** Counts answers and their time by route. Probes and scrapes are left out: they would hide what enterprises meet. */
function watchRequests(app: FastifyInstance, registers: Registry[]): void {
  const answers = new Counter({
    name: 'quantong_answers_total',
    help: 'answers by route and status',
    labelNames: ['route', 'status'],
    registers,
  });
  const seconds = new Histogram({
    name: 'quantong_answer_seconds',
    help: 'from the last byte of the header to the last byte of the answer, by route',
    labelNames: ['route'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  });
  app.addHook('onResponse', async (request, reply) => {
    const path = request.routeOptions.url;
    if (path === '/metrics' || path === '/healthz' || path === '/readyz') return;
    // The pattern of the route, never the address: that one names documents.
    const route = path === undefined ? 'none' : `${request.method} ${path}`;
    answers.inc({ route, status: reply.statusCode });
    seconds.observe({ route }, reply.elapsedTime / 1000);
  });
}
