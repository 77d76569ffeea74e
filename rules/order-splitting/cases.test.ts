import { expect, it } from 'vitest';
import { lawWith, shippedLaw } from '../../law/index.ts';
import { fixed5 } from '../../shared/index.ts';
import { type GoodsCase, judged } from '../goods-parcel.ts';
import { rule } from './rule.ts';

const orders = (count: number, yuan: string, ebpCode = '3701DEMO01') => ({
  sameDay: Array.from({ length: count }, (_, index) => ({
    caseKey: `${ebpCode}|OTHER-${index}`,
    ebpCode,
    value: fixed5(yuan),
  })),
});
const SPLIT = (severity: 'warn' | 'hold') => [
  { code: 'perhaps-split', severity, path: 'InventoryHead/orderNo' },
];
const review = lawWith(shippedLaw(), {
  numbers: [{ id: 'check.splitting-review', value: '1', from: '2026-01-01', document: '演示运营设定2号' }],
});

const cases: readonly GoodsCase[] = [
  { title: '当日首单 / first order of the day', world: orders(0, '0'), expect: [] },
  {
    title: '三单合计超过5,000元 / three orders over the limit together',
    world: orders(2, '4000'),
    expect: SPLIT('warn'),
  },
  {
    title: '运营者要求转人工 / the operator wants a review',
    law: review,
    world: orders(2, '4000'),
    expect: SPLIT('hold'),
  },
  { title: '多单但合计未超限 / many orders within the limit', world: orders(5, '100'), expect: [] },
  { title: '两单超限：不足预警笔数 / two orders are too few', world: orders(1, '4900'), expect: [] },
  {
    title: '其他平台的订单不计 / other platforms do not count',
    world: orders(4, '4000', '3701DEMO99'),
    expect: [],
  },
];

it.each(cases)('$title', entry => {
  expect(judged(rule, entry)).toEqual(entry.expect);
});
