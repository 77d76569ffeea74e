import { ruleCases } from '../../test/rule-cases.ts';
import { rule } from './rule.ts';

ruleCases(rule, [
  { title: '净重小于毛重 / net below gross', says: [] },
  { title: '净重等于毛重 / net equal gross', change: { 'list/netWeight': '0.95' }, says: [] },
  {
    title: '净重大于毛重 / net above gross',
    change: { 'list/netWeight': '0.95001' },
    says: ['net-above-gross reject InventoryHead/netWeight'],
  },
  {
    title: '净重为零 / net zero',
    change: { 'list/netWeight': '0.000' },
    says: ['weight-not-positive reject InventoryHead/netWeight'],
  },
  {
    title: '运单毛重为负 / negative weight',
    change: { 'waybill/weight': '-1' },
    says: ['weight-not-positive reject LogisticsHead/weight'],
  },
]);
