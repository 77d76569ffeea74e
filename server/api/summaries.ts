import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { Law } from '../../law/index.ts';
import { encodeXml } from '../../messages/index.ts';
import { applicationMessages, isMonth, planSummary, type SummaryPlan } from '../../summary/index.ts';
import { follow, readCandidates } from '../declarations/index.ts';
import type { Caller } from '../identity/index.ts';
import type { Platform } from '../platform.ts';
import { callerOf } from './caller.ts';
import { exampleEbp } from './examples.ts';
import { seesAll } from './eyes.ts';
import { HttpProblem, type Problem, ProblemSchema } from './problem.ts';
import { Bilingual, Cite } from './schemas.ts';
import { showAcknowledgement } from './show.ts';
import { LEFT_OUT_MAX, showPlan } from './show-summary.ts';

const Month = Type.String({ description: '结关月份 / month of closing, YYYY-MM', examples: ['2026-05'] });
const Ebc = Type.String({
  minLength: 1,
  maxLength: 18,
  description: '收发货人代码 / consignor of the lists (ebcCode)',
  examples: [exampleEbp],
});
const SummaryFlag = Type.Union([Type.Literal('1'), Type.Literal('2')], {
  default: '2',
  description:
    '1 只按收发货人、2 并按生产销售单位 / 1 by consignor only, 2 by producing unit too (as the announcement has it)',
});
const ItemNameFlag = Type.Union([Type.Literal('0'), Type.Literal('1')], {
  default: '0',
  description: '1 不同商品名分开归并 / 1 keeps goods of different names apart',
});

const Amounts = Type.Record(Type.String(), Type.String(), {
  description: 'decimal text per customs currency code',
});
const Size = Type.Object({ lists: Type.Integer(), lines: Type.Integer(), amounts: Amounts });

const Plan = Type.Object(
  {
    month: Type.String(),
    ebcCode: Type.String(),
    deadline: Type.Object({
      by: Type.String({ description: '最迟汇总申报日 / last day' }),
      nominal: Type.String(),
      provisional: Type.Boolean({ description: 'that year’s days off are not published yet' }),
      cites: Type.Array(Cite),
    }),
    formCount: Type.Integer(),
    declared: Size,
    statistics: Size,
    applications: Type.Array(
      Type.Object({
        copNo: Type.String(),
        customsCode: Type.String(),
        loctNo: Type.Optional(Type.String()),
        agentCode: Type.String(),
        agentName: Type.String(),
        ebcName: Type.String(),
        size: Size,
        forms: Type.Array(
          Type.Object({
            trafMode: Type.String(),
            ownerCode: Type.Optional(Type.String()),
            country: Type.String(),
            portCode: Type.String(),
            lists: Type.Integer(),
            spans: Type.Array(Type.String(), {
              description:
                'lists that stand in several forms, because their items are more than one form holds',
            }),
            amounts: Amounts,
            grossWeight: Type.String(),
            netWeight: Type.String(),
            items: Type.Array(
              Type.Object({
                gcode: Type.String(),
                name: Type.String(),
                country: Type.String(),
                currency: Type.String(),
                qty: Type.String(),
                unit: Type.String(),
                qty1: Type.String(),
                unit1: Type.String(),
                qty2: Type.Optional(Type.String()),
                unit2: Type.Optional(Type.String()),
                price: Type.String(),
                total: Type.String(),
                lines: Type.Integer({ description: 'lines of lists merged into it' }),
              }),
            ),
          }),
        ),
      }),
    ),
    leftOutCounts: Type.Record(Type.String(), Type.Integer()),
    leftOut: Type.Array(
      Type.Object({
        caseKey: Type.String(),
        invtNo: Type.Optional(Type.String()),
        reason: Type.String(),
        message: Bilingual,
      }),
      { description: `the first ${LEFT_OUT_MAX}; the counts are of all` },
    ),
    partlyReturned: Type.Array(Type.String()),
    cites: Type.Array(Cite),
  },
  { additionalProperties: true },
);

interface Asked {
  month: string;
  ebcCode: string;
  summaryFlag?: '1' | '2';
  itemNameFlag?: '0' | '1';
}

interface Made extends Asked {
  by?: 'lists' | 'range';
  dxpId: string;
  declAgent?: { code: string; name: string };
  submit?: boolean;
}

/** Summary declaration: what a month's lists would become, and the official applications. */
export async function summaryRoutes(app: FastifyInstance, platform: Platform): Promise<void> {
  app.get<{ Querystring: Asked }>(
    '/v1/summaries',
    {
      schema: {
        summary: '汇总申报预览 / What a month’s lists would be summarised into, what not and why',
        description:
          '上月结关（899）的 9610 清单（B）按收发货人、运输方式、生产销售单位、运抵国、出境关别及商品项的目的国、10 位编码、币制归并，每份报关单最多 50 项；简化清单（A）只作统计。' +
          ' / The closed 9610 lists with flag B, merged by the keys of the announcement, at most 50 items a form; lists with flag A are for statistics.',
        tags: ['declarations'],
        querystring: Type.Object({
          month: Month,
          ebcCode: Ebc,
          summaryFlag: Type.Optional(SummaryFlag),
          itemNameFlag: Type.Optional(ItemNameFlag),
        }),
        response: { 200: Plan, '4xx': ProblemSchema },
      },
    },
    async request => {
      const caller = await callerOf(platform, request, 'read', 'officer');
      return showPlan((await planOf(platform, caller, request.query)).plan);
    },
  );

  app.post<{ Body: Made }>(
    '/v1/summaries',
    {
      schema: {
        summary: '生成汇总申请 / Make the summary applications (CEB701)',
        description:
          '返回官方报文；submit 为真时随即以本企业名义报送。同一批清单总得同一编号，不会重复申报。' +
          ' / Gives the official messages; with submit they are sent at once in the caller’s name. The same lists always give the same number, so nothing is declared twice.',
        tags: ['declarations'],
        body: Type.Object(
          {
            month: Month,
            ebcCode: Ebc,
            summaryFlag: Type.Optional(SummaryFlag),
            itemNameFlag: Type.Optional(ItemNameFlag),
            by: Type.Optional(
              Type.Union([Type.Literal('lists'), Type.Literal('range')], {
                default: 'lists',
                description:
                  '按清单号或按时间段 / name every list, or the month as a time range (customs then takes every list of it)',
              }),
            ),
            dxpId: Type.String({
              minLength: 1,
              maxLength: 30,
              description: '传输编号 / your exchange number',
            }),
            declAgent: Type.Optional(
              Type.Object({
                code: Type.String({ minLength: 1, maxLength: 18 }),
                name: Type.String({ minLength: 1, maxLength: 100 }),
              }),
            ),
            submit: Type.Optional(Type.Boolean({ default: false })),
          },
          {
            additionalProperties: false,
            examples: [{ month: '2026-05', ebcCode: exampleEbp, dxpId: 'DXPDEMO0000001' }],
          },
        ),
        response: {
          200: Type.Object({
            plan: Plan,
            messages: Type.Array(Type.Object({ copNo: Type.String(), xml: Type.String() })),
            submitted: Type.Array(Type.Unsafe<unknown>({ $ref: 'EnvelopeAnswer#' })),
          }),
          '4xx': ProblemSchema,
        },
      },
    },
    async request => {
      const { body } = request;
      const caller = await callerOf(platform, request, body.submit ? 'submit' : 'read');
      const { plan, law } = await planOf(platform, caller, body);
      const messages = applicationMessages(plan, {
        at: platform.now(),
        law,
        transfer: { copCode: caller.orgCode, copName: caller.orgName, dxpId: body.dxpId },
        by: body.by ?? 'lists',
        ...(body.declAgent ? { declAgent: body.declAgent } : {}),
      });
      const written = messages.map(message => ({
        copNo: message.documents[0]?.head['copNo'] ?? '',
        xml: encodeXml(message),
      }));
      const submitted: unknown[] = [];
      if (body.submit)
        for (const { xml } of written)
          submitted.push(
            showAcknowledgement(
              await platform.flow.submit({
                caller,
                bytes: Buffer.from(xml),
                contentType: 'application/xml',
              }),
            ),
          );
      return { plan: showPlan(plan), messages: written, submitted };
    },
  );
}

/** Plans what the caller may see: his own lists, those he declares or sent; officers see all of the consignor. */
async function planOf(
  platform: Platform,
  caller: Caller,
  asked: Asked,
): Promise<{ plan: SummaryPlan; law: Law }> {
  checkMonth(asked.month);
  await follow(platform);
  const lists = await readCandidates(platform, {
    test: caller.test,
    month: asked.month,
    ebcCode: asked.ebcCode,
    ...(seesAll(caller) ? {} : { party: caller.orgCode }),
  });
  const { law } = await platform.editions.newest();
  try {
    const plan = planSummary({
      month: asked.month,
      ebcCode: asked.ebcCode,
      summaryFlag: asked.summaryFlag ?? '2',
      itemNameFlag: asked.itemNameFlag ?? '0',
      lists,
      law,
    });
    return { plan, law };
  } catch (error) {
    if (error instanceof RangeError) throw new HttpProblem(BEFORE_LAW);
    throw error;
  }
}

/** Refuses a text that names no month. */
export function checkMonth(month: string): void {
  if (!isMonth(month)) throw new HttpProblem(NO_MONTH);
}

const NO_MONTH: Problem = {
  status: 422,
  code: 'month-malformed',
  where: 'month',
  title: {
    zh: '月份应写作 YYYY-MM，例如 2026-05。',
    en: 'A month is written YYYY-MM, 2026-05 for instance.',
  },
  fix: { zh: '请改写月份。', en: 'Write the month so.' },
};

const BEFORE_LAW: Problem = {
  status: 422,
  code: 'law-unknown-then',
  where: 'month',
  title: {
    zh: '该月份早于现行汇总申报规定（2019年1月1日起），无法计算。',
    en: 'The month lies before the rules of summary declaration (in force since 1 January 2019).',
  },
  fix: { zh: '请填 2019-01 或以后的月份。', en: 'Give 2019-01 or a later month.' },
};
