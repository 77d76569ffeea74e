import { cite } from '../../law/index.ts';
import { type Finding, fixed5, formatFixed5 } from '../../shared/index.ts';
import type { Question, Rule } from '../case.ts';
import { head } from '../documents.ts';
import { finding } from '../finding.ts';

const RULE = 'yearly-limit';

function judge(question: Question): readonly Finding[] {
  const limit = question.law.number('import.yearly-limit', question.on);
  const { dutiable } = question.tax;
  const { yearUsed = 0n, stance } = question.world;
  const bound = fixed5(limit.value);
  if (yearUsed + dutiable <= bound) return [];
  // Beyond this order only customs knows what the buyer has used; an order that is over the limit alone is over it in any case.
  const severity = stance === 'authority' || dutiable > bound ? 'reject' : 'warn';
  const left = bound > yearUsed ? bound - yearUsed : 0n;
  return [
    finding({
      rule: RULE,
      code: 'over-yearly-limit',
      severity,
      wrong: head(question.case, 'list/buyerIdNumber'),
      cites: [...limit.cites, cite('spec', '错误代码 -621018')],
      message: {
        zh: `订购人${question.on.slice(0, 4)}年度已用额度${formatFixed5(yearUsed, 2)}元，本单完税价格${formatFixed5(dutiable, 2)}元，合计超过个人年度交易限值${limit.value}元（尚余${formatFixed5(left, 2)}元）${severity === 'warn' ? '；以海关年度累计为准，本平台只作提示' : '。请取消订单或按一般贸易办理'}。`,
        en: `The buyer has used ${formatFixed5(yearUsed, 2)} CNY in ${question.on.slice(0, 4)}; with ${formatFixed5(dutiable, 2)} CNY of this order the yearly limit ${limit.value} CNY is exceeded (${formatFixed5(left, 2)} CNY left)${severity === 'warn' ? '; customs keeps the authoritative total, this is a warning' : '. Cancel the order or import as general trade'}.`,
      },
    }),
  ];
}

/** The yearly limit of the buyer, by identity number and Beijing calendar year. */
export const rule: Rule = {
  id: RULE,
  title: { zh: '个人年度交易限值', en: 'yearly limit of a person' },
  reads: ['list', 'tax'],
  needs: [],
  judge,
  unjudged: question =>
    question.world.yearUsed === undefined
      ? {
          zh: '未提供订购人本年度已用额度，仅就本单金额判断年度限值',
          en: "what the buyer has used this year is not known; the yearly limit was tested on this order's value alone",
        }
      : undefined,
};
