import { type Finding, type Fixed5, formatFixed5 } from '../shared/index.ts';
import type { TradeQuestion } from './case.ts';
import { inBothTables } from './cites.ts';
import { head, line } from './documents.ts';
import { finding } from './finding.ts';
import { labelOf } from './labels.ts';
import type { LineEvidence } from './line-evidence.ts';
import { amount, differs } from './money.ts';

const GOODS = inBothTables('进口订单 goodsValue：商品实际成交价，与表体总价之和一致');
const LINE = inBothTables('进口订单表体 totalPrice：单价乘以数量');

/** The lines of the order whose total is not price × quantity. */
export function untrueLines(
  rule: string,
  question: TradeQuestion,
  evidence: LineEvidence,
): readonly Finding[] {
  return evidence.untrue
    .filter(it => it.part === 'order')
    .map(it => untrueLine(rule, question, evidence, it.index, it.product));
}

/** A line whose total is not its product; the total is put right only when goodsValue confirms that. */
function untrueLine(
  rule: string,
  question: TradeQuestion,
  evidence: LineEvidence,
  index: number,
  right: Fixed5,
): Finding {
  const wrong = line(question.case, 'order', index, 'totalPrice');
  const gap = right - (amount(wrong.value ?? '') ?? 0n);
  const confirmed = evidence.orderSum !== undefined && evidence.orderSum + gap === goodsValueOf(question);
  const label = labelOf(wrong);
  return finding({
    rule,
    code: 'line-total',
    wrong,
    other: line(question.case, 'order', index, 'price'),
    cites: LINE(question),
    message: {
      zh: `${label.zh}为“${wrong.value ?? ''}”，而单价×数量＝${formatFixed5(right, 2)}：总价应等于单价乘以数量。请核对本项的单价、数量和总价。`,
      en: `${label.en} is "${wrong.value ?? ''}" but price × qty = ${formatFixed5(right, 2)}: a line total is price times quantity. Check price, quantity and total of this line.`,
    },
    put: confirmed ? formatFixed5(right, 2) : undefined,
  });
}

function goodsValueOf(question: TradeQuestion): Fixed5 | undefined {
  return amount(question.case.order.head.goodsValue);
}

/** goodsValue is not the sum of its lines. */
export interface GoodsFault {
  readonly sum: Fixed5;
  /** The sum as repair, when the formula of acturalPaid does not speak for the present goodsValue. */
  readonly put?: Fixed5;
}

/**
 * goodsValue against the sum of the lines, unless a fault told elsewhere (a wrong or missing line) explains the difference.
 * `confirmed` says that another amount of the order speaks for the present goodsValue, so that no repair is offered; it is asked only
 * when there is a fault.
 */
export function goodsFault(
  question: TradeQuestion,
  evidence: LineEvidence,
  confirmed: () => boolean,
): GoodsFault | undefined {
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
  return confirmed() ? { sum } : { sum, put: sum };
}

/** The sentence of the fault of goodsValue. */
export function sayGoods(rule: string, question: TradeQuestion, fault: GoodsFault): Finding {
  const wrong = head(question.case, 'order/goodsValue');
  const sum = formatFixed5(fault.sum, 2);
  return finding({
    rule,
    code: 'goods-value',
    wrong,
    other: line(question.case, 'order', 0, 'totalPrice'),
    cites: GOODS(question),
    message: {
      zh: `订单的商品价格（goodsValue）为“${wrong.value ?? ''}”，而表体各项总价之和为${sum}：商品价格应为各项商品总价之和。请核对商品价格和各项总价。`,
      en: `goodsValue of the order is "${wrong.value ?? ''}" but the line totals add up to ${sum}: the price of the goods is the sum of its lines. Check goodsValue and the line totals.`,
    },
    put: fault.put === undefined ? undefined : sum,
  });
}
