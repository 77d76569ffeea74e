import { ruleCases } from '../../test/rule-cases.ts';
import { rule } from './rule.ts';

ruleCases(rule, [
  { title: '电商企业担保 / the seller', says: [] },
  { title: '平台担保 / the platform', change: { 'list/assureCode': '3701960D01' }, says: [] },
  { title: '物流企业担保 / the logistics company', change: { 'list/assureCode': '3701980D04' }, says: [] },
  { title: '申报企业担保 / the declaring enterprise', change: { 'list/assureCode': '3701980D05' }, says: [] },
  {
    title: '支付企业不得担保 / the payment company may not',
    change: { 'list/assureCode': '3122480D03' },
    says: ['guarantor-not-of-this-trade reject InventoryHead/assureCode'],
  },
]);
