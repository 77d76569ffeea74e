import { exportRuleCases } from '../../test/export-rule-cases.ts';
import { rule } from './rule.ts';

exportRuleCases(rule, [
  { title: '发往美国 / to the United States', says: [] },
  { title: '发往香港 / to Hong Kong', set: { country: '110' }, says: [] },
  {
    title: '运抵国填中国 / arrives in China',
    change: { 'list/country': '142' },
    says: ['arrives-in-china reject InventoryHead/country → 502'],
  },
  {
    title: '最终目的国填中国 / destined for China',
    change: { 'list[2]/country': '142' },
    says: ['destined-for-china reject InventoryList[2]/country'],
  },
  {
    title: '全部填中国 / everything in China',
    change: { 'list/country': '142', 'list[1]/country': '142', 'list[2]/country': '142' },
    says: [
      'arrives-in-china reject InventoryHead/country',
      'destined-for-china reject InventoryList[1]/country',
      'destined-for-china reject InventoryList[2]/country',
    ],
  },
  {
    title: '经日本中转 / in transit',
    change: { 'list[1]/country': '116' },
    says: ['destination-unlike-arrival warn InventoryList[1]/country'],
  },
  {
    title: '出境不能填综合实验区 / nothing leaves by T',
    change: { 'list/trafMode': 'T' },
    says: ['transport-of-mode hold InventoryHead/trafMode'],
  },
  {
    title: '1210出区填Y：通过 / leaving the area',
    set: { mode: '1210' },
    change: { 'list/trafMode': 'Y' },
    says: [],
  },
  {
    title: '没有这个关区 / no such district',
    change: { 'list/portCode': '0000' },
    says: ['no-such-customs-district hold InventoryHead/portCode'],
  },
]);
