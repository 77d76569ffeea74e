import { joinKey } from '../messages/index.ts';
import { type Fixed5, parseFixed5, roundDivide } from '../shared/index.ts';
import { type Amounts, addAmounts, type CandidateList, type ReadLine } from './list.ts';
import { packed } from './pack.ts';

/** How lines are merged: `summaryFlag` 2 also keeps producing units apart, `itemNameFlag` 1 goods of different names. */
export interface MergeFlags {
  readonly summaryFlag: '1' | '2';
  readonly itemNameFlag: '0' | '1';
}

/** Where a line of a list went. */
export interface LineRef {
  readonly invtNo: string;
  readonly gnum: string;
}

/** One item of a form: lines of equal destination, code and currency (and name, when asked) as one. */
export interface SummaryItem {
  readonly gcode: string;
  readonly name: string;
  readonly country: string;
  readonly currency: string;
  /** In the declared unit where all lines have one unit, else in the statutory unit. */
  readonly qty: Fixed5;
  readonly unit: string;
  readonly qty1: Fixed5;
  readonly unit1: string;
  readonly qty2?: Fixed5;
  readonly unit2?: string;
  readonly total: Fixed5;
  /** Average price, total ÷ qty, five places. */
  readonly price: Fixed5;
  readonly lines: readonly LineRef[];
}

/** A customs declaration form that will come out of the summary. */
export interface SummaryForm {
  readonly trafMode: string;
  /** Producing or selling unit; only when the summary keeps them apart. */
  readonly ownerCode?: string;
  /** Country of arrival. */
  readonly country: string;
  /** Customs of exit. */
  readonly portCode: string;
  readonly items: readonly SummaryItem[];
  /** Numbers of the lists in it, sorted. */
  readonly lists: readonly string[];
  /** Lists of which a part stands in another form, because what hangs together has more items than a form holds. */
  readonly spans: readonly string[];
  readonly amounts: Amounts;
  readonly grossWeight: Fixed5;
  readonly netWeight: Fixed5;
}

export interface ListToMerge {
  readonly list: CandidateList;
  readonly invtNo: string;
  readonly lines: readonly ReadLine[];
}

/** Item under the hand: sums grow in place, because a month has hundreds of thousands of lines. */
interface Growing {
  readonly key: string;
  readonly first: ReadLine;
  name: string;
  qty: Fixed5;
  unit: string | undefined;
  qty1: Fixed5;
  qty2: Fixed5 | undefined;
  total: Fixed5;
  readonly lines: LineRef[];
}

/**
 * Merges lists of one consignor and one declaring office into forms: by transport mode, producing unit (flag 2), country of arrival and
 * customs of exit; inside a form by destination, ten-digit code, currency and (flag 1) name; at most `linesMax` items a form. The
 * order of the input does not matter. One key is one item: what is merged is never torn apart, so a list whose lines hang together
 * with more items than a form holds may stand in several forms (`spans`).
 */
export function mergeLists(
  lists: readonly ListToMerge[],
  flags: MergeFlags,
  linesMax: number,
): readonly SummaryForm[] {
  const groups = new Map<string, ListToMerge[]>();
  for (const each of lists) {
    const { head } = each.list.document;
    const key = joinKey([
      head['trafMode'],
      flags.summaryFlag === '2' ? head['ownerCode'] : '',
      head['country'],
      head['portCode'],
    ]);
    const group = groups.get(key);
    if (group) group.push(each);
    else groups.set(key, [each]);
  }
  return [...groups.keys()]
    .sort()
    .flatMap(key => formsOf((groups.get(key) ?? []).sort(byNumber), flags, linesMax));
}

function byNumber(a: ListToMerge, b: ListToMerge): number {
  return a.invtNo < b.invtNo ? -1 : a.invtNo > b.invtNo ? 1 : 0;
}

function formsOf(group: readonly ListToMerge[], flags: MergeFlags, linesMax: number): readonly SummaryForm[] {
  const items = new Map<string, Growing>();
  const keysOfLists: string[][] = [];
  for (const { invtNo, lines } of group) {
    const keys: string[] = [];
    for (const line of lines) {
      // Two statutory units of one code would be a fault of the data; adding up pieces and kilograms would hide it.
      const key = joinKey([
        line.country,
        line.gcode,
        line.currency,
        flags.itemNameFlag === '1' ? line.itemName : '',
        line.unit1,
        line.unit2,
      ]);
      grow(items, key, line, invtNo, flags);
      keys.push(key);
    }
    keysOfLists.push(keys);
  }
  const formOf = packed([...items.keys()].sort(), keysOfLists, linesMax);
  const count = Math.max(...formOf.values()) + 1;
  return Array.from({ length: count }, (_, index) => formAt(index, formOf, items, group, keysOfLists, flags));
}

function grow(
  items: Map<string, Growing>,
  key: string,
  line: ReadLine,
  invtNo: string,
  flags: MergeFlags,
): void {
  const name = flags.itemNameFlag === '1' ? line.itemName : line.name;
  const item = items.get(key);
  if (item === undefined) {
    items.set(key, {
      key,
      first: line,
      name,
      qty: line.qty,
      unit: line.unit,
      qty1: line.qty1,
      qty2: line.qty2,
      total: line.total,
      lines: [{ invtNo, gnum: line.gnum }],
    });
    return;
  }
  if (name < item.name) item.name = name;
  item.qty += line.qty;
  if (item.unit !== line.unit) item.unit = undefined;
  item.qty1 += line.qty1;
  if (line.qty2 !== undefined) item.qty2 = (item.qty2 ?? 0n) + line.qty2;
  item.total += line.total;
  item.lines.push({ invtNo, gnum: line.gnum });
}

function formAt(
  index: number,
  formOf: ReadonlyMap<string, number>,
  items: ReadonlyMap<string, Growing>,
  group: readonly ListToMerge[],
  keysOfLists: readonly (readonly string[])[],
  flags: MergeFlags,
): SummaryForm {
  const own = [...items.values()].filter(item => formOf.get(item.key) === index);
  own.sort((a, b) => (a.key < b.key ? -1 : 1));
  const lists: string[] = [];
  const spans: string[] = [];
  let grossWeight = 0n;
  let netWeight = 0n;
  group.forEach(({ invtNo, list }, at) => {
    const keys = keysOfLists[at] ?? [];
    if (!keys.some(key => formOf.get(key) === index)) return;
    lists.push(invtNo);
    if (keys.some(key => formOf.get(key) !== index)) spans.push(invtNo);
    // A list weighs once: in the form of its first line.
    if (formOf.get(keys[0] ?? '') !== index) return;
    grossWeight += parseFixed5(list.document.head['grossWeight'] ?? '') ?? 0n;
    netWeight += parseFixed5(list.document.head['netWeight'] ?? '') ?? 0n;
  });
  const head = group[0]?.list.document.head ?? {};
  const amounts: Record<string, Fixed5> = {};
  for (const item of own) addAmounts(amounts, { [item.first.currency]: item.total });
  return {
    trafMode: head['trafMode'] ?? '',
    ...(flags.summaryFlag === '2' ? { ownerCode: head['ownerCode'] ?? '' } : {}),
    country: head['country'] ?? '',
    portCode: head['portCode'] ?? '',
    items: own.map(itemOf),
    lists,
    spans,
    amounts,
    grossWeight,
    netWeight,
  };
}

function itemOf(item: Growing): SummaryItem {
  const { first } = item;
  const qty = item.unit === undefined ? item.qty1 : item.qty;
  return {
    gcode: first.gcode,
    name: item.name,
    country: first.country,
    currency: first.currency,
    qty,
    unit: item.unit ?? first.unit1,
    qty1: item.qty1,
    unit1: first.unit1,
    ...(item.qty2 === undefined ? {} : { qty2: item.qty2 }),
    ...(first.unit2 === undefined ? {} : { unit2: first.unit2 }),
    total: item.total,
    price: qty === 0n ? 0n : roundDivide(item.total * 100_000n, qty),
    lines: item.lines,
  };
}
