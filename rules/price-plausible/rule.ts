import { cite, unitMeasure } from '../../law/index.ts';
import {
  type Bilingual,
  type Cite,
  type Finding,
  type Fixed5,
  fixed5,
  formatFixed5,
  roundDivide,
} from '../../shared/index.ts';
import type { Rule, TradeQuestion } from '../case.ts';
import { filled, line } from '../documents.ts';
import { finding } from '../finding.ts';
import { amount } from '../money.ts';
import { isOn, numberOn } from '../settings.ts';

const RULE = 'price-plausible';
const LAW = [cite('tax-letter-2016-73', '价格风险'), cite('operator', '价格合理区间')];
const ONE = 100_000n;

/** Bounds of the price per unit of quantity, and where they come from. */
interface Bounds {
  readonly low: Fixed5;
  readonly high: Fixed5;
  readonly per: Bilingual;
  readonly cites: readonly Cite[];
}

/** The band of the code when one is loaded, else the widest bounds an operator believes of any goods by weight or volume. */
function boundsOf(
  question: TradeQuestion,
  code: string,
  unit1: string,
): { bounds: Bounds; perUnit: Fixed5 } | undefined {
  const band = question.law.priceBand(code, question.on);
  if (band !== undefined) {
    const name = question.law.codeName('unit', unit1) ?? unit1;
    if (band.unit !== unit1) return undefined;
    const per = { zh: `每${name}`, en: `per ${name}` };
    return {
      bounds: { low: fixed5(band.low), high: fixed5(band.high), per, cites: band.cites },
      perUnit: ONE,
    };
  }
  const measure = unitMeasure(unit1);
  if (measure === undefined || measure.kind === 'count') return undefined;
  const bounds = {
    low: numberOn(question, 'check.price-floor-per-kg'),
    high: numberOn(question, 'check.price-ceiling-per-kg'),
    per: { zh: '每千克（升）', en: 'per kg or litre' },
    cites: LAW,
  };
  return { bounds, perUnit: measure.per / 1000n };
}

/** The price of one line, judged in the name of `rule`; `total` is the total of the line in CNY, undefined when it is not known. */
export function judgePrice(
  rule: string,
  question: TradeQuestion,
  index: number,
  total: Fixed5 | undefined,
): readonly Finding[] {
  const fields = question.case.list.lines[index] ?? {};
  const qty1 = amount(filled(fields['qty1']));
  // A price of zero is a gift, as the specification allows.
  if (total === undefined || total <= 0n || qty1 === undefined || qty1 <= 0n) return [];
  const asked = boundsOf(question, fields['gcode'] ?? '', filled(fields['unit1']) ?? '');
  if (asked === undefined) return [];
  const { bounds, perUnit } = asked;
  const price = roundDivide(total * ONE * ONE, qty1 * perUnit);
  if (price >= bounds.low && price <= bounds.high) return [];
  const low = price < bounds.low;
  return [
    finding({
      rule,
      code: low ? 'price-too-low' : 'price-too-high',
      severity: isOn(question, 'check.price-review') ? 'hold' : 'warn',
      wrong: line(question.case, 'list', index, 'totalPrice'),
      other: line(question.case, 'list', index, 'qty1'),
      cites: bounds.cites,
      message: {
        zh: `清单第${index + 1}项总价（totalPrice）折合${bounds.per.zh}${formatFixed5(price, 2)}元，${low ? '低于' : '高于'}参考区间${formatFixed5(bounds.low)}至${formatFixed5(bounds.high)}元。请核对价格、法定数量和计量单位，必要时提供价格证明。`,
        en: `Line ${index + 1} of the list: totalPrice comes to ${formatFixed5(price, 2)} CNY ${bounds.per.en}, ${low ? 'below' : 'above'} the reference ${formatFixed5(bounds.low)} to ${formatFixed5(bounds.high)} CNY. Check price, quantity and unit; be ready to prove the price.`,
      },
    }),
  ];
}

/** Is the price believable? A warning; the operator may let it raise a review. */
export const rule: Rule = {
  id: RULE,
  title: { zh: '价格合理性', en: 'plausibility of the price' },
  reads: ['list'],
  needs: [],
  judge: question =>
    question.case.list.lines.flatMap((fields, index) =>
      judgePrice(RULE, question, index, amount(filled(fields['totalPrice']))),
    ),
};
