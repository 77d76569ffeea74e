import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { type CountedTrade, countTrades, type ModeTotal, totalsByMode } from '../../trades/index.ts';
import { cnyUnder, follow, readCarriers, readForm } from '../declarations/index.ts';
import type { Platform } from '../platform.ts';
import { callerOf } from './caller.ts';
import { exampleForm } from './examples.ts';
import { seesAll } from './eyes.ts';
import { HttpProblem, ProblemSchema } from './problem.ts';
import { Bilingual, DocumentRef } from './schemas.ts';
import { instant } from './show.ts';
import { money, showAmounts } from './show-summary.ts';
import { checkMonth } from './summaries.ts';

const Amounts = Type.Record(Type.String(), Type.String(), {
  description: 'decimal text per customs currency code',
});

const Trades = Type.Object({
  month: Type.String(),
  totals: Type.Array(
    Type.Object({
      mode: Type.String(),
      trades: Type.Integer(),
      amounts: Amounts,
      cny: Type.String({ description: 'CNY at the customs rates; trades without a rate are not in it' }),
      withoutRate: Type.Integer(),
      waiting: Type.Integer({ description: 'forms whose partner documents are not known yet' }),
      carriers: Type.Object({ form: Type.Integer(), summary: Type.Integer(), list: Type.Integer() }),
    }),
  ),
  count: Type.Integer(),
  trades: Type.Array(
    Type.Object({
      by: Type.String({ description: 'form, summary or list: which document carries it' }),
      id: Type.String(),
      mode: Type.String(),
      consignor: Type.String(),
      day: Type.String(),
      amounts: Amounts,
      cny: Type.Optional(Type.String()),
      waiting: Type.Optional(Type.Boolean()),
      documents: Type.Array(DocumentRef),
    }),
  ),
  notCountedCount: Type.Integer(),
  notCounted: Type.Array(
    Type.Object({
      kind: Type.String(),
      id: Type.String(),
      lines: Type.Optional(Type.Array(Type.String())),
      reason: Type.String(),
      instead: Type.Optional(Type.Object({ by: Type.String(), id: Type.String() })),
      message: Bilingual,
    }),
  ),
});

interface Query {
  month: string;
  mode?: string;
  limit?: number;
  offset?: number;
}

/** Exports counted once, whichever of declaration form, summary and list carries them. */
export async function tradeRoutes(app: FastifyInstance, platform: Platform): Promise<void> {
  await formRoutes(app, platform);
  app.get<{ Querystring: Query }>(
    '/v1/trades',
    {
      schema: {
        summary: '贸易计数 / Exports of a month, each counted once',
        description:
          '同一笔贸易只计一次：有报关单以报关单为准，其次汇总结果，再次清单；未计入者说明原因和由谁计入。' +
          ' / One trade is counted once: the declaration form before the summary before the list; what is not counted says why and what counts instead.',
        tags: ['declarations'],
        querystring: Type.Object({
          month: Type.String({ description: '出口月份 / month of export, YYYY-MM', examples: ['2026-05'] }),
          mode: Type.Optional(
            Type.String({
              pattern: '^\\d{4}$',
              description: '监管方式 / supervision mode',
              examples: ['9610'],
            }),
          ),
          limit: Type.Optional(Type.Integer({ minimum: 0, maximum: 1000, default: 200 })),
          offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000_000, default: 0 })),
        }),
        response: { 200: Trades, '4xx': ProblemSchema },
      },
    },
    async request => {
      const caller = await callerOf(platform, request, 'read', 'officer');
      const { month, mode, limit = 200, offset = 0 } = request.query;
      checkMonth(month);
      await follow(platform);
      const carriers = await readCarriers(platform, {
        test: caller.test,
        month,
        ...(seesAll(caller) ? {} : { party: caller.orgCode }),
      });
      const { law } = await platform.editions.newest();
      const all = countTrades(carriers, cnyUnder(law));
      const counted = all.counted.filter(
        trade => trade.day.startsWith(month) && (mode === undefined || trade.mode === mode),
      );
      return {
        month,
        totals: totalsByMode(counted).map(showTotal),
        count: counted.length,
        trades: counted.slice(offset, offset + limit).map(showTrade),
        notCountedCount: all.notCounted.length,
        notCounted: all.notCounted.slice(offset, offset + limit),
      };
    },
  );
}

const Form = Type.Object({
  entryId: Type.String(),
  consignor: Type.String(),
  agent: Type.String(),
  sender: Type.String(),
  mode: Type.String(),
  day: Type.String(),
  receivedAt: Type.String(),
  believed: Type.Boolean({
    description:
      '由报关单所列当事企业或海关密钥提供才计入 / counted only when a party that it names, or a key of customs, handed it in',
  }),
  agreement: Type.Object({
    number: Type.String(),
    body: Type.String(),
    purpose: Type.String(),
    until: Type.String({ description: 'YYYYMMDD' }),
  }),
  partners: Type.Array(Type.Object({ type: Type.String(), key: Type.String(), by: Type.String() })),
  waitsFor: Type.Array(Type.String(), {
    description: '尚无单证的编号 / numbers under which no document came yet',
  }),
});

/** A declaration form: its agreement, and the order, waybill, booking or list it was matched with. */
async function formRoutes(app: FastifyInstance, platform: Platform): Promise<void> {
  app.get<{ Params: { entryId: string } }>(
    '/v1/forms/:entryId',
    {
      schema: {
        summary: '查报关单 / A declaration form: its agreement and what it was matched with',
        description:
          '按订单、订仓单、运单、提运单或清单编号与已有单证匹配；对应单证未到时等待。' +
          ' / Matched by order, booking, waybill, bill or list number; it waits while the other document has not come.',
        tags: ['declarations'],
        params: Type.Object({
          entryId: Type.String({ pattern: '^\\d{18}$', examples: [exampleForm] }),
        }),
        response: { 200: Form, '4xx': ProblemSchema },
      },
    },
    async request => {
      const caller = await callerOf(platform, request, 'read', 'officer');
      await follow(platform);
      const form = await readForm(platform, caller.test, request.params.entryId);
      const mine =
        form && (seesAll(caller) || [form.consignor, form.agent, form.sender].includes(caller.orgCode));
      if (!form || !mine)
        throw new HttpProblem({
          status: 404,
          code: 'form-unknown',
          title: {
            zh: '没有这份报关单，或本企业不是当事人。',
            en: 'There is no such form, or your organisation is no party to it.',
          },
          fix: { zh: '请核对 18 位海关编号。', en: 'Check the declaration number of 18 digits.' },
        });
      return { ...form, receivedAt: instant(form.receivedAt) };
    },
  );
}

function showTotal(total: ModeTotal) {
  return { ...total, amounts: showAmounts(total.amounts), cny: money(total.cny) };
}

function showTrade({ amounts, cny, ...trade }: CountedTrade) {
  return { ...trade, amounts: showAmounts(amounts), ...(cny === undefined ? {} : { cny: money(cny) }) };
}
