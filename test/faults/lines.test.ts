import { describe, expect, it } from 'vitest';
import { parcel } from '../../demo/parcel.ts';
import { zoneEnterprise } from '../../demo/zone.ts';
import { shippedLaw } from '../../law/index.ts';
import type { Document } from '../../messages/index.ts';
import type { ImportCase, World } from '../../rules/index.ts';
import { ACCEPTED, documentsOf, FULL_WORLD, GOODS, rightSet } from '../right-sets.ts';
import { line, told } from './ask.ts';
import { LIST_TURNS, sameLines, TURNS } from './turns.ts';

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

describe('whatever is done to the lines of one document is told of it', () => {
  it.each(SETS)('%s', (_title, set, world) => {
    expect(told(documentsOf(set), { world, law }).map(line)).toEqual([]);
    const silent: string[] = [];
    for (const part of ['order', 'list'] as const) {
      const document = set[part];
      for (const [name, turn] of Object.entries(part === 'list' ? { ...TURNS, ...LIST_TURNS } : TURNS)) {
        const lines = turn(document.lines);
        if (sameLines(lines, document.lines)) continue;
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
