import type { Fixed5 } from '../../shared/index.ts';
import type { Question } from '../case.ts';
import { type HeadField, valueAt } from '../documents.ts';
import { amount, differs, same } from '../money.ts';

/** A fen in the scale of amounts. */
const FEN = 1_000n;

/** The amounts of acturalPaid = goodsValue + freight + taxTotal − discount. */
export interface PaidSum {
  readonly goodsValue: Fixed5;
  readonly freight: Fixed5;
  readonly taxTotal: Fixed5;
  readonly discount: Fixed5;
  readonly acturalPaid: Fixed5;
  /** What the formula gives. */
  readonly computed: Fixed5;
}

/** Reads the formula's amounts, with another goodsValue when its own is known to be wrong. Undefined when one is unreadable. */
export function paidSum(question: Question, goodsValue?: Fixed5): PaidSum | undefined {
  const { head } = question.case.order;
  const goods = goodsValue ?? amount(head.goodsValue);
  const freight = amount(head.freight);
  const taxTotal = amount(head.taxTotal);
  const discount = amount(head.discount);
  const acturalPaid = amount(head.acturalPaid);
  if (
    goods === undefined ||
    freight === undefined ||
    taxTotal === undefined ||
    discount === undefined ||
    acturalPaid === undefined
  )
    return undefined;
  const computed = goods + freight + taxTotal - discount;
  return { goodsValue: goods, freight, taxTotal, discount, acturalPaid, computed };
}

/** A part of the formula. */
export type PaidField = 'freight' | 'taxTotal' | 'discount' | 'acturalPaid';

/** The field that most likely breaks the formula, and its right value when there is exactly one. */
export interface Culprit {
  readonly field: PaidField;
  readonly put?: Fixed5;
  /** The field elsewhere that speaks against it. */
  readonly against?: HeadField;
  /** Other fields that may be wrong instead. */
  readonly orElse: readonly PaidField[];
}

/**
 * Which amount breaks the formula; undefined when it holds. The payment speaks for or against acturalPaid. When it speaks for it, a
 * part is wrong: the tax is measured against the tax computed from the list, the freight against the charges of the list, and a
 * part that is confirmed so is not suspected. Without the payment acturalPaid is as suspect as the parts that nothing confirms.
 */
export function culpritOf(question: Question, it: PaidSum, tolerance: Fixed5): Culprit | undefined {
  if (!differs(it.acturalPaid, it.computed, tolerance)) return undefined;
  const paid = amount(valueAt(question.case, 'payment/amountPaid'));
  if (paid !== undefined && !same(paid, it.acturalPaid)) {
    const against = same(paid, it.computed) ? { against: 'payment/amountPaid' as const } : {};
    return { field: 'acturalPaid', put: it.computed, ...against, orElse: [] };
  }
  const missing = it.acturalPaid - it.computed;
  const charges = listCharges(question);
  const taxed = question.tax.lines.length > 0;
  const isTax = (value: Fixed5) => taxed && !differs(value, question.tax.total * FEN, roundings(question));
  const wanted = {
    taxTotal: it.taxTotal + missing,
    freight: it.freight + missing,
    discount: it.discount - missing,
  };
  const isTaxToTheFen = (value: Fixed5) => taxed && value === question.tax.total * FEN;
  const nearerTax = isTaxToTheFen(wanted.taxTotal) && !isTaxToTheFen(it.taxTotal);
  if (nearerTax || (isTax(wanted.taxTotal) && !isTax(it.taxTotal)))
    return { field: 'taxTotal', put: wanted.taxTotal, orElse: [] };
  if (charges.includes(wanted.freight))
    return { field: 'freight', put: wanted.freight, against: 'list/freight', orElse: [] };
  // Nothing withheld and freight free of charge are usual, and would have been put right above.
  const confirmed = {
    taxTotal: it.taxTotal === 0n || isTax(it.taxTotal),
    freight: it.freight === 0n || charges.includes(it.freight),
    discount: false,
  };
  const suspects = (['taxTotal', 'freight', 'discount'] as const).filter(
    field => !confirmed[field] && wanted[field] >= 0n,
  );
  if (paid === undefined) return { field: 'acturalPaid', orElse: suspects };
  const [first, ...orElse] = suspects;
  if (first === undefined) return { field: 'acturalPaid', orElse: [] };
  return orElse.length === 0 ? { field: first, put: wanted[first], orElse } : { field: first, orElse };
}

/** A shop may reckon the tax of the order as a whole: a fen for each line and one for the sum. */
function roundings(question: Question): Fixed5 {
  return BigInt(question.case.list.lines.length + 1) * FEN;
}

/** What the order may have called 运杂费: freight and insurance of the list together, or the freight alone. */
function listCharges(question: Question): readonly Fixed5[] {
  const freight = amount(valueAt(question.case, 'list/freight'));
  const insurance = amount(valueAt(question.case, 'list/insuredFee'));
  if (freight === undefined) return [];
  return insurance === undefined ? [freight] : [freight + insurance, freight];
}
