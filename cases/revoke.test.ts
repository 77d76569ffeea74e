import { describe, expect, it } from 'vitest';
import { but, life, revocation } from '../test/exactness/life.ts';
import { documentsOf, GOODS, rightSet } from '../test/right-sets.ts';

const set = rightSet({ mode: '9610', goods: [{ of: GOODS.cream, qty: '2' }] });
const [order, payment, waybill, list] = documentsOf(set);

const codes = (said: { findings: readonly { code: string }[] }) => said.findings.map(finding => finding.code);

describe('a revocation (623)', () => {
  it('takes the list back before the release; a new list can follow', () => {
    const zone = life();
    for (const document of [order, payment, list]) zone.send(document);
    const number = zone.invtNo(set.key);
    zone.news();
    expect(zone.send(revocation(list, number)).state).toBe('current');
    expect(zone.news()).toEqual(['624 2', '624 120', '624 399']);
    expect(zone.state(set.key)?.status).toBe('revoked');
    expect(zone.decisions.map(({ by, outcome }) => `${by} ${outcome}`)).toEqual(['revocation reject']);

    zone.send(waybill);
    expect(zone.state(set.key)?.status).toBe('revoked');
    expect(zone.send(but(list, {})).state).toBe('current');
    expect(zone.state(set.key)?.status).toBe('released');
    expect(zone.invtNo(set.key)).not.toBe(number);
    expect(zone.quota).toHaveLength(1);
  });

  it('is refused after the release (-623005), after a revocation, with a wrong number and for no list', () => {
    const zone = life();
    expect(codes(zone.send(revocation(list, '430120250000000001')))).toEqual(['life-no-list']);
    for (const document of [order, payment, list]) zone.send(document);
    const number = zone.invtNo(set.key);
    const wrong = zone.send(revocation(list, `${number.slice(0, -1)}X`));
    expect(wrong.findings.map(finding => [finding.code, finding.repair?.value])).toEqual([
      ['life-invtno-differs', number],
    ]);
    zone.send(waybill);
    expect(zone.state(set.key)?.status).toBe('released');
    expect(codes(zone.send(revocation(list, number)))).toEqual(['-623005']);
    expect(zone.state(set.key)?.status).toBe('released');
    expect(zone.quota).toHaveLength(1);
  });

  it('the same application number counts once (-623009)', () => {
    const zone = life();
    for (const document of [order, payment, list]) zone.send(document);
    zone.send(revocation(list, zone.invtNo(set.key)));
    zone.send(but(list, {}));
    expect(codes(zone.send(revocation(list, zone.invtNo(set.key))))).toEqual(['-623009']);
    expect(zone.send(revocation(list, zone.invtNo(set.key), 'CX2')).state).toBe('current');
    expect(zone.state(set.key)?.status).toBe('revoked');
  });

  it('sent to the e-port for storing only (appStatus 1) revokes nothing', () => {
    const zone = life();
    for (const document of [order, payment, list]) zone.send(document);
    expect(zone.send(but(revocation(list, zone.invtNo(set.key)), { appStatus: '1' })).state).toBe('stored');
    expect(zone.state(set.key)?.status).toBe('collecting');
  });
});
