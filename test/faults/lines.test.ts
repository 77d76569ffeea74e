import { describe, expect, it } from 'vitest';
import { parcel } from '../../demo/parcel.ts';
import { zoneEnterprise } from '../../demo/zone.ts';
import { shippedLaw } from '../../law/index.ts';
import type { Document, Fields } from '../../messages/index.ts';
import type { ImportCase, World } from '../../rules/index.ts';
import { fixed5, formatFixed5 } from '../../shared/index.ts';
import { ACCEPTED, documentsOf, FULL_WORLD, GOODS, rightSet } from '../right-sets.ts';
import { line, told } from './ask.ts';

const law = shippedLaw();
const own = (mode: ImportCase['mode']) =>
  rightSet({
    mode,
    serial: 23,
    goods: [
      { of: GOODS.cream, qty: '2' },
      { of: GOODS.biscuits, qty: '3' },
      { of: GOODS.serum, qty: '1' },
    ],
  });
/** The first parcel of the demo that has at least three lines. */
function demo(mode: ImportCase['mode']): ImportCase {
  for (let serial = 1; ; serial++) {
    const made = parcel({ seed: 'lines', at: ACCEPTED, serial, mode }, law);
    if (made.list.lines.length >= 3) return made;
  }
}
const DEMO_WORLD: World = { ...FULL_WORLD, enterprise: zoneEnterprise };
const SETS: readonly (readonly [string, ImportCase, World])[] = (['9610', '1210', '1239'] as const).flatMap(
  mode => [
    [`own ${mode}`, own(mode), FULL_WORLD] as const,
    [`demo ${mode}`, demo(mode), DEMO_WORLD] as const,
  ],
);

type Lines = readonly Fields[];
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
const TURNS: Readonly<Record<string, (lines: Lines) => Lines>> = {
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
const LIST_TURNS: typeof TURNS = {
  'commodity codes of two lines are exchanged': lines => exchanged(lines, ['gcode']),
  'specifications of two lines are exchanged': lines => exchanged(lines, ['gmodel']),
  'statutory quantities of two lines are exchanged': lines => exchanged(lines, ['qty1']),
  'statutory units are exchanged': lines => exchanged(lines, ['unit1', 'unit2']),
};

const sameGoods = (a: Fields = {}, b: Fields = {}, fields: readonly string[]) =>
  fields.every(name => a[name] === b[name]);

describe('whatever is done to the lines of one document is told of it', () => {
  it.each(SETS)('%s', (_title, set, world) => {
    expect(told(documentsOf(set), { world, law }).map(line)).toEqual([]);
    const silent: string[] = [];
    for (const part of ['order', 'list'] as const) {
      const document = set[part];
      for (const [name, turn] of Object.entries(part === 'list' ? { ...TURNS, ...LIST_TURNS } : TURNS)) {
        const lines = turn(document.lines);
        if (
          lines.length === document.lines.length &&
          lines.every((it, at) => sameFields(it, document.lines[at]))
        )
          continue;
        const changed: Document = { ...document, lines };
        const documents = documentsOf(set).map(it => (it === document ? changed : it));
        const said = told(documents, { world, law, changed });
        const named = said.some(
          it => it.document.type === document.type || it.other?.document.type === document.type,
        );
        if (!named) silent.push(`${part}: ${name}: ${said.map(line).join(' ')}`);
      }
    }
    expect(silent).toEqual([]);
  });

  it.each(SETS)('%s: only the order of the lines is changed, which means nothing', (_title, set, world) => {
    for (const part of ['order', 'list'] as const) {
      const turned: Document = { ...set[part], lines: [...set[part].lines].reverse() };
      const documents = documentsOf(set).map(it => (it === set[part] ? turned : it));
      expect(told(documents, { world, law }).map(line)).toEqual([]);
    }
  });
});

function sameFields(a: Fields, b: Fields | undefined): boolean {
  return b !== undefined && sameGoods(a, b, [...new Set([...Object.keys(a), ...Object.keys(b)])]);
}
