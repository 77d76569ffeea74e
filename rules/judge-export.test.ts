import { expect, it } from 'vitest';
import { exporters, exportParcel } from '../demo/index.ts';
import { shippedLaw } from '../law/index.ts';
import { formatFixed5 } from '../shared/index.ts';
import { DECLARED, EXPORT_WORLD } from '../test/export-rule-cases.ts';
import {
  applyRepairs,
  type ExportRule,
  exportCatalogue,
  judgeExport,
  judgeIncompleteExport,
} from './index.ts';

const law = shippedLaw();
const right = exportParcel(
  {
    seed: 'judge',
    at: DECLARED,
    serial: 1,
    mode: '9610',
    statisticsFlag: 'A',
    currency: '142',
    seller: exporters[0],
    agent: exporters[0],
  },
  law,
);
const { list, order, waybill } = right;
const inList = (fields: Record<string, string>) => ({
  ...right,
  list: { ...list, head: { ...list.head, ...fields } },
});

it('a rule that throws holds the case and does not silence the others', () => {
  const broken: ExportRule = {
    id: 'broken',
    title: { zh: '坏规则', en: 'broken rule' },
    needs: [],
    judge: () => {
      throw new Error('out of order');
    },
  };
  const { findings } = judgeExport(inList({ country: '142' }), DECLARED, law, EXPORT_WORLD, [
    broken,
    ...exportCatalogue,
  ]);
  expect(findings.map(it => [it.rule, it.code, it.severity])).toEqual([
    ['broken', 'rule-failed', 'hold'],
    ['export-places', 'arrives-in-china', 'reject'],
  ]);
});

it('knows the value of the list in CNY, where the rates are there', () => {
  const { valueCny } = judgeExport(right, DECLARED, law, EXPORT_WORLD);
  expect(formatFixed5(valueCny ?? 0n, 2)).toBe(order.head['goodsValue']);
  const dollars = exportParcel({ ...right.wish, currency: '502' }, law);
  expect(judgeExport(dollars, DECLARED, law, EXPORT_WORLD).valueCny).toBeUndefined();
});

it('says which rules need a running platform', () => {
  const { findings, notJudged } = judgeExport(right, DECLARED, law, { stance: 'precheck' });
  expect(findings).toEqual([]);
  expect(notJudged.map(it => it.rule)).toEqual(expect.arrayContaining(['export-roles', 'waybill-reuse']));
});

it('tells one fault once: a wrong price does not raise doubts about value and sums', () => {
  const lines = list.lines.map((it, at) =>
    at === 0 ? { ...it, price: '9999.00', totalPrice: '99990.00' } : it,
  );
  const { findings } = judgeExport({ ...right, list: { ...list, lines } }, DECLARED, law, EXPORT_WORLD);
  expect(new Set(findings.map(it => it.rule))).toEqual(new Set(['order-list']));
});

it('names the documents as they were received, also where a key is repaired', () => {
  const wrong = inList({ orderNo: 'DEMO-OTHER' });
  const { findings } = judgeExport(wrong, DECLARED, law, EXPORT_WORLD);
  expect(findings.map(it => [it.code, it.document.key.includes('DEMO-OTHER')])).toEqual([
    ['order-number-differs', true],
  ]);
  const [, , mended] = applyRepairs([order, waybill, wrong.list], findings);
  expect(mended?.head['orderNo']).toBe(order.head['orderNo']);
});

it('judges what is there of a parcel and asks the world with what is not there left empty', () => {
  const { key, mode } = right;
  const wrong = inList({ country: '142', netWeight: '99' }).list;
  const { findings } = judgeIncompleteExport({ key, mode, list: wrong }, DECLARED, law, asked => {
    expect(asked.order).toEqual({ type: 'CEB303Message', head: {}, lines: [] });
    return EXPORT_WORLD;
  });
  expect(findings.map(it => it.code).sort()).toEqual(['arrives-in-china', 'net-above-gross']);
  const order9710 = { ...order, head: { ...order.head, orderType: 'B', ebpCode: '3701DM9999' } };
  const told = judgeIncompleteExport({ key, order: order9710 }, DECLARED, law, asked => {
    expect(asked.mode).toBe('9710');
    return EXPORT_WORLD;
  });
  expect(told.findings.map(it => it.code)).toEqual(['enterprise-not-registered']);
});

it('fields that are no numbers are left to the format check', () => {
  const nonsense = {
    ...right,
    order: {
      ...order,
      head: { ...order.head, goodsValue: 'viel', freight: '' },
      lines: order.lines.map(it => ({ ...it, qty: '二' })),
    },
    list: { ...list, head: { ...list.head, statisticsFlag: 'Z', tradeMode: '' }, lines: [] },
  };
  const { findings } = judgeExport(nonsense, DECLARED, law, EXPORT_WORLD);
  expect(findings.filter(it => it.code === 'rule-failed')).toEqual([]);
});
