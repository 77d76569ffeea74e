import compress from '@fastify/compress';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { isKnownType, sheetTemplate } from '../../messages/index.ts';
import type { Platform } from '../platform.ts';
import { adviceRoutes } from './advice.ts';
import { caseRoutes } from './cases.ts';
import { checkType, envelopeReadRoutes, envelopeRoutes } from './envelopes.ts';
import { exchangeFileRoutes, exchangeRoutes } from './exchange.ts';
import { problemOf } from './faults.ts';
import { refuseImpossibleText, refuseMalformed } from './malformed.ts';
import { messageSchema } from './message-schema.ts';
import { metricsRoutes } from './metrics.ts';
import { prepareOpenapi } from './openapi.ts';
import { paymentFormRoutes, paymentRoutes } from './payment-data.ts';
import { precheckRoutes, precheckSchemas } from './prechecks.ts';
import { HttpProblem, type Problem, ProblemSchema, sendProblem } from './problem.ts';
import { quoteRoutes } from './quotes.ts';
import { receiptRoutes } from './receipts.ts';
import { registerRoutes } from './registers.ts';
import { CaseView, EnvelopeAnswer, Tax } from './schemas.ts';
import { statusRoutes } from './status.ts';
import { summaryRoutes } from './summaries.ts';
import { tradeRoutes } from './trades.ts';
import { type KnownRoute, knownRoute, methodsOf, unknownRoute } from './unknown-route.ts';
import { unmatchedRoutes } from './unmatched.ts';
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
  // Answers are built field by field (show.ts), so the schemas describe them and need not copy them once more.
  app.setSerializerCompiler(() => answer => JSON.stringify(answer));
  const routes: KnownRoute[] = [];
  app.addHook('onRoute', ({ url, method }) => {
    routes.push(knownRoute(url, [method].flat()));
  });
  app.setNotFoundHandler((request, reply) => {
    const allowed = methodsOf(routes, request.url);
    if (allowed.length > 0) reply.header('allow', allowed.join(', '));
    return sendProblem(reply, unknownRoute(request.method, allowed));
  });
  // What senders wrote is given back as text: no browser may take it for something else.
  app.addHook('onRequest', async (_request, reply) => void reply.header('x-content-type-options', 'nosniff'));
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

  await metricsRoutes(app, platform);

  await app.register(async bytes => {
    bytes.removeAllContentTypeParsers();
    bytes.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    await envelopeRoutes(bytes, platform);
    await precheckRoutes(bytes, platform);
    await exchangeFileRoutes(bytes, platform);
    await paymentFormRoutes(bytes, platform);
  });
  await envelopeReadRoutes(app, platform);
  await caseRoutes(app, platform);
  await receiptRoutes(app, platform);
  await summaryRoutes(app, platform);
  await tradeRoutes(app, platform);
  await adviceRoutes(app, platform);
  await quoteRoutes(app, platform);
  await registerRoutes(app, platform);
  await webhookRoutes(app, platform);
  await exchangeRoutes(app, platform);
  await unmatchedRoutes(app, platform);
  await paymentRoutes(app, platform);
  await statusRoutes(app, platform);
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
