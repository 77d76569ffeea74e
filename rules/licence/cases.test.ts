import { expect, it } from 'vitest';
import { type GoodsCase, goodsQuestion, judged } from '../goods-parcel.ts';
import { rule } from './rule.ts';

const cases: readonly GoodsCase[] = [
  { title: '个人自用进境物品监管：无须许可证号 / no licence number is asked', expect: [] },
  {
    title: '填了许可证号也不影响 / a licence number does no harm',
    list: { licenseNo: 'L2026DEMO' },
    expect: [],
  },
  {
    title: '废塑料禁止进口 / plastic waste is prohibited',
    lines: [{ gcode: '3915100000' }],
    expect: [{ code: 'import-prohibited', severity: 'reject', path: 'InventoryList[1]/gcode' }],
  },
];

it.each(cases)('$title', entry => {
  expect(judged(rule, entry)).toEqual(entry.expect);
});

it('owns up to what is not judged under 1239', () => {
  expect(rule.unjudged?.(goodsQuestion({ title: '', mode: '1239', expect: [] }))?.zh).toContain('首次进口');
  expect(rule.unjudged?.(goodsQuestion({ title: '', expect: [] }))).toBeUndefined();
});
