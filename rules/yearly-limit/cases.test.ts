import { expect, it } from 'vitest';
import { fixed5 } from '../../shared/index.ts';
import { type GoodsCase, goodsQuestion, judged } from '../goods-parcel.ts';
import { rule } from './rule.ts';

const used = (yuan: string) => ({ yearUsed: fixed5(yuan) });
const OVER = (severity: 'reject' | 'warn') => [
  { code: 'over-yearly-limit', severity, path: 'InventoryHead/buyerIdNumber' },
];
const bag = { totalPrice: '5500', gcode: '4202220000' };

const cases: readonly GoodsCase[] = [
  { title: '恰好用满26,000元 / exactly used up', world: used('25575'), expect: [] },
  { title: '超过一分 / one fen over', world: used('25575.01'), expect: OVER('reject') },
  {
    title: '预检只提示 / precheck warns',
    world: { ...used('25575.01'), stance: 'precheck' },
    expect: OVER('warn'),
  },
  {
    title: '高价单件也受年度限值约束 / a dear single item as well',
    lines: [bag],
    world: used('22000'),
    expect: OVER('reject'),
  },
  {
    title: '一单超过年度限值，预检也退 / one order over the yearly limit',
    lines: [{ ...bag, totalPrice: '26000.01' }],
    world: { stance: 'precheck' },
    expect: OVER('reject'),
  },
  {
    title: '2018年为20,000元 / 20,000 in 2018',
    on: '2018-06-01',
    world: used('19900'),
    expect: OVER('reject'),
  },
];

it.each(cases)('$title', entry => {
  expect(judged(rule, entry)).toEqual(entry.expect);
});

it('says so when the use of the year is not known', () => {
  expect(rule.unjudged?.(goodsQuestion({ title: '', expect: [] }))?.zh).toContain('年度');
});
