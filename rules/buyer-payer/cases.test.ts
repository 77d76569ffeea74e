import { ruleCases } from '../../test/rule-cases.ts';
import { rule } from './rule.ts';

ruleCases(rule, [
  { title: '同一人 / one person', says: [] },
  {
    title: '支付人为他人 / somebody else pays',
    change: { 'payment/payerName': '演示家属', 'payment/payerIdNumber': '370102190001010991' },
    says: [
      'buyer-name-differs reject PaymentHead/payerName → 演示买家甲',
      'buyer-number-differs reject PaymentHead/payerIdNumber → 37010219000101030X',
    ],
  },
  {
    title: '运营者认可实名认证后，支付人可不同 / authenticated buyers may have somebody else pay',
    change: { 'payment/payerName': '演示家属', 'payment/payerIdNumber': '370102190001010991' },
    law: {
      numbers: [{ id: 'match.payer-may-differ', value: '1', from: '2025-01-01', document: '演示文件' }],
    },
    says: [],
  },
  {
    title: '三单各不相同时以订单为准 / three names: the order is believed',
    change: { 'payment/payerName': '演示家属', 'list/buyerName': '演示友人' },
    says: [
      'buyer-name-differs reject InventoryHead/buyerName → 演示买家甲',
      'buyer-name-differs reject PaymentHead/payerName → 演示买家甲',
    ],
  },
  {
    title: '两单证件号校验错、一单正确 / a sound number outweighs two unsound ones',
    change: { 'order/buyerIdNumber': '370102190001010303', 'list/buyerIdNumber': '370102190001010303' },
    says: [
      'buyer-number-differs reject OrderHead/buyerIdNumber → 37010219000101030X',
      'buyer-number-differs reject InventoryHead/buyerIdNumber → 37010219000101030X',
    ],
  },
  {
    title: '大小写x同一号码 / x and X are one number',
    change: { 'list/buyerIdNumber': '37010219000101030x' },
    says: [],
  },
  {
    title: '订购人电话不同 / telephone',
    change: { 'list/buyerTelephone': '13700000000' },
    says: ['buyer-telephone-differs reject InventoryHead/buyerTelephone → 13800138030'],
  },
]);
