import { cite } from '../../law/index.ts';
import { type Finding, formatFen, formatFixed5 } from '../../shared/index.ts';
import type { Question, Rule } from '../case.ts';
import { head, line, valueAt } from '../documents.ts';
import { finding } from '../finding.ts';
import { amount } from '../money.ts';
import { numberOn } from '../settings.ts';

const RULE = 'tax-withheld';
const WITHHELD = [cite('spec', '进口订单 taxTotal：代扣税款，无则填0'), cite('mof-2016-18', '一')];
const FEN = 1000n;

/** A line whose tax cannot be reckoned from what is loaded: consumption tax by line, a missing duty rate or quantity. */
function unknownRates(question: Question): readonly Finding[] {
  if (question.tax.treatment === 'not-cbec') return [];
  return question.tax.lines.flatMap((taxed, index) => {
    const code = question.case.list.lines[index]?.['gcode'] ?? '';
    if (taxed.basis !== 'unknown' || !rightlyMeasured(question, index)) return [];
    const { cites } = question.law.rates(code, question.on);
    return [
      finding({
        rule: RULE,
        code: 'rate-unknown',
        severity: 'hold',
        wrong: line(question.case, 'list', index, 'gcode'),
        cites: cites.length > 0 ? cites : WITHHELD,
        message: {
          zh: `清单第${index + 1}项商品编码（gcode）${code}的税率未能确定（消费税因税目而异、缺关税税率或缺计税数量），税款暂不能核定，转人工审核。请运营者载入该编码的税率。`,
          en: `Line ${index + 1} of the list: the rates of gcode ${code} are not settled (consumption tax depends on the line, or a duty rate or a quantity is missing), so the tax cannot be fixed yet. An officer looks; the operator loads the rates of this code.`,
        },
      }),
    ];
  });
}

/** A code outside the nomenclature or a wrong statutory unit is told by other rules; the tax that follows from it is no second fault. */
function rightlyMeasured(question: Question, index: number): boolean {
  const fields = question.case.list.lines[index];
  return fields !== undefined && question.law.commodity(fields['gcode'] ?? '')?.unit1 === fields['unit1'];
}

/** The tax withheld in the order against the tax reckoned on the list. Zero means that none was withheld and is no fault. */
function withheldDiffers(question: Question): readonly Finding[] {
  const withheld = amount(valueAt(question.case, 'order/taxTotal'));
  if (withheld === undefined || withheld <= 0n || question.tax.treatment === 'not-cbec') return [];
  if (question.case.list.lines.some((_, index) => !rightlyMeasured(question, index))) return [];
  const { total, lines } = question.tax;
  // Reckoned on the order as a whole instead of line by line, each line may differ by a rounding.
  const tolerance = numberOn(question, 'check.withheld-fen-per-line') * BigInt(lines.length + 1);
  const gapInFen = (withheld > total * FEN ? withheld - total * FEN : total * FEN - withheld) * 100n;
  if (gapInFen <= tolerance) return [];
  return [
    finding({
      rule: RULE,
      code: 'withheld-differs',
      severity: 'warn',
      wrong: head(question.case, 'order/taxTotal'),
      cites: WITHHELD,
      message: {
        zh: `订单代扣税款（taxTotal）${formatFixed5(withheld, 2)}元，而按清单计算的应征税款为${formatFen(total)}元。放行不受影响，但多收应退还订购人，少收由代收代缴义务人补足。请核对代扣税款。`,
        en: `taxTotal of the order is ${formatFixed5(withheld, 2)} CNY but the tax reckoned on the list is ${formatFen(total)} CNY. Release is not affected; what was taken too much goes back to the buyer, what is missing is paid by the collecting agent. Check the tax withheld.`,
      },
    }),
  ];
}

/** The tax: can it be reckoned, and is what the order withheld that tax? */
export const rule: Rule = {
  id: RULE,
  title: { zh: '代扣税款', en: 'tax withheld' },
  reads: ['order', 'list', 'tax'],
  needs: [],
  judge: question => {
    const unknown = unknownRates(question);
    const unsettled = question.tax.lines.some(it => it.basis === 'unknown');
    return unsettled ? unknown : withheldDiffers(question);
  },
};
