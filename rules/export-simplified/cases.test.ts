import { describe, expect, it } from 'vitest';
import { type LawAdditions, shippedLaw } from '../../law/index.ts';
import { fixed5 } from '../../shared/index.ts';
import { exportRuleCases } from '../../test/export-rule-cases.ts';
import { exportPartsDemanded, simplifiedAllowed } from '../simplified.ts';
import { rule } from './rule.ts';

const YUAN = { currency: '142' } as const;
const shirt = (supervision: string): LawAdditions => ({
  commodities: [
    { code: '6109100021', name: '演示T恤', unit1: '011', unit2: '035', supervision, edition: '演示' },
  ],
});
const rate = (value: string): LawAdditions => ({
  numbers: [{ id: 'exchange.502', value, from: '2025-06-01', document: '演示汇率' }],
});

exportRuleCases(rule, [
  { title: '低值商品 / goods of low value', set: YUAN, says: [] },
  {
    title: '恰为5000元：含 / exactly 5,000 CNY',
    set: YUAN,
    change: { 'list[1]/totalPrice': '4887.68' },
    says: [],
  },
  {
    title: '5000.01元 / a fen more',
    set: YUAN,
    change: { 'list[1]/totalPrice': '4887.69' },
    says: ['simplified-over-limit reject InventoryHead/statisticsFlag → B'],
  },
  {
    title: 'B不受限 / B has no limit',
    set: { ...YUAN, statisticsFlag: 'B' },
    change: { 'list[1]/totalPrice': '9000.00' },
    says: [],
  },
  {
    title: '按当月计征汇率折算 / at the rate of the month',
    law: rate('718.00'),
    change: { 'list[1]/totalPrice': '700.00' },
    says: ['simplified-over-limit reject InventoryHead/statisticsFlag → B'],
  },
  {
    title: '没有当月汇率：不猜 / no rate, no guess',
    change: { 'list[1]/totalPrice': '700000.00' },
    says: [],
  },
  {
    title: '涉证 / a licence',
    law: shirt('4'),
    says: ['simplified-with-licence reject InventoryList[1]/gcode'],
  },
  {
    title: '可能涉税 / perhaps a duty',
    change: { 'list[1]/gcode': '7204210000' },
    says: ['simplified-with-duty hold InventoryList[1]/gcode'],
  },
  {
    title: '不涉证却填许可证号 / a licence number',
    change: { 'list/licenseNo': 'DEMO-1' },
    says: ['simplified-with-licence-number hold InventoryHead/licenseNo'],
  },
  {
    title: '不在综试区 / outside a pilot zone',
    law: { numbers: [{ id: 'export.in-pilot-zone', value: '0', from: '2025-01-01', document: '演示' }] },
    says: ['simplified-outside-zone reject InventoryHead/statisticsFlag → B'],
  },
]);

describe('worked examples', () => {
  const law = shippedLaw();
  const facts = { exportDuty: false, refund: false, licence: false, inPilotZone: true };

  it('WE054: 5,000.00 CNY may use A, four digits', () => {
    const it = simplifiedAllowed({ ...facts, value: fixed5('5000.00') }, law, '2025-06-18');
    expect(it).toEqual({ allowed: true, digits: 4 });
  });

  it('WE056: 5,000.01 CNY may not, ten digits', () => {
    const it = simplifiedAllowed({ ...facts, value: fixed5('5000.01') }, law, '2025-06-18');
    expect(it).toEqual({ allowed: false, digits: 10 });
  });

  it.each(['exportDuty', 'refund', 'licence'] as const)('%s stands against A', fact => {
    expect(simplifiedAllowed({ ...facts, [fact]: true, value: 0n }, law, '2025-06-18').allowed).toBe(false);
  });

  it('A is of the pilot zones', () => {
    expect(simplifiedAllowed({ ...facts, inPilotZone: false, value: 0n }, law, '2025-06-18').allowed).toBe(
      false,
    );
  });

  it('WE058: until 14 December 2024 order, receipt and waybill precede the list, then order and waybill', () => {
    expect(exportPartsDemanded('9610', '2024-12-14', law)).toEqual(['order', 'receipt', 'waybill', 'list']);
    expect(exportPartsDemanded('9610', '2024-12-15', law)).toEqual(['order', 'waybill', 'list']);
    expect(exportPartsDemanded('9810', '2024-12-14', law)).toEqual(['order', 'waybill', 'list']);
  });

  it('WE060: overseas-warehouse filing was needed until 14 December 2024', () => {
    expect(law.number('export.warehouse-filing', '2024-12-01').value).toBe('1');
    expect(law.number('export.warehouse-filing', '2024-12-15').value).toBe('0');
  });
});
