import type { ExportRule } from './export-case.ts';
import { rule as exportListWaybill } from './export-list-waybill/rule.ts';
import { rule as exportTradeIdentity } from './export-trade-identity/rule.ts';
import { rule as orderList } from './order-list/rule.ts';
import { rule as waybillReuse } from './waybill-reuse/rule.ts';
import { rule as weight } from './weight/rule.ts';

/**
 * All rules of export parcels, in the order in which people read their findings: who, which trade, what money, what goods, what
 * limits. Rules that hold for imports in the same words stand in both catalogues.
 */
export const exportCatalogue: readonly ExportRule[] = [
  exportTradeIdentity,
  orderList,
  exportListWaybill,
  weight,
  waybillReuse,
];
