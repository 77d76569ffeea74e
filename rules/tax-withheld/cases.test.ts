import { expect, it } from 'vitest';
import { type GoodsCase, judged } from '../goods-parcel.ts';
import { rule } from './rule.ts';

const DIFFERS = [{ code: 'withheld-differs', severity: 'warn' as const, path: 'OrderHead/taxTotal' }];
const UNKNOWN = [{ code: 'rate-unknown', severity: 'hold' as const, path: 'InventoryList[1]/gcode' }];

const cases: readonly GoodsCase[] = [
  { title: '未代扣（填0）：通过 / nothing withheld', order: { taxTotal: '0' }, expect: [] },
  { title: '与应征税款一致 / the tax of the list', order: { taxTotal: '38.68' }, expect: [] },
  { title: '按整单计算的尾差 / a rounding of the whole order', order: { taxTotal: '38.67500' }, expect: [] },
  { title: '少扣一元 / one yuan short', order: { taxTotal: '37.68' }, expect: DIFFERS },
  { title: '按19%错扣 / a wrong rate', order: { taxTotal: '80.75' }, expect: DIFFERS },
  {
    title: '高档化妆品漏计消费税 / consumption tax of high-end cosmetics left out',
    lines: [{ totalPrice: '700' }],
    order: { taxTotal: '63.70' },
    expect: DIFFERS,
  },
  {
    title: '高档化妆品按23.06%代扣 / high-end cosmetics',
    lines: [{ totalPrice: '700' }],
    order: { taxTotal: '161.41' },
    expect: [],
  },
  {
    title: '消费税因税目而异且未载入税率：转人工 / consumption tax depends on the line',
    lines: [{ gcode: '7113209090', unit1: '036', qty1: '5', unit2: null, qty2: null }],
    expect: UNKNOWN,
  },
  {
    title: '超限单件缺关税税率：转人工 / duty rate needed and not loaded',
    lines: [{ gcode: '8471301000', unit1: '001', qty1: '1', unit2: '035', qty2: '1.2', totalPrice: '8000' }],
    expect: UNKNOWN,
  },
  {
    title: '超限单件有关税税率 / duty rate loaded',
    lines: [{ gcode: '4202220000', unit1: '035', qty1: '0.6', unit2: '007', totalPrice: '6000' }],
    // 6000 × 6 % = 360.00; (6000 + 360) × 13 % = 826.80
    order: { taxTotal: '1186.80' },
    expect: [],
  },
];

it.each(cases)('$title', entry => {
  expect(judged(rule, entry)).toEqual(entry.expect);
});
