import { describe, expect, it } from 'vitest';
import { additionProblems, exchangeRate, lawWith, shippedLaw } from '../law/index.ts';
import { checkDocument, type Document } from '../messages/index.ts';
import { parseStamp } from '../shared/index.ts';
import { exportDocumentsOf, exportParcel } from './export.ts';
import {
  arrivalOf,
  departureOf,
  exportReturnOf,
  masterListOf,
  revocationOf,
  tallyOf,
} from './export-batch.ts';
import { exportGoods } from './export-goods.ts';
import { demoRates } from './export-rates.ts';

const law = shippedLaw();
const at = parseStamp('20261124150000') ?? 0;

const checked = (documents: readonly Document[], then = at) =>
  documents
    .flatMap(one => checkDocument(one, { codes: law, at: then }))
    .map(it => `${it.document.type} ${it.code} ${it.path}: ${it.message.zh}`);

describe('a demo export parcel', () => {
  it('is the same for the same seed and another for another', () => {
    const one = exportParcel({ seed: 'a', at, serial: 7 }, law);
    expect(exportParcel({ seed: 'a', at, serial: 7 }, law)).toEqual(one);
    expect(exportParcel({ seed: 'b', at, serial: 7 }, law)).not.toEqual(one);
  });

  it('passes the format and content checks in every mode', () => {
    const modes = new Set<string>();
    for (let serial = 0; serial < 200; serial++) {
      const it = exportParcel({ seed: 'right', at, serial }, law);
      modes.add(it.mode);
      expect(checked(exportDocumentsOf(it))).toEqual([]);
      expect(it.receipt).toBeUndefined();
    }
    expect([...modes].sort()).toEqual(['1210', '1239', '9610', '9710', '9810']);
  });

  it('has a receipt of payment until 14 December 2024, but not for a booking order', () => {
    const old = parseStamp('20241214230000') ?? 0;
    const one = exportParcel({ seed: 'old', at: old, serial: 1, mode: '9610' }, law);
    expect(one.receipt?.type).toBe('CEB403Message');
    expect(checked(exportDocumentsOf(one), old)).toEqual([]);
    expect(exportParcel({ seed: 'old', at: old, serial: 1, mode: '9810' }, law).receipt).toBeUndefined();
  });

  it('has the papers that follow', () => {
    const parcels = [1, 2, 3].map(serial => exportParcel({ seed: 'batch', at, serial, mode: '9610' }, law));
    const [first] = parcels;
    if (first === undefined) throw new Error('no parcel');
    const wish = { seed: 'batch', at, copNo: 'DEMOCK0001' };
    const application = exportReturnOf(first, '434120261E000000001', wish);
    expect(
      checked([
        masterListOf(parcels, wish),
        arrivalOf(parcels, wish),
        departureOf(parcels, wish),
        revocationOf(first, '434120261E000000001', wish),
        application,
        tallyOf(application, wish),
      ]),
    ).toEqual([]);
  });

  it('has invented rates of its month for every currency it sells in, which the law takes', () => {
    const numbers = demoRates('2026-11-24');
    expect(additionProblems({ numbers })).toEqual([]);
    const loaded = lawWith(law, { numbers });
    for (let serial = 0; serial < 60; serial++) {
      const { currency = '' } = exportParcel({ seed: 'rates', at, serial }, law).wish;
      expect(exchangeRate(loaded, currency, '2026-11-30')).toBeDefined();
      expect(exchangeRate(loaded, '502', '2026-12-01')).toBeUndefined();
    }
  });

  it('sells goods whose codes and units are those of the nomenclature', () => {
    for (const good of exportGoods) {
      const commodity = law.commodity(good.gcode);
      expect([good.gcode, commodity?.unit1, commodity?.unit2]).toEqual([good.gcode, good.unit1, good.unit2]);
      expect(law.codeName('unit', good.unit)).toBeDefined();
    }
  });
});
