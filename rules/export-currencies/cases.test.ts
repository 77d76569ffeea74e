import { exportRuleCases } from '../../test/export-rule-cases.ts';
import { rule } from './rule.ts';

exportRuleCases(rule, [
  { title: '均为美元 / all in dollars', says: [] },
  { title: '均为人民币 / all in yuan', set: { currency: '142' }, says: [] },
  {
    title: '清单一项填人民币 / one line of the list',
    change: { 'list[2]/currency': '142' },
    says: ['currency-differs reject InventoryList[2]/currency → 502'],
  },
  {
    title: '订单表头错 / the head of the order',
    change: { 'order/currency': '142' },
    says: ['currency-differs reject OrderHead/currency → 502'],
  },
  {
    title: '清单各项都填欧元：订单为准 / the whole list in euro',
    change: { 'list[1]/currency': '300', 'list[2]/currency': '300' },
    says: [
      'currency-differs reject InventoryList[1]/currency → 502',
      'currency-differs reject InventoryList[2]/currency → 502',
    ],
  },
]);
