import { bondedOperators, expiredLogistics, foreignPlatform, suspendedSeller } from '../../demo/index.ts';
import { parseStamp } from '../../shared/index.ts';
import { exportRuleCases } from '../../test/export-rule-cases.ts';
import { rule } from './rule.ts';

const OLD = parseStamp('20241210100000') ?? 0;
const [operator] = bondedOperators;

exportRuleCases(rule, [
  { title: '均已备案 / all are filed', says: [] },
  { title: '境外平台填“无” / a platform abroad', set: { platform: foreignPlatform }, says: [] },
  {
    title: '只有清单填“无”：按未备案处理 / only the list says 无',
    change: { 'list/ebpCode': '无' },
    says: ['enterprise-not-registered reject InventoryHead/ebpCode'],
  },
  {
    title: '202205版之前不得填“无” / before the 202205 edition a platform has a code',
    set: { platform: foreignPlatform, at: parseStamp('20220301100000') ?? 0, mode: '9810' },
    says: ['enterprise-not-registered reject InventoryHead/ebpCode'],
  },
  {
    title: '平台名称不是登记名称 / not the registered name',
    change: { 'order/ebpName': '泉城优选' },
    says: ['name-not-registered reject OrderHead/ebpName → 济南出海演示跨境平台有限公司'],
  },
  {
    title: '企业已暂停 / suspended',
    set: { seller: suspendedSeller, agent: suspendedSeller },
    says: [
      'enterprise-suspended reject InventoryHead/ebcCode',
      'enterprise-suspended reject InventoryHead/agentCode',
    ],
  },
  {
    title: '物流企业备案已过期 / the filing has run out',
    set: { logistics: expiredLogistics },
    says: ['role-not-filed reject InventoryHead/logisticsCode'],
  },
  {
    title: '到期当日有效 / valid on its last day',
    set: { logistics: expiredLogistics, at: parseStamp('20241231100000') ?? 0 },
    says: [],
  },
  {
    title: '申报企业没有报关或电商企业备案 / the agent is a carrier',
    change: { 'list/agentCode': '3701DM0402' },
    says: ['role-not-filed reject InventoryHead/agentCode'],
  },
  {
    title: '别家电商企业代为申报 / another seller declares',
    change: { 'list/agentCode': '3701DM0212', 'list/agentName': '山东鲁匠演示工贸有限公司' },
    says: ['role-not-filed reject InventoryHead/agentCode'],
  },
  {
    title: '报关企业代为申报：通过 / a broker declares',
    change: { 'list/agentCode': '3701DM0501', 'list/agentName': '济南关通演示报关有限公司' },
    says: [],
  },
  { title: '区内企业已备案 / operator in the area', set: { mode: '1210' }, says: [] },
  {
    title: '区内企业名称 / its name',
    set: { mode: '1210' },
    change: { 'list/iacCode': operator.code, 'list/iacName': '别名' },
    says: [`name-not-registered reject InventoryHead/iacName → ${operator.name}`],
  },
  {
    title: '收款单支付企业 / payment company of the receipt',
    set: { at: OLD },
    change: { 'receipt/payCode': '3701DM0401' },
    says: ['role-not-filed reject Receipts/payCode'],
  },
  {
    title: '境外支付无代码：通过 / paid abroad, no code',
    set: { at: OLD },
    change: { 'receipt/payCode': null, 'receipt/payName': 'Demo Pay Ltd' },
    says: [],
  },
  {
    title: '生产销售单位是外地工厂：通过 / a factory elsewhere',
    change: { 'list/ownerCode': '3301DM0001', 'list/ownerName': '杭州演示工厂' },
    says: [],
  },
  {
    title: '生产销售单位代码形式 / form of the code',
    change: { 'list/ownerCode': '12345' },
    says: ['owner-code-form hold InventoryHead/ownerCode'],
  },
  {
    title: '生产销售单位名称 / name of the unit',
    change: { 'list/ownerName': '别家' },
    says: ['name-not-registered reject InventoryHead/ownerName → 济南绣源演示服饰出口有限公司'],
  },
]);
