import { type Bilingual, daysBetween, type Finding, type LawDate, stamp14 } from '../../shared/index.ts';
import type { Question, Rule } from '../case.ts';
import { both, type CitesOn, inBothTables, specification, supervision } from '../cites.ts';
import type { HeadField } from '../documents.ts';
import { dayOf, liesAhead, numberOfDays, sayMoment, sendingTimes } from '../moments.ts';

const RULE = 'times';
const DECLARED = specification('进口清单 declTime：申报日期');
const PAID = both(
  specification('支付单 payTime：支付时间'),
  supervision('三、通关管理：清单申报前传输交易、支付、物流电子信息'),
);
const SENT_AT = inBothTables('进口订单、支付单、运单、清单 appTime：报送时间');
const ENTERED = specification('进口清单 ieDate：进口日期');

/** Only what cannot be true: clocks differ, goods are announced, payments of pre-sales are old. Stamps are compared as text. */
function judge(question: Question): readonly Finding[] {
  const found: Finding[] = [];
  const declared = dayOf(question, 'list/declTime');
  const paid = dayOf(question, 'payment/payTime');
  const today = question.on;
  const declaredLate = declared !== undefined && declared > today;
  if (declaredLate)
    found.push(
      say(question, 'declared-in-future', 'list/declTime', undefined, DECLARED, {
        zh: `晚于受理日期${today}，申报日期不得晚于当日`,
        en: `lies after the day of acceptance, ${today}`,
      }),
    );
  if (paid !== undefined && paid >= today && liesAhead(question, 'payment/payTime'))
    found.push(
      say(question, 'paid-in-future', 'payment/payTime', undefined, PAID, {
        zh: `晚于受理时间${stamp14(question.at)}，尚未发生的支付不能作为凭证`,
        en: `lies after the moment of acceptance, ${stamp14(question.at)}: a payment that has not happened is no proof`,
      }),
    );
  else if (paid !== undefined && declared !== undefined && !declaredLate)
    found.push(...paidAgainstDeclared(question, paid, declared));
  found.push(...sendingTimes(question, RULE, SENT, 'list/declTime', SENT_AT));
  const entered = dayOf(question, 'list/ieDate');
  if (entered !== undefined && declared !== undefined && entered < declared)
    found.push(...enteredLongAgo(question, entered, declared));
  if (entered !== undefined && entered > today) {
    const days = daysBetween(today, entered);
    if (days > numberOfDays(question, 'time.entry-ahead-days'))
      found.push(
        say(question, 'entry-far-ahead', 'list/ieDate', undefined, ENTERED, {
          zh: `比受理日期${today}晚${days}天，进口日期未知时应省略`,
          en: `lies ${days} days after the day of acceptance, ${today}; an unknown date of entry is left out`,
        }),
      );
  }
  return found;
}

const SENT: readonly HeadField[] = ['order/appTime', 'payment/appTime', 'waybill/appTime', 'list/appTime'];

/** Goods that came in a year before they are declared are most likely a mistyped year. */
function enteredLongAgo(question: Question, entered: LawDate, declared: LawDate): readonly Finding[] {
  const days = daysBetween(entered, declared);
  if (days < numberOfDays(question, 'time.payment-age-days')) return [];
  return [
    say(question, 'entered-long-ago', 'list/ieDate', 'list/declTime', ENTERED, {
      zh: `比清单申报日期早${days}天，可能填错年份`,
      en: `lies ${days} days before the declaration, perhaps a mistyped year`,
    }),
  ];
}

/** The list is declared after the buyer paid, and not years after. */
function paidAgainstDeclared(question: Question, paid: LawDate, declared: LawDate): readonly Finding[] {
  if (paid > declared)
    return [
      say(question, 'paid-after-declaration', 'payment/payTime', 'list/declTime', PAID, {
        zh: '晚于清单的申报日期，清单申报前应已完成支付并传输支付信息',
        en: 'lies after the day on which the list was declared; payment and its message come before the list',
      }),
    ];
  const days = daysBetween(paid, declared);
  return days >= numberOfDays(question, 'time.payment-age-days')
    ? [
        say(question, 'paid-long-ago', 'payment/payTime', 'list/declTime', PAID, {
          zh: `比清单申报日期早${days}天`,
          en: `lies ${days} days before the declaration`,
        }),
      ]
    : [];
}

function say(
  question: Question,
  code: string,
  field: HeadField,
  against: HeadField | undefined,
  cites: CitesOn,
  what: Bilingual,
): Finding {
  return sayMoment(question, {
    rule: RULE,
    code,
    severity: SEVERITIES[code] ?? 'reject',
    field,
    ...(against === undefined ? {} : { against }),
    cites: cites(question.on),
    what,
  });
}

/** What is odd rather than impossible is left to an officer. */
const SEVERITIES: Readonly<Record<string, Finding['severity']>> = {
  'paid-after-declaration': 'hold',
  'paid-long-ago': 'hold',
  'entry-far-ahead': 'hold',
  'entered-long-ago': 'hold',
};

/** Moments of payment, declaration and entry that contradict each other or the present. */
export const rule: Rule = {
  id: RULE,
  title: { zh: '支付、申报与进口时间', en: 'times of payment, declaration and entry' },
  needs: [],
  judge,
};
