import { type Fixed5, roundDivide } from '../shared/index.ts';

const FEN = 1000n;

/**
 * Shares a charge of the whole order (freight, insurance) over the lines by their value, in whole fen; the last line takes the rest.
 * No published rule says how; sharing by value is the usual practice. When no line has a value the last line takes all.
 */
export function shareByValue(charge: Fixed5, values: readonly Fixed5[]): readonly Fixed5[] {
  const sum = values.reduce((a, b) => a + b, 0n);
  let left = charge;
  return values.map((value, index) => {
    if (index === values.length - 1) return left;
    const share = sum === 0n ? 0n : roundDivide(charge * value, sum * FEN) * FEN;
    left -= share;
    return share;
  });
}

/** The parts of a price that decide what is dutiable. All `Fixed5` yuan. */
export interface PriceParts {
  /** Price before any reduction. */
  readonly listPrice: Fixed5;
  /** Direct cut or spend-and-save open to every buyer: lowers the price. */
  readonly openDiscount?: Fixed5;
  /** Members' price cut, coupon, points, vouchers, virtual money: a way of paying, does not lower the price. */
  readonly buyerOnlyDiscount?: Fixed5;
  readonly freight?: Fixed5;
  readonly insurance?: Fixed5;
}

/**
 * Dutiable value (完税价格): actual retail price + freight + insurance (财关税〔2016〕18号 一). Discounts open to everybody lower it,
 * discounts for some buyers only, coupons and points do not (税管函〔2016〕73号).
 */
export function dutiableValue({
  listPrice,
  openDiscount = 0n,
  freight = 0n,
  insurance = 0n,
}: PriceParts): Fixed5 {
  return listPrice - openDiscount + freight + insurance;
}

/** The order's identity: what the buyer paid = goodsValue + freight + taxTotal − discount; goodsValue holds the non-cash part. */
export function expectedPaid(order: {
  readonly goodsValue: Fixed5;
  readonly freight: Fixed5;
  readonly taxTotal: Fixed5;
  readonly discount: Fixed5;
}): Fixed5 {
  return order.goodsValue + order.freight + order.taxTotal - order.discount;
}
