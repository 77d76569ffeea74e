import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { derivedGuid } from '../../cases/index.ts';
import { encodeXml, isKnownType } from '../../messages/index.ts';
import { type FeedItem, feedEnd, readFeed } from '../gateway/index.ts';
import type { Platform } from '../platform.ts';
import { callerOf } from './caller.ts';
import { checkType } from './envelopes.ts';
import { HttpProblem, ProblemSchema } from './problem.ts';

const Query = Type.Object({
  after: Type.Optional(
    Type.String({
      pattern: '^\\d{1,18}$',
      description: 'cursor of the last answer you have; left out: from the beginning',
      examples: ['0'],
    }),
  ),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100 })),
  type: Type.Optional(
    Type.String({ description: 'only receipts of this type', examples: ['CEB622Message'] }),
  ),
});

const Receipts = Type.Object({
  receipts: Type.Array(
    Type.Object({
      cursor: Type.String(),
      type: Type.String(),
      key: Type.String(),
      caseKey: Type.Optional(Type.String()),
      records: Type.Array(
        Type.Object({
          head: Type.Record(Type.String(), Type.String()),
          lines: Type.Array(Type.Record(Type.String(), Type.String())),
        }),
      ),
    }),
  ),
  next: Type.String({ description: 'pass as `after` next time' }),
});

/** The feed of receipts, in commit order: JSON, or official XML messages (one type per answer). */
export async function receiptRoutes(app: FastifyInstance, platform: Platform): Promise<void> {
  app.get<{ Querystring: { after?: string; limit?: number; type?: string } }>(
    '/v1/receipts',
    {
      schema: {
        summary: '取回执 / Receipts after a cursor',
        description:
          '按提交顺序，不漏不重。Accept: application/xml 得官方回执报文（每次一种类型，最多 100 条记录，下一游标在 X-Next-Cursor）。' +
          ' / In commit order, nothing missed. With `Accept: application/xml` an official receipt message (one type and at most 100 records per answer; next cursor in X-Next-Cursor).',
        tags: ['receipts'],
        querystring: Query,
        response: { 200: Receipts, 204: Type.Null(), '4xx': ProblemSchema },
      },
    },
    async (request, reply) => {
      const caller = await callerOf(platform, request, 'read');
      const { after = '0', limit = 100, type } = request.query;
      checkType(type);
      const asked = {
        orgCode: caller.orgCode,
        test: caller.test,
        after: BigInt(after),
        limit,
        ...(type === undefined ? {} : { type }),
      };
      const items = await readFeed(platform.database, platform.sealer(), asked);
      if (!/\bxml\b/.test(request.headers.accept ?? ''))
        return { receipts: items, next: items.at(-1)?.cursor ?? after };
      const run = firstRun(items);
      const last = run.at(-1);
      const first = run[0];
      if (!last || !first || !isKnownType(first.type))
        return reply.code(204).header('x-next-cursor', after).send();
      reply.header('x-next-cursor', last.cursor);
      // Receipts whose data key was destroyed have nothing to show; the cursor passes them.
      if (run.every(item => item.records.length === 0)) return reply.code(204).send();
      reply.type('application/xml; charset=utf-8');
      // The serializer knows only the JSON form; the XML goes out as it is.
      return reply.serializer((text: unknown) => String(text)).send(xmlOf(run));
    },
  );

  app.get(
    '/v1/receipts/end',
    {
      schema: {
        summary: '当前游标 / The cursor of now',
        tags: ['receipts'],
        response: { 200: Type.Object({ cursor: Type.String() }), '4xx': ProblemSchema },
      },
    },
    async request => {
      await callerOf(platform, request, 'read');
      return { cursor: (await feedEnd(platform.database)).toString() };
    },
  );
}

/** The annex's bound for every receipt type that has one. */
const RECORDS_MAX = 100;

/** The receipts of one type at the head of the list, as many as one official message holds. */
function firstRun(items: readonly FeedItem[]): FeedItem[] {
  const [first] = items;
  if (!first || !isKnownType(first.type)) return [];
  const run: FeedItem[] = [];
  let records = 0;
  for (const item of items) {
    if (item.type !== first.type || records + item.records.length > RECORDS_MAX) break;
    run.push(item);
    records += item.records.length;
  }
  if (run.length === 0 && first.records.length > 0)
    throw new HttpProblem({
      status: 409,
      code: 'receipt-too-long',
      title: {
        zh: '该回执不能装入一条官方报文。',
        en: 'This receipt does not fit one official message.',
      },
      fix: { zh: '请用 Accept: application/json 读取。', en: 'Read it with Accept: application/json.' },
    });
  return run;
}

/** One official receipt message of a run. Its guid derives from the first cursor, so the same question gives the same message. */
export function xmlOf(run: readonly FeedItem[]): string {
  const [first] = run;
  if (!first || !isKnownType(first.type)) return '';
  return encodeXml({
    type: first.type,
    guid: derivedGuid('message', first.type, first.cursor),
    version: '1.0',
    subscribes: [],
    documents: run.flatMap(item =>
      item.records.map(record => ({ type: first.type, head: record.head, lines: record.lines })),
    ),
  });
}
