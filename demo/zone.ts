import type { Enterprise, EnterpriseRole } from '../rules/index.ts';
import { inventedUscc } from './uscc.ts';

/** An invented enterprise of the demo zone. Its code is shaped like a customs registration or a credit code; nobody holds it. */
export interface DemoEnterprise extends Enterprise {
  readonly english: string;
  readonly demo: true;
  /** Signatures are looked at when there is one: the demo signs nothing. */
  readonly signature: 'if-present';
}

interface Rest {
  readonly suspended?: true;
  readonly to?: string;
}

function firm(
  code: string,
  name: string,
  english: string,
  roles: readonly EnterpriseRole[],
  from: string,
  { to, ...rest }: Rest = {},
): DemoEnterprise {
  return {
    code,
    name,
    english,
    roles: roles.map(role => ({ role, from, ...(to === undefined ? {} : { to }) })),
    demo: true,
    signature: 'if-present',
    ...rest,
  };
}

/** 3701: Jinan; the rest is invented and begins with DM. */
const jinan = (serial: string): string => `3701DM${serial}`;

export const platforms = [
  firm(
    jinan('0101'),
    '济南泉海演示跨境商城有限公司',
    'Quanhai demo cross-border mall',
    ['platform'],
    '2020-03-01',
  ),
  firm(
    jinan('0102'),
    '山东海右演示优选电子商务有限公司',
    'Haiyou demo selection',
    ['platform'],
    '2021-06-15',
  ),
  firm(
    inventedUscc('MADEM103'),
    '济南明湖演示海淘网络科技有限公司',
    'Minghu demo overseas shopping',
    ['platform', 'seller'],
    '2022-11-01',
  ),
] as const;

export const sellers = [
  firm(
    jinan('0201'),
    '济南趵突演示进出口贸易有限公司',
    'Baotu demo import and export',
    ['seller'],
    '2020-03-01',
  ),
  firm(jinan('0202'), '济南历山演示供应链管理有限公司', 'Lishan demo supply chain', ['seller'], '2021-01-10'),
  firm(
    inventedUscc('MADEM203'),
    '山东岱青演示母婴用品有限公司',
    'Daiqing demo mother and baby goods',
    ['seller'],
    '2022-05-20',
  ),
  firm(
    jinan('0204'),
    '济南华山湖演示国际贸易有限公司',
    'Huashanhu demo international trade',
    ['seller'],
    '2023-09-01',
  ),
] as const;

export const paymentCompanies = [
  firm(jinan('0301'), '山东泉付演示支付服务有限公司', 'Quanfu demo payments', ['payment'], '2019-12-01'),
  firm(
    inventedUscc('MADEM302'),
    '济南舜通演示支付有限公司',
    'Shuntong demo payments',
    ['payment'],
    '2021-08-08',
  ),
] as const;

export const logisticsCompanies = [
  firm(jinan('0401'), '济南鹊达演示速递有限公司', 'Queda demo express', ['logistics'], '2019-12-01'),
  firm(
    jinan('0402'),
    '山东齐运演示国际物流有限公司',
    'Qiyun demo international logistics',
    ['logistics'],
    '2020-07-01',
  ),
  firm(
    inventedUscc('MADEM403'),
    '济南遥墙演示空港货运有限公司',
    'Yaoqiang demo air freight',
    ['logistics'],
    '2022-02-14',
  ),
] as const;

export const brokers = [
  firm(jinan('0501'), '济南关通演示报关有限公司', 'Guantong demo customs brokers', ['broker'], '2019-12-01'),
  firm(
    jinan('0502'),
    '山东舜和演示报关服务有限公司',
    'Shunhe demo customs services',
    ['broker'],
    '2021-04-01',
  ),
] as const;

export const bondedOperators = [
  firm(
    jinan('0601'),
    '济南综保区演示仓储有限公司',
    'Jinan bonded zone demo warehousing',
    ['bonded-operator'],
    '2020-05-01',
  ),
  firm(
    jinan('0602'),
    '章丘综保区演示供应链有限公司',
    'Zhangqiu bonded zone demo supply chain',
    ['bonded-operator'],
    '2022-01-01',
  ),
] as const;

export const placeOperator = firm(
  jinan('0701'),
  '济南机场演示监管作业场所有限公司',
  'Jinan airport demo supervised place',
  ['place-operator'],
  '2019-12-01',
);

/** Platforms and sellers of the export side. */
export const exportPlatforms = [
  firm(
    jinan('0104'),
    '济南出海演示跨境平台有限公司',
    'Chuhai demo export platform',
    ['platform'],
    '2020-03-01',
  ),
  firm(
    jinan('0105'),
    '山东扬帆演示数字贸易有限公司',
    'Yangfan demo digital trade',
    ['platform', 'seller'],
    '2020-07-01',
  ),
] as const;

/** Since the 202205 edition a platform abroad without a code is written 无. */
export const foreignPlatform = { code: '无', name: 'Demo Overseas Marketplace（境外演示平台）' } as const;

export const exporters = [
  firm(
    jinan('0211'),
    '济南绣源演示服饰出口有限公司',
    'Xiuyuan demo garment export',
    ['seller'],
    '2020-03-01',
  ),
  firm(
    jinan('0212'),
    '山东鲁匠演示工贸有限公司',
    'Lujiang demo manufacture and trade',
    ['seller'],
    '2020-05-01',
  ),
  firm(
    inventedUscc('MADEM213'),
    '济南黄河演示电子商务有限公司',
    'Huanghe demo e-commerce',
    ['seller'],
    '2020-08-01',
  ),
] as const;

/** Two with whom nobody should trade today. */
export const suspendedSeller = firm(
  jinan('0291'),
  '济南停牌演示贸易有限公司',
  'suspended demo trader',
  ['seller'],
  '2021-01-01',
  { suspended: true },
);
export const expiredLogistics = firm(
  jinan('0491'),
  '济南旧约演示快运有限公司',
  'demo express whose filing has run out',
  ['logistics'],
  '2020-01-01',
  { to: '2024-12-31' },
);

/** The whole demo zone, codes unique. */
export const zone: readonly DemoEnterprise[] = [
  ...platforms,
  ...sellers,
  ...paymentCompanies,
  ...logisticsCompanies,
  ...brokers,
  ...bondedOperators,
  ...exportPlatforms,
  ...exporters,
  placeOperator,
  suspendedSeller,
  expiredLogistics,
];

const byCode: ReadonlyMap<string, DemoEnterprise> = new Map(zone.map(it => [it.code, it]));

/** The enterprise of the demo zone with this code, as the rules ask the register. */
export function zoneEnterprise(code: string): DemoEnterprise | undefined {
  return byCode.get(code);
}

/** Opening deposits on the guarantee accounts of the demo zone in fen, by enterprise code; who is not here has no account. */
export const deposits: ReadonlyMap<string, bigint> = new Map([
  [platforms[0].code, 200_000_000n],
  [platforms[1].code, 80_000_000n],
  [platforms[2].code, 50_000_000n],
  [sellers[0].code, 60_000_000n],
  [sellers[1].code, 60_000_000n],
  [sellers[2].code, 40_000_000n],
  [sellers[3].code, 40_000_000n],
  [logisticsCompanies[0].code, 30_000_000n],
]);
