import { type Finding, type Fixed5, formatFixed5 } from '../../shared/index.ts';
import type { TradeQuestion, TradeRule } from '../case.ts';
import { inBothTables } from '../cites.ts';
import { line } from '../documents.ts';
import { finding } from '../finding.ts';
import { labelOf } from '../labels.ts';
import { type LineEvidence, weighLines } from '../line-evidence.ts';
import { amount } from '../money.ts';

const RULE = 'list-lines';
const CITES = inBothTables('进口清单表体 totalPrice：单价乘以数量');

/** A total that is not its product. Where the list differs from the order, order-list has said which value is wrong. */
function untrueLine(question: TradeQuestion, evidence: LineEvidence, index: number, right: Fixed5): Finding {
  const wrong = line(question.case, 'list', index, 'totalPrice');
  const label = labelOf(wrong);
  const gap = right - (amount(wrong.value ?? '') ?? 0n);
  const goods = amount(question.case.order.head.goodsValue);
  const confirmed = evidence.listSum !== undefined && evidence.listSum + gap === goods;
  return finding({
    rule: RULE,
    code: 'line-total',
    wrong,
    other: line(question.case, 'list', index, 'price'),
    cites: CITES(question),
    message: {
      zh: `${label.zh}为“${wrong.value ?? ''}”，而单价×数量＝${formatFixed5(right, 2)}：总价应等于单价乘以数量。请核对本项的单价、数量和总价。`,
      en: `${label.en} is "${wrong.value ?? ''}" but price × qty = ${formatFixed5(right, 2)}: a line total is price times quantity. Check price, quantity and total of this line.`,
    },
    put: confirmed ? formatFixed5(right, 2) : undefined,
  });
}

/** The list's own lines: total = price × quantity. */
export const rule: TradeRule = {
  id: RULE,
  title: { zh: '清单表体总价', en: 'line totals of the list' },
  stage: 'comparison',
  reads: ['list'],
  needs: [],
  judge: question => {
    const evidence = weighLines(question);
    return evidence.untrue
      .filter(it => it.part === 'list')
      .map(it => untrueLine(question, evidence, it.index, it.product));
  },
};
