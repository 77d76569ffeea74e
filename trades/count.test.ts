import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Carriers,
  countTrades,
  type FormCarrier,
  type ListCarrier,
  type SummaryCarrier,
  totalsByMode,
} from './index.ts';

const CNY = '142';
const list = (n: number, more: Partial<ListCarrier> = {}): ListCarrier => ({
  caseKey: `E|P|O${n}`,
  invtNo: `I${n}`,
  mode: '9610',
  consignor: 'E1',
  orderNo: `O${n}`,
  logisticsNo: `W${n}`,
  billNo: `B${n % 3}`,
  day: '2024-01-10',
  lines: [
    { gnum: '1', currency: CNY, total: 100n },
    { gnum: '2', currency: CNY, total: 10n },
  ],
  ...more,
});
const form = (entryId: string, more: Partial<FormCarrier> = {}): FormCarrier => ({
  entryId,
  mode: '9610',
  consignor: 'E1',
  day: '2024-01-11',
  lines: [{ gnum: '1', currency: CNY, total: 110n }],
  orders: [],
  waybills: [],
  bills: [],
  lists: [],
  ...more,
});
const summary = (
  n: number,
  invtNos: readonly string[],
  more: Partial<SummaryCarrier> = {},
): SummaryCarrier => ({
  sumNo: `S${n}`,
  declSeqNo: 'D1',
  opDate: '20240205000000000',
  lines: invtNos.flatMap(invtNo => [
    { invtNo, gnum: '1' },
    { invtNo, gnum: '2' },
  ]),
  ...more,
});
const ask = (carriers: Partial<Carriers>) =>
  countTrades({ lists: [], summaries: [], forms: [], ...carriers });
const value = (carriers: Partial<Carriers>) =>
  ask(carriers).counted.reduce((sum, trade) => sum + (trade.amounts[CNY] ?? 0n), 0n);

describe('a trade is counted once', () => {
  test('a list alone counts itself', () => {
    expect(ask({ lists: [list(1)] }).counted).toMatchObject([{ by: 'list', id: 'E|P|O1', cny: 110n }]);
  });

  test('a form that names the order, the waybill or the bill counts instead of its list', () => {
    for (const names of [{ orders: ['O1'] }, { waybills: ['W1'] }, { bills: ['B1'] }, { lists: ['I1'] }]) {
      const { counted, notCounted } = ask({ lists: [list(1)], forms: [form('F1', names)] });
      expect(counted.map(trade => trade.id)).toEqual(['F1']);
      expect(counted[0]?.documents.map(it => it.key)).toEqual(['F1', 'E|P|O1']);
      expect(notCounted).toMatchObject([{ id: 'E|P|O1', reason: 'by-form', instead: { id: 'F1' } }]);
    }
  });

  test('another seller’s list with the same number is another trade', () => {
    expect(value({ lists: [list(1, { consignor: 'E2' })], forms: [form('F1', { orders: ['O1'] })] })).toBe(
      220n,
    );
  });

  test('a summary counts instead of its lists, with their value, and opens to them', () => {
    const { counted, notCounted } = ask({ lists: [list(1), list(2)], summaries: [summary(1, ['I1', 'I2'])] });
    expect(counted).toMatchObject([{ by: 'summary', id: 'S1/D1', cny: 220n }]);
    expect(counted[0]?.documents.map(it => it.key)).toEqual(['S1|D1', 'E|P|O1', 'E|P|O2']);
    expect(notCounted.map(it => it.reason)).toEqual(['by-summary', 'by-summary']);
  });

  test('the summary’s own form, handed in as a file, counts instead of both', () => {
    const { counted, notCounted } = ask({
      lists: [list(1)],
      summaries: [summary(1, ['I1'], { entryId: 'F9' })],
      forms: [form('F9')],
    });
    expect(counted.map(trade => trade.id)).toEqual(['F9']);
    expect(notCounted.map(it => [it.kind, it.reason])).toEqual([
      ['list', 'by-summary-form'],
      ['summary', 'by-form'],
    ]);
  });

  test('a summary may carry a part of a list; the list counts the rest', () => {
    const part = summary(1, [], { lines: [{ invtNo: 'I1', gnum: '2' }] });
    const { counted, notCounted } = ask({ lists: [list(1)], summaries: [part] });
    expect(counted.map(trade => [trade.by, trade.cny])).toEqual([
      ['list', 100n],
      ['summary', 10n],
    ]);
    expect(notCounted).toMatchObject([{ id: 'E|P|O1', lines: ['2'] }]);
  });

  test('of two results that name one line the newer counts', () => {
    const old = summary(1, ['I1']);
    const fresh = summary(2, ['I1'], { opDate: '20240206000000000' });
    for (const summaries of [
      [old, fresh],
      [fresh, old],
    ]) {
      expect(ask({ lists: [list(1)], summaries }).counted.map(trade => trade.id)).toEqual(['S2/D1']);
    }
  });

  test('revoked, refused and unreleased lists carry nothing, and it is said', () => {
    const lists = [
      list(1, { fallen: 'revoked' }),
      list(2, { fallen: 'refused' }),
      (({ day: _, ...rest }) => rest)(list(3)),
    ];
    const { counted, notCounted } = ask({ lists });
    expect(counted).toEqual([]);
    expect(notCounted.map(it => it.reason)).toEqual(['revoked', 'refused', 'not-released']);
  });

  test('a form whose partner is not known waits, and is counted all the same', () => {
    const [total] = totalsByMode(
      ask({ forms: [form('F1', { orders: ['O7'], partnerKnown: false })] }).counted,
    );
    expect(total).toMatchObject({
      trades: 1,
      waiting: 1,
      cny: 110n,
      carriers: { form: 1, summary: 0, list: 0 },
    });
  });

  test('without a rate the amount stands in its currency only', () => {
    const dollars = list(1, { lines: [{ gnum: '1', currency: '502', total: 5n }] });
    const [total] = totalsByMode(ask({ lists: [dollars] }).counted);
    expect(total).toMatchObject({ amounts: { 502: 5n }, cny: 0n, withoutRate: 1 });
  });
});

describe('whatever arrives, in whatever order', () => {
  const few = (max: number) => fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { maxLength: max });
  const lists = few(9).map(ns => ns.map(n => list(n)));
  const forms = fc.uniqueArray(
    fc.record({
      n: fc.integer({ min: 1, max: 4 }),
      orders: few(3),
      waybills: few(2),
      bill: fc.nat({ max: 5 }),
    }),
    { maxLength: 4, selector: it => it.n },
  );
  const summaries = fc.uniqueArray(
    fc.record({
      n: fc.integer({ min: 1, max: 4 }),
      of: few(4),
      entry: fc.option(fc.integer({ min: 1, max: 4 })),
    }),
    { maxLength: 4, selector: it => it.n },
  );

  test('value = forms + lines of released lists that no form covers; the same in any order', () => {
    fc.assert(
      fc.property(lists, forms, summaries, (drawnLists, drawnForms, drawnSummaries) => {
        const carriers: Carriers = {
          lists: drawnLists,
          forms: drawnForms.map(it =>
            form(`F${it.n}`, {
              orders: it.orders.map(n => `O${n}`),
              waybills: it.waybills.map(n => `W${n}`),
              bills: [`B${it.bill}`],
            }),
          ),
          summaries: drawnSummaries.map(it =>
            summary(
              it.n,
              it.of.map(n => `I${n}`),
              it.entry === null ? {} : { entryId: `F${it.entry}` },
            ),
          ),
        };
        const result = countTrades(carriers);
        const backwards = countTrades({
          lists: [...carriers.lists].reverse(),
          forms: [...carriers.forms].reverse(),
          summaries: [...carriers.summaries].reverse(),
        });
        expect(backwards).toEqual(result);
        const byForm = result.notCounted.filter(it => it.kind === 'list' && it.instead?.by === 'form');
        const covered = byForm.reduce((sum, it) => {
          const whole = carriers.lists.find(one => one.caseKey === it.id)?.lines ?? [];
          return (
            sum +
            whole.filter(line => it.lines?.includes(line.gnum) ?? true).reduce((s, l) => s + l.total, 0n)
          );
        }, 0n);
        const all = carriers.lists.flatMap(it => it.lines).reduce((sum, line) => sum + line.total, 0n);
        const told = result.counted.reduce((sum, trade) => sum + (trade.amounts[CNY] ?? 0n), 0n);
        expect(told).toBe(BigInt(carriers.forms.length) * 110n + all - covered);
        const counts = result.counted.filter(it => it.by === 'list').map(it => it.id);
        expect(new Set(counts).size).toBe(counts.length);
      }),
      { numRuns: 300 },
    );
  });
});
