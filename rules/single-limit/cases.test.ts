import { expect, it } from 'vitest';
import { type Changes, type GoodsCase, judged } from '../goods-parcel.ts';
import { rule } from './rule.ts';

const bag = (totalPrice: string, qty = '1'): Changes => ({
  gcode: '4202220000',
  gname: '演示手提包',
  gmodel: '手提包',
  unit: '007',
  qty,
  qty1: '0.6',
  qty2: qty,
  unit2: '007',
  totalPrice,
});
const OVER = (line: number) => [
  { code: 'over-single-limit', severity: 'reject' as const, path: `InventoryList[${line}]/totalPrice` },
];

const cases: readonly GoodsCase[] = [
  { title: '恰好5,000元：通过 / exactly the limit', lines: [bag('5000')], expect: [] },
  { title: '单件6,000元：全额征税，不退 / one dear item is taxed in full', lines: [bag('6000')], expect: [] },
  { title: '两项合计6,000元：退 / two items', lines: [bag('2000'), bag('4000')], expect: OVER(2) },
  { title: '一项两件6,000元：退 / two pieces of one line', lines: [bag('6000', '2')], expect: OVER(1) },
  {
    title: '运费使总额超限：退 / freight counts',
    lines: [bag('2500'), bag('2500')],
    list: { freight: '0.01' },
    expect: OVER(1),
  },
  {
    title: '2018年限值2,000元 / the limit of 2018',
    on: '2018-12-31',
    lines: [bag('1500'), bag('501')],
    expect: OVER(1),
  },
  { title: '2019年起5,000元 / from 2019', on: '2019-01-01', lines: [bag('1500'), bag('501')], expect: [] },
];

it.each(cases)('$title', entry => {
  expect(judged(rule, entry)).toEqual(entry.expect);
});
