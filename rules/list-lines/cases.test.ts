import { ruleCases } from '../../test/rule-cases.ts';
import { rule } from './rule.ts';

ruleCases(rule, [
  { title: '总价＝单价×数量 / true lines', says: [] },
  {
    title: '与订单不同：由订单比对指出 / a difference is told by the comparison',
    change: { 'list[1]/totalPrice': '1.00' },
    says: [],
  },
  {
    title: '两单同错 / the same mistake in both',
    change: { 'order[1]/totalPrice': '335.00', 'list[1]/totalPrice': '335.00' },
    says: ['line-total reject InventoryList[1]/totalPrice → 336.00'],
  },
  {
    title: '两单同错且合计相符：单价或数量错 / the sum confirms the total',
    change: { 'order[1]/price': '100.00', 'list[1]/price': '100.00' },
    says: ['line-total reject InventoryList[1]/totalPrice'],
  },
  {
    title: '赠品单价为零 / a gift',
    change: {
      'order[1]/price': '0',
      'list[1]/price': '0',
      'order[1]/totalPrice': '0',
      'list[1]/totalPrice': '0',
    },
    says: [],
  },
]);
