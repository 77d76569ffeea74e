import { unitMeasure } from '../law/index.ts';
import { type Fixed5, formatFixed5, type Place } from '../shared/index.ts';
import { type Content, contentsIn, countsIn } from '../tax/index.ts';
import type { TradeQuestion } from './case.ts';
import { filled, line } from './documents.ts';
import { amount } from './money.ts';
import { numberOn } from './settings.ts';

/** What the specification of a line says its statutory quantity should be. */
export interface ContentOfLine {
  /** Where the net content is written: gmodel, or gname when gmodel says nothing. */
  readonly place: Place;
  /** The words of the net content as found. */
  readonly words: string;
  /** The quantity in the asked unit when there is exactly one, as text; undefined when only a range is known (density). */
  readonly exact?: string;
  readonly accepts: (quantity: Fixed5) => boolean;
}

const ONE = 100_000n;
/** Grams of a kilogram, as the measures count them. */
const KILOGRAM = 1000n * ONE;
/** From chapter 39 on a weight or volume in a specification is mostly no content (a bottle for 240 ml, a case for 20 kg). */
const LAST_CONSUMED_CHAPTER = 38;
/** Headings whose millilitres count as grams: perfumes and cosmetics labelled by volume. */
const MILLILITRE_IS_GRAM: ReadonlySet<string> = new Set(['3303', '3304']);

/**
 * Net content × declared quantity, in the statutory unit `unit`. Undefined when nothing can be said: no or several different net
 * contents, goods whose specification names capacities, a declared unit that is itself a weight, or a unit that is none.
 */
export function contentOfLine(
  question: TradeQuestion,
  index: number,
  unit: string,
): ContentOfLine | undefined {
  const fields = question.case.list.lines[index] ?? {};
  const code = filled(fields['gcode']) ?? '';
  const chapter = Number(code.slice(0, 2));
  if (!(chapter >= 1 && chapter <= LAST_CONSUMED_CHAPTER)) return undefined;
  const wanted = unitMeasure(unit);
  const declared = unitMeasure(filled(fields['unit']) ?? '');
  const qty = amount(filled(fields['qty']));
  if (wanted === undefined || wanted.kind === 'count' || declared?.kind !== 'count' || qty === undefined)
    return undefined;
  const field = contentsIn(fields['gmodel'] ?? '').length > 0 ? 'gmodel' : 'gname';
  const content = onlyContent(contentsIn(fields[field] ?? ''));
  if (content === undefined) return undefined;
  const packages = (qty * declared.per) / ONE;
  const name = question.law.codeName('unit', filled(fields['unit']) ?? '') ?? '';
  const amounts = perUnit(content, name, packages).flatMap(each => {
    const whole = (each * packages) / ONE;
    // A number of packages written apart may or may not be inside the declared unit: both are accepted.
    return [whole, ...countsIn(fields[field] ?? '').map(count => whole * count)];
  });
  const { low, high, exact } = spread(question, content, wanted.kind, code);
  const accepts = (quantity: Fixed5): boolean => {
    const base = (quantity * wanted.per) / ONE;
    return amounts.some(it => base * ONE >= it * low && base * ONE <= it * high);
  };
  const [only, ...others] = amounts;
  const text = exact && only !== undefined && others.length === 0 ? inUnit(only, wanted.per) : undefined;
  return {
    place: line(question.case, 'list', index, field),
    words: content.text,
    ...(text === undefined ? {} : { exact: text }),
    accepts,
  };
}

/** The one net content of a text: those written as such before all others; undefined when none or several different ones are left. */
function onlyContent(all: readonly Content[]): Content | undefined {
  const labelled = all.filter(it => it.labelled);
  const [first, ...others] = labelled.length > 0 ? labelled : all;
  if (first === undefined) return undefined;
  const same = others.every(it => it.kind === first.kind && it.each * it.times === first.each * first.times);
  return same ? first : undefined;
}

/**
 * Content of one declared unit. `30g*10片` sold by the box holds 300 g, counted in 片 it is 30 g each; `500ml*6` with six declared may
 * mean either, so both are accepted.
 */
function perUnit(content: Content, unitName: string, packages: Fixed5): readonly Fixed5[] {
  const whole = content.each * content.times;
  if (content.times === 1n) return [whole];
  if (content.counter !== undefined && content.counter === unitName) return [content.each];
  return packages === content.times * ONE ? [content.each, whole] : [whole];
}

/** How far the quantity may lie from the content, as factors in hundred-thousandths, and whether the content gives it exactly. */
function spread(
  question: TradeQuestion,
  content: Content,
  wanted: 'mass' | 'volume',
  code: string,
): { readonly low: Fixed5; readonly high: Fixed5; readonly exact: boolean } {
  const tolerance = numberOn(question, 'check.content-tolerance');
  const exact = content.kind === wanted || MILLILITRE_IS_GRAM.has(code.slice(0, 4));
  if (exact) return { low: ONE - tolerance, high: ONE + tolerance, exact };
  const [light, heavy] = [numberOn(question, 'check.density-low'), numberOn(question, 'check.density-high')];
  if (content.kind === 'volume') return { low: light, high: heavy, exact };
  return { low: (ONE * ONE) / heavy, high: (ONE * ONE) / light, exact };
}

function inUnit(base: Fixed5, per: Fixed5): string | undefined {
  const scaled = base * ONE;
  return scaled % per === 0n ? formatFixed5(scaled / per) : undefined;
}

/** Kilograms of a line by its first or second statutory quantity, whichever is a weight; undefined when none is. */
export function kilogramsOf(fields: Readonly<Record<string, string>>): Fixed5 | undefined {
  for (const [quantity, unit] of [
    ['qty1', 'unit1'],
    ['qty2', 'unit2'],
  ] as const) {
    const measure = unitMeasure(filled(fields[unit]) ?? '');
    const value = amount(filled(fields[quantity]));
    if (measure?.kind === 'mass' && value !== undefined) return (value * measure.per) / KILOGRAM;
  }
  return undefined;
}
