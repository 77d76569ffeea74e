import { exportConditions, exportDuty, type Law } from '../law/index.ts';
import { type Fixed5, fixed5, type LawDate } from '../shared/index.ts';
import { filled, valueAt } from './documents.ts';
import type { ExportMode, ExportPart, ExportQuestion } from './export-case.ts';
import { isOn, numberOn } from './settings.ts';

/** What decides whether a list may be simplified (statisticsFlag A, summary statistics instead of a declaration). */
export interface SimplifiedFacts {
  readonly exportDuty: boolean;
  /** The seller wants the tax refund. No field of the list tells it. */
  readonly refund: boolean;
  readonly licence: boolean;
  /** FOB value in CNY. */
  readonly value: Fixed5;
  readonly inPilotZone: boolean;
}

/**
 * Whether such a list may use A, and to how many digits its goods are classified then: goods without export duty, refund and licence,
 * up to the limit (included), declared in a pilot zone.
 */
export function simplifiedAllowed(
  it: SimplifiedFacts,
  law: Law,
  on: LawDate,
): { readonly allowed: boolean; readonly digits: number } {
  const limit = fixed5(law.number('export.simplified-limit', on).value);
  const allowed = !it.exportDuty && !it.refund && !it.licence && it.value <= limit && it.inPilotZone;
  return { allowed, digits: allowed ? Number(law.number('export.simplified-digits', on).value) : ALL_DIGITS };
}

const ALL_DIGITS = 10;

/** Which documents a list of this mode is declared after and with, on a day. */
export function exportPartsDemanded(mode: ExportMode, on: LawDate, law: Law): readonly ExportPart[] {
  const receipt = mode !== '9810' && isOn({ law, on }, 'export.receipt-demanded');
  return receipt ? ['order', 'receipt', 'waybill', 'list'] : ['order', 'waybill', 'list'];
}

/** The list asks for simplified declaration. */
export function isSimplified(question: ExportQuestion): boolean {
  return valueAt(question.case, 'list/statisticsFlag')?.trim() === 'A';
}

/** B2B exports by list: to another company, or to a warehouse abroad. */
export function isB2b(mode: ExportMode): boolean {
  return mode === '9710' || mode === '9810';
}

/** How many digits of the commodity codes count in this list. */
export function digitsOf(question: ExportQuestion): number {
  if (!isSimplified(question)) return ALL_DIGITS;
  const id = isB2b(question.case.mode) ? 'export.b2b-simplified-digits' : 'export.simplified-digits';
  return Number(numberOn(question, id) / 100_000n);
}

/** Goods of a line that ask for more than a list: a condition of supervision, or an export duty. */
export interface Burden {
  readonly index: number;
  readonly code: string;
  readonly kind: 'prohibited' | 'licence' | 'inspection' | 'duty';
  readonly zh: string;
  readonly en: string;
}

/** What is known to burden the lines of a list. The supervision letters are loaded for few codes only (see `burdensUnknown`). */
export function burdensOf(question: ExportQuestion): readonly Burden[] {
  return question.case.list.lines.flatMap((fields, index): readonly Burden[] => {
    const code = filled(fields['gcode'])?.trim() ?? '';
    const conditions = exportConditions(question.law.commodity(code)?.supervision);
    const duty = exportDuty(code) === undefined ? [] : [DUTY];
    return [...conditions, ...duty].map(({ kind, zh, en }) => ({ index, code, kind, zh, en }));
  });
}

const DUTY = { kind: 'duty', zh: '出口关税', en: 'export duty' } as const;

/** Whether the conditions of some line are not loaded, so that silence proves nothing. */
export function burdensUnknown(question: ExportQuestion): boolean {
  return question.case.list.lines.some(
    fields => question.law.commodity(filled(fields['gcode'])?.trim() ?? '')?.supervision === undefined,
  );
}
