import { afterAll, describe, expect, it } from 'vitest';
import { parcel } from '../../demo/parcel.ts';
import { zoneEnterprise } from '../../demo/zone.ts';
import { shippedLaw } from '../../law/index.ts';
import type { ImportCase, World } from '../../rules/index.ts';
import type { Finding } from '../../shared/index.ts';
import { ACCEPTED, documentsOf, FULL_WORLD, GOODS, rightSet } from '../right-sets.ts';
import { line, told } from './ask.ts';
import { type Change, changesOf, OF_FORM } from './changes.ts';
import { FREE, freedom } from './free.ts';

const law = shippedLaw();
const DEMO_WORLD: World = { ...FULL_WORLD, enterprise: zoneEnterprise };
const MODES = ['9610', '1210', '1239'] as const;

/** Right sets of both builders in every mode, and the lines of which every field is changed. */
const SETS: readonly (readonly [title: string, set: ImportCase, world: World, lines: readonly number[]])[] =
  MODES.flatMap(mode => {
    const second = mode === '9610' ? GOODS.handbag : GOODS.biscuits;
    const goods = [
      { of: GOODS.cream, qty: '2' },
      { of: second, qty: '3' },
    ];
    return [
      [
        `own ${mode}`,
        rightSet({ mode, serial: 21, goods, discount: '30.00' }),
        FULL_WORLD,
        mode === '9610' ? [0, 1] : [0],
      ],
      [`demo ${mode}`, parcel({ seed: 'every-field', at: ACCEPTED, serial: 1, mode }, law), DEMO_WORLD, [0]],
    ] as const;
  });

const used = new Set<number>();

/** A finding tells a change when it names the field, as the wrong one or as the one compared with, or speaks of it. */
function tells(finding: Finding, type: string, { path, field }: Change): boolean {
  const names = (place: { document: { type: string }; path: string } | undefined) =>
    place !== undefined && place.document.type === type && place.path === path;
  return names(finding) || names(finding.other) || finding.message.en.includes(`${field} =`);
}

describe('every change of every field is told, or free for a reason', () => {
  it.each(SETS)('%s', (title, set, world, lines) => {
    const documents = documentsOf(set);
    expect(told(documents, { world, law }).map(line)).toEqual([]);
    const silent: string[] = [];
    for (const document of documents) {
      for (const change of changesOf(document, lines)) {
        if (OF_FORM.has(change.name) && !title.startsWith('own')) continue;
        const changed = change.document;
        const said = told(
          documents.map(it => (it === document ? changed : it)),
          { world, law, changed },
        );
        if (said.some(it => tells(it, document.type, change))) continue;
        const row = freedom(document.type, change.field, change.name);
        if (row >= 0) used.add(row);
        else
          silent.push(
            `${document.type} ${change.path} ${change.name}: ${change.from} → ${change.to}; said ${said.map(line).join(' ')}`,
          );
      }
    }
    expect(silent).toEqual([]);
  });

  afterAll(() => {
    expect(
      FREE.filter((_, row) => !used.has(row)),
      'rows that nothing needs',
    ).toEqual([]);
  });
});
