import { describe, expect, it } from 'vitest';
import {
  documentsOf,
  exportDocumentsOf,
  exportFaults,
  exportParcel,
  faultyExport,
  parcel,
  zoneEnterprise,
} from '../demo/index.ts';
import { shippedLaw } from '../law/index.ts';
import { checkDocument, type Document } from '../messages/index.ts';
import { judge } from '../rules/index.ts';
import { parseStamp } from '../shared/index.ts';
import { but } from '../test/exactness/life.ts';
import { precheck } from './index.ts';

const law = shippedLaw();
const AT = parseStamp('20261124150000') ?? 0;

function ask(documents: readonly Document[], at = AT) {
  return precheck({
    records: documents.map((document, index) => ({
      index,
      document,
      findings: checkDocument(document, { codes: law, at }),
    })),
    law,
    at,
    judge,
    worldOf: () => ({ stance: 'precheck' }),
    exportWorldOf: () => ({ stance: 'precheck', enterprise: zoneEnterprise, waybillUse: 'none' }),
  });
}

const set = exportParcel({ seed: 'precheck', at: AT, serial: 1, mode: '9610', statisticsFlag: 'B' }, law);
const [order, waybill, list] = exportDocumentsOf(set) as [Document, Document, Document];
const old = parseStamp('20241214150000') ?? 0;
const receipted = exportParcel({ seed: 'precheck', at: old, serial: 2, mode: '9610' }, law);

describe('an export set that is prechecked', () => {
  it.each(['9610', '1210', '1239', '9710', '9810'] as const)('passes when right: %s', mode => {
    const parcels = [1, 2, 3].map(serial => exportParcel({ seed: 'right', at: AT, serial, mode }, law));
    const { cases } = ask(parcels.flatMap(exportDocumentsOf).reverse());
    expect(cases.map(({ outcome, findings }) => [outcome, findings])).toEqual(
      parcels.map(() => ['release', []]),
    );
    expect(new Set(cases.map(({ key }) => key))).toEqual(new Set(parcels.map(({ key }) => key)));
    expect(new Set(cases.map(it => it.mode))).toEqual(new Set([mode]));
  });

  it.each([
    ['the order', [waybill, list], 'waits-for-order'],
    ['the waybill', [order, list], 'waits-for-waybill'],
    ['the list', [order], 'waits-for-list'],
  ] as const)('waits for %s and says so', (_title, documents, code) => {
    const [judged, ...more] = ask(documents).cases;
    expect(more).toEqual([]);
    expect(judged?.outcome).toBe('wait');
    expect(judged?.findings.map(finding => finding.code)).toContain(code);
  });

  it('wants a receipt of payment until 14 December 2024', () => {
    const documents = exportDocumentsOf(receipted);
    expect(ask(documents, old).cases.map(({ outcome }) => outcome)).toEqual(['release']);
    const [lacking] = ask(
      documents.filter(({ type }) => type !== 'CEB403Message'),
      old,
    ).cases;
    expect(lacking?.outcome).toBe('wait');
    expect(lacking?.findings.map(({ code }) => code)).toContain('waits-for-receipt');
    const [since] = ask(
      documents.filter(({ type }) => type !== 'CEB403Message'),
      old + 86_400_000,
    ).cases;
    expect(since?.outcome).toBe('release');
  });

  it('finds its waybill by likeness when the number is mistyped, says which field, and passes when it is mended', () => {
    const number = waybill.head['logisticsNo'] ?? '';
    const [judged, ...more] = ask([
      order,
      but(waybill, { logisticsNo: `${number.slice(0, -1)}X` }),
      list,
    ]).cases;
    expect(more).toEqual([]);
    expect(judged?.outcome).toBe('reject');
    expect(judged?.findings.some(({ path }) => path.endsWith('logisticsNo'))).toBe(true);
    expect(judged?.afterRepair?.outcome).toBe('release');
  });

  it('mends what can be mended and says what comes out', () => {
    const swapped = but(list, {
      netWeight: list.head['grossWeight'] ?? '',
      grossWeight: list.head['netWeight'] ?? '',
    });
    const answer = ask([order, waybill, swapped]);
    expect(answer.cases[0]?.outcome).toBe('reject');
    expect(answer.cases[0]?.afterRepair?.outcome).not.toBe('wait');
    expect(answer.repaired).toHaveLength(3);
  });

  const mistyped = exportFaults.filter(fault => fault.unmatched);
  it.each(mistyped.map(fault => [fault.id, fault] as const))(
    'is one parcel in spite of a mistyped key: %s',
    (_id, fault) => {
      const at = fault.from?.at ?? AT;
      const it = faultyExport(fault, { seed: 'mistyped', serial: 5, at: AT }, law);
      const others = [6, 7].flatMap(serial =>
        exportDocumentsOf(exportParcel({ seed: 'mistyped', serial, at, mode: '9610' }, law)),
      );
      const { cases } = ask([...exportDocumentsOf(it), ...others], at);
      expect(cases).toHaveLength(3);
      const [judged] = cases.filter(({ outcome }) => outcome === 'reject');
      expect(judged?.findings.map(({ rule, code }) => `${rule}/${code}`)).toContain(fault.says.code);
      if (fault.mend) expect(judged?.afterRepair?.outcome).toBe('release');
    },
  );

  it('is told from an import with the same numbers', () => {
    const bought = parcel({ seed: 'precheck', at: AT, serial: 1 }, law);
    const { cases } = ask([...documentsOf(bought), order, waybill, list]);
    expect(cases.map(({ key }) => key)).toEqual([bought.key, set.key]);
    expect(cases.at(1)?.outcome).toBe('release');
  });

  it('takes what a platform holds for what is not sent', () => {
    const answer = precheck({
      records: [{ index: 0, document: list, findings: [] }],
      law,
      at: AT,
      judge,
      worldOf: () => ({ stance: 'precheck' }),
      heldOf: () => ({ order: { document: order }, waybill: { document: waybill } }),
    });
    expect(answer.cases[0]?.outcome).toBe('release');
    expect(answer.cases[0]?.notJudged.length).toBeGreaterThan(0);
  });
});
