import type { Cite, LawDate } from '../shared/index.ts';

/** A legal text that some number or rule of this platform rests on. Each stands here once. */
export interface Instrument {
  /** Document number as people cite it. */
  readonly number: string;
  readonly title: string;
  readonly issuer: string;
  /** Day from which it is in force. */
  readonly from: LawDate;
  /** How the wording was met: in the text or a faithful copy, in a secondary source that quotes it, or from memory. */
  readonly read: 'text' | 'quoted' | 'recalled';
  readonly source: string;
}

export const instruments = {
  'mof-2016-18': {
    number: '财关税〔2016〕18号',
    title: '关于跨境电子商务零售进口税收政策的通知',
    issuer: '财政部 海关总署 国家税务总局',
    from: '2016-04-08',
    read: 'text',
    source: 'English version of a customs handbook (ssopdot.com 6396, 16135) and the notice as reprinted',
  },
  'mof-2018-49': {
    number: '财关税〔2018〕49号',
    title: '关于完善跨境电子商务零售进口税收政策的通知',
    issuer: '财政部 海关总署 税务总局',
    from: '2019-01-01',
    read: 'text',
    source: 'figures checked against the regulator by a public source ledger; EU SME Centre FAQ',
  },
  'mof-2016-103': {
    number: '财税〔2016〕103号',
    title: '关于调整化妆品消费税政策的通知',
    issuer: '财政部 国家税务总局',
    from: '2016-10-01',
    read: 'text',
    source: 'public source ledger; tariff pages of headings 3303 and 3304',
  },
  'mof-2006-33': {
    number: '财税〔2006〕33号',
    title: '关于调整和完善消费税政策的通知',
    issuer: '财政部 国家税务总局',
    from: '2006-04-01',
    read: 'recalled',
    source: 'recalled',
  },
  'ann-2019-39': {
    number: '财政部 税务总局 海关总署公告2019年第39号',
    title: '关于深化增值税改革有关政策的公告',
    issuer: '财政部 税务总局 海关总署',
    from: '2019-04-01',
    read: 'text',
    source: 'public copies of the announcement',
  },
  'mof-2018-32': {
    number: '财税〔2018〕32号',
    title: '关于调整增值税税率的通知',
    issuer: '财政部 税务总局',
    from: '2018-05-01',
    read: 'recalled',
    source: 'recalled',
  },
  'mof-2017-37': {
    number: '财税〔2017〕37号',
    title: '关于简并增值税税率有关政策的通知',
    issuer: '财政部 税务总局',
    from: '2017-07-01',
    read: 'recalled',
    source: 'recalled',
  },
  'vat-regulation': {
    number: '国务院令第538号',
    title: '中华人民共和国增值税暂行条例',
    issuer: '国务院',
    from: '2009-01-01',
    read: 'recalled',
    source: 'recalled',
  },
  'ct-regulation': {
    number: '国务院令第539号',
    title: '中华人民共和国消费税暂行条例',
    issuer: '国务院',
    from: '2009-01-01',
    read: 'recalled',
    source: 'rates of wine, spirits and watches from public tariff pages; the regulation itself recalled',
  },
  'duty-law': {
    number: '主席令第23号',
    title: '中华人民共和国关税法',
    issuer: '全国人民代表大会常务委员会',
    from: '2024-12-01',
    read: 'recalled',
    source: 'recalled',
  },
  'gacc-2018-194': {
    number: '海关总署公告2018年第194号',
    title: '关于跨境电子商务零售进出口商品有关监管事宜的公告',
    issuer: '海关总署',
    from: '2019-01-01',
    read: 'quoted',
    source: 'EU SME Centre FAQ; e-to-china; ssopdot.com 6357',
  },
  'gacc-2018-113': {
    number: '海关总署公告2018年第113号',
    title: '关于修订跨境电子商务统一版信息化系统企业接入报文规范的公告',
    issuer: '海关总署',
    from: '2018-09-04',
    read: 'text',
    source: 'PDF and XSD of the annex in public repositories; the title is recalled',
  },
  'gacc-2020-45': {
    number: '海关总署公告2020年第45号',
    title: '关于跨境电子商务零售进口商品退货有关监管事宜的公告',
    issuer: '海关总署',
    from: '2020-03-28',
    read: 'text',
    source: 'ssopdot.com 6439, 6941; the day of entry into force is recalled',
  },
  'mofcom-2018-486': {
    number: '商财发〔2018〕486号',
    title: '关于完善跨境电子商务零售进口监管有关工作的通知',
    issuer: '商务部 发展改革委 财政部 海关总署 税务总局 市场监管总局',
    from: '2019-01-01',
    read: 'text',
    source: 'public source ledger',
  },
  'ann-2016-40': {
    number: '财政部等十一部门公告2016年第40号',
    title: '关于公布跨境电子商务零售进口商品清单的公告',
    issuer: '财政部等十一部门',
    from: '2016-04-08',
    read: 'quoted',
    source: 'ssopdot.com 15622; cac.gov.cn 2016-04-08',
  },
  'ann-2018-157': {
    number: '财政部等部门公告2018年第157号',
    title: '关于调整跨境电商零售进口商品清单的公告',
    issuer: '财政部等部门',
    from: '2019-01-01',
    read: 'quoted',
    source: 'cceeccic.org 1377160570; line count recalled',
  },
  'ann-2019-96': {
    number: '财政部等十三部门公告2019年第96号',
    title: '关于调整扩大跨境电子商务零售进口商品清单的公告',
    issuer: '财政部等十三部门',
    from: '2020-01-01',
    read: 'recalled',
    source: 'line count in qzztcn.com 2022-03-03; announcement number recalled',
  },
  'ann-2022-7': {
    number: '财政部等八部门公告2022年第7号',
    title: '关于调整跨境电子商务零售进口商品清单的公告',
    issuer: '财政部等八部门',
    from: '2022-03-01',
    read: 'text',
    source: 'qzztcn.com 2022-03-03; global.foodmate.net; ssopdot.com 6801',
  },
  'tax-letter-2016-73': {
    number: '税管函〔2016〕73号',
    title: '关于明确跨境电商进口商品完税价格有关问题的通知',
    issuer: '海关总署关税征管司',
    from: '2016-07-06',
    read: 'quoted',
    source: 'quoted at hfhaoda88.cn 2022-09-23; day recalled',
  },
  'tax-collection': {
    number: '海关总署令第124号',
    title: '中华人民共和国海关进出口货物征税管理办法',
    issuer: '海关总署',
    from: '2005-03-01',
    read: 'recalled',
    source: 'practice page on import tax (lnmlw.com); the order itself recalled',
  },
  'declaration-form': {
    number: '海关总署公告2019年第18号',
    title: '中华人民共和国海关进出口货物报关单填制规范',
    issuer: '海关总署',
    from: '2019-02-01',
    read: 'recalled',
    source: 'recalled',
  },
  nomenclature: {
    number: '进出口税则商品目录（2019年版）',
    title: '中华人民共和国海关统计商品目录',
    issuer: '海关总署',
    from: '2019-01-01',
    read: 'quoted',
    source: 'community back-up of 2019-11-10',
  },
  spec: {
    number: '海关跨境电商统一版系统企业对接报文规范（202205版）',
    title: '跨境统一版系统企业对接报文规范',
    issuer: '海关总署',
    from: '2022-05-17',
    read: 'text',
    source: 'PDF and XSD of the annex in public repositories',
  },
  'cosmetics-case': {
    number: '化妆品法定数量申报差错案例',
    title: '跨境电商化妆品申报规范（案例分析）',
    issuer: '报关企业公开案例',
    from: '2016-10-01',
    read: 'quoted',
    source: 'm.conlive.com.cn, 83.5 g declared for 50 ml',
  },
  // Export: summary declaration, forms, tax sides.
  'gacc-2018-61': {
    number: '海关总署公告2018年第61号',
    title: '关于修改进出口货物报关单和进出境货物备案清单格式的公告',
    issuer: '海关总署',
    from: '2018-08-01',
    read: 'recalled',
    source: 'the 50 lines also in a tax consultancy’s knowledge base; announcement number and title recalled',
  },
  'mof-2018-103': {
    number: '财税〔2018〕103号',
    title: '关于跨境电子商务综合试验区零售出口货物税收政策的通知',
    issuer: '财政部 税务总局 商务部 海关总署',
    from: '2018-10-01',
    read: 'text',
    source: 'public copies of the notice',
  },
  'sta-2019-36': {
    number: '国家税务总局公告2019年第36号',
    title: '关于跨境电子商务综合试验区零售出口企业所得税核定征收有关问题的公告',
    issuer: '国家税务总局',
    from: '2020-01-01',
    read: 'quoted',
    source: 'quoted in a tax consultancy’s knowledge base; first day recalled',
  },
  'income-tax-law': {
    number: '主席令第63号',
    title: '中华人民共和国企业所得税法',
    issuer: '全国人民代表大会',
    from: '2008-01-01',
    read: 'recalled',
    source: 'recalled',
  },
  'mof-sta-2023-12': {
    number: '财政部 税务总局公告2023年第12号',
    title: '关于进一步支持小微企业和个体工商户发展有关税费政策的公告',
    issuer: '财政部 税务总局',
    from: '2023-01-01',
    read: 'recalled',
    source: 'recalled',
  },
  'mof-2012-39': {
    number: '财税〔2012〕39号',
    title: '关于出口货物劳务增值税和消费税政策的通知',
    issuer: '财政部 国家税务总局',
    from: '2011-01-01',
    read: 'recalled',
    source: 'recalled',
  },
  'mof-2026-11': {
    number: '财政部 税务总局公告2026年第11号',
    title: '关于出口业务增值税和消费税政策的公告',
    issuer: '财政部 税务总局',
    from: '2026-01-01',
    read: 'quoted',
    source: 'quoted in a tax consultancy’s knowledge base; the title is recalled',
  },
  'sta-2025-3': {
    number: '国家税务总局公告2025年第3号',
    title: '关于支持跨境电商出口海外仓发展出口退（免）税有关事项的公告',
    issuer: '国家税务总局',
    from: '2025-01-27',
    read: 'text',
    source: 'public copies of the announcement; the title is recalled',
  },
  'gacc-2020-44': {
    number: '海关总署公告2020年第44号',
    title: '关于全面推广跨境电子商务出口商品退货监管措施有关事宜的公告',
    issuer: '海关总署',
    from: '2020-03-27',
    read: 'text',
    source: 'public copies of the announcement; first day recalled',
  },
  'mof-2023-4': {
    number: '财政部 海关总署 税务总局公告2023年第4号',
    title: '关于跨境电子商务出口退运商品税收政策的公告',
    issuer: '财政部 海关总署 税务总局',
    from: '2023-01-30',
    read: 'text',
    source: 'guangdong.chinatax.gov.cn',
  },
  'mof-2026-16': {
    number: '财政部 海关总署 税务总局公告2026年第16号',
    title: '关于延续实施跨境电子商务出口退运商品税收政策的公告',
    issuer: '财政部 海关总署 税务总局',
    from: '2026-01-01',
    read: 'text',
    source: 'reportify.ai; digitalpolicyalert.org 37683; the title is recalled',
  },
  'gacc-order-272': {
    number: '海关总署令第272号',
    title: '中华人民共和国海关进出口货物征税管理办法',
    issuer: '海关总署',
    from: '2025-03-01',
    read: 'quoted',
    source: 'articles 13 and 14 quoted in a public repository on customs rates; the first day is recalled',
  },
  'export-tariff': {
    number: '税委会公告（年度关税调整方案）',
    title: '出口商品税率表',
    issuer: '国务院关税税则委员会',
    from: '2018-01-01',
    read: 'recalled',
    source: 'recalled by heading',
  },
  // Export: what may leave by list.
  'gacc-2020-75': {
    number: '海关总署公告2020年第75号',
    title: '关于开展跨境电子商务企业对企业出口监管试点的公告',
    issuer: '海关总署',
    from: '2020-07-01',
    read: 'recalled',
    source: 'recalled; the 5,000 CNY and the modes also in public handbooks',
  },
  'gacc-2021-47': {
    number: '海关总署公告2021年第47号',
    title: '关于在全国海关复制推广跨境电子商务企业对企业出口监管试点的公告',
    issuer: '海关总署',
    from: '2021-07-01',
    read: 'quoted',
    source: 'named in the revision note of the message specification (202205); the day is recalled',
  },
  'gacc-2024-167': {
    number: '海关总署公告2024年第167号',
    title: '关于进一步促进跨境电商出口发展的公告',
    issuer: '海关总署',
    from: '2024-12-15',
    read: 'text',
    source: 'public copy of the announcement (rwj039.sjfzxm.com); the title is recalled',
  },
  operator: {
    number: '平台运营设定',
    title: '平台运营者设定的参数（非法律规定，可调整）',
    issuer: '平台运营者',
    from: '2016-04-08',
    read: 'text',
    source: 'default of this platform; an operator changes it with a dated value',
  },
} as const satisfies Record<string, Instrument>;

export type InstrumentId = keyof typeof instruments;

/**
 * A citation of a shipped instrument. `article` is the article or clause as written (`第三条`, `二`), in Chinese.
 * `verified` defaults to whether the text was read; pass false where only this clause is recalled.
 */
export function cite(id: InstrumentId, article: string, verified?: boolean): Cite {
  const it: Instrument = instruments[id];
  return {
    text: `${it.number}《${it.title}》`,
    article,
    from: it.from,
    verified: verified ?? it.read === 'text',
  };
}
