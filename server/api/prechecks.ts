import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import {
  exportWorldOf,
  gather,
  newCase,
  type PrecheckAnswer,
  precheck,
  waybillRoute,
  worldOf,
} from '../../cases/index.ts';
import {
  annotateSheet,
  businessKey,
  type DecodedRecord,
  type Document,
  encodeXml,
  type Message,
} from '../../messages/index.ts';
import type { DocumentRef } from '../../shared/index.ts';
import { loadForRecords, type Realm } from '../clearance/index.ts';
import { incomingOf, type MessageRead, readMessage, readMessages, withCells } from '../gateway/index.ts';
import { type Caller, readCertificates } from '../identity/index.ts';
import type { Platform } from '../platform.ts';
import type { Tx } from '../store/index.ts';
import { callerOf } from './caller.ts';
import { checkType } from './envelopes.ts';
import { envelopeExamples } from './examples.ts';
import { seesAll } from './eyes.ts';
import { ProblemSchema } from './problem.ts';
import { Finding, JudgedCase } from './schemas.ts';
import { showJudged } from './show.ts';
import { findingsOnApplications, withApplications } from './summary-check.ts';

const PrecheckAnswerSchema = Type.Object(
  {
    stored: Type.Literal(false),
    media: Type.String(),
    type: Type.Optional(Type.String()),
    encoding: Type.Object({ declared: Type.Optional(Type.String()), used: Type.String() }),
    refused: Type.Optional(
      Type.Unsafe<unknown>({
        $ref: 'Finding#',
        description:
          'the door would refuse the whole message for this; what could be read is judged all the same',
      }),
    ),
    findings: Type.Array(Type.Unsafe<unknown>({ $ref: 'Finding#' }), {
      description: 'on the message itself',
    }),
    cases: Type.Array(Type.Unsafe<unknown>({ $ref: 'JudgedCase#' })),
    causes: Type.Array(
      Type.Object({
        code: Type.String(),
        rule: Type.String(),
        count: Type.Integer(),
        example: Type.Object({ zh: Type.String(), en: Type.String() }),
      }),
    ),
    repaired: Type.Optional(
      Type.String({
        description: 'the message with every offered repair made, as XML; only where nothing is signed',
      }),
    ),
    messages: Type.Optional(
      Type.Array(
        Type.Object({
          type: Type.Optional(Type.String()),
          records: Type.Integer(),
          refused: Type.Optional(Type.Unsafe<unknown>({ $ref: 'Finding#' })),
          findings: Type.Array(Type.Unsafe<unknown>({ $ref: 'Finding#' })),
          repaired: Type.Optional(Type.String()),
        }),
        {
          description:
            'for a JSON array of messages: what was said of each; one that cannot be read leaves the others judged',
        },
      ),
    ),
  },
  { $id: 'PrecheckAnswer' },
);

export const precheckSchemas = [Finding, JudgedCase, PrecheckAnswerSchema];

/** `POST /v1/precheck`: the same body as the door, judged with the platform's registers and ledgers, nothing kept. */
export async function precheckRoutes(app: FastifyInstance, platform: Platform): Promise<void> {
  app.post<{ Querystring: { type?: string }; Body: Buffer | undefined }>(
    '/v1/precheck',
    {
      schema: {
        summary: '预检 / What would be refused, and how to mend it',
        description:
          '与报送同样的内容，什么都不保存。也可发 JSON 报文数组，各报文的单证一并核对。表格请求可用 Accept 要求标注后的 XLSX。' +
          ' / The same body as the door; nothing is stored. A JSON array of messages is judged together. For a spreadsheet, ask for the annotated XLSX with `Accept`.',
        tags: ['door'],
        querystring: Type.Object({ type: Type.Optional(Type.String()) }),
        body: { content: envelopeExamples() },
        response: { 200: PrecheckAnswerSchema, '4xx': ProblemSchema },
      },
      validatorCompiler: () => () => true,
    },
    async (request, reply) => {
      const caller = await callerOf(platform, request, 'precheck');
      const { type } = request.query;
      checkType(type);
      const bytes = request.body ?? Buffer.alloc(0);
      const { law } = await platform.editions.newest();
      const at = platform.now();
      const question = {
        bytes,
        contentType: request.headers['content-type'],
        type,
        law,
        at,
        bytesMax: platform.bodyMax,
        policy: caller.signature,
        registered: await readCertificates(platform.database, at),
      };
      const several = await readMessages(question);
      if (several)
        return showSeveral(
          several,
          await judged(
            platform,
            caller,
            several.filter(read => !read.decoded.refused),
            at,
          ),
        );
      const read = await readMessage(question);
      const answer = read.decoded.refused ? undefined : await judged(platform, caller, [read], at);
      if (answer && read.sheet && /spreadsheetml/.test(request.headers.accept ?? '')) {
        const book = await annotateSheet(bytes, perRecord(read, answer), {
          kind: read.media === 'csv' ? 'csv' : 'xlsx',
        });
        return reply
          .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
          .send(Buffer.from(book));
      }
      return show(read, answer);
    },
  );
}

function show(read: MessageRead, answer: PrecheckAnswer | undefined) {
  const { frame, encoding, findings } = read.decoded;
  return {
    stored: false,
    media: read.media,
    ...(frame ? { type: frame.type } : {}),
    encoding,
    ...(read.refusal ? { refused: read.refusal } : {}),
    findings,
    cases: answer?.cases.map(it => showJudged({ ...it, findings: withCells(it.findings, [read]) })) ?? [],
    causes: answer?.causes ?? [],
    ...(answer ? repairedOf(read, answer, 0) : {}),
  };
}

function showSeveral(reads: readonly MessageRead[], answer: PrecheckAnswer) {
  let at = 0;
  const messages = reads.map(read => {
    const { frame, findings, records } = read.decoded;
    const from = at;
    if (!read.decoded.refused) at += records.length;
    return {
      ...(frame ? { type: frame.type } : {}),
      records: records.length,
      ...(read.refusal ? { refused: read.refusal } : {}),
      findings,
      ...(read.decoded.refused ? {} : repairedOf(read, answer, from)),
    };
  });
  return {
    stored: false,
    media: 'json',
    encoding: { used: 'utf-8' },
    findings: reads.flatMap(read => [
      ...(read.refusal ? [read.refusal] : []),
      ...read.decoded.findings.filter(finding => finding !== read.refusal),
    ]),
    cases: answer.cases.map(showJudged),
    causes: answer.causes,
    messages,
  };
}

/** The message with the repairs made, if there are any for it and its signer need not be asked. `from`: its first record in the answer. */
function repairedOf(
  { decoded: { frame, records } }: MessageRead,
  answer: PrecheckAnswer,
  from: number,
): { repaired?: string } {
  if (!frame || frame.signature !== undefined) return {};
  const documents = answer.repaired.slice(from, from + records.length);
  const changed = documents.some(
    (document, index) => document !== records[index]?.document && !same(document, records[index]?.document),
  );
  const repaired = changed ? written({ ...frame, documents }) : undefined;
  return repaired === undefined ? {} : { repaired };
}

/** As XML; undefined when a value that came as JSON or in a sheet holds a character that XML cannot carry. Its finding says so. */
function written(message: Message): string | undefined {
  try {
    return encodeXml(message);
  } catch {
    return undefined;
  }
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function perRecord(read: MessageRead, answer: PrecheckAnswer) {
  return read.decoded.records.map(record =>
    answer.cases
      .flatMap(judgedCase => judgedCase.findings)
      .filter(finding => finding.path !== '' && isOf(finding.document, record.document)),
  );
}

function isOf(ref: DocumentRef, document: Document): boolean {
  return ref.type === document.type && ref.key === businessKey(document);
}

class Undo extends Error {}

/** Judges with the ledgers as they stand: everything is loaded exactly as for a submission, and the transaction undone. */
async function judged(
  platform: Platform,
  caller: Caller,
  reads: readonly MessageRead[],
  at: number,
): Promise<PrecheckAnswer> {
  const realm: Realm = platform.realm(caller.test);
  const records = reads.flatMap(read => read.decoded.records).map((record, index) => ({ ...record, index }));
  let answer: PrecheckAnswer | undefined;
  try {
    await platform.database.transaction(async tx => {
      answer = await judgeIn(tx, platform, realm, records, at, caller);
      throw new Undo();
    });
  } catch (error) {
    if (!(error instanceof Undo)) throw error;
  }
  if (!answer) throw new Error('precheck gave no answer');
  const documents = records.map(record => record.document);
  return withApplications(answer, await findingsOnApplications(platform, caller, documents, at));
}

async function judgeIn(
  tx: Tx,
  platform: Platform,
  realm: Realm,
  records: readonly DecodedRecord[],
  at: number,
  caller: Caller,
) {
  const edition = await platform.editions.under(tx);
  const incoming = incomingOf({ records }, { sender: caller.orgCode, at, envelopeId: '' });
  const book = await loadForRecords(tx, realm, incoming);
  const setting = {
    ...platform.judging,
    test: realm.test,
    law: edition.law,
    enterprise: (code: string) => edition.orgs.get(code),
    match: realm.sealer.match,
  };
  return precheck({
    records,
    law: edition.law,
    at,
    judge: platform.judging.judge,
    judgeExport: platform.judging.judgeExport,
    // Only what the asker sent himself stands in: a guessed order number must not open somebody else's documents.
    heldOf: key => {
      const state = book.cases.get(key);
      const held = state ? Object.entries(gather(book, state)) : [];
      return Object.fromEntries(held.filter(([, it]) => seesAll(caller) || it.sender === caller.orgCode));
    },
    worldOf: asked =>
      worldOf(book, { ...newCase(asked.key), waybill: waybillRoute(asked.list.head) }, asked, at, setting),
    exportWorldOf: asked =>
      exportWorldOf(book, { ...newCase(asked.key), waybill: waybillRoute(asked.list.head) }, at, setting),
  });
}
