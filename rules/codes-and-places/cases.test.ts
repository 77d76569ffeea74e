import { GOODS } from '../../test/right-sets.ts';
import { ruleCases } from '../../test/rule-cases.ts';
import { rule } from './rule.ts';

const BONDED = { mode: '1210' as const, serial: 24, goods: [{ of: GOODS.milk, qty: '1' }] };

ruleCases(rule, [
  { title: '航空直购 / by air', says: [] },
  {
    title: '口岸以物流中心申报的直购 / W as ports write it',
    change: { 'list/trafMode': 'W', 'list/country': '142' },
    says: [],
  },
  {
    title: '直购填保税港区 / direct purchase from a bonded port',
    change: { 'list/trafMode': 'Y' },
    says: ['transport-of-mode hold InventoryHead/trafMode'],
  },
  {
    title: '航空运抵而起运国为中国 / by air from China',
    change: { 'list/country': '142' },
    says: ['dispatched-in-china hold InventoryHead/country'],
  },
  { title: '保税公路出区 / bonded, by road', set: BONDED, change: { 'list/trafMode': '4' }, says: [] },
  {
    title: '保税管道出区 / bonded, through a pipe',
    set: BONDED,
    change: { 'list/trafMode': 'G' },
    says: ['transport-of-mode hold InventoryHead/trafMode'],
  },
  {
    title: '新设海关：由代码检查提示 / a new office of a known district',
    change: { 'list/customsCode': '4399' },
    says: [],
  },
  {
    title: '不存在的关区 / no district',
    change: { 'list/portCode': '9999' },
    says: ['no-such-customs-district hold InventoryHead/portCode'],
  },
]);
