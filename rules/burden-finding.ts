import { cite, exportDuty } from '../law/index.ts';
import type { Bilingual, Cite, Finding, Severity } from '../shared/index.ts';
import { line } from './documents.ts';
import type { ExportQuestion } from './export-case.ts';
import { finding } from './finding.ts';
import type { Burden } from './simplified.ts';

/** What a rule has to say of goods that ask for more than a list. */
export interface BurdenSaying {
  readonly rule: string;
  readonly code: string;
  readonly severity: Severity;
  readonly cites: readonly Cite[];
  /** What the list may not do with such goods, and how to mend it; sentences without the place. */
  readonly what: Bilingual;
}

/** The finding on the commodity code of a burdened line. */
export function burdened(question: ExportQuestion, it: Burden, say: BurdenSaying): Finding {
  const { name = '' } = question.law.commodity(it.code) ?? {};
  const n = it.index + 1;
  const duty = exportDuty(it.code);
  return finding({
    rule: say.rule,
    code: say.code,
    severity: say.severity,
    wrong: line(question.case, 'list', it.index, 'gcode'),
    cites: [...say.cites, it.kind === 'duty' && duty !== undefined ? duty : SUPERVISION],
    message: {
      zh: `清单第${n}项商品编码（gcode）${it.code}（${name}）涉及“${it.zh}”：${say.what.zh}`,
      en: `gcode ${it.code} (${name}) of line ${n} of the list comes under "${it.en}": ${say.what.en}`,
    },
  });
}

const SUPERVISION = cite('nomenclature', '监管条件', false);
