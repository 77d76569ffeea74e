import { expect, it } from 'vitest';
import { type Changes, type GoodsCase, judged } from '../goods-parcel.ts';
import { rule } from './rule.ts';

const WINE: Changes = {
  gcode: '2204210000',
  gname: '演示葡萄酒',
  gmodel: '750ml/瓶',
  qty1: '0.75',
  unit1: '095',
  qty2: '0.75',
  unit2: '035',
};
const NAPPIES: Changes = {
  gcode: '9619001100',
  gname: '演示纸尿裤',
  gmodel: 'NB码|适用体重0-5kg|90片/包',
  unit: '125',
  qty1: '1.8',
  unit2: null,
  qty2: null,
};
const HEAVY: Changes = { grossWeight: '2.2', netWeight: '1.8' };

const cases: readonly GoodsCase[] = [
  { title: '两个法定单位齐全：通过 / both units right', expect: [] },
  { title: '葡萄酒：升和千克 / wine in litres and kilograms', lines: [WINE], list: HEAVY, expect: [] },
  { title: '只有一个法定单位的商品 / one statutory unit', lines: [NAPPIES], list: HEAVY, expect: [] },
  {
    title: '单位代码填错、数量不变：只改代码 / the code alone is wrong',
    lines: [{ unit1: '007' }],
    expect: [{ code: 'first-unit', severity: 'reject', path: 'InventoryList[1]/unit1', put: '035' }],
  },
  {
    title: '单位误作克、数量是千克 / gram written, number is kilograms',
    lines: [{ unit1: '036' }],
    expect: [{ code: 'first-unit', severity: 'reject', path: 'InventoryList[1]/unit1', put: '035' }],
  },
  {
    title: '按克申报：单位和数量一并换算 / counted in grams: unit and quantity converted',
    lines: [{ unit1: '036', qty1: '50' }],
    expect: [
      { code: 'first-unit', severity: 'reject', path: 'InventoryList[1]/unit1', put: '035' },
      { code: 'first-quantity', severity: 'reject', path: 'InventoryList[1]/qty1', put: '0.05' },
    ],
  },
  {
    title: '无净含量可据，按包裹净重判断 / no net content: the weights decide',
    lines: [{ ...NAPPIES, unit1: '007' }],
    list: HEAVY,
    expect: [{ code: 'first-unit', severity: 'reject', path: 'InventoryList[1]/unit1', put: '035' }],
  },
  {
    title: '数量也对不上：不给修正值 / nothing fits: no repair',
    lines: [{ ...NAPPIES, unit1: '007', qty1: '90' }],
    list: HEAVY,
    expect: [{ code: 'first-unit', severity: 'reject', path: 'InventoryList[1]/unit1' }],
  },
  {
    title: '缺第二单位和数量 / second unit and quantity absent',
    lines: [{ unit2: null, qty2: null }],
    expect: [
      { code: 'second-unit-missing', severity: 'reject', path: 'InventoryList[1]/unit2', put: '011' },
      { code: 'second-quantity-missing', severity: 'reject', path: 'InventoryList[1]/qty2' },
    ],
  },
  {
    title: '缺第二数量，申报单位相同：可修正 / second quantity absent, declared in that unit',
    lines: [{ qty2: null, unit: '011' }],
    expect: [
      { code: 'second-quantity-missing', severity: 'reject', path: 'InventoryList[1]/qty2', put: '1' },
    ],
  },
  {
    title: '缺第二单位 / second unit absent',
    lines: [{ unit2: null }],
    expect: [{ code: 'second-unit-missing', severity: 'reject', path: 'InventoryList[1]/unit2', put: '011' }],
  },
  {
    title: '第二单位填错 / second unit wrong',
    lines: [{ unit2: '007' }],
    expect: [{ code: 'second-unit', severity: 'reject', path: 'InventoryList[1]/unit2', put: '011' }],
  },
  {
    title: '多填第二单位：提示 / superfluous second unit warns',
    lines: [{ ...NAPPIES, unit2: '007', qty2: '90' }],
    list: HEAVY,
    expect: [
      { code: 'second-unit-superfluous', severity: 'warn', path: 'InventoryList[1]/unit2', put: null },
      { code: 'second-unit-superfluous', severity: 'warn', path: 'InventoryList[1]/qty2', put: null },
    ],
  },
  {
    title: '两组单位填反 / units exchanged',
    lines: [{ ...WINE, unit1: '035', qty1: '0.8', unit2: '095', qty2: '0.75' }],
    list: HEAVY,
    expect: [
      { code: 'units-exchanged', severity: 'reject', path: 'InventoryList[1]/unit1', put: '095' },
      { code: 'units-exchanged', severity: 'reject', path: 'InventoryList[1]/unit2', put: '035' },
      { code: 'units-exchanged', severity: 'reject', path: 'InventoryList[1]/qty1', put: '0.75' },
      { code: 'units-exchanged', severity: 'reject', path: 'InventoryList[1]/qty2', put: '0.8' },
    ],
  },
  {
    title: '申报单位即第二单位而数量不等 / declared unit is the second unit, other quantity',
    lines: [{ unit: '011', qty2: '2' }],
    expect: [
      { code: 'same-unit-other-quantity', severity: 'reject', path: 'InventoryList[1]/qty2', put: '1' },
    ],
  },
  {
    title: '申报单位即第一单位而数量不等 / declared unit is the first unit, other quantity',
    lines: [{ ...NAPPIES, unit: '035', qty: '1.8', qty1: '1.9' }],
    list: HEAVY,
    expect: [
      { code: 'same-unit-other-quantity', severity: 'reject', path: 'InventoryList[1]/qty1', put: '1.8' },
    ],
  },
  {
    title: '件数不是整数 / pieces that are not whole',
    lines: [{ qty2: '1.5' }],
    expect: [{ code: 'count-not-whole', severity: 'hold', path: 'InventoryList[1]/qty2' }],
  },
  {
    title: '两瓶不会是三件 / two bottles are not three pieces',
    lines: [{ qty: '2', qty2: '3' }],
    expect: [{ code: 'count-unlike-declared', severity: 'hold', path: 'InventoryList[1]/qty2' }],
  },
  { title: '两盒各三件 / two boxes of three pieces', lines: [{ qty: '2', qty2: '6' }], expect: [] },
  { title: '四只是两双 / four shoes are two pairs', lines: [{ qty: '4', qty2: '2' }], expect: [] },
  {
    title: '数量为零 / quantity zero',
    lines: [{ qty1: '0' }],
    expect: [{ code: 'quantity-not-positive', severity: 'reject', path: 'InventoryList[1]/qty1' }],
  },
  {
    title: '目录外编码：只查成对填报 / unknown code: only the pair is checked',
    lines: [{ gcode: '3304990098', unit2: null }],
    expect: [{ code: 'second-unit-missing', severity: 'reject', path: 'InventoryList[1]/unit2' }],
  },
];

it.each(cases)('$title', entry => {
  expect(judged(rule, entry)).toEqual(entry.expect);
});
