import { parseStamp } from '../../shared/index.ts';
import { exportRuleCases } from '../../test/export-rule-cases.ts';
import { rule } from './rule.ts';

const OLD = { at: parseStamp('20241210100000') ?? 0 };

exportRuleCases(rule, [
  { title: '时间合理 / plausible', says: [] },
  { title: '三日后出口 / leaves in three days', change: { 'list/ieDate': '20250621' }, says: [] },
  {
    title: '出口日期早于申报 / left before it was declared',
    change: { 'list/ieDate': '20250616' },
    says: ['exported-before-declaration warn InventoryHead/ieDate'],
  },
  {
    title: '出口日期错一年 / a mistyped year',
    change: { 'list/ieDate': '20240618' },
    says: ['exported-before-declaration hold InventoryHead/ieDate'],
  },
  {
    title: '出口日期在一年后 / a year ahead',
    change: { 'list/ieDate': '20260618' },
    says: ['export-far-ahead hold InventoryHead/ieDate'],
  },
  {
    title: '订单报送时间错年 / the order was sent a year ago',
    change: { 'order/appTime': '20240618090000' },
    says: ['sent-long-ago hold OrderHead/appTime'],
  },
  {
    title: '清单报送时间错年 / the list was sent a year ago',
    change: { 'list/appTime': '20240610090000', 'list/ieDate': '20240610' },
    says: ['sent-long-ago hold InventoryHead/appTime'],
  },
  {
    title: '运单报送于未来 / a waybill from the future',
    change: { 'waybill/appTime': '20250619120000' },
    says: ['sent-in-future warn Logistics/appTime'],
  },
  {
    title: '到账晚于受理 / money not yet there',
    set: OLD,
    change: { 'receipt/accountingDate': '20241211000000' },
    says: ['received-in-future reject Receipts/accountingDate'],
  },
  {
    title: '到账在一年前 / received a year ago',
    set: OLD,
    change: { 'receipt/accountingDate': '20231210000000' },
    says: ['received-long-ago hold Receipts/accountingDate'],
  },
  {
    title: '到账晚于申报 / after the list',
    set: OLD,
    change: { 'list/appTime': '20241208100000', 'list/ieDate': '20241208' },
    says: ['received-after-declaration hold Receipts/accountingDate'],
  },
]);
