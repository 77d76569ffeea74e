import { exportRuleCases } from '../../test/export-rule-cases.ts';
import { rule } from './rule.ts';

exportRuleCases(rule, [
  { title: '逐项一致 / line by line', says: [] },
  {
    title: '清单数量不同 / quantity',
    change: { 'list[1]/qty': '3' },
    says: ['line-quantity-differs reject InventoryList[1]/qty → 2'],
  },
  {
    title: '订单自身不成立 / the order is not true in itself',
    change: { 'order[1]/price': '9.50' },
    says: ['line-price-differs reject OrderList[1]/price → 8.50'],
  },
  {
    title: '清单漏报一项 / the list lacks a line',
    without: [['list', 2]],
    says: ['line-missing reject InventoryList'],
  },
  {
    title: '序号跳号，按货号对应 / paired by article number',
    change: { 'list[2]/gnum': '7' },
    says: ['line-number-differs reject InventoryList[2]/gnum → 2'],
  },
  {
    title: '货号30位截断为20位：通过 / cut off at twenty characters',
    change: { 'order[1]/itemNo': 'CK-TX-M-SUMMER-2025-RED', 'list[1]/itemNo': 'CK-TX-M-SUMMER-2025-' },
    says: [],
  },
  {
    title: '订单单位错：法定单位印证清单 / a statutory unit speaks for the list',
    change: { 'order[1]/unit': '007' },
    says: ['line-unit-differs reject OrderList[1]/unit → 011'],
  },
  {
    title: '规格是订单另一项的 / the description of another line of the order',
    change: { 'list[1]/gmodel': '涤纶面料|演示牌|30×22厘米' },
    says: ['line-specification-differs hold InventoryList[1]/gmodel → 针织|男式|100%棉|演示牌|均码'],
  },
]);
