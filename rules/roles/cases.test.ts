import { GOODS, registered } from '../../test/right-sets.ts';
import { ruleCases } from '../../test/rule-cases.ts';
import { rule } from './rule.ts';

const BONDED = { mode: '1210' as const, serial: 25, goods: [{ of: GOODS.milk, qty: '1' }] };

ruleCases(rule, [
  { title: '均已备案 / all filed', says: [] },
  { title: '保税含区内企业 / with the operator of the area', set: BONDED, says: [] },
  {
    title: '电商企业自行申报 / the seller declares itself',
    change: { 'list/agentCode': '3701960D02', 'list/agentName': '演示环球优选电子商务有限公司' },
    says: [],
  },
  {
    title: '申报企业未备案 / unknown agent',
    change: { 'list/agentCode': '0000000000' },
    says: ['enterprise-not-registered reject InventoryHead/agentCode'],
  },
  {
    title: '支付企业申报 / the payment company declares',
    change: { 'list/agentCode': '3122480D03', 'list/agentName': '演示支付服务有限公司' },
    says: ['role-not-filed reject InventoryHead/agentCode'],
  },
  {
    title: '区内企业名称不符 / name of the operator',
    set: BONDED,
    change: { 'list/areaName': '演示仓' },
    says: ['name-not-registered reject InventoryHead/areaName → 演示综保仓储有限公司'],
  },
  {
    title: '名称仅空格不同 / name with a blank',
    change: { 'list/agentName': '演示齐鲁 报关有限公司' },
    says: ['name-not-registered warn InventoryHead/agentName → 演示齐鲁报关有限公司'],
  },
  {
    title: '暂停业务 / suspended',
    world: {
      enterprise: code => {
        const it = registered(code);
        return it?.code === '3701980D04' ? { ...it, suspended: true } : it;
      },
    },
    says: ['enterprise-suspended reject InventoryHead/logisticsCode'],
  },
  {
    title: '备案昨日到期 / the filing ended yesterday',
    world: {
      enterprise: code => {
        const it = registered(code);
        return it?.code === '3701980D05'
          ? { ...it, roles: [{ role: 'broker', from: '2020-01-01', to: '2025-06-17' }] }
          : it;
      },
    },
    says: ['role-not-filed reject InventoryHead/agentCode'],
  },
]);
