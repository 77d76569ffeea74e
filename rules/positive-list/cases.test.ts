import { expect, it } from 'vitest';
import { lawWith, loadPositiveList, shippedLaw } from '../../law/index.ts';
import { fixed5 } from '../../shared/index.ts';
import { type Changes, type GoodsCase, goodsQuestion, judged } from '../goods-parcel.ts';
import { rule } from './rule.ts';

const plain = (gcode: string, gname: string, qty1: string): Changes => ({
  gcode,
  gname,
  itemName: gname,
  gmodel: '无',
  qty1,
  unit2: null,
  qty2: null,
});
const bought = (kg: string) => ({ weightUsed: () => fixed5(kg) });
const REJECT = (code: string, field: string, line = 1) => ({
  code,
  severity: 'reject' as const,
  path: `InventoryList[${line}]/${field}`,
});

/** A whole list of the operator, as the official annex has it. */
const whole = lawWith(shippedLaw(), {
  positive: [
    {
      edition: '2022',
      from: '2022-03-01',
      document: '公告2022年第7号',
      article: '附件',
      verified: true,
      complete: true,
      lines: loadPositiveList(
        '税则号列,货品名称,备注\n19011010,婴幼儿配方奶粉,\n03061490,其他冻蟹,仅限网购保税商品',
      ).lines,
    },
  ],
});

const cases: readonly GoodsCase[] = [
  { title: '化妆品（排除濒危）：普通面霜通过 / ordinary cream passes', expect: [] },
  {
    title: '含濒危物种成分的编码 / code of goods with endangered species',
    lines: [{ gcode: '3304990031' }],
    expect: [REJECT('excluded', 'gcode')],
  },
  {
    title: '名称含濒危字样：转人工 / the words alone raise a review',
    lines: [{ gmodel: '50ml|含濒危植物提取物' }],
    expect: [{ code: 'perhaps-excluded', severity: 'hold', path: 'InventoryList[1]/gmodel' }],
  },
  { title: '写明不含濒危成分 / denied in words', lines: [{ gmodel: '50ml|不含濒危成分' }], expect: [] },
  {
    title: '仅限网购保税的海产品走9610 / bonded-only seafood as 9610',
    mode: '9610',
    lines: [plain('0306149090', '冻蟹', '1')],
    expect: [REJECT('mode-not-allowed', 'gcode')],
  },
  {
    title: '同样商品走1210 / the same as 1210',
    mode: '1210',
    lines: [plain('0306149090', '冻蟹', '1')],
    expect: [],
  },
  {
    title: 'WE037 胶版印刷油墨 / offset printing ink',
    lines: [plain('3215190090', '胶版印刷油墨', '0.1')],
    expect: [REJECT('product-not-allowed', 'gname')],
  },
  {
    title: 'WE038 家用打印机墨盒 / household printer ink',
    lines: [plain('3215190090', '家用喷墨打印机墨盒', '0.1')],
    expect: [],
  },
  {
    title: 'WE033 糖恰好2千克 / sugar at exactly 2 kg',
    lines: [plain('1701991090', '白砂糖', '0.5')],
    world: bought('1.5'),
    expect: [],
  },
  {
    title: 'WE034 糖超过2千克 / sugar over 2 kg',
    lines: [plain('1701991090', '白砂糖', '0.6')],
    world: bought('1.5'),
    expect: [REJECT('weight-over-limit', 'qty1')],
  },
  {
    title: '预检时年度累计只提示 / in precheck the year only warns',
    lines: [plain('1701991090', '白砂糖', '0.6')],
    world: { ...bought('1.5'), stance: 'precheck' },
    expect: [{ code: 'weight-over-limit', severity: 'warn', path: 'InventoryList[1]/qty1' }],
  },
  {
    title: '一单即超限，预检也退 / one order over the limit alone',
    lines: [plain('1701991090', '白砂糖', '1.5'), plain('1701999090', '冰糖', '0.6')],
    world: { stance: 'precheck' },
    expect: [REJECT('weight-over-limit', 'qty1')],
  },
  {
    title: 'WE035 长粒米20千克 / long-grain rice',
    lines: [plain('1006302090', '长粒大米', '5')],
    world: bought('15'),
    expect: [],
  },
  {
    title: 'WE036 长粒米超过20千克 / long-grain rice over the limit',
    lines: [plain('1006302090', '长粒大米', '5.00001')],
    world: bought('15'),
    expect: [REJECT('weight-over-limit', 'qty1')],
  },
  {
    title: '清单不完整：未列入不下结论 / partial list says nothing',
    lines: [plain('9503008900', '玩具', '0.1')],
    expect: [],
  },
  {
    title: '载入完整清单后：未列入即退 / whole list: absent is refused',
    law: whole,
    lines: [plain('9503008900', '玩具', '0.1')],
    expect: [REJECT('not-listed', 'gcode')],
  },
  {
    title: '完整清单中列入的商品 / listed in the whole list',
    law: whole,
    lines: [plain('1901101010', '奶粉', '0.9')],
    expect: [],
  },
  {
    title: '官方备注文字同样执行 / remarks of the annex are applied',
    law: whole,
    mode: '9610',
    lines: [plain('0306149090', '冻蟹', '1')],
    expect: [REJECT('mode-not-allowed', 'gcode')],
  },
];

it.each(cases)('$title', entry => {
  expect(judged(rule, entry)).toEqual(entry.expect);
});

it('a partial list is owned up to', () => {
  const why = rule.unjudged?.(
    goodsQuestion({ title: '', lines: [plain('9503008900', '玩具', '0.1')], expect: [] }),
  );
  expect(why?.zh).toContain('9503008900');
  expect(rule.unjudged?.(goodsQuestion({ title: '', expect: [] }))).toBeUndefined();
});
