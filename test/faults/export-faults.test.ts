import { describe, expect, it } from 'vitest';
import { exportFaults, faultyExport, rightExport } from '../../demo/index.ts';
import { type ExportCase, exportCatalogue } from '../../rules/index.ts';
import { DECLARED, lawOf, line, mended, toldExport } from './export-ask.ts';

const ELEMENTS = {
  order: ['OrderHead', 'OrderList'],
  receipt: ['Receipts', ''],
  waybill: ['Logistics', ''],
  list: ['InventoryHead', 'InventoryList'],
} as const;

/** `list[2]/qty` as message type and path. */
function placed(it: ExportCase, place: string): { readonly type: string | undefined; readonly path: string } {
  const [, part = '', number, field = ''] = /^(\w+)(?:\[(\d+)\])?\/(\w+)$/.exec(place) ?? [];
  const name = part as keyof typeof ELEMENTS;
  const [head, lines] = ELEMENTS[name];
  return {
    type: it[name]?.type,
    path: number === undefined ? `${head}/${field}` : `${lines}[${number}]/${field}`,
  };
}

describe('every single fault of an export is told, at its place, once', () => {
  it('the table has each fault once and knows every rule', () => {
    expect(new Set(exportFaults.map(it => it.id)).size).toBe(exportFaults.length);
    const rules = new Set(exportFaults.map(it => it.says.code.split('/')[0]));
    // These two speak of what the table cannot make: a used number needs another case, a licence another nomenclature.
    const silent = exportCatalogue.map(it => it.id).filter(id => !rules.has(id));
    expect(silent).toEqual(['list-lines', 'waybill-reuse', 'export-licence']);
  });

  it.each(exportFaults.map(it => [it.id, it] as const))('%s', (_, fault) => {
    for (let serial = 1; serial <= 6; serial++) {
      const at = fault.from?.at ?? DECLARED;
      const law = lawOf(at);
      const wish = { seed: 'faults', serial, at };
      expect(
        toldExport(rightExport(fault, wish, law), at, law)
          .map(line)
          .filter(it => !ownFault(fault.id, it)),
      ).toEqual([]);
      const wrong = faultyExport(fault, wish, law);
      const said = toldExport(wrong, at, law);
      const [first = ''] = Object.keys(fault.change ?? {});
      const { type, path } = placed(wrong, fault.says.place ?? first);
      const found = said.find(
        it => `${it.rule}/${it.code}` === fault.says.code && it.document.type === type && it.path === path,
      );
      expect(found?.severity, said.map(line).join('\n')).toBe(fault.says.severity);
      if (fault.mend) expect(toldExport(mended(wrong, said), at, law).map(line)).toEqual([]);
    }
  });
});

/** Where the whole parcel is the fault (its seller, its value, its day), the set it starts from has it already. */
function ownFault(id: string, said: string): boolean {
  const fault = exportFaults.find(it => it.id === id);
  return Object.keys(fault?.change ?? {}).length === 0 && said.startsWith(`${fault?.says.code} `);
}
