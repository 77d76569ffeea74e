import { cite } from '../../law/index.ts';
import { type Finding, formatFen } from '../../shared/index.ts';
import type { Question, Rule } from '../case.ts';
import { head, valueAt } from '../documents.ts';
import { finding } from '../finding.ts';

const RULE = 'guarantee';
const CITES = [cite('gacc-2018-194', '税收担保与汇总征税'), cite('spec', '进口清单 assureCode')];

function judge(question: Question): readonly Finding[] {
  const { guaranteeFree } = question.world;
  const code = valueAt(question.case, 'list/assureCode')?.trim();
  if (guaranteeFree === undefined || code === undefined) return [];
  const wrong = head(question.case, 'list/assureCode');
  const free = guaranteeFree(code);
  const tax = question.tax.total;
  if (free === undefined) {
    return [
      finding({
        rule: RULE,
        code: 'no-guarantee-account',
        severity: 'hold',
        wrong,
        cites: CITES,
        message: {
          zh: `担保企业编号（assureCode）“${code}”在本平台没有担保账户，无法为本单税款${formatFen(tax)}元担保。请由担保企业开立账户并缴存，或改用有账户的担保企业。`,
          en: `assureCode "${code}" has no guarantee account here, so the tax of ${formatFen(tax)} CNY is not secured. The guarantor opens and funds an account, or name a guarantor who has one.`,
        },
      }),
    ];
  }
  if (free >= tax) return [];
  return [
    finding({
      rule: RULE,
      code: 'guarantee-short',
      severity: 'hold',
      wrong,
      cites: CITES,
      message: {
        zh: `担保企业“${code}”可用担保余额${formatFen(free)}元，少于本单税款${formatFen(tax)}元。请补缴担保，或待已放行清单缴税后释放额度。`,
        en: `Guarantor "${code}" has ${formatFen(free)} CNY of free guarantee, less than the tax of ${formatFen(tax)} CNY. Add to the guarantee, or wait until taxes of released lists are paid.`,
      },
    }),
  ];
}

/** The guarantor's account covers the tax of the list. */
export const rule: Rule = {
  id: RULE,
  title: { zh: '税款担保账户', en: 'guarantee account' },
  reads: ['list', 'tax'],
  needs: ['guaranteeFree'],
  judge,
};
