import { ruleCases } from '../../test/rule-cases.ts';
import { rule } from './rule.ts';

const BUYER_PAYS = { 'order/acturalPaid': '1899.79', 'payment/amountPaid': '1899.79' };

ruleCases(rule, [
  { title: '勾稽相符 / sums are right', says: [] },
  {
    title: '实付写错，支付单对 / the payment shows that acturalPaid is wrong',
    change: { 'order/acturalPaid': '1000.00' },
    says: ['actural-paid reject OrderHead/acturalPaid → 1781.60'],
  },
  {
    title: '商品价格写错 / goodsValue against the lines',
    change: { 'order/goodsValue': '1000.00' },
    says: ['goods-value reject OrderHead/goodsValue → 1616.00'],
  },
  {
    title: '漏填抵扣 / a discount is missing',
    change: { 'order/acturalPaid': '1700.00', 'payment/amountPaid': '1700.00' },
    says: ['actural-paid reject OrderHead/discount → 81.60'],
  },
  {
    title: '多付无从解释：税、运费均已印证 / nothing explains what is paid too much',
    change: BUYER_PAYS,
    says: ['actural-paid reject OrderHead/acturalPaid'],
  },
  {
    title: '税款写错 / the tax of the list shows it',
    change: { 'order/taxTotal': '100.00' },
    says: ['actural-paid reject OrderHead/taxTotal → 148.60'],
  },
  {
    title: '运杂费写错 / the charges of the list show it',
    change: { 'order/freight': '0' },
    says: ['actural-paid reject OrderHead/freight → 17.00'],
  },
  {
    title: '两单总价均非单价乘数量，合计印证应为乘积 / goodsValue confirms the product',
    change: { 'order[1]/totalPrice': '335.00', 'list[1]/totalPrice': '335.00' },
    says: ['line-total reject OrderList[1]/totalPrice → 336.00'],
  },
  {
    title: '总价按分四舍五入：通过 / a total rounded to the fen',
    change: {
      'order[1]/qty': '3',
      'list[1]/qty': '3',
      'order[1]/price': '112.00',
      'list[1]/price': '112.00',
    },
    says: [],
  },
  {
    title: '单价由总价除得：通过 / a price that is a rounded quotient',
    change: {
      'order[1]/qty': '13',
      'list[1]/qty': '13',
      'order[1]/price': '25.85',
      'list[1]/price': '25.85',
    },
    says: [],
  },
  {
    title: '运营者允许一元差额 / within the tolerance of the operator',
    change: { 'order/acturalPaid': '1782.10', 'payment/amountPaid': '1782.10' },
    law: {
      numbers: [{ id: 'match.amount-tolerance', value: '1', from: '2025-01-01', document: '演示文件' }],
    },
    says: [],
  },
]);
