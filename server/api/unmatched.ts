import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { Bilingual as Text } from '../../shared/index.ts';
import { readUnmatched, type Unmatched } from '../clearance/index.ts';
import type { Platform } from '../platform.ts';
import { callerOf } from './caller.ts';
import { ProblemSchema } from './problem.ts';
import { Bilingual } from './schemas.ts';

const Receipt = Type.Object({
  journal: Type.String(),
  at: Type.String({ format: 'date-time' }),
  test: Type.Boolean(),
  envelope: Type.String({ format: 'uuid' }),
  record: Type.Integer(),
  type: Type.String({ description: 'CEB622Message …' }),
  key: Type.String({ description: '回执所指单证的业务主键 / business key that the receipt names' }),
  status: Type.Optional(Type.String({ description: 'returnStatus' })),
  told: Type.Optional(Type.String({ description: 'returnTime' })),
  info: Type.Optional(Type.String({ description: 'returnInfo' })),
  names: Type.Array(
    Type.Object({
      field: Type.String(),
      code: Type.String(),
      registered: Type.Boolean({ description: '在本平台备案 / registered here' }),
    }),
    { description: '回执所列企业 / enterprises that it names' },
  ),
  cameLater: Type.Boolean({ description: '单证后来已到 / the document came after its receipt' }),
  why: Bilingual,
  fix: Bilingual,
});

/** Receipts of customs that fit nothing here, for the operator. */
export async function unmatchedRoutes(app: FastifyInstance, platform: Platform): Promise<void> {
  app.get<{ Querystring: { before?: string; limit?: number } }>(
    '/v1/exchange/unmatched',
    {
      schema: {
        summary: '无对应单证的海关回执 / Receipts of customs that fit no document',
        description:
          '最新的在前；下一页以 next 作 before。每条说明为何对不上、应如何处理。/ Newest first; give `next` as `before` for the following page. Each says why it fits nothing and what to do.',
        tags: ['exchange'],
        querystring: Type.Object({
          before: Type.Optional(Type.String({ pattern: '^[0-9]{1,18}$', examples: ['1000000'] })),
          limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
        }),
        response: {
          200: Type.Object({ receipts: Type.Array(Receipt), next: Type.Optional(Type.String()) }),
          '4xx': ProblemSchema,
        },
      },
    },
    async request => {
      await callerOf(platform, request, 'operator');
      const { before, limit = 100 } = request.query;
      const { receipts, next } = await readUnmatched(platform.database, platform.realm, {
        before: before === undefined ? undefined : BigInt(before),
        limit,
      });
      const { orgs } = await platform.editions.newest();
      return {
        receipts: receipts.map(receipt => show(receipt, code => orgs.has(code))),
        ...(next === undefined ? {} : { next: next.toString() }),
      };
    },
  );
}

const PARTIES = ['agentCode', 'ebcCode', 'ebpCode', 'payCode', 'logisticsCode', 'areaCode'];

function show(receipt: Unmatched, isRegistered: (code: string) => boolean) {
  const { document, journal, at, test, envelopeId, record, key, cameLater } = receipt;
  const { type, head } = document;
  const names = PARTIES.flatMap(field => {
    const code = head[field];
    return code ? [{ field, code, registered: isRegistered(code) }] : [];
  });
  const { returnStatus, returnTime, returnInfo } = head;
  return {
    journal: journal.toString(),
    at: new Date(at).toISOString(),
    test,
    envelope: envelopeId,
    record,
    type,
    key,
    ...(returnStatus ? { status: returnStatus } : {}),
    ...(returnTime ? { told: returnTime } : {}),
    ...(returnInfo ? { info: returnInfo } : {}),
    names,
    cameLater,
    ...adviceOn(receipt, names.length > 0 && !names.some(it => it.registered)),
  };
}

/** Why a receipt fits nothing, and what the operator can do. */
function adviceOn({ document, key, cameLater }: Unmatched, strangers: boolean): { why: Text; fix: Text } {
  const { type, head } = document;
  if (type === 'CEB900Message')
    return {
      why: {
        zh: `格式校验回执所指报文（CopMsgId“${head['oriCopMsgId'] ?? ''}”）不是本平台发出的。`,
        en: `The message of this format-check receipt (CopMsgId "${head['oriCopMsgId'] ?? ''}") did not leave from this platform.`,
      },
      fix: {
        zh: '请核对该传输编号下是否还有其他系统在向海关发送；由发出该报文的系统改正后重报。',
        en: 'See whether another system sends to customs under the same exchange number; whoever sent the message mends it and sends again.',
      },
    };
  if (cameLater)
    return {
      why: {
        zh: `回执到达时单证（业务主键“${key}”）尚未在本平台，之后才到；回执没有再处理。`,
        en: `The document (business key "${key}") was not here when its receipt came; it came later, and the receipt was not applied again.`,
      },
      fix: {
        zh: '请向海关或电子口岸查询该单证的当前状态；海关下一条回执会更新案件。若已审结而无后续回执，请申请补发（新的报文编号）。',
        en: 'Ask customs or the e-port how the document stands; their next receipt brings the case up to date. If nothing more will come, have the receipt issued again (as a new message).',
      },
    };
  if (strangers)
    return {
      why: {
        zh: `回执所列企业均未在本平台备案，单证（业务主键“${key}”）不是经本平台报送的。`,
        en: `None of the enterprises it names is registered here: the document (business key "${key}") was not declared through this platform.`,
      },
      fix: {
        zh: '很可能投错了接收方：请核对传输编号与接收目录，并告知海关或电子口岸；无需在本平台处理。',
        en: 'It was most likely delivered to the wrong receiver: check the exchange number and the folder, and tell customs or the e-port. Nothing is to be done here.',
      },
    };
  return {
    why: {
      zh: `本平台没有业务主键为“${key}”的单证。`,
      en: `There is no document with the business key "${key}" here.`,
    },
    fix: {
      zh: '请与所列企业核对：该单证是否经单一窗口等其他途径报送，或主键（订单号、企业内部编号、运单号）是否写错；经其他途径报送的，由企业在该途径查收回执。',
      en: 'Ask the enterprises named: was it declared another way (the single window), or is a part of the key (order, own or waybill number) wrong? What was declared another way is followed there.',
    },
  };
}
