import type { Finding } from '../../shared/index.ts';
import { valueAt } from '../documents.ts';
import type { ExportQuestion, ExportRule } from '../export-case.ts';
import { goodsFault, sayGoods, untrueLines } from '../goods-value.ts';
import { weighLines } from '../line-evidence.ts';
import { amount } from '../money.ts';

const RULE = 'export-order-sums';

function judge(question: ExportQuestion): readonly Finding[] {
  const evidence = weighLines(question);
  const goods = goodsFault(question, evidence, () => receiptConfirms(question));
  return [
    ...untrueLines(RULE, question, evidence),
    ...(goods === undefined ? [] : [sayGoods(RULE, question, goods)]),
  ];
}

/** The buyer paid goodsValue and freight: then a line is the likelier fault. */
function receiptConfirms(question: ExportQuestion): boolean {
  const charge = amount(valueAt(question.case, 'receipt/charge'));
  const goods = amount(valueAt(question.case, 'order/goodsValue'));
  const freight = amount(valueAt(question.case, 'order/freight'));
  return charge !== undefined && goods !== undefined && freight !== undefined && charge === goods + freight;
}

/** The order's own sums: line totals, and goodsValue as the FOB price of all lines without freight. */
export const rule: ExportRule = {
  id: RULE,
  title: { zh: '出口订单金额勾稽', en: "the export order's sums" },
  stage: 'comparison',
  reads: ['order'],
  needs: [],
  judge,
};
