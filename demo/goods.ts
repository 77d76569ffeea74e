import type { ImportMode } from '../rules/index.ts';

/** Goods that the demo sells. All brands are invented (演示牌); codes, units and contents are real. Prices change with nothing. */
export interface Good {
  /** Article number of the seller, 20 characters at most. */
  readonly itemNo: string;
  readonly name: string;
  readonly gcode: string;
  /** Specification in the usual style: use, brand, net content, composition. */
  readonly gmodel: string;
  /** Declared unit. */
  readonly unit: string;
  /** CNY per declared unit. */
  readonly price: string;
  /** Country of origin, customs code. */
  readonly country: string;
  /** First and second statutory quantity of one declared unit, and their units. */
  readonly qty1: string;
  readonly unit1: string;
  readonly qty2?: string;
  readonly unit2?: string;
  /** Net weight of one in kilograms. */
  readonly netKg: string;
  /** Most pieces of it in an order of the demo. */
  readonly most: number;
  /** The modes in which it may be sold; left out: all. */
  readonly modes?: readonly ImportMode[];
  /** Not drawn at random: dear single items, goods for faults. */
  readonly special?: true;
}

const KG = '035';
const PIECES = '011';
const LITRE = '095';
const SINGLE = '007';

interface More {
  readonly most?: number;
  readonly modes?: readonly ImportMode[];
  readonly special?: true;
}

type Statutory = Pick<Good, 'qty1' | 'unit1' | 'qty2' | 'unit2' | 'netKg'>;

/** Statutory unit kilogram alone. */
const kilograms = (kg: string): Statutory => ({ qty1: kg, unit1: KG, netKg: kg });
/** Kilogram, and a second unit that counts pieces. */
const kilogramsAnd = (kg: string, unit2: string): Statutory => ({
  qty1: kg,
  unit1: KG,
  qty2: '1',
  unit2,
  netKg: kg,
});
/** Counted, with kilogram as the second unit. */
const countAnd = (unit1: string, kg: string): Statutory => ({
  qty1: '1',
  unit1,
  qty2: kg,
  unit2: KG,
  netKg: kg,
});
/** Counted alone. */
const count = (unit1: string, netKg: string): Statutory => ({ qty1: '1', unit1, netKg });
/** Litre, and kilogram as the second unit. */
const litresAnd = (litres: string, kg: string): Statutory => ({
  qty1: litres,
  unit1: LITRE,
  qty2: kg,
  unit2: KG,
  netKg: kg,
});

function good(
  itemNo: string,
  name: string,
  gcode: string,
  gmodel: string,
  [unit, price, country]: readonly [unit: string, price: string, country: string],
  statutory: Statutory,
  { most = 2, ...more }: More = {},
): Good {
  return { itemNo, name, gcode, gmodel, unit, price, country, ...statutory, most, ...more };
}

const [
  JAPAN,
  KOREA,
  UK,
  GERMANY,
  FRANCE,
  ITALY,
  NETHERLANDS,
  SPAIN,
  SWITZERLAND,
  USA,
  AUSTRALIA,
  NEW_ZEALAND,
  THAILAND,
] = ['116', '133', '303', '304', '305', '307', '309', '312', '331', '502', '601', '609', '136'];
const [BOTTLE, BOX, TIN, BAG, STICK, SET, PAIR, UNIT, ONLY] = [
  '142',
  '140',
  '122',
  '136',
  '012',
  '006',
  '025',
  '001',
  '008',
];

export const goods = [
  // Cosmetics below and above the price from which they bear consumption tax (10 CNY per g or ml, 15 CNY per sheet).
  good(
    'YS-MS-50',
    '演示牌保湿面霜50毫升',
    '3304990039',
    '护肤|演示牌|净含量:50ml/瓶|水、甘油、烟酰胺',
    [BOTTLE, '268.00', JAPAN],
    kilogramsAnd('0.05', PIECES),
  ),
  good(
    'YS-JH-30',
    '演示牌奢养精华液30毫升',
    '3304990039',
    '护肤|演示牌|净含量:30ml/瓶|水、透明质酸钠、多肽',
    [BOTTLE, '699.00', FRANCE],
    kilogramsAnd('0.03', PIECES),
  ),
  good(
    'YS-RS-50',
    '演示牌舒缓乳霜50克',
    '3304990029',
    '护肤|演示牌|净含量:50g/瓶|水、角鲨烷、神经酰胺',
    [BOTTLE, '158.00', KOREA],
    kilogramsAnd('0.05', PIECES),
  ),
  good(
    'YS-FC-60',
    '演示牌防晒乳60毫升',
    '3304990039',
    '护肤|演示牌|净含量:60ml/支|水、氧化锌、二氧化钛',
    [STICK, '128.00', AUSTRALIA],
    kilogramsAnd('0.06', PIECES),
  ),
  good(
    'YS-MM-10',
    '演示牌补水面膜10片装',
    '3304990049',
    '护肤|演示牌|净含量:25g*10片/盒|水、甘油、芦荟提取物',
    [BOX, '89.00', KOREA],
    kilogramsAnd('0.25', PIECES),
  ),
  good(
    'YS-MM-05',
    '演示牌焕颜面膜5片装',
    '3304990049',
    '护肤|演示牌|净含量:30g*5片/盒|水、烟酰胺、胶原',
    [BOX, '118.00', JAPAN],
    kilogramsAnd('0.15', PIECES),
  ),
  good(
    'YS-KH-35',
    '演示牌丝绒口红3.5克',
    '3304100091',
    '唇妆|演示牌|净含量:3.5g/支|蜂蜡、聚异丁烯、色粉',
    [STICK, '199.00', FRANCE],
    kilogramsAnd('0.0035', PIECES),
  ),
  good(
    'YS-RC-48',
    '演示牌润唇膏4.8克',
    '3304100091',
    '润唇|演示牌|净含量:4.8g/支|凡士林、乳木果油',
    [STICK, '29.90', GERMANY],
    kilogramsAnd('0.0048', PIECES),
    { most: 4 },
  ),
  good(
    'YS-YS-15',
    '演示牌紧致眼霜15毫升',
    '3304200092',
    '眼部护理|演示牌|净含量:15ml/支|水、咖啡因、多肽',
    [STICK, '238.00', JAPAN],
    kilogramsAnd('0.015', PIECES),
  ),
  good(
    'YS-XS-50',
    '演示牌花香香水50毫升',
    '3303000020',
    '香水|演示牌|净含量:50ml/瓶|乙醇、香精、水',
    [BOTTLE, '760.00', FRANCE],
    kilogramsAnd('0.05', PIECES),
    { most: 1 },
  ),
  good(
    'YS-GL-100',
    '演示牌清新淡香水100毫升',
    '3303000020',
    '淡香水|演示牌|净含量:100ml/瓶|乙醇、香精、水',
    [BOTTLE, '420.00', ITALY],
    kilogramsAnd('0.1', PIECES),
    { most: 1 },
  ),
  // Washing and care.
  good(
    'YS-XF-500',
    '演示牌氨基酸洗发水500毫升',
    '3305100090',
    '洗发|演示牌|净含量:500ml/瓶|水、月桂酰谷氨酸钠',
    [BOTTLE, '68.00', JAPAN],
    kilograms('0.5'),
    { most: 3 },
  ),
  good(
    'YS-YG-120',
    '演示牌酵素牙膏120克',
    '3306101090',
    '洁齿|演示牌|净含量:120g/支|二氧化硅、山梨醇',
    [STICK, '32.80', THAILAND],
    kilograms('0.12'),
    { most: 4 },
  ),
  good(
    'YS-JM-150',
    '演示牌洁面乳150克',
    '3401300000',
    '洁肤|演示牌|净含量:150g/支|水、椰油酰甘氨酸钾',
    [STICK, '79.00', KOREA],
    kilograms('0.15'),
    { most: 3 },
  ),
  good(
    'YS-NK-52',
    '演示牌婴儿纸尿裤大号52片',
    '9619001100',
    '婴儿用|演示牌|净含量:1.9kg/包|无纺布、高吸水性树脂',
    [BAG, '109.00', JAPAN],
    kilograms('1.9'),
    { most: 3 },
  ),
  // Food and supplements.
  good(
    'YS-NF-900',
    '演示牌婴儿配方奶粉2段900克',
    '1901101090',
    '供婴幼儿食用|零售包装|演示牌|净含量:900g/罐|生牛乳、乳糖、植物油',
    [TIN, '228.00', NETHERLANDS],
    kilograms('0.9'),
    { most: 3 },
  ),
  good(
    'YS-NF-400',
    '演示牌特殊婴儿配方奶粉400克',
    '1901101010',
    '供婴幼儿食用|零售包装|演示牌|净含量:400g/罐|水解乳清蛋白',
    [TIN, '186.00', GERMANY],
    kilograms('0.4'),
    { most: 3 },
  ),
  good(
    'YS-YY-120',
    '演示牌深海鱼油软胶囊120克',
    '2106909090',
    '膳食补充|演示牌|净含量:120g/瓶|鱼油、明胶、甘油',
    [BOTTLE, '158.00', AUSTRALIA],
    kilograms('0.12'),
  ),
  good(
    'YS-VC-90',
    '演示牌维生素咀嚼片90克',
    '2106909090',
    '膳食补充|演示牌|净含量:90g/瓶|山梨醇、抗坏血酸',
    [BOTTLE, '99.50', USA],
    kilograms('0.09'),
    { most: 3 },
  ),
  good(
    'YS-YS-60',
    '演示牌益生菌固体饮料60克',
    '2106909090',
    '膳食补充|演示牌|净含量:2g*30袋/盒|菊粉、低聚果糖、菌粉',
    [BOX, '168.00', NEW_ZEALAND],
    kilograms('0.06'),
  ),
  good(
    'YS-FM-500',
    '演示牌天然蜂蜜500克',
    '0409000000',
    '食用|演示牌|净含量:500g/瓶|天然蜂蜜',
    [BOTTLE, '96.00', NEW_ZEALAND],
    kilograms('0.5'),
  ),
  good(
    'YS-KF-1K',
    '演示牌烘焙咖啡豆1千克',
    '0901210000',
    '未浸除咖啡碱|已焙炒|演示牌|净含量:1kg/袋',
    [BAG, '118.00', ITALY],
    kilograms('1'),
  ),
  good(
    'YS-QK-200',
    '演示牌黑巧克力200克',
    '1806320000',
    '块状|不夹心|演示牌|净含量:200g/盒|可可液块、可可脂、糖',
    [BOX, '58.00', SWITZERLAND],
    kilograms('0.2'),
    { most: 4 },
  ),
  good(
    'YS-BG-300',
    '演示牌黄油甜饼干300克',
    '1905310000',
    '小麦粉、黄油、白砂糖|盒装|演示牌|净含量:300g/盒',
    [BOX, '46.50', GERMANY],
    kilograms('0.3'),
    { most: 4 },
  ),
  // Weight-limited per person and year.
  good(
    'YS-DM-5K',
    '演示牌茉莉香长粒大米5千克',
    '1006302090',
    '食用|长粒米精米|演示牌|净含量:5kg/袋',
    [BAG, '78.00', THAILAND],
    kilograms('5'),
    { most: 1 },
  ),
  good(
    'YS-ST-1K',
    '演示牌细砂糖1千克',
    '1701991090',
    '食用|砂糖|演示牌|净含量:1kg/袋',
    [BAG, '26.00', UK],
    kilograms('1'),
    { most: 1 },
  ),
  // Drinks with consumption tax by rate and by litre.
  good(
    'YS-PT-750',
    '演示牌干红葡萄酒750毫升',
    '2204210000',
    '酿造|演示牌|净含量:750ml/瓶|酒精度13.5%vol',
    [BOTTLE, '168.00', SPAIN],
    litresAnd('0.75', '0.75'),
  ),
  good(
    'YS-WS-700',
    '演示牌调和威士忌700毫升',
    '2208300000',
    '蒸馏|演示牌|净含量:700ml/瓶|酒精度40%vol',
    [BOTTLE, '329.00', UK],
    litresAnd('0.7', '0.66'),
    { most: 1 },
  ),
  // Bags, shoes, glasses.
  good(
    'YS-PB-01',
    '演示牌牛皮手提包',
    '4202210090',
    '手提包|牛皮革面|演示牌|型号YS-PB-01',
    [SINGLE, '2280.00', ITALY],
    kilogramsAnd('0.85', SINGLE),
    { most: 1 },
  ),
  good(
    'YS-NB-02',
    '演示牌尼龙手提包',
    '4202220000',
    '手提包|尼龙面|演示牌|型号YS-NB-02',
    [SINGLE, '680.00', FRANCE],
    kilogramsAnd('0.55', SINGLE),
    { most: 1 },
  ),
  good(
    'YS-YD-42',
    '演示牌跑步运动鞋',
    '6404110000',
    '运动鞋|纺织面、橡胶底|演示牌|码数42',
    [PAIR, '599.00', USA],
    kilogramsAnd('0.7', PAIR),
    { most: 1 },
  ),
  good(
    'YS-TY-03',
    '演示牌偏光太阳镜',
    '9004100000',
    '太阳镜|板材框|演示牌|型号YS-TY-03',
    ['019', '520.00', ITALY],
    kilogramsAnd('0.035', '019'),
    { most: 1 },
  ),
  // Toys, household printer ink, small appliances, electronics.
  good(
    'YS-JM-800',
    '演示牌拼插积木800粒',
    '9503006000',
    '智力玩具|塑料|演示牌|型号YS-JM-800',
    [SET, '399.00', GERMANY],
    countAnd(SET, '1.2'),
    { most: 1 },
  ),
  good(
    'YS-WO-30',
    '演示牌布面玩偶',
    '9503002900',
    '玩偶|布面、聚酯填充|演示牌|高30厘米',
    [SINGLE, '149.00', JAPAN],
    countAnd(SINGLE, '0.4'),
  ),
  good(
    'YS-MH-26',
    '演示牌家用打印机墨盒黑色',
    '3215190090',
    '家用打印机墨盒|演示牌|净含量:26g/个|水性染料墨',
    [SINGLE, '139.00', JAPAN],
    kilograms('0.026'),
  ),
  good(
    'YS-DC-12',
    '演示牌电吹风机',
    '8516310000',
    '家用|220伏1600瓦|演示牌|型号YS-DC-12',
    [SINGLE, '1290.00', UK],
    count(SINGLE, '0.75'),
    { most: 1 },
  ),
  good(
    'YS-DY-07',
    '演示牌声波电动牙刷',
    '8509809010',
    '家用|充电式|演示牌|型号YS-DY-07',
    [UNIT, '469.00', GERMANY],
    countAnd(UNIT, '0.32'),
    { most: 1 },
  ),
  good(
    'YS-ZZ-15',
    '演示牌榨汁机',
    '8509401000',
    '家用|220伏300瓦|演示牌|型号YS-ZZ-15',
    [UNIT, '759.00', KOREA],
    countAnd(UNIT, '2.4'),
    { most: 1 },
  ),
  good(
    'YS-EJ-09',
    '演示牌蓝牙耳机',
    '8518300000',
    '耳机|蓝牙|演示牌|型号YS-EJ-09',
    [SINGLE, '899.00', USA],
    count(SINGLE, '0.18'),
    { most: 1 },
  ),
  good(
    'YS-SB-20',
    '演示牌电子手表',
    '9102120000',
    '手表|光电显示|演示牌|型号YS-SB-20',
    [ONLY, '980.00', JAPAN],
    count(ONLY, '0.08'),
    { most: 1 },
  ),
  // Only as bonded goods.
  good(
    'YS-XR-1K',
    '演示牌冷冻熟对虾1千克',
    '0306172900',
    '冷冻|演示牌|净含量:1kg/盒|虾',
    [BOX, '158.00', THAILAND],
    kilograms('1'),
    { modes: ['1210', '1239'] },
  ),
  // Dear single items: one within the limit of an order, one over it that stays indivisible.
  good(
    'YS-PB-88',
    '演示牌限量牛皮手提包',
    '4202210090',
    '手提包|牛皮革面|演示牌|限量款YS-PB-88',
    [SINGLE, '4950.00', FRANCE],
    kilogramsAnd('0.9', SINGLE),
    { most: 1, special: true },
  ),
  good(
    'YS-JX-68',
    '演示牌指针式石英手表',
    '9102110000',
    '手表|机械指示式|演示牌|型号YS-JX-68',
    [ONLY, '12800.00', SWITZERLAND],
    count(ONLY, '0.15'),
    { most: 1, special: true },
  ),
] as const satisfies readonly Good[];

const byItem: ReadonlyMap<string, Good> = new Map(goods.map(it => [it.itemNo, it]));

/** A demo good by its article number. Throws when there is none (a programmer's mistake). */
export function goodOf(itemNo: string): Good {
  const found = byItem.get(itemNo);
  if (found === undefined) throw new Error(`no demo good ${itemNo}`);
  return found;
}
