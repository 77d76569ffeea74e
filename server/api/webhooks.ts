import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import {
  addressFault,
  addWebhook,
  listDeliveries,
  listWebhooks,
  removeWebhook,
  replayWebhook,
} from '../gateway/index.ts';
import type { Caller } from '../identity/index.ts';
import type { Platform } from '../platform.ts';
import { callerOf } from './caller.ts';
import { exampleWebhook } from './examples.ts';
import { HttpProblem, ProblemSchema } from './problem.ts';

const Webhook = Type.Object({
  id: Type.String(),
  url: Type.String(),
  test: Type.Boolean(),
  cursor: Type.String(),
  failures: Type.Integer(),
  stopped: Type.Boolean(),
});
const paramsLike = (example: string) => Type.Object({ id: Type.String({ examples: [example] }) });
const Params = paramsLike(exampleWebhook);
/** Removing is tried on one that is not there, so that the other examples keep theirs. */
const Removed = paramsLike('wh_0000000000000001');

/** Webhooks: receipts pushed, signed, tried again, replayed, with their delivery log. */
export async function webhookRoutes(app: FastifyInstance, platform: Platform): Promise<void> {
  const rules = { privateAllowed: platform.config.webhookPrivate };

  app.post<{ Body: { url: string } }>(
    '/v1/webhooks',
    {
      schema: {
        summary: '登记回执推送地址 / Register a webhook',
        description:
          '签名：Quantong-Signature: t=秒,v1=HMAC-SHA256("t.body")，密钥只显示一次 / signed; the secret is shown once',
        tags: ['receipts'],
        body: Type.Object(
          { url: Type.String({ maxLength: 500 }) },
          { additionalProperties: false, examples: [{ url: 'https://erp.example.com/quantong' }] },
        ),
        response: { 201: Type.Object({ webhook: Webhook, secret: Type.String() }), '4xx': ProblemSchema },
      },
    },
    async (request, reply) => {
      const caller = await callerOf(platform, request, 'read');
      const fault = addressFault(request.body.url, rules);
      if (fault)
        throw new HttpProblem({
          status: 422,
          code: 'webhook-address',
          where: 'body.url',
          title: fault,
          fix: {
            zh: '请填可从公网访问的 https 地址。',
            en: 'Give an https address that can be reached from the internet.',
          },
        });
      return reply.code(201).send(
        await addWebhook(platform.database, platform.sealer(), caller, {
          url: request.body.url,
          at: platform.now(),
        }),
      );
    },
  );

  app.get(
    '/v1/webhooks',
    {
      schema: {
        summary: '推送地址 / Webhooks',
        tags: ['receipts'],
        response: { 200: Type.Object({ webhooks: Type.Array(Webhook) }), '4xx': ProblemSchema },
      },
    },
    async request => ({
      webhooks: await listWebhooks(platform.database, await callerOf(platform, request, 'read')),
    }),
  );

  app.delete<{ Params: { id: string } }>(
    '/v1/webhooks/:id',
    {
      schema: {
        summary: '停止推送 / Remove a webhook',
        tags: ['receipts'],
        params: Removed,
        response: { 200: Type.Object({ removed: Type.Boolean() }), '4xx': ProblemSchema },
      },
    },
    async request => ({
      removed: await removeWebhook(
        platform.database,
        await callerOf(platform, request, 'read'),
        request.params.id,
      ),
    }),
  );

  app.post<{ Params: { id: string }; Body: { after: string } }>(
    '/v1/webhooks/:id/replay',
    {
      schema: {
        summary: '重推 / Replay from a cursor',
        tags: ['receipts'],
        params: Params,
        body: Type.Object(
          { after: Type.String({ pattern: '^\\d{1,18}$' }) },
          { additionalProperties: false, examples: [{ after: '0' }] },
        ),
        response: { 200: Webhook, '4xx': ProblemSchema },
      },
    },
    async request => {
      const caller = await callerOf(platform, request, 'read');
      const webhook = await replayWebhook(platform.database, ownerOf(caller), {
        id: request.params.id,
        after: BigInt(request.body.after),
      });
      if (!webhook) throw new HttpProblem(unknownWebhook);
      return webhook;
    },
  );

  app.get<{ Params: { id: string } }>(
    '/v1/webhooks/:id/deliveries',
    {
      schema: {
        summary: '推送记录 / Delivery log, newest first',
        tags: ['receipts'],
        params: Params,
        response: {
          200: Type.Object({
            deliveries: Type.Array(
              Type.Object({
                receipts: Type.String({ description: 'cursor of the last receipt in it' }),
                attempt: Type.Integer(),
                at: Type.String(),
                tookMs: Type.Integer(),
                status: Type.Union([Type.Integer(), Type.Null()]),
                error: Type.Union([Type.String(), Type.Null()]),
              }),
            ),
          }),
          '4xx': ProblemSchema,
        },
      },
    },
    async request => {
      const caller = await callerOf(platform, request, 'read');
      const rows = await listDeliveries(platform.database, ownerOf(caller), request.params.id);
      if (!rows) throw new HttpProblem(unknownWebhook);
      return { deliveries: rows.map(row => ({ ...row, at: new Date(row.at).toISOString() })) };
    },
  );
}

function ownerOf({ orgCode, test, scopes }: Caller) {
  return { orgCode, test, operator: scopes.includes('operator') };
}

const unknownWebhook = {
  status: 404,
  code: 'webhook-unknown',
  title: { zh: '本企业没有这个推送地址。', en: 'Your organisation has no such webhook.' },
  fix: { zh: '编号见 GET /v1/webhooks。', en: 'GET /v1/webhooks lists them.' },
};
