import { describe, expect, it } from 'vitest';
import { judge } from '../rules/index.ts';
import { fixed5, formatFen, parseStamp } from '../shared/index.ts';
import { life, refund } from '../test/exactness/life.ts';
import { documentsOf, GOODS, rightSet } from '../test/right-sets.ts';

const set = rightSet({
  mode: '9610',
  goods: [
    { of: GOODS.cream, qty: '3' },
    { of: GOODS.handbag, qty: '1' },
  ],
});
const { list } = set;
const codes = (said: { findings: readonly { code: string }[] }) => said.findings.map(finding => finding.code);

function released(at?: number) {
  const zone = life();
  if (at !== undefined) zone.now = at;
  for (const document of documentsOf(set)) zone.send(document);
  expect(zone.state(set.key)?.status).toBe('released');
  zone.news();
  return zone;
}

type Zone = ReturnType<typeof released>;

/** The tax bill that stands: totals of head and lines must agree to the fen, and with what the guarantee holds. */
function standingBill(zone: Zone): bigint {
  const voided = new Set(zone.told.filter(it => it.type === 'CEB818Message').map(it => it.head['taxNo']));
  const bills = zone.told.filter(it => it.type === 'CEB816Message' && !voided.has(it.head['taxNo']));
  expect(bills.length).toBeLessThanOrEqual(1);
  const [bill] = bills;
  if (!bill) return 0n;
  const fen = (text: string | undefined) => fixed5(text ?? '0') / 1000n;
  let total = 0n;
  for (const tax of ['customsTax', 'valueAddedTax', 'consumptionTax']) {
    const ofLines = bill.lines.reduce((sum, line) => sum + fen(line[tax]), 0n);
    expect(formatFen(ofLines)).toBe(bill.head[tax]);
    total += ofLines;
  }
  return total;
}

function balance(zone: Zone): void {
  expect(zone.charged()).toBe(standingBill(zone));
  expect(zone.guarantee.reduce((sum, entry) => sum - entry.amount, 0n)).toBe(zone.charged());
  expect(zone.quota.reduce((sum, entry) => sum + entry.amount, 0n)).toBe(zone.used(list));
  const ids = zone.quota.map(entry => entry.claim);
  expect(new Set(ids).size).toBe(ids.length);
}

describe('a return (625)', () => {
  it('of everything gives limit and guarantee back exactly once and voids the tax bill', () => {
    const zone = released();
    expect(zone.used(list)).toBeGreaterThan(0n);
    balance(zone);
    const number = zone.invtNo(set.key);
    expect(zone.send(refund(list, number)).state).toBe('current');
    expect(zone.news()).toEqual(['626 2', '626 120', '626 399', '818 bill 3']);
    expect(zone.state(set.key)?.status).toBe('returned');
    expect(zone.used(list)).toBe(0n);
    expect(zone.charged()).toBe(0n);
    balance(zone);
    expect(codes(zone.send(refund(list, number, undefined, 'TH2')))).toEqual([
      'life-return-too-much',
      'life-return-too-much',
    ]);
    balance(zone);
  });

  it('of parts, one after another, ends with nothing left over', () => {
    const zone = released();
    const number = zone.invtNo(set.key);
    const before = zone.used(list);
    for (const [step, lines] of (
      [[['1', '1']], [['1', '1']], [['2', '1']], [['1', '1']]] as const
    ).entries()) {
      expect(zone.send(refund(list, number, lines, `TH-${step}`)).state).toBe('current');
      balance(zone);
      expect(zone.used(list)).toBeLessThan(before);
      expect(zone.news().slice(3)).toEqual(step < 3 ? ['818 bill 3', '816 bill 1'] : ['818 bill 3']);
    }
    expect(zone.state(set.key)?.status).toBe('returned');
    expect(zone.used(list)).toBe(0n);
    expect(zone.charged()).toBe(0n);
  });

  it('gives back the kilograms of a weight-limited group to the last hundredth of a gram', () => {
    const three = rightSet({ mode: '1210', serial: 7, goods: [{ of: GOODS.biscuits, qty: '3' }] });
    const sugar = {
      ...three.list,
      lines: three.list.lines.map(line => ({ ...line, gcode: '1701999010', qty1: '1', unit1: '035' })),
    };
    const zone = life({ judge: (...asked) => ({ ...judge(...asked), findings: [] }) });
    for (const document of [three.order, three.payment, three.waybill, sugar]) zone.send(document);
    expect(zone.quota[0]?.weights).toEqual({ sugar: 100_000n });
    for (const step of [1, 2, 3])
      zone.send(refund(sugar, zone.invtNo(three.key), [['1', '1']], `TH-${step}`));
    expect(zone.quota.map(entry => entry.weights['sugar'])).toEqual([100_000n, -33_333n, -33_334n, -33_333n]);
  });

  it.each([
    { title: 'more than was bought', lines: [['1', '4']], says: ['life-return-too-much'] },
    {
      title: 'more than was bought in two lines',
      lines: [
        ['1', '2'],
        ['1', '2'],
      ],
      says: ['life-return-too-much'],
    },
    { title: 'a line that is not there', lines: [['9', '1']], says: ['-625209'] },
  ] as const)('of $title is refused and moves nothing', ({ lines, says }) => {
    const zone = released();
    const said = zone.send(refund(list, zone.invtNo(set.key), lines));
    expect(codes(said)).toEqual(says);
    expect(zone.news()).toEqual(['626 100']);
    expect(zone.quota).toHaveLength(1);
    balance(zone);
  });

  it('with another commodity code or inventory number is refused with the right one as repair', () => {
    const zone = released();
    const number = zone.invtNo(set.key);
    const right = refund(list, number, [['1', '1']]);
    const wrongCode = { ...right, lines: right.lines.map(line => ({ ...line, gcode: '9999999999' })) };
    expect(zone.send(wrongCode).findings.map(it => [it.code, it.repair?.value])).toEqual([
      ['-625209', list.lines[0]?.['gcode']],
    ]);
    expect(
      zone.send(refund(list, '430120250000000001')).findings.map(it => [it.code, it.repair?.value]),
    ).toEqual([['life-invtno-differs', number]]);
  });

  it('before the release, or for no list at all, is refused', () => {
    const zone = life();
    expect(codes(zone.send(refund(list, '430120250000000001')))).toEqual(['life-not-released']);
    const [order, payment, , same] = documentsOf(set);
    for (const document of [order, payment, same]) zone.send(document);
    expect(codes(zone.send(refund(list, zone.invtNo(set.key))))).toEqual(['life-not-released']);
  });

  it('the same application number counts once (-625033)', () => {
    const zone = released();
    const number = zone.invtNo(set.key);
    zone.send(refund(list, number, [['1', '1']]));
    expect(codes(zone.send(refund(list, number, [['1', '1']])))).toEqual(['-625033']);
    balance(zone);
  });

  // Released on 18 June 2025 one minute before midnight in Beijing: day 30 is all of 18 July there.
  const released2359 = parseStamp('20250618235900') ?? 0;
  it.each([
    { applied: '20250718235959', days: 30, says: [] },
    { applied: '20250719000000', days: 31, says: ['return-window-closed'] },
  ])('applied for on day $days in Beijing: $says', ({ applied, says }) => {
    const zone = released(released2359);
    zone.now = parseStamp(applied) ?? 0;
    expect(codes(zone.send(refund(list, zone.invtNo(set.key))))).toEqual(says);
    expect(zone.state(set.key)?.status).toBe(says.length === 0 ? 'returned' : 'released');
    balance(zone);
  });

  it('in the next year is given back to the year of the purchase', () => {
    const zone = released(parseStamp('20251220120000'));
    const bought = zone.used(list);
    zone.now = parseStamp('20260105120000') ?? 0;
    expect(zone.send(refund(list, zone.invtNo(set.key))).state).toBe('current');
    expect(zone.quota.map(entry => [entry.account.slice(0, 4), entry.amount])).toEqual([
      ['2025', bought],
      ['2025', -bought],
    ]);
  });
});
