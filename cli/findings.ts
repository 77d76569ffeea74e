import type { JudgedCase } from '../cases/index.ts';
import type { Finding } from '../shared/index.ts';
import { outcomeText, table, terminalWidth } from './table.ts';

const SEVERITY: Readonly<Record<Finding['severity'], string>> = { reject: '退', hold: '核', warn: '注' };

/** One finding in a few lines: what is wrong, where, which clause, how to mend it. */
export function findingText(finding: Finding): string {
  const lines = [
    `${SEVERITY[finding.severity]} ${finding.message.zh}`,
    `  ${finding.message.en}`,
    `  @ ${finding.document.type.replace('Message', '')} ${finding.path}${finding.cell === undefined ? '' : ` ${finding.cell}`}${finding.value === null ? '' : ` = “${finding.value}”`}  [${finding.rule}/${finding.code}]`,
  ];
  const cites = finding.cites.map(
    cite => `${cite.text} ${cite.article}${cite.verified ? '' : '（未核实 unverified）'}`,
  );
  if (cites.length > 0) lines.push(`  § ${cites.join('; ')}`);
  if (finding.repair)
    lines.push(
      `  → ${finding.repair.value === null ? '删除该字段 / remove' : `改为 / change to “${finding.repair.value}”`} (${finding.repair.path})`,
    );
  return lines.join('\n');
}

/** Judged cases as a table: outcome, reasons, and whether the repaired version would pass. */
export function casesTable(
  cases: readonly Pick<JudgedCase, 'key' | 'mode' | 'outcome' | 'findings' | 'afterRepair'>[],
): string {
  const width = terminalWidth();
  const fixed = [30, 6, 14, 14];
  const rest = Math.max(30, width - fixed.reduce((sum, part) => sum + part, 0) - 6);
  return table(
    ['案件 case', '方式', '结论 outcome', '修后 repaired', '原因 reasons'],
    cases.map(judged => [
      judged.key,
      judged.mode,
      outcomeText(judged.outcome),
      judged.afterRepair ? outcomeText(judged.afterRepair.outcome) : '',
      judged.findings.map(findingText).join('\n') || '—',
    ]),
    [...fixed, rest],
  );
}
