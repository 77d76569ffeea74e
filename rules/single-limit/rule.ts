import { cite } from '../../law/index.ts';
import { type Finding, fixed5, formatFixed5 } from '../../shared/index.ts';
import { isSingleItem, taxInputOf } from '../../tax/index.ts';
import type { Question, Rule } from '../case.ts';
import { line } from '../documents.ts';
import { finding } from '../finding.ts';
import { amount } from '../money.ts';

const RULE = 'single-limit';

function judge(question: Question): readonly Finding[] {
  const { list } = question.case;
  const limit = question.law.number('import.single-limit', question.on);
  const { dutiable } = question.tax;
  if (dutiable <= fixed5(limit.value) || isSingleItem(taxInputOf(list, question.on).lines)) return [];
  const values = list.lines.map(fields => amount(fields['totalPrice']) ?? 0n);
  const dearest = values.reduce((best, value, index) => (value > (values[best] ?? 0n) ? index : best), 0);
  return [
    finding({
      rule: RULE,
      code: 'over-single-limit',
      wrong: line(question.case, 'list', dearest, 'totalPrice'),
      other: line(question.case, 'list', dearest, 'qty'),
      cites: [...limit.cites, cite('spec', '错误代码 -621005')],
      message: {
        zh: `完税价格${formatFixed5(dutiable, 2)}元（货值加运费、保费）超过单次交易限值${limit.value}元，且订单不止一件商品，不得按跨境电商零售进口办理。仅一件不可分割商品方可全额征税进口；否则请按一般贸易办理。`,
        en: `The dutiable value ${formatFixed5(dutiable, 2)} CNY (price, freight and insurance) is over the single limit ${limit.value} CNY and the order holds more than one item: not retail import. Only an order of one indivisible item may pass, taxed in full; otherwise import as general trade.`,
      },
    }),
  ];
}

/** The limit of a single transaction. One indivisible item over it passes and is taxed in full, which is no finding. */
export const rule: Rule = {
  id: RULE,
  title: { zh: '单次交易限值', en: 'limit of a single transaction' },
  reads: ['list', 'tax'],
  needs: [],
  judge,
};
