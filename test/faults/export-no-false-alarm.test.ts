import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ExportCurrency,
  type ExportParcel,
  exporters,
  exportGoods,
  exportParcel,
  foreignPlatform,
} from '../../demo/index.ts';
import { shippedLaw } from '../../law/index.ts';
import type { Document, Fields } from '../../messages/index.ts';
import { judgeExport, judgeIncompleteExport } from '../../rules/index.ts';
import { parseStamp } from '../../shared/index.ts';
import { DECLARED, EXPORT_WORLD, lawOf, line, toldExport } from './export-ask.ts';

const law = lawOf(DECLARED);
const MODES = ['9610', '1210', '1239', '9710', '9810'] as const;
const CURRENCIES: readonly ExportCurrency[] = ['502', '300', '303', '116', '142', '501', '601'];
const usual = (mode: (typeof MODES)[number], serial = 1): ExportParcel =>
  exportParcel({ seed: 'right', at: DECLARED, serial, mode }, law);

type Turn = (it: ExportParcel) => ExportParcel;
const inHead =
  (part: 'order' | 'waybill' | 'list', fields: Fields): Turn =>
  it => ({
    ...it,
    [part]: { ...it[part], head: { ...it[part].head, ...fields } },
  });
const without =
  (part: 'order' | 'waybill' | 'list', ...names: readonly string[]): Turn =>
  it => ({
    ...it,
    [part]: {
      ...it[part],
      head: Object.fromEntries(Object.entries(it[part].head).filter(([name]) => !names.includes(name))),
    },
  });
const inLines =
  (part: 'order' | 'list', turn: (line: Fields, at: number) => Fields): Turn =>
  it => ({
    ...it,
    [part]: { ...it[part], lines: it[part].lines.map(turn) } satisfies Document,
  });
const drop = (fields: Fields, ...names: readonly string[]): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
const both =
  (...turns: readonly Turn[]): Turn =>
  it =>
    turns.reduce((before, turn) => turn(before), it);

/** How other people write what is right. */
const MANNERS: readonly (readonly [title: string, turn: Turn])[] = [
  ['the waybill names no seller', without('waybill', 'ebcCode', 'ebcName', 'ebcTelephone')],
  ['no remarks', both(without('order', 'note'), without('waybill', 'note'), without('list', 'note'))],
  ['no bill yet', without('list', 'trafName', 'voyageNo', 'billNo')],
  [
    'numbers with five decimals',
    both(
      inLines('order', it => ({
        ...it,
        price: Number(it['price']).toFixed(5),
        totalPrice: Number(it['totalPrice']).toFixed(5),
      })),
      inLines('list', it => ({ ...it, qty: Number(it['qty']).toFixed(5) })),
    ),
  ],
  ['an empty second unit', inLines('list', it => (it['unit2'] === undefined ? { ...it, unit2: '' } : it))],
  ['no item name in the list', inLines('list', it => drop(it, 'itemName'))],
  [
    'a shorter declared name',
    inLines('list', it => ({ ...it, gname: (it['gname'] ?? '').replace('演示牌', '') })),
  ],
  [
    'real bar codes',
    both(
      inLines('order', (it, at) => ({ ...it, barCode: `69012345678${10 + at}` })),
      inLines('list', (it, at) => ({ ...it, barCode: `69012345678${10 + at}` })),
    ),
  ],
  ['no description in the order', inLines('order', it => drop(it, 'itemDescribe', 'barCode'))],
  ['leaves in a week', inHead('list', { ieDate: '20261201' })],
  ['by sea', inHead('list', { trafMode: '2' })],
  ['by rail from another port', inHead('list', { trafMode: '3', portCode: '4200' })],
  [
    'the carrier charges in yuan',
    both(
      inHead('waybill', { currency: '142', freight: '45.00' }),
      inHead('list', { fCurrency: '142', iCurrency: '142', freight: '45.00' }),
    ),
  ],
  ['made by a factory elsewhere', inHead('list', { ownerCode: '3301DM0001', ownerName: '杭州演示工厂' })],
  ['the buyer pays nothing for freight', inHead('order', { freight: '0' })],
  [
    'charges of nothing in any currency',
    both(
      inHead('waybill', { freight: '0', insuredFee: '0' }),
      inHead('list', { freight: '0', insuredFee: '0', fCurrency: '142', iCurrency: '142' }),
    ),
  ],
];

describe('right export sets give no finding', () => {
  describe.each(MODES)('%s', mode => {
    it('of the demo, forty of them', () => {
      for (let serial = 1; serial <= 40; serial++)
        expect(toldExport(usual(mode, serial)).map(line)).toEqual([]);
    });

    it.each(MANNERS)('%s', (_, turn) => {
      for (let serial = 1; serial <= 3; serial++)
        expect(toldExport(turn(usual(mode, serial))).map(line)).toEqual([]);
    });

    it.each(CURRENCIES)('in currency %s', currency => {
      const wish = { seed: 'currency', at: DECLARED, serial: 3, mode, currency } as const;
      expect(toldExport(exportParcel(wish, law)).map(line)).toEqual([]);
    });

    it.each([1, 2, 16, 50, 99, 100])('of %i lines', count => {
      const goods = Array.from({ length: count }, (_, at) => {
        const good = exportGoods[at % exportGoods.length] ?? exportGoods[0];
        return { good: { ...good, itemNo: `${good.itemNo}-${at}`, usd: '0.50' }, qty: '1' };
      });
      const wish = { seed: 'lines', at: DECLARED, serial: count, mode, goods, currency: '502' } as const;
      expect(toldExport(exportParcel(wish, law)).map(line)).toEqual([]);
    });
  });

  it('in several manners together', () => {
    const wanted = fc.record({
      mode: fc.constantFrom(...MODES),
      serial: fc.integer({ min: 1, max: 999 }),
      manners: fc.uniqueArray(fc.constantFrom(...MANNERS), { minLength: 2, maxLength: 5 }),
    });
    fc.assert(
      fc.property(wanted, ({ mode, serial, manners }) => {
        const made = manners.reduce((before, [, turn]) => turn(before), usual(mode, serial));
        expect(toldExport(made).map(line), manners.map(([title]) => title).join('; ')).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('sells every good alone', () => {
    for (const good of exportGoods)
      for (const statisticsFlag of ['A', 'B'] as const) {
        const wish = { seed: 'alone', at: DECLARED, serial: 1, statisticsFlag, goods: [{ good, qty: '3' }] };
        expect(toldExport(exportParcel(wish, law)).map(line)).toEqual([]);
      }
  });

  it('on a platform abroad, by a seller that declares itself', () => {
    const [seller] = exporters;
    const wish = {
      seed: 'abroad',
      at: DECLARED,
      serial: 1,
      platform: foreignPlatform,
      seller,
      agent: seller,
    };
    expect(toldExport(exportParcel(wish, law)).map(line)).toEqual([]);
  });

  it('with receipts until 14 December 2024', () => {
    const at = parseStamp('20241214120000') ?? 0;
    for (let serial = 1; serial <= 60; serial++) {
      const it = exportParcel({ seed: 'old', at, serial }, law);
      expect(toldExport(it, at, shippedLaw()).map(line)).toEqual([]);
    }
  });

  it('without the rates of the month: nothing is found, and what was not judged is told', () => {
    const it = usual('9610');
    const parcel = exportParcel({ ...it.wish, statisticsFlag: 'A', currency: '502' }, law);
    const { findings, notJudged, valueCny } = judgeExport(parcel, DECLARED, shippedLaw(), EXPORT_WORLD);
    expect(findings).toEqual([]);
    expect(valueCny).toBeUndefined();
    expect(notJudged.find(one => one.rule === 'export-simplified')?.why.zh).toContain('汇率未载入');
  });

  it('piece by piece: what is there is judged, what is not there is not missed', () => {
    for (const mode of MODES) {
      const { key, order, waybill, list } = usual(mode);
      for (const there of [
        { order },
        { waybill },
        { list, mode },
        { order, waybill },
        { order, list, mode },
        { waybill, list, mode },
      ]) {
        const { findings } = judgeIncompleteExport({ key, ...there }, DECLARED, law, () => EXPORT_WORLD);
        expect(findings.map(line), Object.keys(there).join()).toEqual([]);
      }
    }
  });
});
