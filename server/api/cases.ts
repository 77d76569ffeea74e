import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { directionOfCase, OFFICER_VERBS, type OfficerVerb } from '../../cases/index.ts';
import { clearAct, readCases, readQueue } from '../clearance/index.ts';
import { follow, readStanding } from '../declarations/index.ts';
import type { Platform } from '../platform.ts';
import { callerOf } from './caller.ts';
import { exampleCaseKey, exampleWaitingCaseKey } from './examples.ts';
import { HttpProblem, ProblemSchema } from './problem.ts';
import { CaseView } from './schemas.ts';
import { showCase } from './show.ts';

const paramsLike = (example: string) =>
  Type.Object({
    id: Type.String({
      description: 'ebpCode|orderNo, of an export E|ebpCode|orderNo (URL-encoded)',
      examples: [example],
    }),
  });

const Act = Type.Object(
  {
    verb: Type.Union(OFFICER_VERBS.map(verb => Type.Literal(verb))),
    reason: Type.String({ minLength: 2, maxLength: 500, description: '理由，必填 / why; always demanded' }),
    officer: Type.String({ minLength: 1, maxLength: 60, description: '经办人 / who decides' }),
    version: Type.Optional(
      Type.Integer({ minimum: 0, description: 'the version you saw; another version refuses the act' }),
    ),
  },
  {
    additionalProperties: false,
    examples: [{ verb: 'priority', reason: '鲜活商品，申请优先查验', officer: '演示关员' }],
  },
);

interface ActBody {
  verb: OfficerVerb;
  reason: string;
  officer: string;
  version?: number;
}

/** Cases: reading one, the officer's queue, and acting on one. */
export async function caseRoutes(app: FastifyInstance, platform: Platform): Promise<void> {
  app.get<{ Params: { id: string } }>(
    '/v1/cases/:id',
    {
      schema: {
        summary: '查案件 / One parcel: state, documents, findings, decisions',
        tags: ['cases'],
        params: paramsLike(exampleCaseKey),
        response: { 200: CaseView, '4xx': ProblemSchema },
      },
    },
    async request => {
      const caller = await callerOf(platform, request, 'read', 'officer');
      const realm = platform.realm(caller.test);
      const { law } = await platform.editions.newest();
      const [view] = await readCases(platform.database, realm, [request.params.id], law);
      const mine =
        view &&
        (view.parties.includes(caller.orgCode) ||
          caller.scopes.includes('officer') ||
          caller.scopes.includes('operator'));
      if (!view || !mine) throw new HttpProblem(unknownCase(caller.orgCode, caller.test));
      if (directionOfCase(view.key) === 'import') return showCase(view, caller);
      await follow(platform);
      const list = { caseKey: view.key, invtNo: view.invtNo };
      return { ...showCase(view, caller), summary: await readStanding(platform, caller.test, list) };
    },
  );

  app.get<{ Querystring: { limit?: number } }>(
    '/v1/queue',
    {
      schema: {
        summary: '审核队列 / What waits for an officer: priority first, then oldest',
        tags: ['officers'],
        querystring: Type.Object({
          limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 50 })),
        }),
        response: {
          200: Type.Object({
            cases: Type.Array(
              Type.Object({
                key: Type.String(),
                status: Type.String(),
                version: Type.Integer(),
                priority: Type.Boolean(),
                priorityReason: Type.Optional(Type.String()),
                since: Type.String(),
              }),
            ),
          }),
          '4xx': ProblemSchema,
        },
      },
    },
    async request => {
      const caller = await callerOf(platform, request, 'officer');
      const rows = await readQueue(platform.database, platform.realm(caller.test), request.query.limit ?? 50);
      return { cases: rows.map(row => ({ ...row, since: new Date(row.since).toISOString() })) };
    },
  );

  app.post<{ Params: { id: string }; Body: ActBody }>(
    '/v1/cases/:id/acts',
    {
      schema: {
        summary: '关员处置 / An officer acts: release, reject, inspect, priority',
        description:
          '必须写明理由 / a reason is always demanded. 优先查验 priority only moves the case up the queue.',
        tags: ['officers'],
        params: paramsLike(exampleWaitingCaseKey),
        body: Act,
        response: { 200: CaseView, '4xx': ProblemSchema },
      },
    },
    async request => {
      const caller = await callerOf(platform, request, 'officer');
      const realm = platform.realm(caller.test);
      const { verb, reason, officer, version } = request.body;
      const verdict = await platform.database.transaction(async tx =>
        clearAct(tx, realm, await platform.editions.under(tx), platform.judging, {
          verb,
          reason,
          officer: `${officer} (${caller.orgCode})`,
          caseKey: request.params.id,
          at: platform.now(),
          ...(version === undefined ? {} : { version }),
        }),
      );
      if (!verdict.done)
        throw new HttpProblem({
          status: verdict.code === 'case-unknown' ? 404 : 409,
          code: verdict.code,
          title: { zh: verdict.zh, en: verdict.en },
          fix: ACT_FIXES[verdict.code],
        });
      const { law } = await platform.editions.newest();
      const [view] = await readCases(platform.database, realm, [request.params.id], law);
      if (!view) throw new HttpProblem(unknownCase(caller.orgCode, caller.test));
      return showCase(view, caller);
    },
  );
}

const ACT_FIXES = {
  'case-unknown': {
    zh: '案件编号为“电商平台代码|订单编号”（出口前加“E|”），见 GET /v1/queue。',
    en: 'A case is named "ebpCode|orderNo" (exports with "E|" in front); GET /v1/queue lists those that wait.',
  },
  'version-changed': {
    zh: '请重新查看案件（GET /v1/cases/{id}），确认后用新的 version 再办。',
    en: 'Read the case again (GET /v1/cases/{id}) and act with its new version.',
  },
  'not-open': {
    zh: '只有待审核或待查验的案件可以处置（已审结待运抵的出口清单可布控查验或退单）；放行后请走退货（CEB625、CEB213）。',
    en: 'Only cases held for review or inspection can be decided (a reviewed export that waits for its goods can be put down for inspection or refused); after release use a return (CEB625, CEB213).',
  },
  'refused-by-rules': {
    zh: '请退单并写明理由，或待企业更正后再审。',
    en: 'Reject the case with its reason, or wait until the enterprise has corrected it.',
  },
} as const;

function unknownCase(org: string, test: boolean) {
  return {
    status: 404,
    code: 'case-unknown',
    title: {
      zh: '没有这个案件，或本企业不是当事人。',
      en: 'There is no such case, or your organisation is no party to it.',
    },
    fix: {
      zh: `案件编号为“电商平台代码|订单编号”。查询范围：企业 ${org}（${test ? '测试' : '正式'}数据）。`,
      en: `A case is named "ebpCode|orderNo". Searched: organisation ${org}, ${test ? 'test' : 'live'} data.`,
    },
  };
}
