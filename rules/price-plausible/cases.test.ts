import { expect, it } from 'vitest';
import { lawWith, shippedLaw } from '../../law/index.ts';
import { type GoodsCase, judged } from '../goods-parcel.ts';
import { rule } from './rule.ts';

const document = '演示价格资料2026-1';
const band = { code: '3304990039', from: '2026-01-01', document, low: '1000', high: '20000', unit: '035' };
const banded = lawWith(shippedLaw(), { priceBands: [band] });
const review = lawWith(banded, {
  numbers: [{ id: 'check.price-review', value: '1', from: '2026-01-01', document: '演示运营设定1号' }],
});
const LOW = (severity: 'warn' | 'hold') => [
  { code: 'price-too-low', severity, path: 'InventoryList[1]/totalPrice' },
];

const cases: readonly GoodsCase[] = [
  { title: '无参考价：正常价格通过 / no band, ordinary price', expect: [] },
  { title: '一分钱一瓶 / one fen a bottle', lines: [{ totalPrice: '0.01' }], expect: LOW('warn') },
  { title: '赠品填0 / a gift', lines: [{ totalPrice: '0' }], expect: [] },
  { title: '在参考区间内 / inside the band', law: banded, expect: [] },
  { title: '低于参考区间 / below the band', law: banded, lines: [{ totalPrice: '20' }], expect: LOW('warn') },
  {
    title: '运营者要求转人工 / the operator wants a review',
    law: review,
    lines: [{ totalPrice: '20' }],
    expect: LOW('hold'),
  },
  {
    title: '高于参考区间 / above the band',
    law: banded,
    lines: [{ totalPrice: '1500' }],
    expect: [{ code: 'price-too-high', severity: 'warn', path: 'InventoryList[1]/totalPrice' }],
  },
];

it.each(cases)('$title', entry => {
  expect(judged(rule, entry)).toEqual(entry.expect);
});
