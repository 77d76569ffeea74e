import { expect, it } from 'vitest';
import { type GoodsCase, judged } from '../goods-parcel.ts';
import { rule } from './rule.ts';

const cases: readonly GoodsCase[] = [
  { title: '编码在目录内：通过 / known code passes', expect: [] },
  {
    title: '目录版本之外的编码：转人工，不退单 / unknown code is reviewed, never refused',
    lines: [{ gcode: '3304990098' }],
    expect: [{ code: 'code-outside-edition', severity: 'hold', path: 'InventoryList[1]/gcode' }],
  },
  {
    title: '2019年后启用的配方奶粉编码在目录内 / infant formula codes newer than 2019 are known',
    lines: [{ gcode: '1901101010', gname: '演示婴儿配方奶粉1段' }],
    expect: [],
  },
  {
    title: '名称是面霜，编码是手提包：转人工 / the name speaks of cream, the code of handbags',
    lines: [{ gcode: '4202220000' }],
    expect: [{ code: 'code-unlike-name', severity: 'hold', path: 'InventoryList[1]/gcode' }],
  },
  {
    title: '手机壳不是手机 / a case for a telephone is none',
    lines: [{ gcode: '3926909090', gname: '演示手机壳' }],
    expect: [],
  },
  {
    title: '规格写在名称后面 / size after the name',
    lines: [{ gcode: '2905310000', gname: '演示黄油曲奇饼干200克' }],
    expect: [{ code: 'code-unlike-name', severity: 'hold', path: 'InventoryList[1]/gcode' }],
  },
  {
    title: '第77章不存在 / chapter 77 does not exist',
    lines: [{ gcode: '7701000000' }],
    expect: [{ code: 'code-chapter', severity: 'reject', path: 'InventoryList[1]/gcode' }],
  },
  {
    title: '第98章及以上非商品 / 98 and above are no goods',
    lines: [{}, { gcode: '9801001000' }],
    expect: [{ code: 'code-chapter', severity: 'reject', path: 'InventoryList[2]/gcode' }],
  },
  {
    title: '第00章不存在 / chapter 00 does not exist',
    lines: [{ gcode: '0000000000' }],
    expect: [{ code: 'code-chapter', severity: 'reject', path: 'InventoryList[1]/gcode' }],
  },
  {
    title: '含字母 / letters',
    lines: [{ gcode: '33049900A9' }],
    expect: [{ code: 'code-form', severity: 'reject', path: 'InventoryList[1]/gcode' }],
  },
  {
    title: '8位编码 / eight digits',
    lines: [{ gcode: '33049900' }],
    expect: [{ code: 'code-form', severity: 'reject', path: 'InventoryList[1]/gcode' }],
  },
  {
    title: '全角数字可修正 / full-width digits are repaired',
    lines: [{ gcode: '３３０４９９００３９' }],
    expect: [{ code: 'code-form', severity: 'reject', path: 'InventoryList[1]/gcode', put: '3304990039' }],
  },
];

it.each(cases)('$title', entry => {
  expect(judged(rule, entry)).toEqual(entry.expect);
});
