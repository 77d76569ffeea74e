import { expect, it } from 'vitest';
import { ruleCases } from '../../test/rule-cases.ts';
import { likeness } from './names.ts';
import { rule } from './rule.ts';

ruleCases(rule, [
  { title: '逐项一致 / line by line', says: [] },
  {
    title: '清单数量不同 / quantity',
    change: { 'list[1]/qty': '3' },
    says: ['line-quantity-differs reject InventoryList[1]/qty → 2'],
  },
  {
    title: '订单数量错：清单自洽 / the list is true in itself, the order is not',
    change: { 'order[1]/qty': '3' },
    says: ['line-quantity-differs reject OrderList[1]/qty → 2'],
  },
  {
    title: '两单各自自洽：商品价格印证订单 / goodsValue decides',
    change: { 'list[1]/price': '100.00', 'list[1]/totalPrice': '200.00' },
    says: [
      'line-price-differs reject InventoryList[1]/price → 168.00',
      'line-total-differs reject InventoryList[1]/totalPrice → 336.00',
    ],
  },
  {
    title: '两单各自自洽：商品价格印证清单 / goodsValue speaks for the list',
    change: { 'order[1]/price': '100.00', 'order[1]/totalPrice': '200.00' },
    says: [
      'line-price-differs reject OrderList[1]/price → 168.00',
      'line-total-differs reject OrderList[1]/totalPrice → 336.00',
    ],
  },
  {
    title: '清单漏报一项 / the list lacks a line',
    without: [['list', 2]],
    says: ['line-missing reject InventoryList'],
  },
  {
    title: '订单漏一项 / the order lacks a line',
    without: [['order', 2]],
    says: ['line-missing reject OrderList'],
  },
  {
    title: '清单多报一项（订单合计不含）/ the list has one too many',
    without: [['order', 2]],
    change: { 'order/goodsValue': '336.00' },
    says: ['line-surplus reject InventoryList[2]/gnum'],
  },
  {
    title: '序号跳号，按货号对应 / paired by article number',
    change: { 'list[2]/gnum': '7' },
    says: ['line-number-differs reject InventoryList[2]/gnum → 2'],
  },
  { title: '序号写作01 / 01 is 1', change: { 'list[1]/gnum': '01' }, says: [] },
  {
    title: '原产国不同 / origin',
    change: { 'list[1]/country': '305' },
    says: ['line-country-differs reject InventoryList[1]/country → 116'],
  },
  {
    title: '订单单位错：法定单位印证清单 / a statutory unit speaks for the list',
    change: { 'order[2]/unit': '011' },
    says: ['line-unit-differs reject OrderList[2]/unit → 007'],
  },
  {
    title: '货号不同：人工确认 / article number',
    change: { 'list[1]/itemNo': 'YS-2' },
    says: ['line-article-differs hold InventoryList[1]/itemNo → YS-MS-050'],
  },
  {
    title: '清单货号按二十位截断：通过 / cut off at twenty characters',
    change: { 'order[1]/itemNo': 'YS-MS-050-LIMITED-EDITION', 'list[1]/itemNo': 'YS-MS-050-LIMITED-ED' },
    says: [],
  },
  {
    title: '品名完全不同：人工确认 / other goods',
    change: { 'list[1]/gname': '演示牌婴儿奶粉' },
    says: ['line-name-differs hold InventoryList[1]/gname → 演示牌保湿面霜50克'],
  },
  { title: '品名简写：通过 / shorter name', change: { 'list[1]/gname': '面霜' }, says: [] },
  { title: '品名取海关名称：通过 / customs name', change: { 'list[1]/gname': '护肤品' }, says: [] },
  {
    title: '外文品名而企业商品名称一致：通过 / foreign name',
    change: { 'list[1]/gname': 'DEMO CREAM' },
    says: [],
  },
  {
    title: '订单品名独自不同 / the order stands alone',
    change: { 'order[1]/itemName': '男士皮鞋' },
    says: ['line-item-name-differs hold OrderList[1]/itemName → 演示牌保湿面霜50克'],
  },
  {
    title: '店铺促销语不算品名：通过 / what the shop cries out',
    change: { 'order[1]/itemName': '【限时】演示牌保湿面霜50克' },
    says: [],
  },
  {
    title: '相邻两字颠倒 / two characters exchanged',
    change: { 'list[2]/gname': '演示牌尼龙手包提' },
    says: ['line-name-differs warn InventoryList[2]/gname → 演示牌尼龙手提包'],
  },
  {
    title: '条形码不同：人工确认 / bar codes',
    change: { 'order[1]/barCode': '4900000000001', 'list[1]/barCode': '4900000000002' },
    says: ['line-bar-code-differs hold InventoryList[1]/barCode → 4900000000001'],
  },
  {
    title: '一方无条形码：通过 / one has none',
    change: { 'order[1]/barCode': '4900000000001', 'list[1]/barCode': '无' },
    says: [],
  },
  {
    title: '规格是订单另一项的 / the specification of another line',
    change: { 'list[1]/gmodel': '手提包|尼龙面|演示牌|型号YS01' },
    says: [
      'line-specification-differs hold InventoryList[1]/gmodel → 护肤|演示牌|净含量50克/瓶|水、甘油、烟酰胺',
    ],
  },
  {
    title: '规格写法不同：通过 / the specification in other words',
    change: { 'list[1]/gmodel': '50克/瓶' },
    says: [],
  },
]);

it.each([
  ['演示牌面霜 50ML', '演示牌面霜５０ml', 'same'],
  ['演示牌保湿面霜', '面霜', 'related'],
  ['演示牌跑步鞋黑色', '演示牌运动鞋', 'related'],
  ['演示牌面霜', '演示牌奶粉', 'unrelated'],
  ['演示牌保湿面霜', '演示牌保温面霜', 'misspelt'],
  ['复合维生素软糖', '维生素片', 'related'],
  ['其他食品', '其他服装', 'unrelated'],
])('%s and %s: %s', (a, b, near) => {
  expect(likeness(a, b)).toBe(near);
});
