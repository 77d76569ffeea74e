import { foreignPlatform } from '../../demo/index.ts';
import { parseStamp } from '../../shared/index.ts';
import { exportRuleCases } from '../../test/export-rule-cases.ts';
import { rule } from './rule.ts';

const OLD = { at: parseStamp('20241210100000') ?? 0 };

exportRuleCases(rule, [
  { title: '一致 / agree', says: [] },
  {
    title: '境外平台填“无” / a platform abroad without a code',
    set: { platform: foreignPlatform },
    says: [],
  },
  {
    title: '清单订单号错 / order number of the list',
    change: { 'list/orderNo': 'X1' },
    says: ['order-number-differs reject InventoryHead/orderNo → DEMOCK20250618000030'],
  },
  {
    title: '收款单订单号错 / order number of the receipt',
    set: OLD,
    change: { 'receipt/orderNo': 'X1' },
    says: ['order-number-differs reject Receipts/orderNo → DEMOCK20241210000030'],
  },
  {
    title: '平台代码错：登记簿印证 / the register knows the platform',
    change: { 'order/ebpCode': '3701DM9999' },
    says: ['platform-code-differs reject OrderHead/ebpCode → 3701DM0104'],
  },
  {
    title: '平台名称 / platform name',
    change: { 'list/ebpName': '别的平台' },
    says: ['platform-name-differs reject InventoryHead/ebpName → 济南出海演示跨境平台有限公司'],
  },
  {
    title: '运单的电商企业 / the seller in the waybill',
    change: { 'waybill/ebcCode': '3701DM0212' },
    says: ['seller-code-differs reject Logistics/ebcCode → 3701DM0211'],
  },
  {
    title: '运单未填电商企业 / the waybill names no seller',
    change: { 'waybill/ebcCode': null, 'waybill/ebcName': null },
    says: [],
  },
  {
    title: '企业名称仅全半角不同 / only the width differs',
    change: { 'list/ebcName': '济南绣源演示服饰出口有限公司 ' },
    says: ['written-differently warn InventoryHead/ebcName → 济南绣源演示服饰出口有限公司'],
  },
]);
