import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { quotaAccountOf } from '../../cases/index.ts';
import { beijingDate, formatFixed5, parseFixed5 } from '../../shared/index.ts';
import { answerQuote, type QuoteQuestion } from '../../tax/index.ts';
import { scoped } from '../clearance/index.ts';
import type { Platform } from '../platform.ts';
import { bucketOf } from '../store/index.ts';
import { callerOf } from './caller.ts';
import { HttpProblem, ProblemSchema } from './problem.ts';
import { Tax } from './schemas.ts';
import { showTax } from './show.ts';

const Decimal = Type.String({ pattern: '^\\d{1,14}(\\.\\d{1,5})?$', description: 'decimal text' });
const Rate = Type.String({ pattern: '^0(\\.\\d{1,6})?$|^1$', description: 'rate as decimal text, 0.13' });

const AskedRates = Type.Object(
  { duty: Type.Optional(Rate), vat: Rate, consumption: Type.Optional(Rate) },
  { additionalProperties: false, description: 'rates of your own instead of the loaded ones' },
);

const QuoteBody = Type.Object(
  {
    date: Type.Optional(Type.String({ format: 'date', description: 'law date; left out: today in Beijing' })),
    freight: Type.Optional(Decimal),
    insurance: Type.Optional(Decimal),
    yearUsed: Type.Optional(Decimal),
    lines: Type.Array(
      Type.Object(
        {
          gnum: Type.Optional(Type.String({ maxLength: 10 })),
          gcode: Type.Optional(
            Type.String({ pattern: '^\\d{10}$', description: 'ten-digit commodity code' }),
          ),
          totalPrice: Decimal,
          qty: Type.Optional(Decimal),
          unit: Type.Optional(Type.String({ pattern: '^\\d{3}$' })),
          qty1: Type.Optional(Decimal),
          unit1: Type.Optional(Type.String({ pattern: '^\\d{3}$' })),
          qty2: Type.Optional(Decimal),
          unit2: Type.Optional(Type.String({ pattern: '^\\d{3}$' })),
          rates: Type.Optional(AskedRates),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 99 },
    ),
    rates: Type.Optional(AskedRates),
    regime: Type.Optional(
      Type.Union([Type.Literal('retail-import'), Type.Literal('general-trade')], {
        description: 'general-trade: the same goods in full, for comparison',
      }),
    ),
    openDiscount: Type.Optional(Decimal),
    buyerOnlyDiscount: Type.Optional(Decimal),
    taxIncluded: Type.Optional(Type.Boolean({ description: 'the prices include the tax' })),
  },
  {
    additionalProperties: false,
    examples: [
      {
        date: '2026-06-01',
        freight: '10',
        insurance: '0',
        lines: [
          {
            gnum: '1',
            gcode: '3304990039',
            totalPrice: '425',
            qty: '1',
            unit: '142',
            qty1: '0.02',
            unit1: '035',
          },
        ],
      },
    ],
  },
);

export async function quoteRoutes(app: FastifyInstance, platform: Platform): Promise<void> {
  app.post<{ Body: QuoteQuestion }>(
    '/v1/tax/quote',
    {
      schema: {
        summary: '税款计算 / Tax of an order, on any date',
        description:
          '无需密钥。每一步都列出公式、数字和法律依据 / No key needed. Every step shows its formula, numbers and law.',
        tags: ['tools'],
        security: [],
        body: QuoteBody,
        response: { 200: Tax, '4xx': ProblemSchema },
      },
    },
    async request => {
      const { law } = await platform.editions.newest();
      return showTax(underLaw(() => answerQuote(request.body, platform.now(), law)));
    },
  );

  app.post<{ Body: { buyerIdNumber: string; date?: string } }>(
    '/v1/quota/query',
    {
      schema: {
        summary: '年度额度查询 / What a buyer has used of the yearly limit',
        description:
          '证件号只在请求体中，不入网址和日志 / the number travels in the body only, never in an address or a log',
        tags: ['tools'],
        body: Type.Object(
          {
            buyerIdNumber: Type.String({ minLength: 1, maxLength: 60 }),
            date: Type.Optional(Type.String({ format: 'date' })),
          },
          { additionalProperties: false, examples: [{ buyerIdNumber: '110101190001010015' }] },
        ),
        response: {
          200: Type.Object({
            year: Type.Integer(),
            limit: Type.String(),
            used: Type.String(),
            free: Type.String(),
            weights: Type.Record(Type.String(), Type.String()),
          }),
          '4xx': ProblemSchema,
        },
      },
    },
    async request => {
      const caller = await callerOf(platform, request, 'read');
      const { buyerIdNumber, date } = request.body;
      const at = date === undefined ? platform.now() : Date.parse(`${date}T12:00:00+08:00`);
      const { law } = await platform.editions.newest();
      const account = scoped(
        { test: caller.test },
        quotaAccountOf({ match: platform.sealer().match }, buyerIdNumber, at),
      );
      const rows = await platform.database.query<{ used: bigint; weights: Record<string, string> }>(
        'select used, weights from ledgers.quota where bucket = $1 and account = $2',
        [bucketOf(account), account],
      );
      const used = rows[0]?.used ?? 0n;
      const limit =
        parseFixed5(underLaw(() => law.number('import.yearly-limit', beijingDate(at)).value)) ?? 0n;
      return {
        year: Number(beijingDate(at).slice(0, 4)),
        limit: formatFixed5(limit, 2),
        used: formatFixed5(used, 2),
        free: formatFixed5(limit > used ? limit - used : 0n, 2),
        weights: Object.fromEntries(
          Object.entries(rows[0]?.weights ?? {}).map(([group, kg]) => [group, formatFixed5(BigInt(kg))]),
        ),
      };
    },
  );
}

/** The law has a first day: a question about the time before it has no answer. */
function underLaw<T>(answer: () => T): T {
  try {
    return answer();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new HttpProblem({
      status: 422,
      code: 'law-unknown-then',
      where: 'body.date',
      title: {
        zh: '该日期早于现行税收政策（2016年4月8日起），无法计算。',
        en: 'The day lies before the tax policy (in force since 8 April 2016); there is no answer.',
      },
      fix: { zh: '请填 2016-04-08 或以后的日期。', en: 'Give 2016-04-08 or a later day.' },
    });
  }
}
