import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { heldMessages, readCertificatesOf, verifyCertificate } from '../exchange/index.ts';
import type { Platform } from '../platform.ts';
import { callerOf } from './caller.ts';
import { HttpProblem, ProblemSchema } from './problem.ts';

const Id = Type.String({ format: 'uuid' });

const OutMessages = Type.Object({
  messages: Type.Array(
    Type.Object({
      id: Type.String({ format: 'uuid', description: 'CopMsgId' }),
      seq: Type.String(),
      type: Type.String(),
      createdAt: Type.String({ format: 'date-time' }),
      body: Type.String({ description: 'the business message, base64' }),
    }),
  ),
});

const TakenSchema = Type.Object(
  { state: Type.Union([Type.Literal('done'), Type.Literal('failed'), Type.Literal('later')]) },
  { additionalProperties: true },
);

const Certificate = Type.Object({
  seq: Type.Integer(),
  statement: Type.String({ description: 'the JSON text that is signed, to the letter' }),
  signature: Type.String({ description: 'SM2 with SM3, user id 1234567812345678, r‖s, base64' }),
});

/** Files from customs, as bytes. Registered in the scope where bodies stay bytes. */
export async function exchangeFileRoutes(app: FastifyInstance, platform: Platform): Promise<void> {
  app.post<{ Body: Buffer | undefined; Querystring: { name: string; key: string } }>(
    '/v1/exchange/files',
    {
      schema: {
        summary: '来自海关的文件 / A file from customs',
        description:
          '回执报文（可带传输报文外壳）或交换平台技术回执。/ Receipts, with or without the transport message around them, or a technical answer of the exchange (DxpRep).',
        tags: ['exchange'],
        querystring: Type.Object({
          name: Type.String({ minLength: 1, maxLength: 255, examples: ['CEB312Message_demo.xml'] }),
          key: Type.String({ pattern: '^[\\x21-\\x7e]{1,200}$', examples: ['file-demo-1'] }),
        }),
        body: {
          content: {
            'application/xml': {
              schema: {
                type: 'string',
                examples: [
                  '<CEB312Message xmlns="http://www.chinaport.gov.cn/ceb" version="1.0" guid="4D8A2C10-7E5B-4F3A-9C61-0B2D3E4F5A6B"><OrderReturn><guid>4d8a2c10-7e5b-4f3a-9c61-0b2d3e4f5a6c</guid><ebpCode>3701DM0101</ebpCode><ebcCode>3701DM0201</ebcCode><orderNo>DEMO-0</orderNo><returnStatus>2</returnStatus><returnTime>20260601120000000</returnTime><returnInfo>演示</returnInfo></OrderReturn></CEB312Message>',
                ],
              },
            },
          },
        },
        response: { 200: TakenSchema, '4xx': ProblemSchema },
      },
      validatorCompiler: ({ httpPart }) =>
        httpPart === 'body' ? () => true : (data: unknown) => hasFileName(data),
    },
    async request => {
      await checkChannel(platform, request);
      const { name, key } = request.query;
      return platform.exchange.take({ name, key, bytes: request.body ?? Buffer.alloc(0) });
    },
  );
}

function hasFileName(data: unknown): boolean | { error: Error } {
  const { name, key } = (data ?? {}) as Record<string, unknown>;
  const right =
    typeof name === 'string' &&
    typeof key === 'string' &&
    /^.{1,255}$/u.test(name) &&
    /^[\x21-\x7e]{1,200}$/.test(key);
  return right || { error: new Error('name: 1–255; key: 1–200 ASCII') };
}

/** The channel to customs carries live declarations and live receipts only: a test key does not touch it. */
async function checkChannel(platform: Platform, request: FastifyRequest): Promise<void> {
  const { test } = await callerOf(platform, request, 'customs');
  if (!test) return;
  throw new HttpProblem({
    status: 403,
    code: 'test-key',
    title: {
      zh: '测试密钥不能使用海关通道：通道中只有正式数据。',
      en: 'A test key cannot serve the channel to customs: everything in it is live.',
    },
    fix: {
      zh: '请用带“customs”权限的正式密钥；测试回执请用测试密钥经 POST /v1/envelopes 报送。',
      en: 'Use a live key with the scope "customs"; receipts for test data go through POST /v1/envelopes.',
    },
  });
}

/** The queue to customs for whoever serves the folders, held messages, and outage certificates. */
export async function exchangeRoutes(app: FastifyInstance, platform: Platform): Promise<void> {
  app.get<{ Querystring: { limit?: number } }>(
    '/v1/exchange/outbox',
    {
      schema: {
        summary: '待发海关的报文 / Messages that wait for customs',
        description: '按申报期限排队 / in order of their deadlines',
        tags: ['exchange'],
        querystring: Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })) }),
        response: { 200: OutMessages, '4xx': ProblemSchema },
      },
    },
    async request => {
      await checkChannel(platform, request);
      await platform.exchange.fill();
      const messages = await platform.exchange.next(request.query.limit ?? 100);
      return {
        messages: messages.map(({ id, seq, type, createdAt, bytes }) => ({
          id,
          seq: seq.toString(),
          type,
          createdAt: new Date(createdAt).toISOString(),
          body: bytes.toString('base64'),
        })),
      };
    },
  );
  app.post<{ Body: { ids: string[] } }>(
    '/v1/exchange/outbox/sent',
    {
      schema: {
        summary: '已放入发送目录 / They lie in the folder now',
        tags: ['exchange'],
        body: Type.Object(
          { ids: Type.Array(Id, { maxItems: 500 }) },
          { additionalProperties: false, examples: [{ ids: [] }] },
        ),
        response: { 200: Type.Object({ ok: Type.Boolean() }), '4xx': ProblemSchema },
      },
    },
    async request => {
      await checkChannel(platform, request);
      await platform.exchange.sent(request.body.ids);
      return { ok: true };
    },
  );
  app.post<{ Body: { up: boolean; why?: string } }>(
    '/v1/exchange/channel',
    {
      schema: {
        summary: '通道状况 / How the channel is',
        tags: ['exchange'],
        body: Type.Object(
          { up: Type.Boolean(), why: Type.Optional(Type.String({ maxLength: 500 })) },
          { additionalProperties: false, examples: [{ up: true }] },
        ),
        response: { 200: Type.Object({ ok: Type.Boolean() }), '4xx': ProblemSchema },
      },
    },
    async request => {
      await checkChannel(platform, request);
      await platform.exchange.report(request.body);
      return { ok: true };
    },
  );
  await readingRoutes(app, platform);
}

async function readingRoutes(app: FastifyInstance, platform: Platform): Promise<void> {
  app.get(
    '/v1/exchange/held',
    {
      schema: {
        summary: '暂缓转发的签名报文 / Signed messages that are held',
        description:
          '签名报文不能拆分：任何一条记录不能转发，整条报文等待。/ A signed message cannot be split: it waits while any of its records may not go.',
        tags: ['exchange'],
        response: {
          200: Type.Object({
            held: Type.Array(
              Type.Object({
                envelope: Type.String({ format: 'uuid' }),
                org: Type.String(),
                ready: Type.Integer(),
                records: Type.Integer(),
                since: Type.String({ format: 'date-time' }),
              }),
            ),
          }),
          '4xx': ProblemSchema,
        },
      },
    },
    async request => {
      const caller = await callerOf(platform, request, 'read', 'operator');
      const all = caller.scopes.includes('operator');
      const held = await heldMessages(platform.database, all ? undefined : caller.orgCode, 500);
      return {
        held: held.map(({ envelopeId, orgCode, ready, records, since }) => ({
          envelope: envelopeId,
          org: orgCode,
          ready,
          records,
          since: new Date(since).toISOString(),
        })),
      };
    },
  );
  app.get<{ Querystring: { after?: number; limit?: number } }>(
    '/v1/exchange/certificates',
    {
      schema: {
        summary: '通道中断证明 / Certificates of the attempt',
        description:
          '海关通道中断期间，每份排队的申报都有一份带签名的证明：何时申报、通道何时中断。/ While the channel to customs is down, each declaration that waits has a signed certificate of when it was tried.',
        tags: ['exchange'],
        querystring: Type.Object({
          after: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
          limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
        }),
        response: {
          200: Type.Object({ certificates: Type.Array(Certificate), next: Type.Integer() }),
          '4xx': ProblemSchema,
        },
      },
    },
    async request => {
      const caller = await callerOf(platform, request, 'read');
      const { after = 0, limit = 100 } = request.query;
      const certificates = await readCertificatesOf(platform.database, {
        orgCode: caller.orgCode,
        test: caller.test,
        after,
        limit,
      });
      return { certificates, next: certificates.at(-1)?.seq ?? after };
    },
  );
  app.get(
    '/v1/exchange/key',
    {
      schema: {
        summary: '平台签名公钥 / The platform’s public key',
        tags: ['exchange'],
        security: [],
        response: { 200: Type.Object({ key: Type.String(), publicKey: Type.String() }) },
      },
    },
    async () => {
      const { keyId, publicPem } = await platform.exchange.signer();
      return { key: keyId, publicKey: publicPem };
    },
  );
  app.post<{ Body: { statement: string; signature: string } }>(
    '/v1/exchange/certificates/verify',
    {
      schema: {
        summary: '验证证明 / Check a certificate',
        tags: ['exchange'],
        security: [],
        body: Type.Object(
          {
            statement: Type.String({ maxLength: 10_000 }),
            signature: Type.String({ maxLength: 200 }),
            seq: Type.Optional(Type.Integer()),
          },
          { additionalProperties: false, examples: [{ statement: '{}', signature: 'AAAA' }] },
        ),
        response: {
          200: Type.Object({ valid: Type.Boolean(), says: Type.Optional(Type.Unknown()) }),
          '4xx': ProblemSchema,
        },
      },
    },
    async request => {
      const { publicPem } = await platform.exchange.signer();
      const says = verifyCertificate(request.body, publicPem);
      return says === undefined ? { valid: false } : { valid: true, says };
    },
  );
}
