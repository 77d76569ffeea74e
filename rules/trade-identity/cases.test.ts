import { ruleCases } from '../../test/rule-cases.ts';
import { rule } from './rule.ts';

ruleCases(rule, [
  { title: '四单一致 / all agree', says: [] },
  {
    title: '支付单订单号不同 / the payment stands alone',
    change: { 'payment/orderNo': 'OTHER' },
    says: ['order-number-differs reject PaymentHead/orderNo → DEMO202506160030'],
  },
  {
    title: '两份单证错、登记的平台对 / the register outweighs the majority',
    change: { 'order/ebpCode': '3701960X99', 'payment/ebpCode': '3701960X99' },
    says: [
      'platform-code-differs reject OrderHead/ebpCode → 3701960D01',
      'platform-code-differs reject PaymentHead/ebpCode → 3701960D01',
    ],
  },
  {
    title: '无备案数据时以担保企业佐证 / without a register the guarantor speaks for the list',
    world: { enterprise: () => undefined },
    change: { 'order/ebcCode': '3701960X99' },
    says: ['seller-code-differs reject OrderHead/ebcCode → 3701960D02'],
  },
  {
    title: '名称括号全半角不同：提示 / brackets of another width only warn',
    change: { 'list/ebpName': '演示跨境购平台(济南)有限公司' },
    says: ['written-differently warn InventoryHead/ebpName → 演示跨境购平台（济南）有限公司'],
  },
]);
