import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { annotateSheet, isKnownType } from '../../messages/index.ts';
import type { Finding } from '../../shared/index.ts';
import { type CaseView, readCases, readRecordFindings } from '../clearance/index.ts';
import { findEnvelope, KeyUsed, type StoredEnvelope } from '../gateway/index.ts';
import { type Caller, KeyDestroyed } from '../identity/index.ts';
import type { Platform } from '../platform.ts';
import { rereadEnvelope } from '../work.ts';
import { callerOf } from './caller.ts';
import { envelopeExamples, exampleEnvelope, exampleSheet } from './examples.ts';
import { HttpProblem, ProblemSchema } from './problem.ts';
import { EnvelopeAnswer } from './schemas.ts';
import { showCase, showEnvelope } from './show.ts';
import { acknowledged, withRemarks } from './summary-check.ts';

const Query = Type.Object({
  wait: Type.Optional(Type.Literal('decision', { description: 'answer with the judged cases too' })),
  type: Type.Optional(
    Type.String({
      description: 'message type, for spreadsheets whose columns fit several',
      examples: ['CEB311Message'],
    }),
  ),
});

interface EnvelopeQuery {
  wait?: 'decision';
  type?: string;
}

/** `POST /v1/envelopes`: the one door. Registered in the scope where bodies stay bytes. */
export async function envelopeRoutes(app: FastifyInstance, platform: Platform): Promise<void> {
  app.post<{ Querystring: EnvelopeQuery; Body: Buffer | undefined }>(
    '/v1/envelopes',
    {
      schema: {
        summary: '报送单证 / Submit a message',
        description:
          '任意一种官方报文：XML、JSON、CSV 或 XLSX，每条报文可含多份单证。应答即表示字节已落库。' +
          ' / Any official message as XML, JSON, CSV or XLSX. The answer means that the bytes are committed. Repeat with the same `Idempotency-Key` as often as you like.',
        tags: ['door'],
        querystring: Query,
        headers: Type.Object({ 'idempotency-key': Type.Optional(Type.String({ maxLength: 200 })) }),
        body: { content: envelopeExamples() },
        response: { 200: EnvelopeAnswer, 202: EnvelopeAnswer, 422: EnvelopeAnswer, '4xx': ProblemSchema },
      },
      // The body is a message of its own format; its own reader checks it. The few other values are checked below.
      validatorCompiler: () => acceptAll,
    },
    async (request, reply) => {
      const caller = await callerOf(platform, request, 'submit', 'customs');
      const bytes = request.body ?? Buffer.alloc(0);
      const { wait, type } = request.query;
      checkWait(wait);
      checkType(type);
      const idempotencyKey = keyOf(request);
      try {
        const done = await platform.flow.submit({
          caller,
          bytes,
          contentType: request.headers['content-type'],
          type,
          idempotencyKey,
        });
        const cases =
          wait === 'decision'
            ? await casesOf(
                platform,
                caller,
                done.outcome.results.flatMap(result => result.cases),
              )
            : undefined;
        reply.code(done.outcome.state === 'refused' ? 422 : done.outcome.state === 'kept' ? 202 : 200);
        return {
          ...(await acknowledged(platform, caller, done)),
          ...(cases ? { cases: cases.map(view => showCase(view, caller)) } : {}),
        };
      } catch (error) {
        if (!(error instanceof KeyUsed)) throw error;
        if (!error.sameBody) throw new HttpProblem(keyTaken);
        const stored = await findEnvelope(platform.database, error.envelopeId);
        if (!stored) throw error;
        const cases =
          wait === 'decision'
            ? await casesOf(
                platform,
                caller,
                stored.results.flatMap(result => result.cases),
              )
            : undefined;
        reply
          .header('idempotent-replayed', 'true')
          .code(stored.state === 'refused' ? 422 : stored.state === 'kept' ? 202 : 200);
        return {
          ...(await showStored(platform, stored)),
          ...(cases ? { cases: cases.map(view => showCase(view, caller)) } : {}),
        };
      }
    },
  );
}

/** Reading what was sent. */
export async function envelopeReadRoutes(app: FastifyInstance, platform: Platform): Promise<void> {
  const paramsLike = (example: string) =>
    Type.Object({ id: Type.String({ format: 'uuid', examples: [example] }) });
  const Params = paramsLike(exampleEnvelope);
  app.get<{ Params: { id: string } }>(
    '/v1/envelopes/:id',
    {
      schema: {
        summary: '查报文 / What became of a message',
        tags: ['door'],
        params: Params,
        response: { 200: EnvelopeAnswer, '4xx': ProblemSchema },
      },
    },
    async request => showStored(platform, await own(platform, request, request.params.id)),
  );
  app.get<{ Params: { id: string } }>(
    '/v1/envelopes/:id/bytes',
    {
      schema: {
        summary: '原始报文 / The bytes as received',
        description: '逐字节与收到时相同 / byte for byte as received',
        tags: ['door'],
        params: Params,
        produces: ['application/octet-stream'],
        response: { 200: Type.Unsafe<Buffer>({ type: 'string', format: 'binary' }), '4xx': ProblemSchema },
      },
    },
    async (request, reply) => {
      const stored = await own(platform, request, request.params.id);
      return reply
        .type('application/octet-stream')
        .header('content-disposition', `attachment; filename="${stored.id}.${stored.media}"`)
        .send(platform.sealer().open(stored.data_key, stored.sealed));
    },
  );
  app.get<{ Params: { id: string } }>(
    '/v1/envelopes/:id/annotated',
    {
      schema: {
        summary: '标注后的表格 / The spreadsheet with marked cells',
        tags: ['door'],
        params: paramsLike(exampleSheet),
        response: { 200: Type.Unsafe<Buffer>({ type: 'string', format: 'binary' }), '4xx': ProblemSchema },
      },
    },
    async (request, reply) => {
      const stored = await own(platform, request, request.params.id);
      if (stored.media !== 'csv' && stored.media !== 'xlsx')
        throw new HttpProblem({
          status: 409,
          code: 'not-a-sheet',
          title: { zh: '该报文不是表格。', en: 'This message is no spreadsheet.' },
          fix: {
            zh: '查看处理结果请用 GET /v1/envelopes/{id}。',
            en: 'GET /v1/envelopes/{id} tells what became of it.',
          },
        });
      const said = await readRecordFindings(platform.database, platform.sealer(), stored.id);
      const findings = Array.from({ length: stored.records }, (_, index) => said.get(index) ?? []);
      const book = await annotateSheet(platform.sealer().open(stored.data_key, stored.sealed), findings, {
        kind: stored.media,
        ...(stored.type !== null && isKnownType(stored.type) ? { type: stored.type } : {}),
      });
      return reply
        .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
        .header('content-disposition', `attachment; filename="${stored.id}-annotated.xlsx"`)
        .send(Buffer.from(book));
    },
  );
}

const acceptAll = () => true;

const keyTaken = {
  status: 409,
  code: 'idempotency-key-used',
  title: {
    zh: '该 Idempotency-Key 已用于另一份内容不同的报文。',
    en: 'This Idempotency-Key was used for another body.',
  },
  fix: {
    zh: '每份新报文请用新的键；重试时请发完全相同的内容。',
    en: 'Use a new key for every new message; a retry must send exactly the same bytes.',
  },
} as const;

/** Throws the problem of a `type` that names no message type. Repeated in the address it arrives as a list, which names none either. */
export function checkType(type: unknown): void {
  if (type === undefined || (typeof type === 'string' && isKnownType(type))) return;
  const said = String(type).slice(0, 40);
  throw new HttpProblem({
    status: 400,
    code: 'type-unknown',
    where: 'query.type',
    title: { zh: `没有报文类型“${said}”。`, en: `There is no message type "${said}".` },
    fix: { zh: '类型形如 CEB311Message。', en: 'Types look like CEB311Message.' },
  });
}

function checkWait(wait: unknown): void {
  if (wait === undefined || wait === 'decision') return;
  throw new HttpProblem({
    status: 400,
    code: 'wait-unknown',
    where: 'query.wait',
    title: { zh: 'wait 只能是 decision。', en: 'wait can only be decision.' },
    fix: { zh: '写 ?wait=decision，或不写。', en: 'Write ?wait=decision or leave it out.' },
  });
}

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,200}$/;

/** The idempotency key, if one is given. Never cut short: two keys that only begin alike are two keys. */
function keyOf(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key === 'string' && IDEMPOTENCY_KEY.test(key)) return key;
  throw new HttpProblem({
    status: 400,
    code: 'idempotency-key-form',
    where: 'headers.idempotency-key',
    title: {
      zh: 'Idempotency-Key 应为 1 至 200 个可见的 ASCII 字符，不含空格。',
      en: 'An Idempotency-Key is 1 to 200 visible ASCII characters without blanks.',
    },
    fix: { zh: '用 UUID 即可。', en: 'A UUID will do.' },
  });
}

async function casesOf(
  platform: Platform,
  caller: Caller,
  keys: readonly string[],
): Promise<readonly CaseView[]> {
  const { law } = await platform.editions.newest();
  const realm = platform.realm(caller.test);
  return readCases(platform.database, realm, [...new Set(keys)], law);
}

/** A stored envelope as it was answered when it came. Remarks on the message itself are read again from its bytes. */
async function showStored(platform: Platform, stored: StoredEnvelope) {
  const sealer = platform.sealer();
  const said = await readRecordFindings(platform.database, sealer, stored.id);
  const shown = showEnvelope(stored, sealer);
  const known = shown.findings.map(finding => JSON.stringify(finding));
  const remarks = await remarksOf(platform, stored);
  return {
    ...shown,
    findings: [...shown.findings, ...remarks.filter(finding => !known.includes(JSON.stringify(finding)))],
    records: await withRemarks(
      platform,
      stored,
      shown.records.map(record => ({ ...record, findings: said.get(record.index) ?? [] })),
    ),
  };
}

async function remarksOf(platform: Platform, stored: StoredEnvelope): Promise<readonly Finding[]> {
  if (stored.state === 'kept') return [];
  try {
    const { law } = await platform.editions.newest();
    return (await rereadEnvelope(platform, stored, law)).read.decoded.findings;
  } catch (error) {
    if (error instanceof KeyDestroyed) return [];
    throw error;
  }
}

/** The envelope, if it belongs to the caller's organisation and realm; one answer for "not there" and "not yours". */
async function own(platform: Platform, request: FastifyRequest, id: string): Promise<StoredEnvelope> {
  const caller = await callerOf(platform, request, 'read');
  const stored = await findEnvelope(platform.database, id);
  const mine =
    stored &&
    stored.test === caller.test &&
    (stored.org_code === caller.orgCode || caller.scopes.includes('operator'));
  if (!stored || !mine)
    throw new HttpProblem({
      status: 404,
      code: 'envelope-unknown',
      title: { zh: '本企业没有这份报文。', en: 'Your organisation has no such message.' },
      fix: {
        zh: `查询范围：企业 ${caller.orgCode}（${caller.test ? '测试' : '正式'}数据）。`,
        en: `Searched: organisation ${caller.orgCode}, ${caller.test ? 'test' : 'live'} data.`,
      },
    });
  return stored;
}
