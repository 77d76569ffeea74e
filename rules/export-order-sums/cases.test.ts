import { parseStamp } from '../../shared/index.ts';
import { exportRuleCases } from '../../test/export-rule-cases.ts';
import { rule } from './rule.ts';

exportRuleCases(rule, [
  { title: '勾稽相符 / sums are right', says: [] },
  {
    title: '商品金额把运费算进去了 / goodsValue with the freight in it',
    change: { 'order/goodsValue': '39.80' },
    says: ['goods-value reject OrderHead/goodsValue → 32.60'],
  },
  {
    title: '收款印证商品金额：不给修正值 / the receipt speaks for goodsValue',
    set: { at: parseStamp('20241210100000') ?? 0 },
    change: { 'order/goodsValue': '33.60', 'receipt/charge': '40.80' },
    says: ['goods-value reject OrderHead/goodsValue'],
  },
  {
    title: '总价不是单价乘数量，商品金额印证乘积 / goodsValue confirms the product',
    change: { 'order[1]/totalPrice': '16.00', 'list[1]/totalPrice': '16.00' },
    says: ['line-total reject OrderList[1]/totalPrice → 17.00'],
  },
  {
    title: '清单漏一项，订单自洽 / a line missing in the list is told elsewhere',
    without: [['list', 2]],
    says: [],
  },
]);
