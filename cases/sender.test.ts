import { describe, expect, it } from 'vitest';
import { businessKey, joinKey } from '../messages/index.ts';
import { but, life, refund, revocation } from '../test/exactness/life.ts';
import { documentsOf, GOODS, rightSet } from '../test/right-sets.ts';

const set = rightSet({ mode: '9610', goods: [{ of: GOODS.cream, qty: '2' }] });
const [order, payment, waybill, list] = documentsOf(set);
const LATER = '20250618150000';

describe('who may change what stands', () => {
  it.each([
    ['change', but(order, { appType: '2', appTime: LATER })],
    ['delete', but(order, { appType: '3', appTime: LATER })],
  ])('only the sender of a document may %s it', (_verb, document) => {
    const zone = life();
    zone.send(order);
    const stranger = zone.send(document, 'STRANGER');
    expect(stranger.state).toBe('refused');
    expect(stranger.findings.map(finding => finding.code)).toEqual(['life-other-sender']);
    expect(zone.send(document).state).not.toBe('refused');
  });

  it('only the sender of an inventory may revoke it', () => {
    const zone = life();
    for (const document of [order, payment, list]) zone.send(document);
    const asked = revocation(list, zone.invtNo(set.key));
    expect(zone.send(asked, 'STRANGER').findings.map(finding => finding.code)).toEqual(['life-other-sender']);
    expect(zone.send(asked).state).toBe('current');
  });

  it('only the sender of an inventory may return its goods', () => {
    const zone = life();
    for (const document of [order, payment, waybill, list]) zone.send(document);
    const asked = refund(list, zone.invtNo(set.key));
    expect(zone.send(asked, 'STRANGER').findings.map(finding => finding.code)).toEqual(['life-other-sender']);
    expect(zone.send(asked).state).toBe('current');
  });
});

describe('lists on one waybill number', () => {
  const lists = (zone: ReturnType<typeof life>, sender: string, count: number) =>
    Array.from({ length: count }, (_, n) =>
      zone.send(
        but(list, { orderNo: `${sender}${n}`, copNo: `${sender}${n}`, guid: `${sender}-${n}` }),
        sender,
      ),
    );

  it('of one sender cannot pile up without end: each is looked at for each of the others', () => {
    const zone = life();
    const sent = lists(zone, 'FLOOD', 25);
    expect(sent.filter(it => it.state !== 'refused')).toHaveLength(20);
    expect(sent[24]?.findings.map(finding => finding.code)).toEqual(['life-waybill-crowded']);
  });

  it('of a flood do not keep out the parcel that really has the number', () => {
    const zone = life();
    lists(zone, 'FLOOD', 25);
    for (const document of [order, payment, waybill, list]) expect(zone.send(document).findings).toEqual([]);
    expect(zone.state(set.key)?.status).toBe('released');
  });
});

describe('the parts of a key', () => {
  it('give one key only to one list of parts, whatever signs they hold', () => {
    const parts = ['', 'a', '|', 'a|', '|a', '\\', '\\|', 'a\\'];
    const keys = parts.flatMap(one => parts.map(other => joinKey([one, other])));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('stand as they are in every usual key', () => {
    expect(businessKey(order)).toBe(`${order.head['ebpCode']}|${order.head['orderNo']}`);
  });
});
