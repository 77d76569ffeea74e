import { ruleCases } from '../../test/rule-cases.ts';
import { rule } from './rule.ts';

ruleCases(rule, [
  { title: '一致 / agree', says: [] },
  {
    title: '支付金额不同 / amount',
    change: { 'payment/amountPaid': '1781.00' },
    says: ['amount-differs reject PaymentHead/amountPaid → 1781.60'],
  },
  {
    title: '小数写法不同：同一金额 / 1781.60000 is the same amount',
    change: { 'payment/amountPaid': '1781.60000' },
    says: [],
  },
  {
    title: '订单实付错（公式印证支付单）：由订单勾稽指出 / told by the sums of the order',
    change: { 'order/acturalPaid': '1.00' },
    says: [],
  },
  {
    title: '订单不写支付信息：不比对 / an order that is silent about the payment',
    change: { 'order/payCode': null, 'order/payName': '', 'order/payTransactionId': null },
    says: [],
  },
  {
    title: '支付企业不同，备案印证支付单 / the register speaks for the payment',
    change: { 'order/payCode': '3122480X99' },
    says: ['payment-company-differs reject OrderHead/payCode → 3122480D03'],
  },
  {
    title: '交易号不同 / transaction',
    change: { 'payment/payTransactionId': 'ZF9' },
    says: ['transaction-differs reject PaymentHead/payTransactionId → ZF20250030'],
  },
]);
