import { describe, expect, it } from 'vitest';
import type { Document } from '../messages/index.ts';
import { but, life } from '../test/exactness/life.ts';
import { documentsOf, GOODS, rightSet } from '../test/right-sets.ts';

const set = rightSet({ mode: '9610', goods: [{ of: GOODS.cream, qty: '2' }] });
const [order, payment, waybill, list] = documentsOf(set);
const heavy = but(list, {
  netWeight: list.head['grossWeight'] ?? '',
  grossWeight: list.head['netWeight'] ?? '',
});

function zoneWith(...documents: readonly Document[]) {
  const zone = life();
  for (const document of documents) zone.send(document);
  zone.news();
  return zone;
}

const LATER = '20250618150000';

describe('a change (appType 2)', () => {
  it('repairs a rejected case, and the list keeps its number', () => {
    const zone = zoneWith(order, payment, waybill, heavy);
    expect(zone.state(set.key)?.status).toBe('rejected');
    const number = zone.invtNo(set.key);
    zone.send(but(list, { appType: '2', appTime: LATER }));
    expect(zone.state(set.key)?.status).toBe('released');
    expect(zone.invtNo(set.key)).toBe(number);
    expect(zone.news()).toEqual(['622 2', '622 120', '622 399', '622 800', '816 bill 1']);
    expect(zone.decisions.map(({ version, outcome }) => `${version} ${outcome}`)).toEqual([
      '1 reject',
      '2 release',
    ]);
  });

  it('of the order, payment or waybill repairs a rejected case as well', () => {
    for (const [wrong, right] of [
      [but(order, { buyerName: '演示他人' }), order],
      [but(payment, { amountPaid: '1.00' }), payment],
      [but(waybill, { weight: '99' }), waybill],
    ] as const) {
      const zone = zoneWith(
        ...[order, payment, waybill, list].map(it => (it.type === wrong.type ? wrong : it)),
      );
      expect(zone.state(set.key)?.status).toBe('rejected');
      zone.send(but(right, { appType: '2', appTime: LATER }));
      expect(zone.state(set.key)?.status).toBe('released');
    }
  });

  it('a refused list may also be declared anew (appType 1), with a number of its own', () => {
    const zone = zoneWith(order, payment, waybill, heavy);
    const number = zone.invtNo(set.key);
    expect(zone.send(but(list, { appTime: LATER })).state).toBe('current');
    expect(zone.state(set.key)?.status).toBe('released');
    expect(zone.invtNo(set.key)).not.toBe(number);
  });

  it.each([
    { of: order, code: '-301011' },
    { of: payment, code: '-401008' },
    { of: waybill, code: '-504016' },
    { of: list, code: '-621012' },
  ])('of $of.type is refused after the release: $code', ({ of, code }) => {
    for (const appType of ['2', '3']) {
      const zone = zoneWith(order, payment, waybill, list);
      const said = zone.send(but(of, { appType, appTime: LATER }));
      expect(said.state).toBe('refused');
      expect(said.findings.map(finding => finding.code)).toEqual([code]);
      expect(zone.state(set.key)?.status).toBe('released');
      expect(zone.news().every(line => line.endsWith(' 100'))).toBe(true);
      expect(zone.quota).toHaveLength(1);
    }
  });

  it.each([
    { of: order, code: '-301009' },
    { of: payment, code: '-401006' },
    { of: waybill, code: '-504014' },
    { of: list, code: '-621011' },
  ])('of $of.type that never came is refused: $code, repair appType 1', ({ of, code }) => {
    const zone = life();
    const { findings } = zone.send(but(of, { appType: '2' }));
    expect(findings.map(finding => [finding.code, finding.repair?.value])).toEqual([[code, '1']]);
    const deleting = zone.send(but(of, { appType: '3' }));
    expect(deleting.findings.map(finding => [finding.code, finding.repair?.value])).toEqual([
      [code, undefined],
    ]);
  });

  it('not newer than what is held is refused', () => {
    const zone = zoneWith(order);
    for (const appTime of ['20250616100000', '20250616095959']) {
      const { findings } = zone.send(but(order, { appType: '2', appTime, goodsValue: '1.00' }));
      expect(findings.map(finding => finding.code)).toEqual(['-301014']);
      expect(findings[0]?.other?.value).toBe('20250616100000');
    }
  });
});

describe('the same number added again (appType 1)', () => {
  it.each([
    { of: order, code: '-301010' },
    { of: payment, code: '-401007' },
    { of: waybill, code: '-504012' },
    { of: list, code: '-621004' },
  ])('$of.type is refused with $code; the repair is appType 2, which then passes', ({ of, code }) => {
    const zone = zoneWith(of);
    const again = but(of, { appTime: LATER });
    const { findings } = zone.send(again);
    expect(
      findings.map(finding => [finding.code, finding.repair?.path.split('/')[1], finding.repair?.value]),
    ).toEqual([[code, 'appType', '2']]);
    expect(zone.send(but(again, { appType: '2' })).state).toBe('current');
  });

  it('offers no change after the release', () => {
    const zone = zoneWith(order, payment, waybill, list);
    const { findings } = zone.send(but(list, { appTime: LATER }));
    expect(findings.map(finding => [finding.code, finding.repair])).toEqual([['-621004', undefined]]);
  });
});

describe('a deletion (appType 3)', () => {
  it('takes the document away; the case waits for another', () => {
    const zone = zoneWith(order, payment, list);
    expect(zone.send(but(order, { appType: '3', appTime: LATER })).state).toBe('deleted');
    zone.send(waybill);
    expect(zone.state(set.key)?.status).toBe('collecting');
    expect(zone.send(but(order, {})).state).toBe('current');
    expect(zone.state(set.key)?.status).toBe('released');
  });

  it('of a rejected list opens the case, and a new list gets a new number', () => {
    const zone = zoneWith(order, payment, waybill, heavy);
    const number = zone.invtNo(set.key);
    zone.send(but(heavy, { appType: '3', appTime: LATER }));
    expect(zone.state(set.key)?.status).toBe('collecting');
    expect(zone.invtNo(set.key)).toBe('');
    zone.send(but(list, { appTime: '20250618151500' }));
    expect(zone.state(set.key)?.status).toBe('released');
    expect(zone.invtNo(set.key)).not.toBe(number);
  });
});
