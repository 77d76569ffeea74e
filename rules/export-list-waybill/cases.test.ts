import { exportRuleCases } from '../../test/export-rule-cases.ts';
import { rule } from './rule.ts';

exportRuleCases(rule, [
  { title: '一致 / agree', says: [] },
  {
    title: '运单号 / waybill number',
    change: { 'list/logisticsNo': 'X1' },
    says: ['waybill-number-differs reject InventoryHead/logisticsNo → DEMOCKYD20250618000030'],
  },
  {
    title: '物流企业代码：登记簿印证清单 / the register knows the company of the list',
    change: { 'waybill/logisticsCode': '3701DM0499' },
    says: ['logistics-code-differs reject Logistics/logisticsCode → 3701DM0401'],
  },
]);
