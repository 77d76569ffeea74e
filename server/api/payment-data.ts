import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { askPayment, type KeptPayment, keepPayment } from '../exchange/index.ts';
import type { Platform } from '../platform.ts';
import { callerOf } from './caller.ts';
import { exampleEbp } from './examples.ts';
import { HttpProblem, ProblemSchema } from './problem.ts';

const text = (maxLength: number, minLength = 1) => Type.String({ minLength, maxLength });

const PaymentBody = Type.Object(
  {
    initalRequest: Type.String({ maxLength: 20_000, description: 'raw request to the payment channel' }),
    initalResponse: Type.String({ maxLength: 20_000, description: 'raw response of the payment channel' }),
    ebpCode: text(18),
    payCode: text(50),
    payTransactionId: text(60),
    totalAmount: Type.String({ pattern: '^(0|[1-9]\\d{0,13})(\\.\\d{1,5})?$' }),
    currency: Type.String({ pattern: '^\\d{3}$' }),
    verDept: Type.Union([Type.Literal('1'), Type.Literal('2'), Type.Literal('3')], {
      description: '1 银联 UnionPay, 2 网联 NetsUnion, 3 其他 other',
    }),
    payType: text(4),
    tradingTime: Type.String({ pattern: '^\\d{14}$' }),
    note: Type.Optional(Type.String({ maxLength: 500 })),
    orders: Type.Array(
      Type.Object(
        {
          orderNo: text(60),
          goodsInfo: Type.Array(
            Type.Object(
              { gname: text(500), itemLink: Type.String({ maxLength: 2000 }) },
              { additionalProperties: false },
            ),
            { minItems: 1, maxItems: 99 },
          ),
          recpAccount: text(60),
          recpCode: text(18, 0),
          recpName: text(100),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 50 },
    ),
  },
  {
    additionalProperties: false,
    examples: [
      {
        initalRequest: '<xml><body>演示请求</body></xml>',
        initalResponse: '{"code":"SUCCESS","note":"演示应答"}',
        ebpCode: exampleEbp,
        payCode: '3701DM0301',
        payTransactionId: 'DEMOPAY0001',
        totalAmount: '199.00',
        currency: '142',
        verDept: '3',
        payType: '1',
        tradingTime: '20260601120000',
        orders: [
          {
            orderNo: 'DEMOORDER0001',
            goodsInfo: [{ gname: '演示面霜', itemLink: 'https://shop.example/1' }],
            recpAccount: '3701DM0101',
            recpCode: '3701DM0101',
            recpName: '演示平台',
          },
        ],
      },
    ],
  },
);

interface PaymentBodyOf extends Omit<KeptPayment['head'], 'note'> {
  readonly note?: string;
  readonly orders: KeptPayment['lists'];
}

/** What a platform keeps for customs when a payment is made. */
export async function paymentRoutes(app: FastifyInstance, platform: Platform): Promise<void> {
  app.put<{ Body: PaymentBodyOf }>(
    '/v1/payments/originals',
    {
      // Each order keeps the whole text: what is sent once may be stored fifty times.
      bodyLimit: 1 << 20,
      schema: {
        summary: '留存支付原始数据 / Keep the original payment data',
        description:
          '支付完成时留存与支付渠道的原始请求和应答（海关总署公告2018年第179号），加密保存，海关查询时据此上传。/ The raw request and response of the payment, kept sealed for customs’ real-time questions (announcement 2018-179).',
        tags: ['exchange'],
        body: PaymentBody,
        response: { 200: Type.Object({ kept: Type.Integer() }), '4xx': ProblemSchema },
      },
    },
    async request => {
      const caller = await callerOf(platform, request, 'submit');
      const { orders, note = '', ...head } = request.body;
      if (head.ebpCode !== caller.orgCode && !caller.scopes.includes('operator'))
        throw new HttpProblem({
          status: 403,
          code: 'other-platform',
          where: 'body.ebpCode',
          title: {
            zh: `密钥属于“${caller.orgCode}”，不能为平台“${head.ebpCode}”留存支付数据。`,
            en: `The key belongs to "${caller.orgCode}" and keeps nothing for platform "${head.ebpCode}".`,
          },
          fix: { zh: '请用该电商平台自己的密钥。', en: 'Use the key of that platform.' },
        });
      for (const order of orders)
        await keepPayment(
          platform.database,
          platform.sealer(),
          { orgCode: head.ebpCode, test: caller.test, orderNo: order.orderNo, at: platform.now() },
          { head: { ...head, note }, lists: orders },
        );
      return { kept: orders.length };
    },
  );
}

const Reply = Type.Object({
  code: Type.Union([Type.Literal('10000'), Type.Literal('20000')]),
  message: Type.String(),
  serviceTime: Type.Integer(),
});

const formBody = {
  content: {
    'application/x-www-form-urlencoded': {
      schema: {
        type: 'string',
        examples: [
          `openReq=${encodeURIComponent('{"orderNo":"DEMOORDER0001","sessionID":"DEMO-SESSION-1","serviceTime":1780286400000}')}`,
        ],
      },
    },
  },
};

/** Customs' question: a form with the field `openReq`. Registered in the scope where bodies stay bytes. */
export async function paymentFormRoutes(app: FastifyInstance, platform: Platform): Promise<void> {
  for (const path of ['/v1/179/platDataOpen', '/v1/179/:ebpCode/platDataOpen'])
    app.post<{ Body: Buffer | undefined; Params: { ebpCode?: string } }>(
      path,
      {
        schema: {
          summary: '海关查询支付原始数据 / Customs asks for payment data',
          description:
            '海关总署公告2018年第179号 platDataOpen。应答后两分钟内上传。/ Interface platDataOpen of announcement 2018-179; the data are uploaded within two minutes.',
          tags: ['exchange'],
          security: [],
          ...(path.includes(':ebpCode')
            ? { params: Type.Object({ ebpCode: Type.String({ examples: [exampleEbp] }) }) }
            : {}),
          body: formBody,
          response: { 200: Reply, '4xx': ProblemSchema },
        },
        validatorCompiler: () => () => true,
      },
      async request => {
        const asked = questionOf(request.body);
        const answer = (code: '10000' | '20000', message: string) => ({
          code,
          message,
          serviceTime: platform.now(),
        });
        if (!asked)
          return answer(
            '20000',
            'openReq 缺失或不是 JSON：应含 orderNo、sessionID / openReq is missing or no JSON',
          );
        const { ebpCode } = request.params;
        const state = await askPayment(platform.database, { ...asked, ebpCode }, platform.now());
        if (state === 'queued') return answer('10000', '');
        return answer('20000', NOT_QUEUED[state]);
      },
    );
}

const NOT_QUEUED = {
  unknown: '没有该订单的支付原始数据 / no payment data are kept for this order',
  ambiguous:
    '多个平台有相同订单编号，请在地址中写明电商平台代码 / several platforms have this order number: name the platform in the address',
  many: '该订单已有多个查询待上传，请稍后再查 / several questions on this order wait for their upload: ask again later',
} as const;

function questionOf(body: Buffer | undefined): { sessionId: string; orderNo: string } | undefined {
  if (!body || body.length > 10_000) return undefined;
  const field = new URLSearchParams(body.toString('utf8')).get('openReq');
  if (field === null) return undefined;
  try {
    const value: unknown = JSON.parse(field);
    if (typeof value !== 'object' || value === null) return undefined;
    const { orderNo, sessionID } = value as { orderNo?: unknown; sessionID?: unknown };
    if (typeof orderNo !== 'string' || typeof sessionID !== 'string') return undefined;
    const right =
      /^.{1,60}$/u.test(orderNo) && /^[\x21-\x7e]{1,100}$/.test(sessionID) && !orderNo.includes('\0');
    return right ? { orderNo, sessionId: sessionID } : undefined;
  } catch {
    return undefined;
  }
}
