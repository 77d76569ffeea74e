import type { Bilingual, Cite, Finding, LawDate, Place, Severity } from '../shared/index.ts';
import { parseFixed5 } from '../shared/index.ts';
import type { Question } from './case.ts';
import { type HeadField, head, type Papers, valueAt } from './documents.ts';
import { finding, unequal } from './finding.ts';

/** How two values are compared: as text, as exact decimals, or as identity numbers (x and X are the same digit). */
export type Sameness = 'text' | 'decimal' | 'identity';

/** Head fields of different documents that must say the same. */
export interface Agreement<Asked = Question> {
  readonly code: string;
  /** At least two fields, the earliest document first: where nothing else decides, it is believed. */
  readonly fields: readonly [HeadField, HeadField, ...HeadField[]];
  readonly as?: Sameness;
  /** Left out: `reject`. */
  readonly severity?: Severity;
  readonly cites: (on: LawDate) => readonly Cite[];
  readonly why: Bilingual;
  /** Values from outside these fields that speak for one side (a register, another relation); they weigh more than a majority. */
  readonly witnesses?: (question: Asked) => readonly (string | undefined)[];
}

/**
 * Signs that people do not tell apart: full and half width, white space. Values that differ only so are the same thing badly
 * written, which is worth a warning and a repair but is no contradiction.
 */
export function plain(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '');
}

/** The form of a value by which it is compared. */
export function comparable(value: string, as: Sameness): string {
  if (as === 'decimal') return parseFixed5(value)?.toString() ?? value;
  return as === 'identity' ? plain(value).toUpperCase() : plain(value);
}

/** One place that is outvoted, and the place it should agree with. */
export interface Dissent {
  readonly wrong: Place;
  readonly right: Place;
}

/**
 * Who is wrong among places that should say the same: the value for which most witnesses speak is believed, without witnesses the
 * one that most places name, and in a draw the earliest. Places that differ from the believed value are returned in their order.
 */
export function dissenters(
  places: readonly Place[],
  as: Sameness,
  witnesses: readonly (string | undefined)[] = [],
): readonly Dissent[] {
  const groups = new Map<string, Place[]>();
  for (const place of places) {
    const key = comparable(place.value ?? '', as);
    const group = groups.get(key);
    if (group) group.push(place);
    else groups.set(key, [place]);
  }
  if (groups.size < 2) return [];
  const voices = new Map<string, number>();
  for (const witness of witnesses) {
    if (witness === undefined) continue;
    const key = comparable(witness, as);
    voices.set(key, (voices.get(key) ?? 0) + 1);
  }
  let believed: { key: string; places: readonly Place[] } | undefined;
  for (const [key, group] of groups) {
    const louder = (voices.get(key) ?? 0) - (voices.get(believed?.key ?? '') ?? 0);
    const more = group.length - (believed?.places.length ?? 0);
    if (believed === undefined || louder > 0 || (louder === 0 && more > 0)) believed = { key, places: group };
  }
  const right = believed?.places[0];
  if (right === undefined) return [];
  return places.flatMap(wrong =>
    comparable(wrong.value ?? '', as) === believed?.key ? [] : [{ wrong, right }],
  );
}

/** Says of each agreement that is broken who breaks it. Absent fields are no party (the format check asks for required ones). */
export function judgeAgreements<Asked extends { readonly case: Papers; readonly on: LawDate }>(
  rule: string,
  agreements: readonly Agreement<Asked>[],
  question: Asked,
): readonly Finding[] {
  const found: Finding[] = [];
  for (const agreement of agreements) {
    if (allEqual(agreement, question.case)) continue;
    const as = agreement.as ?? 'text';
    const places = agreement.fields
      .filter(field => valueAt(question.case, field) !== undefined)
      .map(field => head(question.case, field));
    const cites = agreement.cites(question.on);
    const dissent = dissenters(places, as, agreement.witnesses?.(question));
    for (const { wrong, right } of dissent)
      found.push(
        finding({
          rule,
          code: agreement.code,
          severity: agreement.severity ?? 'reject',
          wrong,
          other: right,
          cites,
          message: unequal(wrong, right, agreement.why),
          put: right.value,
        }),
      );
    if (dissent.length === 0 && as === 'text') found.push(...badlyWritten(rule, places, cites));
  }
  return found;
}

/** The way of the right case: no place is built, no text normalised. */
function allEqual({ fields }: Pick<Agreement, 'fields'>, it: Papers): boolean {
  let first: string | undefined;
  for (const field of fields) {
    const value = valueAt(it, field);
    if (value === undefined) continue;
    if (first === undefined) first = value;
    else if (value !== first) return false;
  }
  return true;
}

/** Values that mean the same but differ in width or white space: a warning with the repair. */
export function badlyWritten(
  rule: string,
  places: readonly Place[],
  cites: readonly Cite[],
): readonly Finding[] {
  const [right, ...rest] = places;
  if (right === undefined) return [];
  return rest
    .filter(place => place.value !== right.value)
    .map(wrong =>
      finding({
        rule,
        code: 'written-differently',
        severity: 'warn',
        wrong,
        other: right,
        cites,
        message: unequal(wrong, right, {
          zh: '两者仅全角、半角或空格不同，系统逐字比对时可能判为不一致',
          en: 'they differ only in character width or white space, which a literal comparison may refuse',
        }),
        put: right.value,
      }),
    );
}
