import { parseStamp } from '../../shared/index.ts';
import { exportRuleCases } from '../../test/export-rule-cases.ts';
import { rule } from './rule.ts';

const day = (stamp: string) => ({ at: parseStamp(stamp) ?? 0 });

exportRuleCases(rule, [
  { title: '2024-12-14收款相符（WE058） / the last day of receipts', set: day('20241214235959'), says: [] },
  { title: '2024-12-15起不再需要收款单 / none is needed any more', set: day('20241215000000'), says: [] },
  {
    title: '海外仓订仓单没有买家 / a booking order has no buyer',
    set: { mode: '9810', ...day('20241201100000') },
    says: [],
  },
  {
    title: '收款多于订单 / more than the order',
    set: day('20241210100000'),
    change: { 'receipt/charge': '100.00' },
    says: ['charge-above-order hold Receipts/charge'],
  },
  {
    title: '收款少于订单 / less than the order',
    set: day('20241210100000'),
    change: { 'receipt/charge': '30.00' },
    says: ['charge-below-order warn Receipts/charge'],
  },
  {
    title: '收款为零 / nothing came in',
    set: day('20241210100000'),
    change: { 'receipt/charge': '0' },
    says: ['charge-below-order hold Receipts/charge'],
  },
  {
    title: '只收货款：通过 / the price without the freight',
    set: day('20241210100000'),
    change: { 'receipt/charge': '32.60' },
    says: [],
  },
  {
    title: '收款币制不同 / another currency',
    set: day('20241210100000'),
    change: { 'receipt/currency': '142' },
    says: ['receipt-currency-differs hold Receipts/currency'],
  },
  {
    title: '缺收款单 / no receipt',
    set: day('20241210100000'),
    take: ['receipt'],
    says: ['receipt-missing hold InventoryHead/orderNo'],
  },
]);
