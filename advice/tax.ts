import { cite } from '../law/index.ts';
import { type Bilingual, type Cite, type Fixed5, fixed5, roundDivide } from '../shared/index.ts';
import { type Facts, inCny, type Truth } from './facts.ts';
import type { ModeId } from './modes.ts';

/** One way to be taxed, whether it is open in the mode, and what it comes to in CNY. */
export interface TaxSide {
  readonly kind: 'refund' | 'exempt' | 'assessed-income' | 'deemed-domestic' | 'export-duty';
  readonly open: Truth;
  readonly title: Bilingual;
  readonly why: Bilingual;
  /** Positive: money that comes back; negative: money that goes. Undefined where a number is missing. */
  readonly cny?: Fixed5;
  readonly formula?: string;
  readonly cites: readonly Cite[];
}

const ONE = 100_000n;
/** Amount × rate, rounded half up to the fen. */
const share = (amount: Fixed5, rate: Fixed5): Fixed5 => roundDivide(amount * rate, ONE * 1000n) * 1000n;

/** The tax sides of a mode, compared. */
export function taxSidesOf(mode: ModeId, facts: Facts): readonly TaxSide[] {
  const refund = refundSide(mode, facts);
  const exempt = exemptSide(mode, facts);
  const sides = [refund, exempt, incomeSide(exempt, facts), exportDutySide(facts)].filter(
    it => it !== undefined,
  );
  // Nothing else is open: the sale is taxed as if it were at home.
  const closed = refund.open === 'no' && exempt.open === 'no';
  return closed ? [...sides, domesticSide(facts)] : sides;
}

const NEEDS_FORM = new Set<ModeId>(['9610-A', '9710-list', '9810-list']);

function refundSide(mode: ModeId, facts: Facts): TaxSide {
  const { question } = facts;
  const cancelled = question.goods.some(
    ({ refundRate }) => refundRate !== undefined && fixed5(refundRate) === 0n,
  );
  const known = question.goods.every(({ refundRate }) => refundRate !== undefined);
  const title = { zh: '出口退税', en: 'refund of VAT' };
  const cites = [cite('mof-2012-39', '二', false)];
  const closed = (zh: string, en: string): TaxSide => ({
    kind: 'refund',
    open: 'no',
    title,
    why: { zh, en },
    cites,
  });
  if (NEEDS_FORM.has(mode))
    return closed(
      '退税凭报关单；本方式不产生报关单。',
      'A refund rests on a declaration form, which this way does not give.',
    );
  if (!question.inputInvoice)
    return closed('没有增值税专用发票等进货凭证，不能退税。', 'Without input invoices there is no refund.');
  if (cancelled)
    return closed(
      '有商品的退税率为 0（已取消退税）。',
      'Some goods have a refund rate of 0: it was cancelled.',
    );
  const amount = known ? refundAmount(facts) : undefined;
  return {
    kind: 'refund',
    open: known ? 'yes' : 'unknown',
    title,
    why: known
      ? question.producer
        ? {
            zh: '生产企业免抵退：此为免抵退税额上限，实退不超过期末留抵。',
            en: 'Producer: this is the quota; what is paid out is not above the credit at period end.',
          }
        : { zh: '外贸企业免退税：购进金额 × 退税率。', en: 'Trader: invoice amount × refund rate.' }
      : {
          zh: '退税率未知，请查退税率文库并填 refundRate。',
          en: 'The refund rate is not known: look it up and give refundRate.',
        },
    ...(amount === undefined ? {} : { cny: amount }),
    formula: question.producer ? '离岸价 × 退税率' : '购进金额 × 退税率',
    cites,
  };
}

function refundAmount(facts: Facts): Fixed5 | undefined {
  const { question } = facts;
  let sum = 0n;
  for (const goods of question.goods) {
    const base = question.producer
      ? inCny(facts, fixed5(goods.total))
      : goods.purchase === undefined
        ? undefined
        : fixed5(goods.purchase);
    if (base === undefined) return undefined;
    sum += share(base, fixed5(goods.refundRate ?? '0'));
  }
  return sum;
}

const RETAIL = new Set<ModeId>(['9610-A', '9610-B', '1210']);

function exemptSide(mode: ModeId, { question }: Facts): TaxSide {
  const title = {
    zh: '无票免税（增值税、消费税）',
    en: 'exemption without input invoice (VAT, consumption tax)',
  };
  const cites = [cite('mof-2018-103', '一')];
  const side = (open: Truth, zh: string, en: string): TaxSide => ({
    kind: 'exempt',
    open,
    title,
    why: { zh, en },
    ...(open === 'no' ? {} : { cny: 0n }),
    cites,
  });
  const cancelled = question.goods.some(
    ({ refundRate }) => refundRate !== undefined && fixed5(refundRate) === 0n,
  );
  if (!question.pilotZone)
    return side(
      'no',
      '企业须在综试区注册并在其线上综合服务平台登记。',
      'The enterprise must be registered in a pilot zone and on its service platform.',
    );
  if (cancelled) return side('no', '取消退税的商品不适用。', 'Not for goods whose refund was cancelled.');
  if (mode.startsWith('9810'))
    return side(
      'unknown',
      '9810 是否属于“零售出口”，各地税务机关口径不一，请先确认。',
      'Whether 9810 is retail export differs by tax office: ask first.',
    );
  if (!RETAIL.has(mode)) return side('no', '只适用于零售出口。', 'For retail export only.');
  if (question.inputInvoice)
    return side(
      'yes',
      '有票也可选择免税，但进项不得抵扣，一般不如退税。',
      'Open with invoices too, but the input is not deductible; a refund is usually better.',
    );
  return side(
    'yes',
    '登记出口日期、名称、计量单位、数量、单价、金额六项即可免税，本平台的清单数据已含。',
    'Six registered fields suffice (date, name, unit, quantity, price, amount); the lists on this platform have them.',
  );
}

function incomeSide(exempt: TaxSide, facts: Facts): TaxSide | undefined {
  const { question, law, on, valueCny } = facts;
  if (exempt.open === 'no' || on < '2020-01-01') return undefined;
  const title = { zh: '核定征收企业所得税', en: 'assessed income tax' };
  const profit = law.number('export-vat.assessed-profit', on);
  if (question.inputInvoice || question.wantsRefund)
    return {
      kind: 'assessed-income',
      open: 'no',
      title,
      why: {
        zh: '核定征收须无有效进货凭证且免税；与退税不能并用，按账征收。',
        en: 'Assessment needs no input certificate and the exemption; it does not go with a refund.',
      },
      cites: profit.cites,
    };
  const small = question.smallProfit !== false && on >= '2023-01-01';
  const rate = small ? law.number('income-tax.small-effective', on) : law.number('income-tax.standard', on);
  const taxable = valueCny === undefined ? undefined : share(valueCny, fixed5(profit.value));
  return {
    kind: 'assessed-income',
    open: exempt.open,
    title,
    why:
      question.smallProfit === undefined && small
        ? {
            zh: '按小型微利企业估算；年应纳税所得额超过 300 万元的按 25%。',
            en: 'Reckoned for a small-profit enterprise; above 3 million taxable income the rate is 25%.',
          }
        : { zh: '收入总额 × 4% 为应纳税所得额。', en: 'Taxable income is 4% of revenue.' },
    ...(taxable === undefined ? {} : { cny: -share(taxable, fixed5(rate.value)) }),
    formula: `收入 × ${profit.value} × ${rate.value}`,
    cites: [...profit.cites, ...rate.cites],
  };
}

function exportDutySide(facts: Facts): TaxSide | undefined {
  const { question, duty, dutyCites } = facts;
  if (duty === 'no') return undefined;
  const title = { zh: '出口关税', en: 'export duty' };
  const cites = [cite('duty-law', '出口税则', false), ...dutyCites];
  if (duty === 'unknown')
    return {
      kind: 'export-duty',
      open: 'unknown',
      title,
      why: {
        zh: '该税目部分商品征出口关税，请核对并填 dutyRate。',
        en: 'Some goods of the heading bear it: check and give dutyRate.',
      },
      cites,
    };
  let sum: Fixed5 | undefined = 0n;
  for (const goods of question.goods) {
    const rate = fixed5(goods.dutyRate ?? '0');
    const value = inCny(facts, fixed5(goods.total));
    // The FOB price contains the duty.
    sum = sum === undefined || value === undefined ? undefined : sum - inside(value, rate);
  }
  return {
    kind: 'export-duty',
    open: 'yes',
    title,
    why: { zh: '完税价格 = 离岸价 ÷ (1 + 出口税率)。', en: 'Dutiable value = FOB ÷ (1 + rate).' },
    ...(sum === undefined ? {} : { cny: sum }),
    formula: '离岸价 ÷ (1 + 税率) × 税率',
    cites,
  };
}

/** The part of an amount that a rate on top of the rest makes. */
function inside(value: Fixed5, rate: Fixed5): Fixed5 {
  return roundDivide(value * rate, (ONE + rate) * 1000n) * 1000n;
}

function domesticSide(facts: Facts): TaxSide {
  const { question, law, on } = facts;
  let sum: Fixed5 | undefined = 0n;
  for (const goods of question.goods) {
    const value = inCny(facts, fixed5(goods.total));
    const rate = fixed5(law.rates(goods.gcode, on).vat);
    sum = sum === undefined || value === undefined ? undefined : sum - inside(value, rate);
  }
  return {
    kind: 'deemed-domestic',
    open: 'yes',
    title: { zh: '视同内销征税', en: 'taxed as a domestic sale' },
    why: {
      zh: '既不能退税也不能免税时，按内销计提销项税；有进项的可抵扣。',
      en: 'Where neither refund nor exemption is open, output tax is due; input tax is deductible.',
    },
    ...(sum === undefined ? {} : { cny: sum }),
    formula: '离岸价 ÷ (1 + 征税率) × 征税率',
    cites: [cite('mof-2012-39', '七', false)],
  };
}
