import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { type Advice, type AdviceQuestion, advise, type Duty, type TaxSide } from '../../advice/index.ts';
import type { Platform } from '../platform.ts';
import { HttpProblem, ProblemSchema } from './problem.ts';
import { Bilingual, Cite } from './schemas.ts';
import { money } from './show-summary.ts';

const Decimal = Type.String({ pattern: '^\\d{1,14}(\\.\\d{1,5})?$', description: 'decimal text' });
const Flag = (description: string) => Type.Optional(Type.Boolean({ description }));

const Question = Type.Object(
  {
    date: Type.Optional(
      Type.String({
        format: 'date',
        description: 'law date; left out: today in Beijing',
        examples: ['2026-10-12'],
      }),
    ),
    buyer: Type.Union([Type.Literal('consumer'), Type.Literal('business'), Type.Literal('own-stock')], {
      description:
        '个人、企业、海外仓备货 / consumer (B2C), business (B2B), own stock in an overseas warehouse',
    }),
    currency: Type.String({ pattern: '^\\d{3}$', description: '币制代码 / customs currency code' }),
    destination: Type.Optional(
      Type.String({ pattern: '^\\d{3}$', description: '目的国代码 / customs country code' }),
    ),
    rate: Type.Optional(Decimal),
    goods: Type.Array(
      Type.Object(
        {
          gcode: Type.String({
            pattern: '^\\d{10}$',
            description: '10 位商品编码 / ten-digit commodity code',
          }),
          name: Type.Optional(Type.String({ maxLength: 250 })),
          total: Decimal,
          refundRate: Type.Optional(
            Type.String({ pattern: '^0(\\.\\d{1,4})?$', description: '退税率 0.13' }),
          ),
          purchase: Type.Optional(Decimal),
          dutyRate: Type.Optional(
            Type.String({ pattern: '^\\d(\\.\\d{1,4})?$', description: '出口税率 0.2' }),
          ),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 100 },
    ),
    wantsRefund: Type.Boolean({ description: '是否申请退税 / a refund is wanted' }),
    inputInvoice: Type.Boolean({ description: '是否有进项发票 / input invoices are there' }),
    pilotZone: Type.Boolean({
      description: '企业在综试区并登记于其服务平台 / registered in a pilot zone and on its service platform',
    }),
    specialArea: Flag('货物在特殊监管区域 / the goods lie in a special customs area'),
    licence: Flag('许可证件已具备 / the licence is at hand'),
    licenceNeeded: Flag('需要许可证件 / a licence is needed; left out: told from the nomenclature'),
    inspectionNeeded: Flag('需要出境检验检疫 / inspection at exit is needed'),
    producer: Flag('生产企业 / a producer'),
    smallProfit: Flag('小型微利企业 / a small-profit enterprise'),
  },
  {
    additionalProperties: false,
    examples: [
      {
        date: '2026-10-12',
        buyer: 'consumer',
        currency: '502',
        goods: [{ gcode: '6109100021', total: '30.00', refundRate: '0.13', purchase: '150.00' }],
        wantsRefund: true,
        inputInvoice: true,
        pilotZone: true,
      },
    ],
  },
);

const Truth = Type.String({ description: 'yes, no, unknown' });
const DutySchema = Type.Object({
  text: Bilingual,
  by: Type.Optional(Type.String()),
  cites: Type.Array(Cite),
});

const Answer = Type.Object({
  on: Type.String(),
  valueCny: Type.Optional(Type.String()),
  assumptions: Type.Array(Bilingual),
  best: Type.Optional(Type.Object({ mode: Type.String(), why: Bilingual })),
  modes: Type.Array(
    Type.Object({
      mode: Type.String(),
      title: Bilingual,
      possible: Type.String({ description: 'yes, no, depends' }),
      reasons: Type.Array(
        Type.Object({ id: Type.String(), holds: Truth, text: Bilingual, cites: Type.Array(Cite) }),
      ),
      documents: Type.Array(DutySchema),
      deadlines: Type.Array(DutySchema),
      tax: Type.Array(
        Type.Object({
          kind: Type.String(),
          open: Truth,
          title: Bilingual,
          why: Bilingual,
          cny: Type.Optional(Type.String({ description: 'positive comes back, negative is paid' })),
          formula: Type.Optional(Type.String()),
          cites: Type.Array(Cite),
        }),
      ),
    }),
  ),
});

export async function adviceRoutes(app: FastifyInstance, platform: Platform): Promise<void> {
  app.post<{ Body: AdviceQuestion }>(
    '/v1/advice',
    {
      schema: {
        summary: '出口方式建议 / The possible ways of export for an order',
        description:
          '无需密钥。逐一说明 9610（A/B）、9710、9810、1210、一般贸易是否可行、为什么、要什么单证、何时办、税收比较。' +
          ' / No key needed. Says of each mode whether it is open and why, what papers and days it has, and compares the tax sides.',
        tags: ['tools'],
        security: [],
        body: Question,
        response: { 200: Answer, '4xx': ProblemSchema },
      },
    },
    async request => {
      const { law } = await platform.editions.newest();
      try {
        return showAdvice(advise(request.body, platform.now(), law));
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        throw new HttpProblem({
          status: 422,
          code: 'law-unknown-then',
          where: 'body.date',
          title: {
            zh: '该日期早于已载入的法规，无法建议。',
            en: 'The day lies before the loaded law; there is no answer.',
          },
          fix: { zh: '请填 2016-04-08 或以后的日期。', en: 'Give 2016-04-08 or a later day.' },
        });
      }
    },
  );
}

function showAdvice({ valueCny, modes, ...rest }: Advice) {
  return {
    ...rest,
    ...(valueCny === undefined ? {} : { valueCny: money(valueCny) }),
    modes: modes.map(({ documents, deadlines, tax, ...mode }) => ({
      ...mode,
      documents: documents.map(showDuty),
      deadlines: deadlines.map(showDuty),
      tax: tax.map(showSide),
    })),
  };
}

function showDuty({ text, by, cites }: Duty) {
  return { text, ...(by === undefined ? {} : { by }), cites };
}

function showSide({ cny, ...side }: TaxSide) {
  return { ...side, ...(cny === undefined ? {} : { cny: money(cny) }) };
}
