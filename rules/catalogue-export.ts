import { rule as exportB2bList } from './export-b2b-list/rule.ts';
import { rule as exportBonded } from './export-bonded/rule.ts';
import type { ExportRule } from './export-case.ts';
import { rule as exportCommodityCode } from './export-commodity-code/rule.ts';
import { rule as exportCurrencies } from './export-currencies/rule.ts';
import { rule as exportLicence } from './export-licence/rule.ts';
import { rule as exportListWaybill } from './export-list-waybill/rule.ts';
import { rule as exportOrderKind } from './export-order-kind/rule.ts';
import { rule as exportOrderSums } from './export-order-sums/rule.ts';
import { rule as exportPlaces } from './export-places/rule.ts';
import { rule as exportPrice } from './export-price/rule.ts';
import { rule as exportReceipt } from './export-receipt/rule.ts';
import { rule as exportRoles } from './export-roles/rule.ts';
import { rule as exportSimplified } from './export-simplified/rule.ts';
import { rule as exportStatutoryUnits } from './export-statutory-units/rule.ts';
import { rule as exportTimes } from './export-times/rule.ts';
import { rule as exportTradeIdentity } from './export-trade-identity/rule.ts';
import { rule as listLines } from './list-lines/rule.ts';
import { rule as orderList } from './order-list/rule.ts';
import { rule as quantityPlausible } from './quantity-plausible/rule.ts';
import { rule as waybillReuse } from './waybill-reuse/rule.ts';
import { rule as weight } from './weight/rule.ts';

/**
 * All rules of export parcels, in the order in which people read their findings: who, which trade, what money, what goods, what
 * limits. Rules that hold for imports in the same words stand in both catalogues.
 */
export const exportCatalogue: readonly ExportRule[] = [
  exportRoles,
  exportTradeIdentity,
  exportOrderKind,
  exportOrderSums,
  exportCurrencies,
  exportReceipt,
  orderList,
  listLines,
  exportListWaybill,
  weight,
  waybillReuse,
  exportTimes,
  exportPlaces,
  exportBonded,
  exportCommodityCode,
  exportStatutoryUnits,
  quantityPlausible,
  exportLicence,
  exportSimplified,
  exportB2bList,
  exportPrice,
];
