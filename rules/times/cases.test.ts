import { ruleCases } from '../../test/rule-cases.ts';
import { rule } from './rule.ts';

ruleCases(rule, [
  { title: '先付后报 / paid, then declared', says: [] },
  { title: '当日支付当日申报 / on one day', change: { 'payment/payTime': '20250618152000' }, says: [] },
  {
    title: '支付时钟快几分钟 / a clock a few minutes ahead',
    change: { 'payment/payTime': '20250618153500' },
    says: [],
  },
  {
    title: '支付在一小时之后 / paid in an hour',
    change: { 'payment/payTime': '20250618163000' },
    says: ['paid-in-future reject PaymentHead/payTime'],
  },
  {
    title: '明日申报 / declared tomorrow',
    change: { 'list/declTime': '20250619' },
    says: ['declared-in-future reject InventoryHead/declTime'],
  },
  {
    title: '申报先于支付 / declared before it was paid',
    change: { 'list/declTime': '20250615' },
    says: ['paid-after-declaration hold PaymentHead/payTime'],
  },
  {
    title: '预售半年：通过 / a pre-sale of half a year',
    change: { 'payment/payTime': '20241218100000' },
    says: [],
  },
  {
    title: '两年前支付 / paid two years ago',
    change: { 'payment/payTime': '20230618100000' },
    says: ['paid-long-ago hold PaymentHead/payTime'],
  },
  { title: '数日后到港 / arrives in some days', change: { 'list/ieDate': '20250628' }, says: [] },
  {
    title: '明年到港 / arrives next year',
    change: { 'list/ieDate': '20260101' },
    says: ['entry-far-ahead hold InventoryHead/ieDate'],
  },
  { title: '进口日期未知 / unknown date of entry', change: { 'list/ieDate': null }, says: [] },
  {
    title: '报送时间为明日 / sent tomorrow',
    change: { 'waybill/appTime': '20250619100000' },
    says: ['sent-in-future warn LogisticsHead/appTime'],
  },
  { title: '报送时间为今日稍后 / sent later today', change: { 'list/appTime': '20250618200000' }, says: [] },
  {
    title: '报送时间早一年 / sent a year before',
    change: { 'order/appTime': '20240616100000' },
    says: ['sent-long-ago hold OrderHead/appTime'],
  },
  {
    title: '进口日期早一年 / entered a year before',
    change: { 'list/ieDate': '20240618' },
    says: ['entered-long-ago hold InventoryHead/ieDate'],
  },
]);
