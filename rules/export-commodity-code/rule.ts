import { judgeCode } from '../commodity-code/rule.ts';
import type { ExportRule } from '../export-case.ts';
import { digitsOf } from '../simplified.ts';

const RULE = 'export-commodity-code';

/**
 * The commodity code of each line to as many digits as the list is classified: the first four of a simplified list, the first six
 * (or four: the sources differ, the number is the operator's to set) of a simplified B2B list, otherwise all ten.
 */
export const rule: ExportRule = {
  id: RULE,
  title: { zh: '出口商品编码', en: 'commodity code of an export' },
  reads: ['list'],
  needs: [],
  judge: question => {
    const digits = digitsOf(question);
    return question.case.list.lines.flatMap((_, index) => judgeCode(RULE, question, index, digits));
  },
};
