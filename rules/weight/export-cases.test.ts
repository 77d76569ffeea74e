import { exportRuleCases } from '../../test/export-rule-cases.ts';
import { rule } from './rule.ts';

exportRuleCases(rule, [
  { title: '净重不大于毛重 / net at most gross', says: [] },
  {
    title: '净重大于毛重 / net above gross',
    change: { 'list/netWeight': '9' },
    says: ['net-above-gross reject InventoryHead/netWeight'],
  },
  { title: '相等：通过 / equal', change: { 'list/netWeight': '0.93' }, says: [] },
  {
    title: '出口运单毛重为零 / an export waybill of no weight',
    change: { 'waybill/grossWeight': '0' },
    says: ['weight-not-positive reject Logistics/grossWeight'],
  },
]);
