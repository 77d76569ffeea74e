import { inBaseUnit, sameKind, unitMeasure } from '../../law/index.ts';
import type { Fields } from '../../messages/index.ts';
import { type Fixed5, formatFixed5 } from '../../shared/index.ts';
import type { TradeQuestion } from '../case.ts';
import { filled } from '../documents.ts';
import { amount } from '../money.ts';
import { contentOfLine } from '../net-content.ts';

/** How a wrong first statutory unit is put right: `known` false: no single way; `quantity` set: qty1 changes as well. */
export interface UnitRepair {
  readonly known: boolean;
  readonly quantity?: string;
}

const UNKNOWN: UnitRepair = { known: false };
const CODE_ALONE: UnitRepair = { known: true };

/**
 * Either the unit code alone is wrong (the number is right in the right unit), or the number was counted in the wrong unit and is
 * converted with it. Net content and the weights of the parcel decide; where both or neither fit, no repair is offered.
 */
export function firstUnitRepair(question: TradeQuestion, index: number, right: string): UnitRepair {
  const fields = question.case.list.lines[index] ?? {};
  const unit1 = filled(fields['unit1']);
  const qty1 = amount(filled(fields['qty1']));
  if (unit1 === undefined || qty1 === undefined) return UNKNOWN;
  if (filled(fields['unit']) === right) return asDeclared(fields, qty1);
  const measure = unitMeasure(right);
  if (measure === undefined) return UNKNOWN;
  if (measure.kind === 'count') return sameCount(unit1, right) ? CODE_ALONE : UNKNOWN;
  const asIs = fits(question, index, right, qty1);
  const converted = convert(qty1, unit1, right);
  const other = converted !== undefined && converted !== qty1 && fits(question, index, right, converted);
  if (asIs && !other) return CODE_ALONE;
  if (other && !asIs && converted !== undefined) return { known: true, quantity: formatFixed5(converted) };
  return UNKNOWN;
}

/** The goods are declared in the right unit: the statutory quantity is the declared one. */
function asDeclared(fields: Fields, qty1: Fixed5): UnitRepair {
  const qty = amount(filled(fields['qty']));
  if (qty === undefined) return UNKNOWN;
  return qty === qty1 ? CODE_ALONE : { known: true, quantity: formatFixed5(qty) };
}

function sameCount(a: string, b: string): boolean {
  return sameKind(a, b) && unitMeasure(a)?.per === unitMeasure(b)?.per;
}

/** The quantity in the right unit when both units are masses or both volumes and the result has at most five places. */
function convert(quantity: Fixed5, from: string, to: string): Fixed5 | undefined {
  const per = unitMeasure(to)?.per;
  if (per === undefined || !sameKind(from, to)) return undefined;
  const base = inBaseUnit(quantity, from);
  if (base === undefined) return undefined;
  const scaled = base.amount * 100_000n;
  return scaled % per === 0n ? scaled / per : undefined;
}

/** Does this number, taken in the right unit, agree with the net content, or failing that with the weights of the parcel? */
function fits(question: TradeQuestion, index: number, unit: string, quantity: Fixed5): boolean {
  const content = contentOfLine(question, index, unit);
  if (content !== undefined) return content.accepts(quantity);
  const measure = unitMeasure(unit);
  const gross = amount(filled(question.case.list.head['grossWeight']));
  const net = amount(filled(question.case.list.head['netWeight']));
  if (measure?.kind !== 'mass' || gross === undefined || net === undefined) return false;
  const kg = inBaseUnit(quantity, unit)?.amount ?? 0n;
  const others = question.case.list.lines.reduce(
    (sum, fields, at) => (at === index ? sum : sum + gramsOf(fields)),
    0n,
  );
  const grams = kg + others;
  return grams <= gross * 1000n && grams * 2n >= net * 1000n;
}

/** Grams of a line by its first statutory quantity; zero when that is no weight. */
function gramsOf(fields: Fields): Fixed5 {
  const quantity = amount(filled(fields['qty1']));
  const base = quantity === undefined ? undefined : inBaseUnit(quantity, fields['unit1'] ?? '');
  return base?.kind === 'mass' ? base.amount : 0n;
}
