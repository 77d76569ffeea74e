import { exportRuleCases } from '../../test/export-rule-cases.ts';
import { rule } from './rule.ts';

exportRuleCases(rule, [
  { title: '总价＝单价×数量 / totals are products', says: [] },
  {
    title: '两单总价同错，商品金额印证 / both totals wrong, goodsValue confirms the product',
    change: { 'order[1]/totalPrice': '16.00', 'list[1]/totalPrice': '16.00' },
    says: ['line-total reject InventoryList[1]/totalPrice → 17.00'],
  },
  {
    title: '五位小数 / five decimals',
    change: {
      'order[1]/price': '8.33333',
      'order[1]/totalPrice': '16.66666',
      'list[1]/price': '8.33333',
      'list[1]/totalPrice': '16.66666',
    },
    says: [],
  },
]);
