import { afterAll, describe, expect, it } from 'vitest';
import { type ExportParcel, type ExportWish, exportParcel } from '../../demo/index.ts';
import type { Finding } from '../../shared/index.ts';
import { parseStamp } from '../../shared/index.ts';
import { type Change, changesOf, OF_FORM } from './changes.ts';
import { DECLARED, lawOf, line, toldExport } from './export-ask.ts';
import { EXPORT_FREE, exportFreedom } from './export-free.ts';

const OLD = parseStamp('20241210150000') ?? 0;

const MODES = ['9610', '1210', '1239', '9710', '9810'] as const;

/** Right sets of every mode, of both statistics flags, and one of the days of receipts. */
const WISHES: readonly (readonly [title: string, wish: ExportWish])[] = [
  ...MODES.flatMap(mode =>
    (['A', 'B'] as const).map(
      statisticsFlag =>
        [
          `${mode} ${statisticsFlag}`,
          {
            seed: 'field',
            at: DECLARED,
            serial: 4,
            mode,
            statisticsFlag,
            insurance: '1.20',
            freight: '6.00',
          },
        ] as const,
    ),
  ),
  ['9610 with a receipt', { seed: 'field', at: OLD, serial: 4, mode: '9610', statisticsFlag: 'B' }],
];

const used = new Set<number>();

/** A finding tells a change when it names the field, as the wrong one or as the one compared with, or speaks of it. */
function tells(finding: Finding, type: string, { path, field }: Change): boolean {
  const names = (place: { document: { type: string }; path: string } | undefined) =>
    place !== undefined && place.document.type === type && place.path === path;
  const speaks = finding.document.type === type && finding.message.zh.includes(field);
  return names(finding) || names(finding.other) || speaks;
}

const PARTS = ['order', 'receipt', 'waybill', 'list'] as const;

describe('every change of every field of an export is told, or free for a reason', () => {
  it.each(WISHES)('%s', (title, wish) => {
    const law = lawOf(wish.at);
    const set: ExportParcel = exportParcel(wish, law);
    expect(toldExport(set, wish.at, law).map(line)).toEqual([]);
    const silent: string[] = [];
    for (const part of PARTS) {
      const document = set[part];
      if (document === undefined) continue;
      for (const change of changesOf(document, [0])) {
        if (OF_FORM.has(change.name) && title !== '9610 with a receipt') continue;
        const list = part === 'list' ? change.document : set.list;
        const mode = MODES.find(it => it === list.head['tradeMode']) ?? set.mode;
        const said = toldExport({ ...set, [part]: change.document, mode }, wish.at, law, change.document);
        if (said.some(it => tells(it, document.type, change))) continue;
        const row = exportFreedom(document.type, change.field, change.name);
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
      EXPORT_FREE.filter((_, row) => !used.has(row)),
      'rows that nothing needs',
    ).toEqual([]);
  });
});
