import type { Fields } from '../messages/index.ts';
import type { TradeQuestion } from './case.ts';
import { amount } from './money.ts';

/** Line `order` of the order is the goods of line `list` of the list (indexes from 0). */
export interface Pair {
  readonly order: number;
  readonly list: number;
  /** Found by what the lines say, because their numbers do not lead to each other. */
  readonly renumbered: boolean;
}

export interface Pairing {
  readonly pairs: readonly Pair[];
  /** Lines without a counterpart. */
  readonly orderOnly: readonly number[];
  readonly listOnly: readonly number[];
}

/**
 * Which line of the list is which line of the order. The line number decides (the annex ties gnum to gnum); lines whose numbers
 * find no single counterpart are paired by article number, then by quantity and amounts, then by position when as many are left
 * on both sides.
 */
export function pairLines(it: Pick<TradeQuestion['case'], 'order' | 'list'>): Pairing {
  const order = it.order.lines;
  const list = it.list.lines;
  if (order.length === list.length && order.every((line, at) => numberOf(line) === numberOf(list[at])))
    return {
      pairs: order.map((_, at) => ({ order: at, list: at, renumbered: false })),
      orderOnly: [],
      listOnly: [],
    };
  const pairs: Pair[] = [];
  const orderLeft = new Set(order.keys());
  const listLeft = new Set(list.keys());
  const join = (o: number, l: number, renumbered: boolean) => {
    pairs.push({ order: o, list: l, renumbered });
    orderLeft.delete(o);
    listLeft.delete(l);
  };
  const orderNumbers = places(order);
  const listNumbers = places(list);
  for (const [number, [o, ...moreOrder]] of orderNumbers) {
    const [l, ...moreList] = listNumbers.get(number) ?? [];
    if (o !== undefined && l !== undefined && moreOrder.length + moreList.length === 0) join(o, l, false);
  }
  for (const alike of [sameGoods, sameAmounts]) {
    for (const o of [...orderLeft]) {
      const l = [...listLeft].find(at => alike(order[o], list[at]));
      if (l !== undefined) join(o, l, numberOf(order[o]) !== numberOf(list[l]));
    }
  }
  if (orderLeft.size === listLeft.size) {
    const rest = [...listLeft];
    for (const [at, o] of [...orderLeft].entries()) {
      const l = rest[at];
      if (l !== undefined) join(o, l, numberOf(order[o]) !== numberOf(list[l]));
    }
  }
  pairs.sort((a, b) => a.order - b.order);
  return { pairs, orderOnly: [...orderLeft], listOnly: [...listLeft] };
}

/** The line number as a number (the format allows 01 for 1); other text stands for itself. */
function numberOf(line: Fields | undefined): string {
  const text = line?.gnum?.trim() ?? '';
  return /^\d+$/.test(text) ? String(Number(text)) : text;
}

function places(lines: readonly Fields[]): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const [at, line] of lines.entries()) {
    const number = numberOf(line);
    const known = found.get(number);
    if (known) known.push(at);
    else found.set(number, [at]);
  }
  return found;
}

function sameGoods(a: Fields | undefined, b: Fields | undefined): boolean {
  return a?.itemNo !== undefined && a.itemNo !== '' && a.itemNo === b?.itemNo;
}

function sameAmounts(a: Fields | undefined, b: Fields | undefined): boolean {
  return (['qty', 'price', 'totalPrice'] as const).every(field => {
    const value = amount(a?.[field]);
    return value !== undefined && value === amount(b?.[field]);
  });
}
