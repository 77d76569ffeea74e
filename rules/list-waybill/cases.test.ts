import { GOODS } from '../../test/right-sets.ts';
import { ruleCases } from '../../test/rule-cases.ts';
import { rule } from './rule.ts';

ruleCases(rule, [
  { title: '一致 / agree', says: [] },
  {
    title: '运单不填运费：不比对 / a waybill without charges',
    change: { 'waybill/freight': null, 'waybill/insuredFee': '' },
    says: [],
  },
  {
    title: '清单运费错，订单运杂费佐证运单 / freight of the list',
    change: { 'list/freight': '1.00' },
    says: ['freight-differs reject InventoryHead/freight → 15.00'],
  },
  {
    title: '运单运费错，订单运杂费佐证清单 / freight of the waybill',
    change: { 'waybill/freight': '1.00' },
    says: ['freight-differs reject LogisticsHead/freight → 15.00'],
  },
  {
    title: '小数写法不同 / 15 and 15.00000',
    change: { 'waybill/freight': '15', 'list/freight': '15.00000' },
    says: [],
  },
  {
    title: '毛重低于净重者错 / the weight below the net weight is wrong',
    change: { 'waybill/weight': '0.1' },
    says: ['weight-differs reject LogisticsHead/weight → 0.95'],
  },
  {
    title: '毛重不同 / weight of the list',
    change: { 'list/grossWeight': '9' },
    says: ['weight-differs reject InventoryHead/grossWeight → 0.95'],
  },
  {
    title: '直购提运单号不同 / bill of lading in direct purchase',
    change: { 'list/billNo': 'X' },
    says: ['bill-number-differs reject InventoryHead/billNo → 999-20250030'],
  },
  {
    title: '保税不比对提运单号 / no bill of lading in bonded import',
    set: { mode: '1210', serial: 23, goods: [{ of: GOODS.milk, qty: '1' }] },
    change: { 'list/billNo': 'X', 'waybill/billNo': 'Y' },
    says: [],
  },
]);
