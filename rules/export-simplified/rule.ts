import { type Bilingual, type Finding, formatFixed5 } from '../../shared/index.ts';
import { burdened } from '../burden-finding.ts';
import { specification } from '../cites.ts';
import { head, type Papers, valueAt } from '../documents.ts';
import type { ExportQuestion, ExportRule } from '../export-case.ts';
import { finding } from '../finding.ts';
import { isOn, numberOn } from '../settings.ts';
import { burdensOf, isB2b, isSimplified } from '../simplified.ts';
import { currenciesWithoutRate } from '../value-cny.ts';

const RULE = 'export-simplified';
const FLAG = specification('出口清单 statisticsFlag：A，商品不涉及许可证、出口关税和出口退税');

function judge(question: ExportQuestion): readonly Finding[] {
  if (!isSimplified(question)) return [];
  return [
    ...zone(question),
    // What a B2B list may carry at all is the business of its own rule.
    ...(isB2b(question.case.mode) ? [] : [...value(question), ...goods(question)]),
    ...licence(question),
  ];
}

/** All that stands against A is mended by B, which then asks for ten-digit codes and a summary declaration. */
function notA(
  question: ExportQuestion,
  code: string,
  field: 'list/statisticsFlag' | 'list/licenseNo',
  what: Bilingual,
  cites: Finding['cites'],
  severity: Finding['severity'] = 'reject',
): Finding {
  return finding({
    rule: RULE,
    code,
    severity,
    wrong: head(question.case, field),
    cites,
    message: what,
    put: severity === 'reject' ? 'B' : undefined,
  });
}

function zone(question: ExportQuestion): readonly Finding[] {
  if (isOn(question, 'export.in-pilot-zone')) return [];
  return [
    notA(
      question,
      'simplified-outside-zone',
      'list/statisticsFlag',
      {
        zh: '清单的统计标志（statisticsFlag）为“A”（简化申报），而本地不属于跨境电商综合试验区，不适用汇总统计。请改填“B”并按10位编码申报。',
        en: 'statisticsFlag is "A" (simplified), but this place is no pilot zone, so there are no summary statistics. Put "B" and classify to ten digits.',
      },
      question.law.number('export.in-pilot-zone', question.on).cites,
    ),
  ];
}

function value(question: ExportQuestion): readonly Finding[] {
  const { valueCny } = question;
  const limit = numberOn(question, 'export.simplified-limit');
  if (valueCny === undefined || valueCny <= limit) return [];
  const amount = formatFixed5(valueCny, 2);
  return [
    notA(
      question,
      'simplified-over-limit',
      'list/statisticsFlag',
      {
        zh: `清单的统计标志（statisticsFlag）为“A”（简化申报），而货值折合人民币${amount}元，超过${formatFixed5(limit)}元。请改填“B”并按10位编码申报。`,
        en: `statisticsFlag is "A" (simplified), but the goods are worth ${amount} CNY, over ${formatFixed5(limit)} CNY. Put "B" and classify to ten digits.`,
      },
      question.law.number('export.simplified-limit', question.on).cites,
    ),
  ];
}

function goods(question: ExportQuestion): readonly Finding[] {
  return burdensOf(question)
    .filter(it => it.kind === 'licence' || it.kind === 'duty')
    .map(it =>
      burdened(question, it, {
        rule: RULE,
        code: it.kind === 'licence' ? 'simplified-with-licence' : 'simplified-with-duty',
        // The table of export duties knows headings only.
        severity: it.kind === 'licence' ? 'reject' : 'hold',
        cites: FLAG(question.on),
        what: {
          zh: '不得以简化申报（statisticsFlag为“A”）出口。请改填“B”并按10位编码申报。',
          en: 'it may not leave by a simplified list (statisticsFlag A). Put "B" and classify to ten digits.',
        },
      }),
    );
}

/** A licence number in a list whose goods are said to need none. */
function licence(question: ExportQuestion): readonly Finding[] {
  if (valueAt(question.case, 'list/licenseNo') === undefined) return [];
  return [
    notA(
      question,
      'simplified-with-licence-number',
      'list/licenseNo',
      {
        zh: `清单填有许可证号（licenseNo）“${licenceOf(question.case)}”，而统计标志为“A”（不涉证的简化申报），两者矛盾，转人工审核。请核对。`,
        en: `The list names licence "${licenceOf(question.case)}" (licenseNo), but statisticsFlag is "A", for goods without licence: an officer looks. Check both.`,
      },
      FLAG(question.on),
      'hold',
    ),
  ];
}

const licenceOf = (it: Papers): string => valueAt(it, 'list/licenseNo') ?? '';

/** The conditions of a simplified list: pilot zone, value up to the limit, no licence, no export duty, no refund. */
export const rule: ExportRule = {
  id: RULE,
  title: { zh: '简化申报（A）条件', en: 'conditions of a simplified list (A)' },
  reads: ['list'],
  needs: [],
  judge,
  unjudged: question => {
    if (!isSimplified(question)) return undefined;
    const currencies = currenciesWithoutRate(question.case.list, question.on, question.law);
    const rates =
      currencies.length === 0
        ? { zh: '', en: '' }
        : {
            zh: `币制${currencies.join('、')}在${question.on.slice(0, 7)}的计征汇率未载入，货值折合人民币未知；`,
            en: `the customs rate of currency ${currencies.join(', ')} for ${question.on.slice(0, 7)} is not loaded, so the value in CNY is not known; `,
          };
    return {
      zh: `${rates.zh}是否申请出口退税不在报文中，须由申报人确认不退税`,
      en: `${rates.en}no field tells whether a refund is wanted: the declarant confirms that none is`,
    };
  },
};
