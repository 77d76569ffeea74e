import { rule as buyerPayer } from './buyer-payer/rule.ts';
import type { Rule } from './case.ts';
import { rule as codesAndPlaces } from './codes-and-places/rule.ts';
import { rule as commodityCode } from './commodity-code/rule.ts';
import { rule as contactDetails } from './contact-details/rule.ts';
import { rule as guarantee } from './guarantee/rule.ts';
import { rule as guarantor } from './guarantor/rule.ts';
import { rule as identityNumber } from './identity-number/rule.ts';
import { rule as licence } from './licence/rule.ts';
import { rule as listLines } from './list-lines/rule.ts';
import { rule as listWaybill } from './list-waybill/rule.ts';
import { rule as orderArithmetic } from './order-arithmetic/rule.ts';
import { rule as orderList } from './order-list/rule.ts';
import { rule as orderPayment } from './order-payment/rule.ts';
import { rule as orderSplitting } from './order-splitting/rule.ts';
import { rule as orderWaybill } from './order-waybill/rule.ts';
import { rule as positiveList } from './positive-list/rule.ts';
import { rule as pricePlausible } from './price-plausible/rule.ts';
import { rule as quantityPlausible } from './quantity-plausible/rule.ts';
import { rule as roles } from './roles/rule.ts';
import { rule as singleLimit } from './single-limit/rule.ts';
import { rule as statutoryUnits } from './statutory-units/rule.ts';
import { rule as taxWithheld } from './tax-withheld/rule.ts';
import { rule as times } from './times/rule.ts';
import { rule as tradeIdentity } from './trade-identity/rule.ts';
import { rule as waybillReuse } from './waybill-reuse/rule.ts';
import { rule as weight } from './weight/rule.ts';
import { rule as yearlyLimit } from './yearly-limit/rule.ts';

/**
 * All clearance rules, in the order in which people read their findings: who, which trade, what money, what goods, what limits. One
 * folder each; a new rule is a folder and a line here.
 */
export const catalogue: readonly Rule[] = [
  roles,
  guarantor,
  tradeIdentity,
  buyerPayer,
  identityNumber,
  orderArithmetic,
  orderPayment,
  orderWaybill,
  contactDetails,
  orderList,
  listLines,
  listWaybill,
  weight,
  waybillReuse,
  times,
  codesAndPlaces,
  commodityCode,
  statutoryUnits,
  quantityPlausible,
  positiveList,
  licence,
  singleLimit,
  yearlyLimit,
  taxWithheld,
  guarantee,
  pricePlausible,
  orderSplitting,
];
