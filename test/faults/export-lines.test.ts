import { describe, expect, it } from 'vitest';
import { type ExportParcel, exportGoods, exportParcel } from '../../demo/index.ts';
import type { Document } from '../../messages/index.ts';
import { DECLARED, lawOf, line, toldExport } from './export-ask.ts';
import { LIST_TURNS, sameLines, TURNS } from './turns.ts';

const law = lawOf(DECLARED);
const good = (at: number) => exportGoods[at] ?? exportGoods[0];
const set = (mode: ExportParcel['mode'], statisticsFlag: 'A' | 'B'): ExportParcel =>
  exportParcel(
    {
      seed: 'lines',
      at: DECLARED,
      serial: 9,
      mode,
      statisticsFlag,
      goods: [
        { good: good(0), qty: '2' },
        { good: good(2), qty: '1' },
        { good: good(8), qty: '3' },
        { good: good(11), qty: '4' },
      ],
    },
    law,
  );

const SETS = (['9610', '1210', '9710', '9810'] as const).flatMap(mode =>
  (['A', 'B'] as const).map(flag => [`${mode} ${flag}`, set(mode, flag)] as const),
);

describe('whatever is done to the lines of one document of an export is told of it', () => {
  it.each(SETS)('%s', (_, right) => {
    const silent: string[] = [];
    for (const part of ['order', 'list'] as const) {
      const document = right[part];
      for (const [name, turn] of Object.entries(part === 'list' ? { ...TURNS, ...LIST_TURNS } : TURNS)) {
        const lines = turn(document.lines);
        if (sameLines(lines, document.lines)) continue;
        const changed: Document = { ...document, lines };
        const said = toldExport({ ...right, [part]: changed }, DECLARED, law, changed);
        const named = said.some(
          it => it.document.type === document.type || it.other?.document.type === document.type,
        );
        if (!named) silent.push(`${part}: ${name}: ${said.map(line).join(' ')}`);
      }
    }
    expect(silent).toEqual([]);
  });

  it.each(SETS)('%s: only the order of the lines is changed, which means nothing', (_, right) => {
    for (const part of ['order', 'list'] as const) {
      const turned: Document = { ...right[part], lines: [...right[part].lines].reverse() };
      expect(toldExport({ ...right, [part]: turned }, DECLARED, law).map(line)).toEqual([]);
    }
  });
});
