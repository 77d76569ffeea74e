import { describe, expect, test } from 'vitest';
import { shippedLaw } from '../law/index.ts';
import { closedList, type LineSketch, type ListSketch } from '../test/closed-list.ts';
import { type MergeFlags, planSummary, summaryDeadline } from './index.ts';

const law = shippedLaw();

function items(lists: readonly Omit<ListSketch, 'n'>[], flags: Partial<MergeFlags> = {}) {
  const plan = planSummary({
    month: '2024-01',
    ebcCode: 'E1',
    summaryFlag: '2',
    itemNameFlag: '0',
    ...flags,
    lists: lists.map((sketch, index) => closedList({ n: index + 1, ...sketch })),
    law,
  });
  return plan.applications.flatMap(({ forms }) => forms.flatMap(form => form.items));
}

const first: LineSketch = { qty: '3', total: '30.00' };
const second: LineSketch = { qty: '2', total: '21.00' };

describe('worked examples of the domain: what merges', () => {
  test('WE042: equal keys become one item', () => {
    const [item, ...more] = items([{ lines: [first] }, { lines: [second] }]);
    expect(more).toEqual([]);
    expect([item?.qty, item?.total]).toEqual([500_000n, 5_100_000n]);
  });

  test('WE043: another ten-digit code is another item', () => {
    expect(items([{ lines: [first] }, { lines: [{ ...second, gcode: '6109909060' }] }])).toHaveLength(2);
  });

  test('WE045: another transport mode is another form', () => {
    expect(items([{ lines: [first] }, { trafMode: '4', lines: [second] }])).toHaveLength(2);
  });

  test.each<[string, Omit<ListSketch, 'n'>]>([
    ['producing unit', { ownerCode: 'U2' }],
    ['country of arrival', { country: '110' }],
    ['customs of exit', { portCode: '4301' }],
    ['declaring customs', { customsCode: '4301' }],
    ['supervised place', { loctNo: 'P2' }],
    ['declaring enterprise', { agentCode: '3701DM0005' }],
    ['final destination', { lines: [{ ...second, country: '110' }] }],
    ['currency', { lines: [{ ...second, currency: '142' }] }],
  ])('another %s keeps them apart', (_what, other) => {
    expect(items([{ lines: [first] }, { lines: [second], ...other }])).toHaveLength(2);
  });

  test('another consignor is not in this summary at all', () => {
    expect(items([{ lines: [first] }, { lines: [second], ebcCode: 'E2' }])).toHaveLength(1);
  });

  test('by consignor only (summaryFlag 1), producing units merge', () => {
    const two = [{ lines: [first] }, { lines: [second], ownerCode: 'U2' }];
    expect(items(two, { summaryFlag: '1' })).toHaveLength(1);
  });

  test('names keep apart only when the summary is by name', () => {
    const two = [{ lines: [first] }, { lines: [{ ...second, name: '儿童T恤' }] }];
    expect(items(two, { itemNameFlag: '1' })).toHaveLength(2);
    expect(items(two)).toHaveLength(1);
  });

  test('declared units that differ give way to the statutory unit; statutory units that differ stay apart', () => {
    const dozen = { qty: '1', unit: '007', qty1: '12', total: '100' };
    const [item, ...more] = items([{ lines: [first] }, { lines: [dozen] }]);
    expect(more).toEqual([]);
    expect([item?.qty, item?.unit]).toEqual([1_500_000n, '011']);
    expect(items([{ lines: [first] }, { lines: [{ ...dozen, unit1: '035' }] }])).toHaveLength(2);
  });

  test('the price of an item is the average', () => {
    const [item] = items([{ lines: [first] }, { lines: [second] }]);
    expect(item?.price).toBe(1_020_000n);
  });
});

describe('worked examples of the domain: by when', () => {
  test.each([
    ['WE047', '2024-01', '2024-02-18'],
    ['WE049', '2021-12', '2022-01-17'],
    ['WE051', '2025-09', '2025-10-15'],
    ['a Saturday', '2025-10', '2025-11-17'],
    ['before the Spring Festival of 2021 (11–17 February)', '2021-01', '2021-02-18'],
    ['in the Labour-Day week nothing is moved', '2025-04', '2025-05-15'],
  ])('%s: %s by %s', (_id, month, by) => {
    expect(summaryDeadline(month, law).by).toBe(by);
  });

  test('a year whose days off are not published is marked', () => {
    expect(summaryDeadline('2040-03', law)).toMatchObject({ provisional: true });
    expect(summaryDeadline('2025-03', law)).toMatchObject({ provisional: false, nominal: '2025-04-15' });
  });

  test('no month, and months before the law’s first day, have no answer', () => {
    expect(() => summaryDeadline('2024-13', law)).toThrow(RangeError);
    expect(() => summaryDeadline('2018-11', law)).toThrow(RangeError);
    expect(() => summaryDeadline('9999-12', law)).toThrow(RangeError);
  });
});
