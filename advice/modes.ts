import { cite } from '../law/index.ts';
import { type Cite, formatFixed5 } from '../shared/index.ts';
import { type Facts, withinLimit } from './facts.ts';
import { type Gate, gate, licensed, not, notProhibited, truth } from './gate.ts';

/** The ways of export that are compared. `list`: by list in the unified system; `form`: by customs declaration form. */
export const MODES = [
  '9610-A',
  '9610-B',
  '9710-list',
  '9710-form',
  '9810-list',
  '9810-form',
  '1210',
  '0110',
] as const;
export type ModeId = (typeof MODES)[number];

export const TITLES: Readonly<Record<ModeId, { readonly zh: string; readonly en: string }>> = {
  '9610-A': {
    zh: '9610 零售出口，清单核放、汇总统计',
    en: '9610 retail, simplified list, summary statistics',
  },
  '9610-B': {
    zh: '9610 零售出口，清单核放、汇总申报',
    en: '9610 retail, list and monthly summary declaration',
  },
  '9710-list': { zh: '9710 B2B 直接出口（低值清单）', en: '9710 B2B direct, low-value list' },
  '9710-form': { zh: '9710 B2B 直接出口（报关单）', en: '9710 B2B direct, declaration form' },
  '9810-list': { zh: '9810 出口海外仓（低值清单）', en: '9810 overseas warehouse, low-value list' },
  '9810-form': { zh: '9810 出口海外仓（报关单）', en: '9810 overseas warehouse, declaration form' },
  '1210': { zh: '1210 特殊区域零售出口', en: '1210 retail export from a special area' },
  '0110': { zh: '0110 一般贸易', en: '0110 general trade' },
};

/** The conditions of a mode, each answered for this order. */
export function gatesOf(mode: ModeId, facts: Facts): readonly Gate[] {
  const own = GATES[mode](facts);
  // Where no licence may be needed at all, whether one is at hand is no question.
  const free = own.some(it => it.id === 'no-licence');
  return [...own, notProhibited(facts), ...(free ? [] : [licensed(facts)])];
}

const RETAIL = cite('gacc-2018-194', '适用范围', false);
const SIMPLIFIED = cite('spec', '出口清单 statisticsFlag');
const B2B = cite('gacc-2020-75', '一', false);
const B2B_ALL = cite('gacc-2021-47', '一', false);

const GATES: Readonly<Record<ModeId, (facts: Facts) => readonly Gate[]>> = {
  '9610-A': facts => [
    forConsumer(facts),
    inZone(facts),
    low(facts, 'export.simplified-limit'),
    noRefund(facts),
    gate('no-licence', not(facts.licence), NO_LICENCE, SIMPLIFIED),
    noDuty(facts, SIMPLIFIED),
  ],
  '9610-B': facts => [forConsumer(facts)],
  '9710-list': facts => [forBusiness(facts), ...lowB2b(facts)],
  '9710-form': facts => [forBusiness(facts), b2bExists(facts)],
  '9810-list': facts => [forStock(facts), ...lowB2b(facts)],
  '9810-form': facts => [forStock(facts), b2bExists(facts)],
  '1210': facts => [
    gate(
      'buyer',
      truth(facts.question.buyer !== 'business'),
      {
        yes: {
          zh: '零售或备货出口，可自特殊区域离境。',
          en: 'Retail or stock, which may leave from a special area.',
        },
        no: { zh: '企业间交易不按 1210 出口。', en: 'Trade between businesses does not leave under 1210.' },
      },
      RETAIL,
    ),
    gate(
      'special-area',
      truth(facts.question.specialArea ?? false),
      {
        yes: {
          zh: '商品在海关特殊监管区域或保税物流中心内。',
          en: 'The goods lie in a special customs area.',
        },
        no: {
          zh: '商品不在海关特殊监管区域内；须先入区并建账册。',
          en: 'The goods do not lie in a special area: bring them in and open an account book first.',
        },
      },
      RETAIL,
    ),
  ],
  '0110': () => [],
};

function forConsumer({ question }: Facts): Gate {
  return gate(
    'buyer',
    truth(question.buyer === 'consumer'),
    {
      yes: { zh: '卖给境外消费者，属零售出口。', en: 'Sold to a consumer abroad: retail export.' },
      no: { zh: '9610 只用于卖给境外消费者的零售出口。', en: '9610 is for retail to consumers abroad only.' },
    },
    RETAIL,
  );
}

function forBusiness({ question }: Facts): Gate {
  return gate(
    'buyer',
    truth(question.buyer === 'business'),
    {
      yes: {
        zh: '与境外企业通过跨境电商平台成交。',
        en: 'Sold to a business abroad over an e-commerce platform.',
      },
      no: { zh: '9710 用于与境外企业的交易。', en: '9710 is for sales to businesses abroad.' },
    },
    B2B,
  );
}

function forStock({ question }: Facts): Gate {
  return gate(
    'buyer',
    truth(question.buyer === 'own-stock'),
    {
      yes: {
        zh: '先运往海外仓，再在境外销售。',
        en: 'Goes to an overseas warehouse first and is sold from there.',
      },
      no: {
        zh: '9810 用于先运往海外仓的货物。',
        en: '9810 is for goods that go to an overseas warehouse first.',
      },
    },
    B2B,
  );
}

function b2bExists({ law, on }: Facts): Gate {
  const since = law.number('export.b2b-from', on);
  return gate(
    'mode-exists',
    truth(since.value === '1'),
    {
      yes: { zh: '该监管方式已施行。', en: 'The mode exists on that day.' },
      no: { zh: '该日尚未施行 9710、9810。', en: 'On that day 9710 and 9810 do not exist yet.' },
    },
    ...since.cites,
    B2B_ALL,
  );
}

function lowB2b(facts: Facts): readonly Gate[] {
  return [
    b2bExists(facts),
    low(facts, 'export.b2b-list-limit'),
    gate('no-licence', not(facts.licence), NO_LICENCE, B2B),
    gate(
      'no-inspection',
      not(facts.inspection),
      {
        yes: { zh: '不涉及出境检验检疫。', en: 'No inspection at exit.' },
        no: {
          zh: '涉及出境检验检疫，须以报关单申报。',
          en: 'Inspection at exit is needed: declare by form.',
        },
      },
      B2B,
    ),
    noDuty(facts, B2B),
    gate(
      'no-refund',
      truth(!facts.question.wantsRefund),
      {
        yes: { zh: '不申请出口退税。', en: 'No refund is wanted.' },
        no: { zh: '申请出口退税，须以报关单申报。', en: 'A refund is wanted: declare by form.' },
      },
      B2B,
    ),
  ];
}

function inZone({ question }: Facts): Gate {
  return gate(
    'pilot-zone',
    truth(question.pilotZone),
    {
      yes: { zh: '企业在综试区，可适用汇总统计。', en: 'In a pilot zone: summary statistics are open.' },
      no: { zh: '不在综试区，不能汇总统计。', en: 'Outside a pilot zone there are no summary statistics.' },
    },
    cite('gacc-2018-194', '清单核放、汇总统计条款', false),
  );
}

function low(facts: Facts, id: string): Gate {
  const limit = facts.law.number(id, facts.on);
  const value = facts.valueCny === undefined ? '' : formatFixed5(facts.valueCny, 2);
  return gate(
    'value',
    withinLimit(facts, id),
    {
      yes: {
        zh: `货值人民币 ${value} 元，不超过 ${limit.value} 元。`,
        en: `The value is ${value} CNY, not over ${limit.value}.`,
      },
      no: {
        zh: `货值人民币 ${value} 元，超过 ${limit.value} 元。`,
        en: `The value is ${value} CNY, over ${limit.value}.`,
      },
      unknown: {
        zh: `该币制没有已载入的汇率，无法判断是否超过人民币 ${limit.value} 元；请填 rate。`,
        en: `No rate is loaded for the currency, so nobody knows whether ${limit.value} CNY is passed: give a rate.`,
      },
    },
    ...limit.cites,
  );
}

function noRefund({ question }: Facts): Gate {
  return gate(
    'no-refund',
    truth(!question.wantsRefund),
    {
      yes: { zh: '不申请出口退税。', en: 'No refund is wanted.' },
      no: {
        zh: '申请出口退税，不能简化申报，须汇总申报。',
        en: 'A refund is wanted: not by a simplified list.',
      },
    },
    SIMPLIFIED,
  );
}

function noDuty({ duty, dutyCites }: Facts, by: Cite): Gate {
  return gate(
    'no-duty',
    not(duty),
    {
      yes: { zh: '不涉及出口关税。', en: 'No export duty.' },
      no: { zh: '涉及出口关税，不能以简化或低值清单申报。', en: 'Export duty is due: not by such a list.' },
      unknown: {
        zh: '该税目的部分商品征出口关税，请核对税则并填 dutyRate。',
        en: 'Some goods of the heading bear export duty: check the tariff and give dutyRate.',
      },
    },
    by,
    ...dutyCites,
  );
}

const NO_LICENCE = {
  yes: { zh: '不涉及出口许可证件。', en: 'No export licence is needed.' },
  no: { zh: '涉及出口许可证件，不能以简化或低值清单申报。', en: 'A licence is needed: not by such a list.' },
};
