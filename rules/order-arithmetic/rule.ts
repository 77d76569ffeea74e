import { type Finding, type Fixed5, formatFixed5 } from '../../shared/index.ts';
import type { Question, Rule } from '../case.ts';
import { specification } from '../cites.ts';
import { head, line } from '../documents.ts';
import { finding } from '../finding.ts';
import { labelOf } from '../labels.ts';
import { type LineEvidence, weighLines } from '../line-evidence.ts';
import { amount, differs } from '../money.ts';
import { type Culprit, culpritOf, type PaidSum, paidSum } from './paid.ts';

const RULE = 'order-arithmetic';
const PAID = specification('进口订单 acturalPaid：商品价格+运杂费+代扣税款-非现金抵扣金额');
const GOODS = specification('进口订单 goodsValue：商品实际成交价，与表体总价之和一致');
const LINE = specification('进口订单表体 totalPrice：单价乘以数量');

function judge(question: Question): readonly Finding[] {
  const evidence = weighLines(question);
  const goods = goodsFault(question, evidence);
  const sum = paidSum(question, goods?.put);
  const culprit = sum === undefined ? undefined : culpritOf(question, sum, evidence.tolerance);
  return [
    ...evidence.untrue
      .filter(it => it.part === 'order')
      .map(it => untrueLine(question, evidence, it.index, it.product)),
    ...(goods === undefined ? [] : [sayGoods(question, goods)]),
    ...(sum === undefined || culprit === undefined ? [] : [sayPaid(question, sum, culprit)]),
  ];
}

/** A line whose total is not its product; the total is put right only when goodsValue confirms that. */
function untrueLine(question: Question, evidence: LineEvidence, index: number, right: Fixed5): Finding {
  const wrong = line(question.case, 'order', index, 'totalPrice');
  const gap = right - (amount(wrong.value ?? '') ?? 0n);
  const confirmed = evidence.orderSum !== undefined && evidence.orderSum + gap === goodsValueOf(question);
  const label = labelOf(wrong);
  return finding({
    rule: RULE,
    code: 'line-total',
    wrong,
    other: line(question.case, 'order', index, 'price'),
    cites: LINE(question.on),
    message: {
      zh: `${label.zh}为“${wrong.value ?? ''}”，而单价×数量＝${formatFixed5(right, 2)}：总价应等于单价乘以数量。请核对本项的单价、数量和总价。`,
      en: `${label.en} is "${wrong.value ?? ''}" but price × qty = ${formatFixed5(right, 2)}: a line total is price times quantity. Check price, quantity and total of this line.`,
    },
    put: confirmed ? formatFixed5(right, 2) : undefined,
  });
}

function goodsValueOf(question: Question): Fixed5 | undefined {
  return amount(question.case.order.head.goodsValue);
}

interface GoodsFault {
  readonly sum: Fixed5;
  /** The sum as repair, when the formula of acturalPaid does not speak for the present goodsValue. */
  readonly put?: Fixed5;
}

/** goodsValue against the sum of the lines, unless a fault told elsewhere (a wrong or missing line) explains the difference. */
function goodsFault(question: Question, evidence: LineEvidence): GoodsFault | undefined {
  const goods = goodsValueOf(question);
  const sum = evidence.orderSum;
  if (goods === undefined || sum === undefined || !differs(goods, sum, evidence.tolerance)) return undefined;
  const { pairs, listOnly } = evidence.pairing;
  // Without a single pair there is no list yet with which the order's lines could be compared.
  const orderOnly = pairs.length === 0 ? [] : evidence.pairing.orderOnly;
  if (listOnly.length > 0 && evidence.listSum === goods) return undefined;
  const extra = orderOnly.reduce(
    (total, index) => total + (amount(question.case.order.lines[index]?.totalPrice) ?? 0n),
    0n,
  );
  if (orderOnly.length > 0 && sum - extra === goods) return undefined;
  const mended = evidence.untrue
    .filter(it => it.part === 'order')
    .reduce(
      (total, it) => total - (amount(question.case.order.lines[it.index]?.totalPrice) ?? 0n) + it.product,
      sum,
    );
  if (mended !== sum && mended === goods) return undefined;
  const formula = paidSum(question);
  const formulaHolds = formula !== undefined && formula.computed === formula.acturalPaid;
  return formulaHolds ? { sum } : { sum, put: sum };
}

function sayGoods(question: Question, fault: GoodsFault): Finding {
  const wrong = head(question.case, 'order/goodsValue');
  const sum = formatFixed5(fault.sum, 2);
  return finding({
    rule: RULE,
    code: 'goods-value',
    wrong,
    other: line(question.case, 'order', 0, 'totalPrice'),
    cites: GOODS(question.on),
    message: {
      zh: `订单的商品价格（goodsValue）为“${wrong.value ?? ''}”，而表体各项总价之和为${sum}：商品价格应为各项商品总价之和。请核对商品价格和各项总价。`,
      en: `goodsValue of the order is "${wrong.value ?? ''}" but the line totals add up to ${sum}: the price of the goods is the sum of its lines. Check goodsValue and the line totals.`,
    },
    put: fault.put === undefined ? undefined : sum,
  });
}

function sayPaid(question: Question, it: PaidSum, culprit: Culprit): Finding {
  const wrong = head(question.case, `order/${culprit.field}`);
  const label = labelOf(wrong);
  const put = culprit.put === undefined ? undefined : formatFixed5(culprit.put, 2);
  const sum = [it.goodsValue, it.freight, it.taxTotal].map(value => formatFixed5(value, 2)).join('＋');
  const formula = `${sum}－${formatFixed5(it.discount, 2)}＝${formatFixed5(it.computed, 2)}`;
  const paid = formatFixed5(it.acturalPaid, 2);
  const orElse = culprit.orElse.map(field => labelOf(head(question.case, `order/${field}`)));
  const elseZh = orElse.length === 0 ? '' : `也可能是${orElse.map(one => one.zh).join('、')}有误。`;
  const elseEn = orElse.length === 0 ? '' : ` It may also be ${orElse.map(one => one.en).join(' or ')}.`;
  return finding({
    rule: RULE,
    code: 'actural-paid',
    wrong,
    other:
      culprit.field === 'acturalPaid'
        ? head(question.case, culprit.against ?? 'order/goodsValue')
        : head(question.case, culprit.against ?? 'order/acturalPaid'),
    cites: PAID(question.on),
    message: {
      zh: `订单的实际支付金额（acturalPaid）应等于商品价格＋运杂费＋代扣税款－非现金抵扣金额：${formula}，而申报为${paid}。${label.zh}“${wrong.value ?? ''}”${put === undefined ? '最可能有误，请核对。' : `应为${put}。`}${elseZh}`,
      en: `acturalPaid is goodsValue + freight + taxTotal - discount: that gives ${formatFixed5(it.computed, 2)}, but ${paid} is declared. ${label.en} "${wrong.value ?? ''}" ${put === undefined ? 'is most likely wrong: please check.' : `should be ${put}.`}${elseEn}`,
    },
    put,
  });
}

/** The order's own sums: lines, price of the goods, amount paid. */
export const rule: Rule = {
  id: RULE,
  title: { zh: '订单金额勾稽', en: "the order's sums" },
  stage: 'comparison',
  reads: ['order'],
  needs: [],
  judge,
};
