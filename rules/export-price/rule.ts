import { exchangeRate } from '../../law/index.ts';
import { type Finding, type Fixed5, fixed5, roundDivide } from '../../shared/index.ts';
import { specification } from '../cites.ts';
import { filled, line } from '../documents.ts';
import type { ExportQuestion, ExportRule } from '../export-case.ts';
import { finding } from '../finding.ts';
import { labelOf } from '../labels.ts';
import { amount } from '../money.ts';
import { judgePrice } from '../price-plausible/rule.ts';

const RULE = 'export-price';
const PRICE = specification('出口清单表体 price、totalPrice：单价、总价（FOB）');
/** Rates are given for 100 units, in the scale of amounts. */
const HUNDRED = 10_000_000n;

function judgeLine(question: ExportQuestion, index: number): readonly Finding[] {
  const none = (['price', 'totalPrice', 'qty'] as const).flatMap(field =>
    notPositive(question, index, field),
  );
  return none.length > 0 ? none : judgePrice(RULE, question, index, inCny(question, index));
}

/** An export is valued at FOB; a public simulator of customs refuses a price of nothing, the annex does not say so. */
function notPositive(
  question: ExportQuestion,
  index: number,
  field: 'price' | 'totalPrice' | 'qty',
): readonly Finding[] {
  const wrong = line(question.case, 'list', index, field);
  const value = amount(filled(wrong.value ?? undefined));
  if (value === undefined || value > 0n) return [];
  const label = labelOf(wrong);
  return [
    finding({
      rule: RULE,
      code: 'price-not-positive',
      severity: value < 0n || field === 'qty' ? 'reject' : 'hold',
      wrong,
      cites: PRICE(question.on).map(it => ({ ...it, verified: false })),
      message: {
        zh: `${label.zh}为“${wrong.value ?? ''}”：出口商品应按FOB成交价格和实际数量申报，应大于零。赠品也应申报其价格。`,
        en: `${label.en} is "${wrong.value ?? ''}": an export is declared at its FOB price and real quantity, above zero. A gift is declared at its price as well.`,
      },
    }),
  ];
}

/** The total of a line in CNY; undefined without the rate of the month. */
function inCny(question: ExportQuestion, index: number): Fixed5 | undefined {
  const fields = question.case.list.lines[index] ?? {};
  const total = amount(filled(fields['totalPrice']));
  const rate = exchangeRate(question.law, filled(fields['currency'])?.trim() ?? '', question.on);
  return total === undefined || rate === undefined
    ? undefined
    : roundDivide(total * fixed5(rate.value), HUNDRED);
}

/** FOB prices: above zero, and believable per unit of quantity where the rate of the month is loaded. */
export const rule: ExportRule = {
  id: RULE,
  title: { zh: '出口价格合理性', en: 'plausibility of the export price' },
  reads: ['list'],
  needs: [],
  judge: question => question.case.list.lines.flatMap((_, index) => judgeLine(question, index)),
};
