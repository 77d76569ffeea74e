import { exportRuleCases } from '../../test/export-rule-cases.ts';
import { rule } from './rule.ts';

const B = { statisticsFlag: 'B' } as const;

exportRuleCases(rule, [
  { title: '单位相符 / right units', set: B, says: [] },
  {
    title: '第一单位错 / first unit',
    set: B,
    change: { 'list[1]/unit1': '007' },
    says: ['first-unit reject InventoryList[1]/unit1 → 011'],
  },
  {
    title: 'A：编码未细分，只提示 / a hint in a simplified list',
    change: { 'list[1]/unit1': '007' },
    says: ['first-unit warn InventoryList[1]/unit1 → 011'],
  },
  {
    title: '单位相同而数量不同 / one unit, two quantities',
    change: { 'list[1]/qty1': '3' },
    says: ['same-unit-other-quantity reject InventoryList[1]/qty1 → 2'],
  },
  {
    title: '缺第二单位和数量 / the second unit is missing',
    set: B,
    change: { 'list[1]/unit2': null, 'list[1]/qty2': null },
    says: [
      'second-unit-missing reject InventoryList[1]/unit2 → 035',
      'second-quantity-missing reject InventoryList[1]/qty2',
    ],
  },
  {
    title: '数量为零 / nothing',
    change: { 'list[2]/qty1': '0' },
    says: ['quantity-not-positive reject InventoryList[2]/qty1'],
  },
]);
