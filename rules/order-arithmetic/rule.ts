import { type Finding, formatFixed5 } from '../../shared/index.ts';
import type { Question, Rule } from '../case.ts';
import { specification } from '../cites.ts';
import { head } from '../documents.ts';
import { finding } from '../finding.ts';
import { goodsFault, sayGoods, untrueLines } from '../goods-value.ts';
import { labelOf } from '../labels.ts';
import { weighLines } from '../line-evidence.ts';
import { type Culprit, culpritOf, type PaidSum, paidSum } from './paid.ts';

const RULE = 'order-arithmetic';
const PAID = specification('进口订单 acturalPaid：商品价格+运杂费+代扣税款-非现金抵扣金额');

function judge(question: Question): readonly Finding[] {
  const evidence = weighLines(question);
  const goods = goodsFault(question, evidence, () => {
    const formula = paidSum(question);
    return formula !== undefined && formula.computed === formula.acturalPaid;
  });
  const sum = paidSum(question, goods?.put);
  const culprit = sum === undefined ? undefined : culpritOf(question, sum, evidence.tolerance);
  return [
    ...untrueLines(RULE, question, evidence),
    ...(goods === undefined ? [] : [sayGoods(RULE, question, goods)]),
    ...(sum === undefined || culprit === undefined ? [] : [sayPaid(question, sum, culprit)]),
  ];
}

function sayPaid(question: Question, it: PaidSum, culprit: Culprit): Finding {
  const wrong = head(question.case, `order/${culprit.field}`);
  const label = labelOf(wrong);
  const put = culprit.put === undefined ? undefined : formatFixed5(culprit.put, 2);
  const sum = [it.goodsValue, it.freight, it.taxTotal].map(value => formatFixed5(value, 2)).join('＋');
  const formula = `${sum}－${formatFixed5(it.discount, 2)}＝${formatFixed5(it.computed, 2)}`;
  const paid = formatFixed5(it.acturalPaid, 2);
  const orElse = culprit.orElse.map(field => labelOf(head(question.case, `order/${field}`)));
  const elseZh = orElse.length === 0 ? '' : `也可能是${orElse.map(one => one.zh).join('、')}有误。`;
  const elseEn = orElse.length === 0 ? '' : ` It may also be ${orElse.map(one => one.en).join(' or ')}.`;
  return finding({
    rule: RULE,
    code: 'actural-paid',
    wrong,
    other:
      culprit.field === 'acturalPaid'
        ? head(question.case, culprit.against ?? 'order/goodsValue')
        : head(question.case, culprit.against ?? 'order/acturalPaid'),
    cites: PAID(question.on),
    message: {
      zh: `订单的实际支付金额（acturalPaid）应等于商品价格＋运杂费＋代扣税款－非现金抵扣金额：${formula}，而申报为${paid}。${label.zh}“${wrong.value ?? ''}”${put === undefined ? '最可能有误，请核对。' : `应为${put}。`}${elseZh}`,
      en: `acturalPaid is goodsValue + freight + taxTotal - discount: that gives ${formatFixed5(it.computed, 2)}, but ${paid} is declared. ${label.en} "${wrong.value ?? ''}" ${put === undefined ? 'is most likely wrong: please check.' : `should be ${put}.`}${elseEn}`,
    },
    put,
  });
}

/** The order's own sums: lines, price of the goods, amount paid. */
export const rule: Rule = {
  id: RULE,
  title: { zh: '订单金额勾稽', en: "the order's sums" },
  stage: 'comparison',
  reads: ['order'],
  needs: [],
  judge,
};
