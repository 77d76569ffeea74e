import { GOODS } from '../../test/right-sets.ts';
import { ruleCases } from '../../test/rule-cases.ts';
import { rule } from './rule.ts';

const GIFT = {
  mode: '9610' as const,
  serial: 22,
  goods: [{ of: GOODS.cream, qty: '1' }],
  consignee: { name: '演示收件人', telephone: '13900139001' },
};

ruleCases(rule, [
  { title: '一致 / agree', says: [] },
  { title: '代收：收货人可不是订购人 / a gift', set: GIFT, says: [] },
  {
    title: '订单收货人错：订购人佐证运单 / the buyer is a witness',
    change: { 'order/consignee': '演示邻居' },
    says: ['consignee-differs reject OrderHead/consignee → 演示买家甲'],
  },
  {
    title: '代收时以订单为准 / without a witness the order is believed',
    set: GIFT,
    change: { 'waybill/consignee': '演示邻居' },
    says: ['consignee-differs reject LogisticsHead/consignee → 演示收件人'],
  },
  {
    title: '电话不同 / telephone',
    change: { 'waybill/consigneeTelephone': '13700000000' },
    says: ['consignee-telephone-differs reject LogisticsHead/consigneeTelephone → 13800138030'],
  },
  {
    title: '清单地址不同 / address of the list',
    change: { 'list/consigneeAddress': '演示市演示路' },
    says: [
      'address-differs reject InventoryHead/consigneeAddress → 山东省济南市历下区演示路1号演示小区2号楼301室',
    ],
  },
]);
