import { exportRuleCases } from '../../test/export-rule-cases.ts';
import { rule } from './rule.ts';

const YUAN = { currency: '142' } as const;

exportRuleCases(rule, [
  { title: '价格合理 / believable', set: YUAN, says: [] },
  {
    title: '单价为零 / a price of nothing',
    change: { 'list[1]/price': '0', 'list[1]/totalPrice': '0' },
    says: [
      'price-not-positive hold InventoryList[1]/price',
      'price-not-positive hold InventoryList[1]/totalPrice',
    ],
  },
  {
    title: '负数 / below zero',
    change: { 'list[1]/price': '-8.50' },
    says: ['price-not-positive reject InventoryList[1]/price'],
  },
  {
    title: '数量为零 / no goods',
    change: { 'list[1]/qty': '0' },
    says: ['price-not-positive reject InventoryList[1]/qty'],
  },
  {
    title: '每千克不到五角 / less than half a yuan a kilogram',
    set: YUAN,
    change: { 'list[2]/totalPrice': '0.10' },
    says: ['price-too-low warn InventoryList[2]/totalPrice'],
  },
  { title: '没有汇率：不判断 / no rate, no judgement', change: { 'list[2]/totalPrice': '0.10' }, says: [] },
]);
