import { cite } from '../../law/index.ts';
import type { Finding } from '../../shared/index.ts';
import type { Question, Rule } from '../case.ts';
import { filled, line } from '../documents.ts';
import { finding } from '../finding.ts';

const RULE = 'licence';
const CITES = [cite('nomenclature', '监管条件', false), cite('mofcom-2018-486', '一')];
/** Supervision letter of goods whose import is prohibited. */
const PROHIBITED = '9';

function judgeLine(question: Question, index: number): readonly Finding[] {
  const code = filled(question.case.list.lines[index]?.['gcode']) ?? '';
  const commodity = question.law.commodity(code);
  if (commodity?.supervision?.includes(PROHIBITED) !== true) return [];
  return [
    finding({
      rule: RULE,
      code: 'import-prohibited',
      wrong: line(question.case, 'list', index, 'gcode'),
      cites: CITES,
      message: {
        zh: `清单第${index + 1}项商品编码${code}（${commodity.name}）的监管条件含“9”（禁止进口），不得进口。请核对归类。`,
        en: `Line ${index + 1} of the list: ${code} (${commodity.name}) bears supervision condition 9, import prohibited. Check the classification.`,
      },
    }),
  ];
}

/**
 * Retail imports by 9610 and 1210 are supervised as articles for personal use: no licence, registration or filing for the first import
 * is asked (商财发〔2018〕486号). What stays is that prohibited goods may not come in. Under 1239 the first-import requirements hold,
 * but which goods they concern is not loaded, and the rule says so.
 */
export const rule: Rule = {
  id: RULE,
  title: { zh: '许可与禁止进口', en: 'licences and prohibited goods' },
  reads: ['list'],
  needs: [],
  judge: question => question.case.list.lines.flatMap((_, index) => judgeLine(question, index)),
  unjudged: question =>
    question.case.mode === '1239'
      ? {
          zh: '1239方式须执行首次进口许可批件、注册或备案要求，相关商品目录未载入，本规则未予判断',
          en: 'under 1239 the first-import licences, registrations and filings are asked; which goods they concern is not loaded, so this was not judged',
        }
      : undefined,
};
