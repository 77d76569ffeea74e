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
  {
    title: '运费：订单印证运单 / the order speaks for the waybill',
    change: { 'list/freight': '9.00' },
    says: ['freight-differs hold InventoryHead/freight → 6.00'],
  },
  {
    title: '保费 / insurance',
    change: { 'waybill/insuredFee': '5.00' },
    says: ['insurance-differs hold Logistics/insuredFee → 1.20'],
  },
  {
    title: '运费币制 / currency of the freight',
    change: { 'list/fCurrency': '142' },
    says: ['freight-currency-differs hold InventoryHead/fCurrency → 502'],
  },
  {
    title: '保费为零时不比币制 / no insurance, no currency',
    set: { insurance: '0.00' },
    change: { 'list/iCurrency': '142' },
    says: [],
  },
  {
    title: '毛重低于净重的一方错 / the weight below the net weight is wrong',
    change: { 'waybill/grossWeight': '0.5' },
    says: ['weight-differs reject Logistics/grossWeight → 0.93'],
  },
  {
    title: '件数 / pieces',
    change: { 'list/packNo': '3' },
    says: ['pieces-differ reject InventoryHead/packNo → 1'],
  },
]);
