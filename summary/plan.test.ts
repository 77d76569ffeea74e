import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shippedLaw } from '../law/index.ts';
import { parseFixed5 } from '../shared/index.ts';
import { closedList, type ListSketch } from '../test/closed-list.ts';
import { type CandidateList, planSummary } from './index.ts';

const law = shippedLaw();
const ask = (lists: readonly CandidateList[]) =>
  planSummary({ month: '2024-01', ebcCode: 'E1', summaryFlag: '2', itemNameFlag: '0', lists, law });

function reasonOf(sketch: Omit<ListSketch, 'n'>): string | undefined {
  return ask([closedList({ n: 1, ...sketch })]).leftOut[0]?.reason;
}

describe('what is left out, and why', () => {
  test.each<[string, Omit<ListSketch, 'n'>]>([
    ['other-consignor', { ebcCode: 'E2' }],
    ['other-mode', { mode: '9710' }],
    ['revoked', { status: 'revoked' }],
    ['returned', { status: 'returned' }],
    ['refused', { status: 'rejected' }],
    ['waiting', { status: 'collecting' }],
    ['not-released', { status: 'reviewed' }],
    ['not-released', { status: 'inspection' }],
    ['not-departed', { status: 'released', clearedAt: null }],
    ['other-month', { clearedAt: '2024-02-01T00:00:00+08:00' }],
    ['other-month', { clearedAt: '2023-12-31T23:59:59.999+08:00' }],
    ['statistics', { flag: 'A' }],
    ['no-number', { invtNo: null }],
    ['already-summarised', { summarisedBy: 'S202401-X' }],
    ['unreadable', { lines: [{ total: 'many' }] }],
  ])('%s', (reason, sketch) => {
    expect(reasonOf(sketch)).toBe(reason);
  });

  test('the month is Beijing’s, from its first to its last millisecond', () => {
    expect(reasonOf({ clearedAt: '2024-01-01T00:00:00+08:00' })).toBeUndefined();
    expect(reasonOf({ clearedAt: '2024-01-31T23:59:59.999+08:00' })).toBeUndefined();
  });

  test('simplified lists are summed up apart', () => {
    const plan = ask([closedList({ n: 1 }), closedList({ n: 2, flag: 'A', lines: [{ total: '7' }] })]);
    expect(plan.declared).toEqual({ lists: 1, lines: 1, amounts: { 502: 3_000_000n } });
    expect(plan.statistics).toEqual({ lists: 1, lines: 1, amounts: { 502: 700_000n } });
  });
});

describe('fifty items a form', () => {
  const code = (n: number) => `61${String(n).padStart(8, '0')}`;
  const lists = (count: number) =>
    Array.from({ length: count }, (_, n) => closedList({ n, lines: [{ gcode: code(n) }] }));

  test.each([
    [50, 1],
    [51, 2],
    [100, 2],
    [101, 3],
  ])('%i different items make %i forms', (count, forms) => {
    const [application] = ask(lists(count)).applications;
    expect(application?.forms).toHaveLength(forms);
    expect(application?.forms.flatMap(form => form.spans)).toEqual([]);
  });

  test('a list with more items than a form holds stands in several, and it is said', () => {
    const lines = Array.from({ length: 80 }, (_, n) => ({ gcode: code(n) }));
    const [application] = ask([closedList({ n: 1, lines })]).applications;
    expect(application?.forms.map(form => form.items.length)).toEqual([50, 30]);
    expect(application?.forms.every(form => form.spans.length === 1)).toBe(true);
  });

  test('lists that share items stay together where they fit', () => {
    const pairs = Array.from({ length: 30 }, (_, n) =>
      closedList({ n, lines: [{ gcode: code(2 * n) }, { gcode: code(99 - 2 * n) }] }),
    );
    const [application] = ask(pairs).applications;
    expect(application?.forms.flatMap(form => form.spans)).toEqual([]);
  });
});

const pick = <T>(...values: readonly T[]) => fc.constantFrom(...values);
const line = fc.record({
  gcode: fc.integer({ min: 0, max: 70 }).map(n => `61${String(n).padStart(8, '0')}`),
  country: pick('502', '110'),
  currency: pick('502', '142'),
  unit: pick('011', '007'),
  qty: fc.integer({ min: 1, max: 9 }).map(String),
  total: fc
    .integer({ min: 1, max: 99_999 })
    .map(fen => `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`),
  name: pick('甲', '乙'),
});
const sketches = fc.array(
  fc.record({
    ebcCode: pick('E1', 'E1', 'E1', 'E2'),
    ownerCode: pick('U1', 'U2'),
    trafMode: pick('5', '4'),
    customsCode: pick('4303', '4301'),
    flag: pick<'A' | 'B'>('B', 'B', 'A'),
    status: pick('departed', 'departed', 'released', 'revoked', 'returned'),
    clearedAt: pick('2024-01-10T00:00:00+08:00', '2024-02-10T00:00:00+08:00'),
    lines: fc.array(line, { minLength: 1, maxLength: 8 }),
  }),
  { maxLength: 60 },
);

describe('whatever the lists', () => {
  const flags = fc.record({
    summaryFlag: pick<'1' | '2'>('1', '2'),
    itemNameFlag: pick<'0' | '1'>('0', '1'),
  });

  test('each is in one application or left out; each line is in one item; sums and bounds hold; order is nothing', () => {
    fc.assert(
      fc.property(sketches, flags, fc.infiniteStream(fc.nat()), (drawn, flag, chance) => {
        const lists = drawn.map((sketch, n) => closedList({ n, ...sketch }));
        const question = { month: '2024-01', ebcCode: 'E1', ...flag, law };
        const plan = planSummary({ ...question, lists });
        const shuffled = lists
          .map(list => ({ list, at: chance.next().value ?? 0 }))
          .sort((a, b) => a.at - b.at)
          .map(({ list }) => list);
        expect(planSummary({ ...question, lists: shuffled })).toEqual(plan);

        const declared = plan.applications.flatMap(application => application.lists);
        const out = plan.leftOut.map(left => left.caseKey);
        const accounted = lists
          .filter(list => declared.includes(list.invtNo ?? ''))
          .map(list => list.caseKey);
        expect([...accounted, ...out].sort()).toEqual(lists.map(list => list.caseKey).sort());
        expect(new Set(declared).size).toBe(declared.length);

        const forms = plan.applications.flatMap(application => application.forms);
        expect(forms.every(form => form.items.length >= 1 && form.items.length <= 50)).toBe(true);
        const where = forms.flatMap(form => form.items.flatMap(item => item.lines));
        const named = where.map(({ invtNo, gnum }) => `${invtNo} ${gnum}`);
        const expected = lists
          .filter(list => declared.includes(list.invtNo ?? ''))
          .flatMap(list => list.document.lines.map(it => `${list.invtNo} ${it['gnum']}`));
        expect(named.sort()).toEqual(expected.sort());
        for (const list of lists) {
          const holding = forms.filter(form => form.lists.includes(list.invtNo ?? ''));
          if (holding.length > 1)
            expect(holding.every(form => form.spans.includes(list.invtNo ?? ''))).toBe(true);
        }

        const totals: Record<string, bigint> = {};
        for (const list of lists.filter(it => declared.includes(it.invtNo ?? '')))
          for (const it of list.document.lines)
            totals[it['currency'] ?? ''] =
              (totals[it['currency'] ?? ''] ?? 0n) + (parseFixed5(it['totalPrice'] ?? '') ?? 0n);
        const summed: Record<string, bigint> = {};
        for (const item of forms.flatMap(form => form.items))
          summed[item.currency] = (summed[item.currency] ?? 0n) + item.total;
        expect(summed).toEqual(totals);
        expect(plan.declared.amounts).toEqual(totals);
      }),
      { numRuns: 150 },
    );
  });
});
