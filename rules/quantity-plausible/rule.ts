import { cite, unitMeasure } from '../../law/index.ts';
import { type Finding, type Fixed5, formatFixed5 } from '../../shared/index.ts';
import type { TradeQuestion, TradeRule } from '../case.ts';
import { inBothTables } from '../cites.ts';
import { filled, head, line, valueAt } from '../documents.ts';
import { finding } from '../finding.ts';
import { amount } from '../money.ts';
import { contentOfLine, kilogramsOf } from '../net-content.ts';
import { numberOn } from '../settings.ts';

const RULE = 'quantity-plausible';
const CONTENT = [cite('declaration-form', '数量及单位', false), cite('cosmetics-case', '法定数量与净含量')];
const WEIGHT = inBothTables('进口清单 grossWeight、表体 qty1');
const NET = inBothTables('进口清单 netWeight、表体 qty1');
const ONE = 100_000n;

/** First and second statutory quantity against the net content that the specification states. */
function againstContent(question: TradeQuestion, index: number): readonly Finding[] {
  const fields = question.case.list.lines[index] ?? {};
  const commodity = question.law.commodity(fields['gcode'] ?? '');
  const pairs = [
    ['qty1', 'unit1', commodity?.unit1],
    ['qty2', 'unit2', commodity?.unit2],
  ] as const;
  return pairs.flatMap(([field, unitField, statutory]) => {
    const unit = filled(fields[unitField]);
    const quantity = amount(filled(fields[field]));
    // A wrong unit is another rule's business; the quantity cannot be judged in it.
    if (unit === undefined || quantity === undefined || quantity <= 0n) return [];
    if (commodity !== undefined && unit !== statutory) return [];
    const content = contentOfLine(question, index, unit);
    if (content === undefined || content.accepts(quantity)) return [];
    const unitName = question.law.codeName('unit', unit) ?? unit;
    const qty = `${fields['qty'] ?? ''}${question.law.codeName('unit', fields['unit'] ?? '') ?? ''}`;
    const right = content.exact;
    return [
      finding({
        rule: RULE,
        code: 'content-differs',
        severity: 'hold',
        wrong: line(question.case, 'list', index, field),
        other: content.place,
        cites: CONTENT,
        message: {
          zh: `清单第${index + 1}项法定数量（${field}）${formatFixed5(quantity)}${unitName}与规格“${content.words}”×${qty}不符${right === undefined ? '' : `，按净含量应为${right}${unitName}`}。法定数量影响消费税界限，须按净含量填报（化妆品1毫升按1克计），请核实。`,
          en: `Line ${index + 1} of the list: ${field} ${formatFixed5(quantity)} ${unitName} does not fit the specification "${content.words}" × ${qty}${right === undefined ? '' : `; by net content it is ${right} ${unitName}`}. The statutory quantity decides the consumption-tax threshold: declare the net content (1 ml of cosmetics counts as 1 g).`,
        },
        put: right,
      }),
    ];
  });
}

/** The statutory weights together cannot be heavier than the parcel, nor than the goods without their packing. */
function againstWeights(question: TradeQuestion): readonly Finding[] {
  const gross = amount(valueAt(question.case, 'list/grossWeight'));
  if (gross === undefined || gross <= 0n) return [];
  let sum = 0n;
  let heaviest: { readonly index: number; readonly kg: Fixed5 } | undefined;
  for (const [index, fields] of question.case.list.lines.entries()) {
    const kg = kilogramsOf(fields);
    if (kg === undefined) continue;
    sum += kg;
    if (heaviest === undefined || kg > heaviest.kg) heaviest = { index, kg };
  }
  if (heaviest === undefined) return [];
  const tolerance = numberOn(question, 'check.weight-tolerance');
  if (sum * ONE <= gross * (ONE + tolerance)) return againstNetWeight(question, sum, gross, heaviest.index);
  // The waybill shows that the gross weight of the list is the wrong one, and another rule says so.
  const weighed = amount(
    valueAt(question.case, 'waybill/weight') ?? valueAt(question.case, 'waybill/grossWeight'),
  );
  if (weighed !== undefined && weighed !== gross && sum <= weighed) return [];
  const first = unitMeasure(question.case.list.lines[heaviest.index]?.['unit1'] ?? '')?.kind === 'mass';
  const field = first ? 'qty1' : 'qty2';
  return [
    finding({
      rule: RULE,
      code: 'heavier-than-parcel',
      severity: 'hold',
      wrong: line(question.case, 'list', heaviest.index, field),
      other: head(question.case, 'list/grossWeight'),
      cites: WEIGHT(question),
      message: {
        zh: `各项商品法定重量合计${formatFixed5(sum)}千克，超过清单毛重（grossWeight）${formatFixed5(gross)}千克，最重的是第${heaviest.index + 1}项（${field}）。请核对法定数量、计量单位和毛重。`,
        en: `The statutory weights of the lines add up to ${formatFixed5(sum)} kg, more than grossWeight ${formatFixed5(gross)} kg of the list; the heaviest is ${field} of line ${heaviest.index + 1}. Check quantity, unit and gross weight.`,
      },
    }),
  ];
}

/** The net weight holds at least the contents that are declared by weight. */
function againstNetWeight(
  question: TradeQuestion,
  sum: Fixed5,
  gross: Fixed5,
  heaviest: number,
): readonly Finding[] {
  const net = amount(valueAt(question.case, 'list/netWeight'));
  if (net === undefined || net <= 0n || net > gross) return [];
  // Densities and rounding: as far as a statutory quantity may lie from the net content.
  if (sum * ONE <= net * (ONE + numberOn(question, 'check.content-tolerance'))) return [];
  return [
    finding({
      rule: RULE,
      code: 'net-weight-below-contents',
      severity: 'hold',
      wrong: head(question.case, 'list/netWeight'),
      other: line(question.case, 'list', heaviest, 'qty1'),
      cites: NET(question),
      message: {
        zh: `清单净重（netWeight）${formatFixed5(net)}千克，小于各项商品法定重量合计${formatFixed5(sum)}千克：净重不应小于商品本身的重量。请核对净重和法定数量。`,
        en: `netWeight of the list is ${formatFixed5(net)} kg, less than the ${formatFixed5(sum)} kg that the statutory weights of its lines add up to: the net weight is not below that of the goods. Check the net weight and the statutory quantities.`,
      },
    }),
  ];
}

/** Is the statutory quantity plausible against the specification and the weight of the parcel? */
export const rule: TradeRule = {
  id: RULE,
  title: { zh: '法定数量合理性', en: 'plausibility of the statutory quantity' },
  reads: ['list'],
  needs: [],
  judge: question => {
    const content = question.case.list.lines.flatMap((_, index) => againstContent(question, index));
    // A quantity that its own specification refutes explains an overweight parcel.
    return content.length > 0 ? content : againstWeights(question);
  },
};
