import compress from '@fastify/compress';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { Type } from 'typebox';
import { isKnownType, sheetTemplate } from '../../messages/index.ts';
import { KeyDestroyed } from '../identity/index.ts';
import type { Platform } from '../platform.ts';
import { isDatabaseAway } from '../store/index.ts';
import { caseRoutes } from './cases.ts';
import { checkType, envelopeReadRoutes, envelopeRoutes } from './envelopes.ts';
import { refuseImpossibleText, refuseMalformed } from './malformed.ts';
import { messageSchema } from './message-schema.ts';
import { prepareOpenapi } from './openapi.ts';
import { precheckRoutes, precheckSchemas } from './prechecks.ts';
import { HttpProblem, type Problem, ProblemSchema, sendProblem } from './problem.ts';
import { quoteRoutes } from './quotes.ts';
import { receiptRoutes } from './receipts.ts';
import { registerRoutes } from './registers.ts';
import { CaseView, EnvelopeAnswer, Tax } from './schemas.ts';
import { webhookRoutes } from './webhooks.ts';

/** Builds the HTTP surface on a platform. Not listening yet. */
export async function buildHttp(platform: Platform): Promise<FastifyInstance> {
  const app = Fastify({
    bodyLimit: platform.config.bodyMax,
    requestTimeout: 120_000,
    keepAliveTimeout: 30_000,
    routerOptions: { maxParamLength: 300 },
    trustProxy: false,
    // Messages carry personal data: nothing of a request is logged.
    logger: false,
    ajv: { customOptions: { removeAdditional: false, coerceTypes: 'array', strict: false } },
    clientErrorHandler: refuseMalformed,
    frameworkErrors: (error, request, reply) =>
      sendProblem(reply, problemOf(error, platform, request.method)),
  });
  app.setErrorHandler((error: FastifyError, request, reply) =>
    sendProblem(reply, problemOf(error, platform, `${request.method} ${request.routeOptions.url ?? ''}`)),
  );
  app.setNotFoundHandler((request, reply) =>
    sendProblem(reply, {
      status: 404,
      code: 'route-unknown',
      title: {
        zh: `没有 ${request.method} ${request.url.split('?')[0]?.slice(0, 100)} 这个接口。`,
        en: 'There is no such endpoint.',
      },
      fix: { zh: '接口清单见 /openapi.json。', en: 'All endpoints are listed in /openapi.json.' },
    }),
  );
  app.addHook('preValidation', async request => refuseImpossibleText(request));
  for (const schema of [ProblemSchema, Tax, ...precheckSchemas, CaseView, EnvelopeAnswer, messageSchema()])
    app.addSchema(schema);
  await app.register(swagger, prepareOpenapi());
  await app.register(compress, {
    threshold: 2048,
    encodings: ['gzip', 'br', 'deflate'],
    requestEncodings: ['gzip', 'deflate', 'br'],
  });
  await app.register(rateLimit, {
    global: true,
    max: platform.config.ratePerMinute,
    timeWindow: 60_000,
    keyGenerator: request => request.headers.authorization ?? request.ip,
    errorResponseBuilder: (_request, context) => new HttpProblem(tooMany(context.after)),
  });

  await app.register(async bytes => {
    bytes.removeAllContentTypeParsers();
    bytes.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    await envelopeRoutes(bytes, platform);
    await precheckRoutes(bytes, platform);
  });
  await envelopeReadRoutes(app, platform);
  await caseRoutes(app, platform);
  await receiptRoutes(app, platform);
  await quoteRoutes(app, platform);
  await registerRoutes(app, platform);
  await webhookRoutes(app, platform);
  await templateRoutes(app, platform);
  await healthRoutes(app, platform);
  await app.ready();
  return app;
}

async function templateRoutes(app: FastifyInstance, platform: Platform): Promise<void> {
  app.get<{ Params: { type: string; kind: 'csv' | 'xlsx' } }>(
    '/v1/templates/:type/:kind',
    {
      schema: {
        summary: '下载表格模板 / Spreadsheet template',
        tags: ['tools'],
        security: [],
        params: Type.Object({
          type: Type.String({ examples: ['CEB311Message'] }),
          kind: Type.Union([Type.Literal('csv'), Type.Literal('xlsx')], { examples: ['csv'] }),
        }),
        response: { 200: Type.Unsafe<Buffer>({ type: 'string', format: 'binary' }), '4xx': ProblemSchema },
      },
    },
    async (request, reply) => {
      const { type, kind } = request.params;
      checkType(type);
      if (!isKnownType(type)) return;
      const { law } = await platform.editions.newest();
      const body = await sheetTemplate(type, kind, { codes: law });
      const media =
        kind === 'csv'
          ? 'text/csv; charset=utf-8'
          : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
      return reply
        .type(media)
        .header('content-disposition', `attachment; filename="${type}.${kind}"`)
        .send(Buffer.from(body));
    },
  );
}

async function healthRoutes(app: FastifyInstance, platform: Platform): Promise<void> {
  const Alive = Type.Object({ ok: Type.Boolean() });
  app.get(
    '/healthz',
    { schema: { summary: 'The process is alive', tags: ['health'], security: [], response: { 200: Alive } } },
    async () => ({ ok: true }),
  );
  app.get(
    '/readyz',
    {
      schema: {
        summary: 'The database answers',
        tags: ['health'],
        security: [],
        response: { 200: Alive, 503: Alive },
      },
    },
    async (_request, reply) => {
      const ok = await platform.database.query('select 1').then(
        () => true,
        () => false,
      );
      return reply.code(ok ? 200 : 503).send({ ok });
    },
  );
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'quantong_' });
  new Gauge({
    name: 'quantong_backlog_messages',
    help: 'messages received and not yet committed',
    registers: [registry],
    collect() {
      this.set(platform.flow.backlog());
    },
  });
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
    async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()),
  );
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
}

function tooMany(after: string): Problem {
  return {
    status: 429,
    code: 'too-many-requests',
    title: { zh: `请求过于频繁，请 ${after} 后再试。`, en: `Too many requests; try again after ${after}.` },
    fix: {
      zh: '按 Retry-After 等待；可把多份单证放进一条报文。',
      en: 'Wait as Retry-After says; one message may carry many documents.',
    },
  };
}

function sizeText(bytes: number): string {
  return bytes % 1_048_576 === 0 ? `${bytes / 1_048_576} MiB` : `${bytes} bytes`;
}

/** Every error as a problem document; what we did not foresee says only that, and tells the engineers the rest. */
function problemOf(error: FastifyError | Error, platform: Platform, route: string): Problem {
  if (error instanceof HttpProblem) return error.problem;
  if (error instanceof KeyDestroyed)
    return {
      status: 410,
      code: 'data-destroyed',
      title: { zh: '数据已按规定销毁。', en: 'The data were destroyed as the rules demand.' },
    };
  if (isDatabaseAway(error))
    return {
      status: 503,
      code: 'database-away',
      title: {
        zh: '数据库暂时不可用，本次报文未入库。',
        en: 'The database is away for the moment; this message was not stored.',
      },
      fix: {
        zh: '请稍后原样重发，可带同一个 Idempotency-Key。',
        en: 'Send it again unchanged a little later; the same Idempotency-Key may be used.',
      },
    };
  const code = 'code' in error ? error.code : undefined;
  const status = 'statusCode' in error ? (error.statusCode ?? 500) : 500;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE' || status === 413)
    return {
      status: 413,
      code: 'body-too-large',
      title: {
        zh: `报文超过上限 ${sizeText(platform.config.bodyMax)}。`,
        en: `The body exceeds the limit of ${sizeText(platform.config.bodyMax)}.`,
      },
      fix: {
        zh: '请拆成多条报文（每条最多 100 份单证）。',
        en: 'Split it into several messages (at most 100 documents each).',
      },
    };
  if (status >= 400 && status < 500)
    return {
      status,
      code: (code ?? 'bad-request').toLowerCase().replaceAll('_', '-'),
      title: {
        zh: `请求不符合接口要求：${error.message}`,
        en: `The request does not fit the interface: ${error.message}`,
      },
      fix: { zh: '请对照 /openapi.json 修改。', en: 'Compare it with /openapi.json.' },
      ...('validationContext' in error && error.validationContext
        ? { where: String(error.validationContext) }
        : {}),
    };
  platform.alarm(`unforeseen error at ${route}`, error);
  return {
    status: 500,
    code: 'unforeseen',
    title: {
      zh: '平台内部错误，已通知工程师。',
      en: 'An error inside the platform; the engineers were told.',
    },
    fix: {
      zh: '可原样重试；重复报送不会重复入库。',
      en: 'Try again unchanged; what is sent twice is kept once.',
    },
  };
}
