import { describe, expect, it } from 'vitest';
import { but, life } from '../test/exactness/life.ts';
import { documentsOf, GOODS, rightSet } from '../test/right-sets.ts';

const set = rightSet({ mode: '9610', goods: [{ of: GOODS.cream, qty: '2' }] });
const [order, payment, waybill, list] = documentsOf(set);
const NAMES = new Map([
  [order, 'order'],
  [payment, 'payment'],
  [waybill, 'waybill'],
  [list, 'list'],
]);

function orders<T>(of: readonly T[]): T[][] {
  if (of.length === 0) return [[]];
  return of.flatMap((first, at) =>
    orders([...of.slice(0, at), ...of.slice(at + 1)]).map(rest => [first, ...rest]),
  );
}

describe('the four documents of a parcel', () => {
  const arrivals = orders([order, payment, waybill, list]).map(documents => ({
    title: documents.map(document => NAMES.get(document)).join(', '),
    documents,
  }));

  it.each(arrivals)('release it when they come as $title', ({ documents }) => {
    const zone = life();
    for (const document of documents) expect(zone.send(document).state).toBe('current');
    expect(zone.state(set.key)?.status).toBe('released');
    expect(zone.decisions.map(({ outcome, version }) => `${version} ${outcome}`)).toEqual(['1 release']);
    const list622 = zone.told.filter(({ type }) => type === 'CEB622Message').map(({ status }) => status);
    expect(list622).toEqual(['2', '120', '399', '800']);
    expect(zone.told.at(-1)?.type).toBe('CEB816Message');
  });

  it.each(arrivals)('may each come twice as $title', ({ documents }) => {
    const zone = life();
    for (const document of documents) {
      zone.send(document);
      const before = zone.told.length;
      expect(zone.send(document).state).toBe('duplicate');
      expect(zone.told.length).toBe(before);
    }
    expect(zone.decisions).toHaveLength(1);
    expect(zone.quota).toHaveLength(1);
  });

  it.each([
    { late: 'payment', documents: [order, waybill, list, payment] },
    { late: 'waybill', documents: [order, payment, list, waybill] },
  ])('wait for a late $late, since the day on which the case began', ({ documents }) => {
    const zone = life();
    const began = zone.now;
    for (const document of documents.slice(0, 3)) {
      zone.send(document);
      zone.days(1);
    }
    expect(zone.state(set.key)?.status).toBe('collecting');
    expect(zone.state(set.key)?.waitsSince).toBe(began);
    const [last] = documents.slice(3);
    if (last) zone.send(last);
    expect(zone.state(set.key)?.status).toBe('released');
    expect(zone.state(set.key)?.waitsSince).toBeUndefined();
  });

  it('do not wait for the payment that names the order when the order names none', () => {
    const bare = rightSet({ mode: '1210', goods: [{ of: GOODS.shampoo, qty: '2' }], bare: true });
    const zone = life();
    for (const document of documentsOf(bare).toReversed()) zone.send(document);
    expect(zone.state(bare.key)?.status).toBe('released');
  });

  it('stored at the e-port (appStatus 1) are kept and touch nothing', () => {
    const zone = life();
    for (const document of [order, payment, waybill]) zone.send(document);
    const stored = but(list, { appStatus: '1' });
    expect(zone.send(stored).state).toBe('stored');
    expect(zone.told.at(-1)?.status).toBe('1');
    expect(zone.state(set.key)?.status).toBe('collecting');
    expect(zone.send(list).state).toBe('current');
    expect(zone.state(set.key)?.status).toBe('released');
  });
});

describe('an order that changes its payment', () => {
  const other = but(payment, { payTransactionId: 'ZF2025OTHER' });

  it('is judged with the new one', () => {
    const zone = life();
    for (const document of [order, other, waybill]) zone.send(document);
    zone.send(but(order, { appType: '2', appTime: '20250617120000', payTransactionId: 'ZF2025OTHER' }));
    zone.send(list);
    expect(zone.state(set.key)?.status).toBe('released');
  });

  it('mends a case that was refused for the old one', () => {
    const zone = life();
    for (const document of [order, but(payment, { amountPaid: '1.00' }), waybill, list]) zone.send(document);
    expect(zone.state(set.key)?.status).toBe('rejected');
    zone.send(other);
    zone.send(but(order, { appType: '2', appTime: '20250617120000', payTransactionId: 'ZF2025OTHER' }));
    expect(zone.state(set.key)?.status).toBe('released');
    expect(zone.quota).toHaveLength(1);
  });
});
