import type { Fields } from '../../messages/index.ts';
import { fixed5, formatFixed5 } from '../../shared/index.ts';

export type Lines = readonly Fields[];
const renumbered = (lines: Lines): Lines => lines.map((it, at) => ({ ...it, gnum: String(at + 1) }));
const exchanged = (lines: Lines, fields: readonly string[]): Lines => {
  const [a = {}, b = {}, ...rest] = lines;
  const pick = (from: Fields) =>
    Object.fromEntries(fields.flatMap(name => (from[name] === undefined ? [] : [[name, from[name]]])));
  const drop = (from: Fields) =>
    Object.fromEntries(Object.entries(from).filter(([name]) => !fields.includes(name)));
  return [{ ...drop(a), ...pick(b) }, { ...drop(b), ...pick(a) }, ...rest];
};

/** What somebody may do to the lines of one document. */
export const TURNS: Readonly<Record<string, (lines: Lines) => Lines>> = {
  'the last line is left out': lines => lines.slice(0, -1),
  'the first line is left out': lines => lines.slice(1),
  'the first line is left out and the rest numbered anew': lines => renumbered(lines.slice(1)),
  'the first line stands twice': ([first = {}, ...rest]) => [first, first, ...rest],
  'the first line stands twice, numbered anew': ([first = {}, ...rest]) =>
    renumbered([first, first, ...rest]),
  'all lines are left out': () => [],
  'two line numbers are exchanged': lines => exchanged(lines, ['gnum']),
  'a line number is repeated': lines => lines.map(it => ({ ...it, gnum: '1' })),
  'the numbers begin with 0': lines => lines.map((it, at) => ({ ...it, gnum: String(at) })),
  'the numbers have a gap': lines =>
    lines.map((it, at) => ({ ...it, gnum: at === 0 ? '1' : String(at + 2) })),
  'quantities of two lines are exchanged': lines => exchanged(lines, ['qty']),
  'prices of two lines are exchanged': lines => exchanged(lines, ['price']),
  'totals of two lines are exchanged': lines => exchanged(lines, ['totalPrice']),
  'prices and totals of two lines are exchanged': lines => exchanged(lines, ['price', 'totalPrice']),
  'amounts of two lines are exchanged': lines => exchanged(lines, ['qty', 'price', 'totalPrice']),
  'units of two lines are exchanged': lines => exchanged(lines, ['unit', 'country']),
  'names of two lines are exchanged': lines => exchanged(lines, ['itemName', 'gname']),
  'article numbers of two lines are exchanged': lines => exchanged(lines, ['itemNo']),
  'a line is added': lines => [
    ...lines,
    { ...(lines[0] ?? {}), gnum: String(lines.length + 1), itemNo: 'YS-NEW', itemName: '演示赠品' },
  ],
  'a price is doubled and its quantity halved': ([first = {}, ...rest]) => [
    {
      ...first,
      price: formatFixed5(fixed5(first['price'] ?? '') * 2n),
      qty: formatFixed5(fixed5(first['qty'] ?? '') / 2n),
    },
    ...rest,
  ],
};
/** Of the list alone. */
export const LIST_TURNS: typeof TURNS = {
  'commodity codes of two lines are exchanged': lines => exchanged(lines, ['gcode']),
  'specifications of two lines are exchanged': lines => exchanged(lines, ['gmodel']),
  'statutory quantities of two lines are exchanged': lines => exchanged(lines, ['qty1']),
  'statutory units are exchanged': lines => exchanged(lines, ['unit1', 'unit2']),
};

/** Whether a turn left the lines as they were. */
export function sameLines(a: Lines, b: Lines): boolean {
  return a.length === b.length && a.every((it, at) => sameFields(it, b[at]));
}

function sameFields(a: Fields, b: Fields | undefined): boolean {
  return (
    b !== undefined && [...new Set([...Object.keys(a), ...Object.keys(b)])].every(name => a[name] === b[name])
  );
}
