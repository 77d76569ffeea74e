import { type Finding, formatFixed5 } from '../../shared/index.ts';
import { burdened } from '../burden-finding.ts';
import { head } from '../documents.ts';
import type { ExportQuestion, ExportRule } from '../export-case.ts';
import { finding } from '../finding.ts';
import { isOn, numberOn } from '../settings.ts';
import { burdensOf, isB2b } from '../simplified.ts';
import { currenciesWithoutRate } from '../value-cny.ts';

const RULE = 'export-b2b-list';

function judge(question: ExportQuestion): readonly Finding[] {
  if (!isB2b(question.case.mode)) return [];
  return isOn(question, 'export.b2b-from') ? [...value(question), ...goods(question)] : [notYet(question)];
}

function notYet(question: ExportQuestion): Finding {
  const { mode } = question.case;
  return finding({
    rule: RULE,
    code: 'mode-not-yet',
    wrong: head(question.case, 'list/tradeMode'),
    cites: question.law.number('export.b2b-from', question.on).cites,
    message: {
      zh: `清单贸易方式（tradeMode）${mode}自2020年7月1日起试点，${question.on}尚未施行。请核对贸易方式。`,
      en: `tradeMode ${mode} of the list began as a pilot on 1 July 2020 and did not exist on ${question.on}. Check the mode.`,
    },
  });
}

/** Above the limit the goods are declared by form. */
function value(question: ExportQuestion): readonly Finding[] {
  const { valueCny } = question;
  const limit = numberOn(question, 'export.b2b-list-limit');
  if (valueCny === undefined || valueCny <= limit) return [];
  const amount = formatFixed5(valueCny, 2);
  return [
    finding({
      rule: RULE,
      code: 'b2b-over-limit',
      wrong: head(question.case, 'list/tradeMode'),
      other: head(question.case, 'order/goodsValue'),
      cites: question.law.number('export.b2b-list-limit', question.on).cites,
      message: {
        zh: `清单贸易方式（tradeMode）为${question.case.mode}，货值折合人民币${amount}元，超过${formatFixed5(limit)}元：跨境电商B2B出口超过该货值须以报关单申报。请改用报关单。`,
        en: `tradeMode of the list is ${question.case.mode} and its goods are worth ${amount} CNY, over ${formatFixed5(limit)} CNY: a B2B export above that is declared by form (报关单). Declare it so.`,
      },
    }),
  ];
}

function goods(question: ExportQuestion): readonly Finding[] {
  const { cites } = question.law.number('export.b2b-list-limit', question.on);
  return burdensOf(question)
    .filter(it => it.kind !== 'prohibited')
    .map(it =>
      burdened(question, it, {
        rule: RULE,
        code: `b2b-with-${it.kind}`,
        severity: it.kind === 'licence' ? 'reject' : 'hold',
        cites,
        what: {
          zh: '涉证、涉检、涉税的B2B出口商品不得以清单申报。请改用报关单。',
          en: 'a B2B export under licence, inspection or duty is not declared by list. Declare it by form (报关单).',
        },
      }),
    );
}

/** What a B2B export (9710, 9810) may declare by list: low value, no licence, no inspection, no duty. */
export const rule: ExportRule = {
  id: RULE,
  title: { zh: 'B2B出口低值清单条件', en: 'conditions of a low-value B2B list' },
  reads: ['list'],
  needs: [],
  judge,
  unjudged: question => {
    if (!isB2b(question.case.mode)) return undefined;
    const currencies = currenciesWithoutRate(question.case.list, question.on, question.law);
    const filing = question.case.mode === '9810' && isOn(question, 'export.warehouse-filing');
    if (currencies.length === 0 && !filing) return undefined;
    const month = question.on.slice(0, 7);
    const parts = [
      ...(currencies.length === 0
        ? []
        : [
            {
              zh: `币制${currencies.join('、')}在${month}的计征汇率未载入，货值折合人民币未知`,
              en: `the customs rate of currency ${currencies.join(', ')} for ${month} is not loaded, so the value in CNY is not known`,
            },
          ]),
      ...(filing
        ? [
            {
              zh: '2024年12月15日前海外仓业务模式须备案，本平台尚无备案登记簿，未予判断',
              en: 'until 14 December 2024 the overseas warehouse had to be filed; this platform has no register of these filings yet',
            },
          ]
        : []),
    ];
    return { zh: parts.map(it => it.zh).join('；'), en: parts.map(it => it.en).join('; ') };
  },
};
