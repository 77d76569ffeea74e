import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { type CountedTrade, countTrades, type ModeTotal, totalsByMode } from '../../trades/index.ts';
import { cnyUnder, follow, readCarriers } from '../declarations/index.ts';
import type { Platform } from '../platform.ts';
import { callerOf } from './caller.ts';
import { seesAll } from './eyes.ts';
import { ProblemSchema } from './problem.ts';
import { Bilingual, DocumentRef } from './schemas.ts';
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

function showTotal(total: ModeTotal) {
  return { ...total, amounts: showAmounts(total.amounts), cny: money(total.cny) };
}

function showTrade({ amounts, cny, ...trade }: CountedTrade) {
  return { ...trade, amounts: showAmounts(amounts), ...(cny === undefined ? {} : { cny: money(cny) }) };
}
