import { cite } from '../../law/index.ts';
import { type Finding, fixed5, formatFixed5 } from '../../shared/index.ts';
import type { Question, Rule } from '../case.ts';
import { head, valueAt } from '../documents.ts';
import { finding } from '../finding.ts';
import { isOn } from '../settings.ts';

const RULE = 'order-splitting';

function judge(question: Question): readonly Finding[] {
  const platform = valueAt(question.case, 'list/ebpCode');
  const others = (question.world.sameDay ?? []).filter(
    it => it.ebpCode === platform && it.caseKey !== question.case.key,
  );
  const limit = question.law.number('import.single-limit', question.on);
  const suspect = question.law.number('check.splitting-orders', question.on);
  const count = others.length + 1;
  const sum = others.reduce((total, it) => total + it.value, question.tax.dutiable);
  const bound = fixed5(limit.value);
  // A single order over the limit is judged by the single limit; splitting is many orders each within it.
  if (question.tax.dutiable > bound || count < Number(suspect.value) || sum <= bound) return [];
  return [
    finding({
      rule: RULE,
      code: 'perhaps-split',
      severity: isOn(question, 'check.splitting-review') ? 'hold' : 'warn',
      wrong: head(question.case, 'list/orderNo'),
      cites: [...limit.cites, cite('operator', '拆单预警')],
      message: {
        zh: `同一订购人当日在同一平台第${count}单，合计完税价格${formatFixed5(sum, 2)}元，超过单次交易限值${limit.value}元，疑似拆单规避限值。请核实交易真实性。`,
        en: `Order ${count} of this buyer on this platform today, ${formatFixed5(sum, 2)} CNY together, over the single limit ${limit.value} CNY: perhaps one purchase split to stay within it. Check that the orders are real.`,
      },
    }),
  ];
}

/** Many orders of one buyer, platform and day that only together are over the single limit. */
export const rule: Rule = {
  id: RULE,
  title: { zh: '拆单预警', en: 'order splitting' },
  reads: ['list', 'tax'],
  needs: ['sameDay'],
  judge,
};
