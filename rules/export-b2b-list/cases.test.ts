import { expect, it } from 'vitest';
import { exportParcel } from '../../demo/index.ts';
import { type LawAdditions, shippedLaw } from '../../law/index.ts';
import { parseStamp } from '../../shared/index.ts';
import { EXPORT_WORLD, exportRuleCases } from '../../test/export-rule-cases.ts';
import { rule } from './rule.ts';

const B2B = { mode: '9710', currency: '142' } as const;
const shirt = (supervision: string): LawAdditions => ({
  commodities: [
    { code: '6109100021', name: '演示T恤', unit1: '011', unit2: '035', supervision, edition: '演示' },
  ],
});

exportRuleCases(rule, [
  { title: '低值 / low value', set: B2B, says: [] },
  {
    title: '恰为5000元：含 / exactly 5,000 CNY',
    set: B2B,
    change: { 'list[1]/totalPrice': '4887.68' },
    says: [],
  },
  {
    title: '超过5000元 / over 5,000 CNY',
    set: B2B,
    change: { 'list[1]/totalPrice': '4887.69' },
    says: ['b2b-over-limit reject InventoryHead/tradeMode'],
  },
  {
    title: '9610不适用 / another mode',
    set: { currency: '142' },
    change: { 'list[1]/totalPrice': '9000' },
    says: [],
  },
  {
    title: '涉证 / a licence',
    set: B2B,
    law: shirt('4'),
    says: ['b2b-with-licence reject InventoryList[1]/gcode'],
  },
  {
    title: '涉检 / inspection',
    set: B2B,
    law: shirt('B'),
    says: ['b2b-with-inspection hold InventoryList[1]/gcode'],
  },
  {
    title: '2020年7月前没有9810 / before July 2020',
    set: { mode: '9810', at: parseStamp('20200630120000') ?? 0 },
    says: ['mode-not-yet reject InventoryHead/tradeMode'],
  },
]);

it('says that the filing of overseas warehouses is not judged for the days on which it was needed (WE060)', () => {
  const law = shippedLaw();
  const unjudged = (on: string, at: string) =>
    rule.unjudged?.({
      case: exportParcel(
        { seed: 'f', serial: 1, at: parseStamp(at) ?? 0, mode: '9810', currency: '142' },
        law,
      ),
      at: 0,
      on,
      law,
      world: EXPORT_WORLD,
    });
  expect(unjudged('2024-12-01', '20241201120000')?.zh).toContain('备案');
  expect(unjudged('2024-12-15', '20241215120000')).toBeUndefined();
});
