/** Goods that the demo sells abroad. All brands are invented (演示牌); codes, units and contents are real. */
export interface ExportGood {
  /** Article number of the seller, 20 characters at most. */
  readonly itemNo: string;
  readonly name: string;
  readonly gcode: string;
  readonly gmodel: string;
  /** Declared unit. */
  readonly unit: string;
  /** USD per declared unit. */
  readonly usd: string;
  /** First and second statutory quantity of one declared unit, and their units. */
  readonly qty1: string;
  readonly unit1: string;
  readonly qty2?: string;
  readonly unit2?: string;
  /** Net weight of one in kilograms. */
  readonly netKg: string;
}

const [KG, PIECES, ONLY, PAIR, STRIP, SINGLE, SET] = ['035', '011', '008', '025', '015', '007', '006'];

type Statutory = Pick<ExportGood, 'qty1' | 'unit1' | 'qty2' | 'unit2' | 'netKg'>;

const kilograms = (kg: string): Statutory => ({ qty1: kg, unit1: KG, netKg: kg });
const kilogramsAnd = (kg: string, unit2: string): Statutory => ({ ...kilograms(kg), qty2: '1', unit2 });
const count = (unit1: string, kg: string): Statutory => ({ qty1: '1', unit1, netKg: kg });
const countAnd = (unit1: string, kg: string): Statutory => ({ ...count(unit1, kg), qty2: kg, unit2: KG });

function good(
  itemNo: string,
  name: string,
  gcode: string,
  gmodel: string,
  [unit, usd]: readonly [unit: string, usd: string],
  statutory: Statutory,
): ExportGood {
  return { itemNo, name, gcode, gmodel, unit, usd, ...statutory };
}

/** At most one statutory unit differs from the declared one; codes and units are those of the nomenclature. */
export const exportGoods: readonly [ExportGood, ...ExportGood[]] = [
  good(
    'CK-TX-M',
    '演示牌男式棉T恤衫',
    '6109100021',
    '针织|男式|100%棉|演示牌|均码',
    [PIECES, '8.50'],
    countAnd(PIECES, '0.18'),
  ),
  good(
    'CK-TX-W',
    '演示牌女式棉T恤衫',
    '6109100022',
    '针织|女式|100%棉|演示牌|均码',
    [PIECES, '8.90'],
    countAnd(PIECES, '0.16'),
  ),
  good(
    'CK-SB-01',
    '演示牌手提包',
    '4202220000',
    '涤纶面料|演示牌|30×22厘米',
    [SINGLE, '15.60'],
    kilogramsAnd('0.42', SINGLE),
  ),
  good(
    'CK-QB-01',
    '演示牌钱包',
    '4202320000',
    '塑料片面|演示牌',
    [SINGLE, '6.20'],
    kilogramsAnd('0.12', SINGLE),
  ),
  good(
    'CK-JF-18',
    '演示牌化纤整头假发',
    '6704110000',
    '合成纤维|演示牌|18英寸',
    [ONLY, '22.00'],
    kilograms('0.21'),
  ),
  good(
    'CK-WJ-12',
    '演示牌玩具小车',
    '9503008900',
    '塑料|惯性|演示牌',
    [ONLY, '4.30'],
    countAnd(SINGLE, '0.15'),
  ),
  good(
    'CK-EJ-05',
    '演示牌有线耳机',
    '8518300000',
    '有线|3.5毫米插头|演示牌',
    [SINGLE, '5.75'],
    count(SINGLE, '0.06'),
  ),
  good(
    'CK-BC-20',
    '演示牌不锈钢保鲜盒',
    '7323930000',
    '餐桌用|304不锈钢|演示牌',
    [SINGLE, '7.10'],
    kilograms('0.35'),
  ),
  good(
    'CK-XZ-42',
    '演示牌拖鞋',
    '6402992900',
    '塑料制鞋面|橡胶外底|演示牌',
    [PAIR, '11.20'],
    kilogramsAnd('0.55', PAIR),
  ),
  good(
    'CK-MZ-01',
    '演示牌针织帽',
    '6505009900',
    '针织|腈纶|演示牌',
    [SINGLE, '3.99'],
    countAnd(SINGLE, '0.09'),
  ),
  good(
    'CK-LY-03',
    '演示牌涤纶连衣裙',
    '6204430090',
    '机织|女式|涤纶|演示牌',
    [PIECES, '18.40'],
    countAnd(PIECES, '0.33'),
  ),
  good('CK-XL-09', '演示牌合金项链', '7117190000', '锌合金|演示牌', [STRIP, '2.35'], kilograms('0.03')),
  good(
    'CK-SN-10',
    '演示牌塑料收纳盒',
    '3924900000',
    '家庭用|聚丙烯|演示牌',
    [SINGLE, '3.15'],
    kilograms('0.28'),
  ),
  good(
    'CK-CJ-04',
    '演示牌瓷餐具套装',
    '6911101900',
    '瓷制|餐具|四件套|演示牌',
    [SET, '19.90'],
    kilograms('1.60'),
  ),
  good(
    'CK-DY-65',
    '演示牌电源适配器',
    '8504401990',
    '稳压|65瓦|演示牌',
    [SINGLE, '9.80'],
    count(SINGLE, '0.14'),
  ),
  good(
    'CK-GJ-06',
    '演示牌手工工具',
    '8205590000',
    '碳钢|演示牌',
    [SINGLE, '5.20'],
    kilogramsAnd('0.24', SINGLE),
  ),
];
