import type { Law } from '../law/index.ts';
import type { Fields } from '../messages/index.ts';
import type { Fixed5, LawDate } from '../shared/index.ts';
import type { TradeQuestion } from './case.ts';
import { amount, differs, isLineTotal, product, productInFen } from './money.ts';
import { type Pair, type Pairing, pairLines } from './pairing.ts';
import { numberOn } from './settings.ts';

/** The three values of a line that are tied by price × quantity = total. */
export const TRIPLE = ['qty', 'price', 'totalPrice'] as const;
export type TripleField = (typeof TRIPLE)[number];

/** A value of a pair of lines that differs, and which document is the likelier to be wrong. */
export interface Difference {
  readonly pair: Pair;
  readonly field: TripleField;
  readonly wrong: 'order' | 'list';
}

/** A line whose total is not price × quantity although both documents say the same: no other document can tell which value is wrong. */
export interface Untrue {
  readonly part: 'order' | 'list';
  readonly index: number;
  /** What price × quantity gives, as a total is written. */
  readonly product: Fixed5;
}

/** What the amounts of order and list say about each other. Two rules speak from it, so that each fault is told once. */
export interface LineEvidence {
  readonly pairing: Pairing;
  readonly differences: readonly Difference[];
  readonly untrue: readonly Untrue[];
  /** Sum of the order's line totals as it would be with the order's wrong totals put right; undefined when a total is unreadable. */
  readonly orderSum: Fixed5 | undefined;
  readonly listSum: Fixed5 | undefined;
  readonly tolerance: Fixed5;
}

/**
 * Weighs order and list line by line. Of two different values the one that breaks price × quantity = total in its own document is
 * wrong; if both documents are consistent in themselves, the order's goodsValue decides; if that is silent too, the list follows
 * the order.
 */
export function weighLines(question: TradeQuestion): LineEvidence {
  const known = weighed.get(question.case);
  if (known !== undefined && known.law === question.law && known.on === question.on) return known.evidence;
  const evidence = weigh(question);
  weighed.set(question.case, { law: question.law, on: question.on, evidence });
  return evidence;
}

/** Three rules ask; the answer is the same for the same case, day and law. */
const weighed = new WeakMap<
  TradeQuestion['case'],
  { readonly law: Law; readonly on: LawDate; readonly evidence: LineEvidence }
>();

function weigh(question: TradeQuestion): LineEvidence {
  const { order, list } = question.case;
  const tolerance = numberOn(question, 'match.amount-tolerance');
  const pairing = pairLines(question.case);
  const goodsValue = amount(order.head.goodsValue);
  const differences: Difference[] = [];
  const untrue: Untrue[] = [];
  const corrected = order.lines.map(line => amount(line.totalPrice));
  const sumNow = sum(corrected);
  for (const pair of pairing.pairs) {
    const o = order.lines[pair.order] ?? {};
    const l = list.lines[pair.list] ?? {};
    const sameText = TRIPLE.every(field => o[field] === l[field]);
    const apart = sameText
      ? []
      : TRIPLE.filter(field => differs(amount(o[field]), amount(l[field]), toleranceOf(field, tolerance)));
    const orderTrue = isTrue(o, tolerance);
    if (apart.length === 0) {
      if (orderTrue === false)
        untrue.push(...falseLine('order', pair.order, o), ...falseLine('list', pair.list, l));
      continue;
    }
    const listTrue = isTrue(l, tolerance);
    const wrong = wrongSide(orderTrue, listTrue, () => {
      const gap = (amount(l.totalPrice) ?? 0n) - (amount(o.totalPrice) ?? 0n);
      return gap !== 0n && goodsValue !== undefined && sumNow !== undefined && sumNow + gap === goodsValue;
    });
    if (wrong === 'order') corrected[pair.order] = amount(l.totalPrice);
    for (const field of apart) differences.push({ pair, field, wrong });
    if (orderTrue === false && listTrue === false) untrue.push(...falseLine('order', pair.order, o));
  }
  for (const index of pairing.orderOnly) {
    const line = order.lines[index] ?? {};
    if (isTrue(line, tolerance) === false) untrue.push(...falseLine('order', index, line));
  }
  for (const index of pairing.listOnly) {
    const line = list.lines[index] ?? {};
    if (isTrue(line, tolerance) === false) untrue.push(...falseLine('list', index, line));
  }
  return {
    pairing,
    differences,
    untrue,
    orderSum: sum(corrected),
    listSum: sum(list.lines.map(line => amount(line.totalPrice))),
    tolerance,
  };
}

/** Quantities are compared exactly whatever tolerance the operator grants to amounts. */
function toleranceOf(field: TripleField, tolerance: Fixed5): Fixed5 {
  return field === 'qty' ? 0n : tolerance;
}

function isTrue(line: Fields, tolerance: Fixed5): boolean | undefined {
  const price = amount(line.price);
  const qty = amount(line.qty);
  const total = amount(line.totalPrice);
  if (price === undefined || qty === undefined || total === undefined) return undefined;
  return isLineTotal(line.price ?? '', price, qty, total) || !differs(product(price, qty), total, tolerance);
}

function wrongSide(
  orderTrue: boolean | undefined,
  listTrue: boolean | undefined,
  goodsValueSpeaksForList: () => boolean,
): 'order' | 'list' {
  if (orderTrue === false && listTrue === true) return 'order';
  if (orderTrue === true && listTrue === false) return 'list';
  return goodsValueSpeaksForList() ? 'order' : 'list';
}

function falseLine(part: 'order' | 'list', index: number, line: Fields): readonly Untrue[] {
  const price = amount(line.price);
  const qty = amount(line.qty);
  if (price === undefined || qty === undefined) return [];
  return [{ part, index, product: productInFen(price, qty) }];
}

function sum(values: readonly (Fixed5 | undefined)[]): Fixed5 | undefined {
  let total = 0n;
  for (const value of values) {
    if (value === undefined) return undefined;
    total += value;
  }
  return total;
}
