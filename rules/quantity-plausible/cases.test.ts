import { expect, it } from 'vitest';
import { type Changes, type GoodsCase, judged } from '../goods-parcel.ts';
import { rule } from './rule.ts';

const CONTENT = (put?: string) => ({
  code: 'content-differs',
  severity: 'hold' as const,
  path: 'InventoryList[1]/qty1',
  ...(put === undefined ? {} : { put }),
});
const food = (gmodel: string, more: Changes): Changes => ({
  gcode: '2106909090',
  gmodel,
  unit2: null,
  qty2: null,
  ...more,
});
const HEAVY: Changes = { grossWeight: '9', netWeight: '8' };

const cases: readonly GoodsCase[] = [
  { title: '50毫升面霜申报0.05千克：1毫升按1克计 / 50 ml cream as 0.05 kg', expect: [] },
  {
    title: '公开案例：50毫升申报83.5克 / the published case: 83.5 g for 50 ml',
    lines: [{ qty1: '0.0835' }],
    expect: [CONTENT('0.05')],
  },
  {
    title: '全角写法同样识别 / full-width forms are understood',
    lines: [{ gmodel: '净含量：５０ｍＬ', qty1: '0.0835' }],
    expect: [CONTENT('0.05')],
  },
  {
    title: '毛重83.5克不是净含量 / a gross weight is no content',
    lines: [{ gmodel: '50ml|毛重83.5g' }],
    expect: [],
  },
  {
    title: '两瓶只报一瓶的量 / two bottles, quantity of one',
    lines: [{ qty: '2', qty2: '2' }],
    list: HEAVY,
    expect: [CONTENT('0.1')],
  },
  {
    title: '30g*10片按盒：300克 / 30g*10片 by the box is 300 g',
    lines: [{ gmodel: '30g*10片/盒', unit: '140', qty1: '0.3' }],
    list: HEAVY,
    expect: [],
  },
  {
    title: '30g*10片按片：每片30克 / counted in 片 it is 30 g each',
    lines: [{ gmodel: '30g*10片', unit: '020', qty: '10', qty1: '0.3' }],
    list: HEAVY,
    expect: [],
  },
  {
    title: '30g*10片漏乘片数 / the ten pieces forgotten',
    lines: [{ gmodel: '30g*10片/盒', unit: '140', qty1: '0.03' }],
    expect: [CONTENT('0.3')],
  },
  {
    title: '2×500mL / twice half a litre',
    lines: [food('2×500mL', { qty1: '1.02' })],
    list: HEAVY,
    expect: [],
  },
  {
    title: '奶粉900克/罐×6 / six tins',
    lines: [food('900克/罐', { qty: '6', unit: '122', qty1: '5.4' })],
    list: HEAVY,
    expect: [],
  },
  {
    title: '奶粉900克/罐误报毛重 / gross weight for net',
    lines: [food('900克/罐', { qty: '6', unit: '122', qty1: '6.6' })],
    list: HEAVY,
    expect: [CONTENT('5.4')],
  },
  {
    title: '胶囊30粒/盒无净含量 / capsules: nothing to compare',
    lines: [food('胶囊|30粒/盒', { qty1: '0.06' })],
    expect: [],
  },
  {
    title: '每粒500毫克是剂量 / milligrams are a dose',
    lines: [food('维生素C 500mg*60片', { qty1: '0.06' })],
    expect: [],
  },
  {
    title: '适用体重不是净含量 / body weight is no content',
    lines: [{ gcode: '9619001100', gmodel: '适用体重6-11kg|80片', qty1: '2.4', unit2: null, qty2: null }],
    list: HEAVY,
    expect: [],
  },
  {
    title: '奶瓶容量240ml不是净含量 / capacity of a bottle is no content',
    lines: [{ gcode: '3924100000', gmodel: '奶瓶240ml', qty1: '0.08', unit2: null, qty2: null }],
    expect: [],
  },
  {
    title: '申报单位就是千克 / declared in kilograms',
    lines: [food('5kg/袋', { unit: '035', qty: '0.5', qty1: '0.5' })],
    list: HEAVY,
    expect: [],
  },
  {
    title: '葡萄酒750ml：升准确、千克允许密度 / wine: litres exact, kilograms by density',
    lines: [{ gcode: '2204210000', gmodel: '750ml', qty1: '0.75', unit1: '095', qty2: '0.74', unit2: '035' }],
    list: HEAVY,
    expect: [],
  },
  {
    title: '葡萄酒升数报成毫升 / millilitres for litres',
    lines: [{ gcode: '2204210000', gmodel: '750ml', qty1: '750', unit1: '095', qty2: '0.74', unit2: '035' }],
    list: HEAVY,
    expect: [CONTENT('0.75')],
  },
  {
    title: '250g两盒装：另写的件数也算数 / a number of packages written apart counts',
    lines: [food('饼干 250g 2盒装', { qty1: '0.5' })],
    list: HEAVY,
    expect: [],
  },
  {
    title: '法定重量超过毛重 / heavier than the parcel',
    lines: [{ gmodel: '无' }],
    list: { grossWeight: '0.04', netWeight: '0.03' },
    expect: [{ code: 'heavier-than-parcel', severity: 'hold', path: 'InventoryList[1]/qty1' }],
  },
  {
    title: '多项合计超过毛重，指出最重一项 / the heaviest line is named',
    lines: [{}, { gmodel: '无', qty1: '5' }],
    expect: [{ code: 'heavier-than-parcel', severity: 'hold', path: 'InventoryList[2]/qty1' }],
  },
  {
    title: '运单表明清单毛重有误 / the waybill shows that the gross weight is wrong',
    lines: [{ gmodel: '无' }],
    list: { grossWeight: '0.04', netWeight: '0.03' },
    waybill: { weight: '0.2' },
    expect: [],
  },
  {
    title: '净重小于商品法定重量 / net weight below the contents',
    lines: [{ gmodel: '无', qty1: '0.15' }],
    list: { grossWeight: '0.2', netWeight: '0.05' },
    expect: [{ code: 'net-weight-below-contents', severity: 'hold', path: 'InventoryHead/netWeight' }],
  },
  {
    title: '净重按四舍五入略小 / net weight rounded down',
    lines: [{ gmodel: '无', qty1: '0.052' }],
    list: { grossWeight: '0.2', netWeight: '0.05' },
    expect: [],
  },
  {
    title: '多个不同净含量：不判断 / several contents are not judged',
    lines: [{ gmodel: '30ml+50ml', qty1: '0.08' }],
    expect: [],
  },
];

it.each(cases)('$title', entry => {
  expect(judged(rule, entry)).toEqual(entry.expect);
});
