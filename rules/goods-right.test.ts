import { describe, expect, it } from 'vitest';
import { quoteTax, taxInputOf } from '../tax/index.ts';
import type { Question } from './case.ts';
import { catalogue } from './catalogue.ts';
import { type Changes, goodsQuestion } from './goods-parcel.ts';
import { applyRepairs } from './index.ts';

const GOODS_RULES: ReadonlySet<string> = new Set([
  'commodity-code',
  'statutory-units',
  'quantity-plausible',
  'positive-list',
  'licence',
  'single-limit',
  'yearly-limit',
  'tax-withheld',
  'price-plausible',
]);
const rules = catalogue.filter(rule => GOODS_RULES.has(rule.id));

/** name, code, specification, declared qty and unit, first and second statutory quantity, price of the line. */
type Row = readonly [string, string, string, string, string, string, string, string, string, string];

/** Right lines as shops declare them (demo goods): specifications in the many ways they are written. Nothing may be said of any. */
const RIGHT: readonly Row[] = [
  ['香水', '3303000020', '4|3|香水|50ml/瓶|演示牌', '1', '142', '0.05', '035', '1', '011', '620'],
  ['口红', '3304100091', '4|3|唇膏|净含量：3.4g/支', '2', '012', '0.0068', '035', '2', '011', '460'],
  ['面膜', '3304990049', '25ml*10片/盒|演示牌', '2', '140', '0.5', '035', '2', '011', '180'],
  ['面膜片装', '3304990049', '规格：28g/片', '5', '020', '0.14', '035', '5', '011', '60'],
  ['防晒霜', '3304990039', '净含量60ml/瓶；毛重82g', '3', '142', '0.18', '035', '3', '011', '240'],
  ['洗发水', '3305100090', '2×500mL', '1', '006', '1.02', '035', '', '', '99'],
  ['牙膏', '3306101090', '120g/支*3支', '1', '006', '0.36', '035', '', '', '45'],
  ['婴儿配方奶粉', '1901101090', '0-6个月|900g/罐|2段', '6', '122', '5.4', '035', '', '', '1500'],
  ['奶粉整箱', '1901101090', '800克×6罐/箱', '1', '120', '4.8', '035', '', '', '1300'],
  ['蛋白粉', '2106100000', '2.27kg(5磅)/桶，每份30g含蛋白质24g', '1', '123', '2.27', '035', '', '', '380'],
  ['维生素C片', '2106909090', '维生素C 500mg|100片/瓶', '2', '142', '0.13', '035', '', '', '96'],
  ['胶囊', '2106909090', '4|3|乳清蛋白65%,胶囊壳21%|30粒/盒|演示', '1', '140', '0.06', '035', '', '', '120'],
  ['胶原蛋白饮', '2202990099', '50ml×10瓶/盒', '1', '140', '0.5', '095', '0.53', '035', '210'],
  ['葡萄酒', '2204210000', '750ml|酒精度13.5%vol', '2', '142', '1.5', '095', '1.5', '035', '300'],
  ['威士忌', '2208300000', '700mL/瓶', '1', '142', '0.7', '095', '0.67', '035', '420'],
  ['啤酒', '2203000000', '330ml*24听/箱', '1', '120', '7.92', '095', '8', '035', '150'],
  ['橄榄油', '1509100000', '750ml/瓶', '2', '142', '1.374', '035', '', '', '160'],
  ['蜂蜜', '0409000000', '500g/瓶', '1', '142', '0.5', '035', '', '', '120'],
  ['咖啡豆', '0901210000', '1kg/袋', '2', '136', '2', '035', '', '', '200'],
  ['巧克力', '1806310000', '净重100克/块', '5', '017', '0.5', '035', '', '', '90'],
  ['饼干', '1905310000', '250g 2盒装', '1', '006', '0.5', '035', '', '', '60'],
  ['坚果', '0802120000', '扁桃仁|散装', '1.5', '035', '1.5', '035', '', '', '150'],
  ['砂糖', '1701991090', '1kg/袋', '2', '136', '2', '035', '', '', '40'],
  ['大米', '1006302090', '5kg/袋', '2', '136', '10', '035', '', '', '200'],
  ['纸尿裤', '9619001100', 'L码|适用体重9-14kg|54片/包', '4', '125', '6.4', '035', '', '', '480'],
  ['奶瓶', '3924100000', '240ml|PPSU', '2', '007', '0.24', '035', '', '', '260'],
  ['隐形眼镜', '9001300000', '30片/盒|含水量58%', '30', '020', '30', '020', '', '', '180'],
  ['手提包', '4202210090', '牛皮|演示牌', '1', '007', '0.8', '035', '1', '007', '4200'],
  ['皮鞋', '6403990090', '42码', '1', '025', '1.1', '035', '1', '025', '900'],
  ['T恤', '6109100021', '棉100%|L', '2', '011', '2', '011', '0.4', '035', '300'],
  ['耳机', '8518300000', '蓝牙5.3', '1', '007', '1', '007', '', '', '1200'],
  ['剃须刀', '8212100000', '3层刀头', '1', '016', '0.1', '035', '1', '016', '80'],
  ['狗粮', '2309109000', '2.5kg/袋', '2', '136', '5', '035', '', '', '260'],
  ['电子手表', '9102110000', '石英|演示', '1', '008', '1', '008', '', '', '3800'],
  ['银项链', '7113119090', '925银', '1', '015', '6.5', '036', '', '', '500'],
  ['绘本', '4901990000', '精装|32页', '3', '132', '1.5', '035', '', '', '120'],
  ['打印机墨盒', '3215190090', '家用喷墨打印机墨盒|黑色', '1', '007', '0.05', '035', '', '', '160'],
  ['洗衣液', '3402209000', '净含量3L/瓶', '1', '142', '3.1', '035', '', '', '70'],
  ['冻蟹', '0306149090', '1kg/盒', '1', '140', '1', '035', '', '', '400'],
  ['手提包单件超限', '4202220000', '尼龙', '1', '007', '0.6', '035', '1', '007', '8000'],
];

function asChanges([gname, gcode, gmodel, qty, unit, qty1, unit1, qty2, unit2, totalPrice]: Row): Changes {
  const second = qty2 === '' ? { qty2: null, unit2: null } : { qty2, unit2 };
  return { gname, itemName: gname, gcode, gmodel, qty, unit, qty1, unit1, ...second, totalPrice };
}

const HEAVY: Changes = { grossWeight: '12', netWeight: '11' };

function findings(question: Question) {
  return rules.flatMap(rule => rule.judge(question));
}

describe('right goods of many kinds: not a word', () => {
  it.each(RIGHT)('%s %s', (...row) => {
    const question = goodsQuestion({ title: '', lines: [asChanges(row)], list: HEAVY, expect: [] });
    expect(findings(question).map(it => `${it.code}: ${it.message.zh}`)).toEqual([]);
    const withheld = goodsQuestion({
      title: '',
      lines: [asChanges(row)],
      list: HEAVY,
      order: { taxTotal: `${Number(question.tax.total) / 100}` },
      expect: [],
    });
    expect(findings(withheld)).toEqual([]);
  });
});

describe('what is repaired passes', () => {
  const faults: readonly (readonly [string, Changes])[] = [
    ['全角编码', { gcode: '３３０４９９００３９' }],
    ['法定单位填错', { unit1: '007' }],
    ['按克申报', { unit1: '036', qty1: '50' }],
    ['第二单位填错', { unit2: '007' }],
    ['缺第二单位', { unit2: null }],
    ['缺第二数量', { unit: '011', qty2: null }],
    ['两组单位填反', { unit1: '011', qty1: '1', unit2: '035', qty2: '0.05' }],
    ['83.5克', { qty1: '0.0835' }],
    ['数量不等', { unit: '011', qty2: '3' }],
    ['多填第二单位', { gcode: '2106909090', gname: '演示维生素软糖' }],
  ];

  it.each(faults)('%s', (_, changes) => {
    const question = goodsQuestion({ title: '', lines: [changes], expect: [] });
    const found = findings(question);
    expect(found.length).toBeGreaterThan(0);
    expect(found.every(it => it.repair !== undefined)).toBe(true);
    const [list = question.case.list] = applyRepairs([question.case.list], found);
    const tax = quoteTax(taxInputOf(list, question.on), question.law);
    expect(findings({ ...question, case: { ...question.case, list }, tax })).toEqual([]);
  });
});
