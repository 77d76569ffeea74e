import type { Finding } from '../../shared/index.ts';
import type { ExportQuestion, ExportRule } from '../export-case.ts';
import { isSimplified } from '../simplified.ts';
import { judgeUnits } from '../statutory-units/rule.ts';

const RULE = 'export-statutory-units';
/** What follows from the ten-digit code alone, and so is only a hint where fewer digits are classified. */
const BY_CODE = new Set([
  'units-exchanged',
  'first-unit',
  'first-quantity',
  'second-unit',
  'second-unit-missing',
  'second-quantity-missing',
]);

function judge(question: ExportQuestion): readonly Finding[] {
  const found = question.case.list.lines.flatMap((_, index) => judgeUnits(RULE, question, index));
  if (found.length === 0 || !isSimplified(question)) return found;
  return found.map(it =>
    BY_CODE.has(it.code) && it.severity === 'reject' ? { ...it, severity: 'warn' as const } : it,
  );
}

/** Statutory units and quantities of each line against the nomenclature. In a simplified list the code does not bind the units. */
export const rule: ExportRule = {
  id: RULE,
  title: { zh: '出口法定计量单位和数量', en: 'statutory units and quantities of an export' },
  reads: ['list'],
  needs: [],
  judge,
};
