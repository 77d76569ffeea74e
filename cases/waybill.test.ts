import { describe, expect, it } from 'vitest';
import { shippedLaw } from '../law/index.ts';
import { DAY_MS, parseStamp, stamp14 } from '../shared/index.ts';
import { but, life } from '../test/exactness/life.ts';
import { documentsOf, GOODS, rightSet } from '../test/right-sets.ts';
import { monthsAfter } from './reuse.ts';

const first = rightSet({ mode: '1210', serial: 1, goods: [{ of: GOODS.cream, qty: '1' }] });
const plain = rightSet({ mode: '1210', serial: 2, goods: [{ of: GOODS.cream, qty: '1' }] });
const number = { logisticsNo: first.list.head['logisticsNo'] ?? '' };
/** Another order's parcel under the waybill number of the first. */
const second = { ...plain, list: but(plain.list, number), waybill: but(plain.waybill, number) };

const codes = (said: readonly { code: string }[]) => said.map(finding => finding.code);

function months(): number {
  return Number(shippedLaw().number('waybill.no-reuse-months', '2025-06-18').value);
}

/** The second parcel as declared on a later day. */
function onDay(stamp: string) {
  const at = parseStamp(stamp) ?? 0;
  const head = { appTime: stamp14(at - 3_600_000) };
  const day = { declTime: stamp.slice(0, 8) };
  return {
    at,
    order: but(second.order, head),
    payment: but(second.payment, { ...head, payTime: stamp14(at - 3_700_000) }),
    waybill: but(second.waybill, head),
    list: but(second.list, { ...head, ...day }),
  };
}

describe('a waybill number named by two lists', () => {
  it('is used by the parcel that is released, whoever named it first', () => {
    const zone = life();
    zone.send(second.list);
    for (const document of documentsOf(first)) zone.send(document);
    expect(zone.state(first.key)?.status).toBe('released');
    zone.send(second.order);
    zone.send(second.payment);
    expect(zone.state(second.key)?.status).toBe('rejected');
    expect(codes(zone.decisions.at(-1)?.findings ?? [])).toContain('waybill-reused');
  });

  it.each([0, 1, 2])('refuses the second whichever of its documents comes last (%i)', last => {
    const zone = life();
    for (const document of documentsOf(first)) zone.send(document);
    const documents = [second.order, second.payment, second.list];
    for (const document of [...documents.slice(last + 1), ...documents.slice(0, last + 1)])
      zone.send(document);
    expect(zone.state(second.key)?.status).toBe('rejected');
    expect(codes(zone.decisions.at(-1)?.findings ?? [])).toContain('waybill-reused');
  });

  it('a mistyped number that was mended stops nobody', () => {
    const zone = life();
    const [order, payment, waybill, list] = documentsOf(plain);
    for (const document of [order, payment, second.list, waybill]) zone.send(document);
    zone.send(first.waybill);
    expect(zone.state(plain.key)?.status).toBe('rejected');
    zone.send(but(list, { appType: '2', appTime: '20250618150000' }));
    expect(zone.state(plain.key)?.status).toBe('released');
    for (const document of documentsOf(first)) zone.send(document);
    expect(zone.state(first.key)?.status).toBe('released');
  });
});

describe('a waybill number given again', () => {
  const again = monthsAfter('2025-06-18', months()).replaceAll('-', '');

  it('a day too early is refused like any number that is there', () => {
    const early = onDay(`${monthsAfter('2025-06-17', months()).replaceAll('-', '')}120000`);
    const zone = life();
    for (const document of documentsOf(first)) zone.send(document);
    zone.now = early.at;
    expect(codes(zone.send(early.waybill).findings)).toEqual(['-504012']);
  });

  it.each([
    { title: 'waybill first', order: ['waybill', 'order', 'payment', 'list'] },
    { title: 'list first', order: ['list', 'order', 'payment', 'waybill'] },
    { title: 'waybill between', order: ['order', 'list', 'waybill', 'payment'] },
  ] as const)('after the months of no reuse starts afresh: $title', ({ order }) => {
    const later = onDay(`${again}120000`);
    const zone = life();
    for (const document of documentsOf(first)) zone.send(document);
    const before = JSON.stringify(zone.state(first.key), (_, part) =>
      typeof part === 'bigint' ? `${part}` : part,
    );
    zone.now = later.at;
    for (const part of order) expect(zone.send(later[part]).state).toBe('current');
    expect(codes(zone.decisions.at(-1)?.findings.filter(it => it.severity !== 'warn') ?? [])).toEqual([]);
    expect(zone.state(second.key)?.status).toBe('released');
    expect(zone.decisions.filter(it => it.caseKey === second.key)).toHaveLength(1);
    expect(
      JSON.stringify(zone.state(first.key), (_, part) => (typeof part === 'bigint' ? `${part}` : part)),
    ).toBe(before);

    // And a third parcel on the number is refused again.
    zone.now += DAY_MS;
    const third = rightSet({ mode: '1210', serial: 3, goods: [{ of: GOODS.cream, qty: '1' }] });
    for (const document of [third.order, third.payment, but(third.list, number)]) zone.send(document);
    expect(zone.state(third.key)?.status).toBe('rejected');
    expect(codes(zone.decisions.at(-1)?.findings ?? [])).toContain('waybill-reused');
  });

  it('the new document may be changed, which does not concern the closed case', () => {
    const later = onDay(`${again}120000`);
    const zone = life();
    for (const document of documentsOf(first)) zone.send(document);
    zone.now = later.at;
    zone.send(later.waybill);
    const change = but(later.waybill, { appType: '2', appTime: stamp14(zone.now), weight: '0.31' });
    expect(zone.send(change).state).toBe('current');
  });
});

describe('months', () => {
  it.each([
    ['2025-06-18', 6, '2025-12-18'],
    ['2025-08-31', 6, '2026-02-28'],
    ['2023-08-31', 6, '2024-02-29'],
    ['2025-12-31', 1, '2026-01-31'],
    ['2025-12-31', 2, '2026-02-28'],
  ])('%s and %i months is %s', (from, count, to) => {
    expect(monthsAfter(from, count)).toBe(to);
  });
});
