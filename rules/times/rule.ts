import {
  type Bilingual,
  DAY_MS,
  daysBetween,
  type Finding,
  type LawDate,
  parseStamp,
  stamp14,
} from '../../shared/index.ts';
import type { Question, Rule } from '../case.ts';
import { both, specification, supervision } from '../cites.ts';
import { type HeadField, head, valueAt } from '../documents.ts';
import { finding } from '../finding.ts';
import { labelOf } from '../labels.ts';

const RULE = 'times';
const DECLARED = specification('进口清单 declTime：申报日期');
const PAID = both(
  specification('支付单 payTime：支付时间'),
  supervision('三、通关管理：清单申报前传输交易、支付、物流电子信息'),
);
const SENT_AT = specification('进口订单、支付单、运单、清单 appTime：报送时间');
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
  if (paid !== undefined && paid >= today && liesAhead(question))
    found.push(
      say(question, 'paid-in-future', 'payment/payTime', undefined, PAID, {
        zh: `晚于受理时间${stamp14(question.at)}，尚未发生的支付不能作为凭证`,
        en: `lies after the moment of acceptance, ${stamp14(question.at)}: a payment that has not happened is no proof`,
      }),
    );
  else if (paid !== undefined && declared !== undefined && !declaredLate)
    found.push(...paidAgainstDeclared(question, paid, declared));
  for (const field of SENT) {
    const sent = dayOf(question, field);
    if (sent === undefined || (sent <= today && (declared === undefined || sent >= declared))) continue;
    found.push(...sentInFuture(question, field, sent));
    if (declared !== undefined) found.push(...sentLongAgo(question, field, sent, declared));
  }
  const entered = dayOf(question, 'list/ieDate');
  if (entered !== undefined && declared !== undefined && entered < declared)
    found.push(...enteredLongAgo(question, entered, declared));
  if (entered !== undefined && entered > today) {
    const days = daysBetween(today, entered);
    if (days > setting(question, 'time.entry-ahead-days'))
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

/** Told from the next day on; more than a day ahead the content check tells it already. */
function sentInFuture(question: Question, field: HeadField, sent: LawDate): readonly Finding[] {
  if (sent <= question.on) return [];
  const moment = parseStamp(valueAt(question.case, field)?.trim() ?? '');
  const slack = setting(question, 'time.clock-slack-minutes') * MINUTE;
  if (moment === undefined || moment <= question.at + slack || moment > question.at + DAY_MS) return [];
  return [
    say(question, 'sent-in-future', field, undefined, SENT_AT, {
      zh: `晚于受理时间${stamp14(question.at)}`,
      en: `lies after the moment of acceptance, ${stamp14(question.at)}`,
    }),
  ];
}

/** A document sent a year before the declaration most likely carries a mistyped year. */
function sentLongAgo(
  question: Question,
  field: HeadField,
  sent: LawDate,
  declared: LawDate,
): readonly Finding[] {
  // The usual case needs no calendar.
  if (sent.slice(0, 7) === declared.slice(0, 7)) return [];
  const days = daysBetween(sent, declared);
  if (days < setting(question, 'time.payment-age-days')) return [];
  return [
    say(question, 'sent-long-ago', field, 'list/declTime', SENT_AT, {
      zh: `比清单申报日期早${days}天，可能填错年份`,
      en: `lies ${days} days before the declaration, perhaps a mistyped year`,
    }),
  ];
}

/** Goods that came in a year before they are declared are most likely a mistyped year. */
function enteredLongAgo(question: Question, entered: LawDate, declared: LawDate): readonly Finding[] {
  const days = daysBetween(entered, declared);
  if (days < setting(question, 'time.payment-age-days')) return [];
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
  return days >= setting(question, 'time.payment-age-days')
    ? [
        say(question, 'paid-long-ago', 'payment/payTime', 'list/declTime', PAID, {
          zh: `比清单申报日期早${days}天`,
          en: `lies ${days} days before the declaration`,
        }),
      ]
    : [];
}

/** The day of an official stamp as a law date; undefined when absent or no stamp (the content check says so). */
function dayOf(question: Question, field: HeadField): LawDate | undefined {
  const text = valueAt(question.case, field)?.trim();
  if (text === undefined || !STAMP.test(text)) return undefined;
  if (!SURELY_REAL.test(text) && parseStamp(text) === undefined) return undefined;
  return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`;
}

const STAMP = /^\d{8}(?:\d{6})?$/;
/** Days that every month has need no calendar. */
const SURELY_REAL = /^\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|1\d|2[0-8])/;

/** Whether the payment lies later than another system's clock may run ahead. */
function liesAhead(question: Question): boolean {
  const paid = parseStamp(valueAt(question.case, 'payment/payTime')?.trim() ?? '');
  const slack = setting(question, 'time.clock-slack-minutes') * MINUTE;
  return paid !== undefined && paid > question.at + slack;
}

const MINUTE = 60_000;

function setting(question: Question, id: string): number {
  return Number(question.law.number(id, question.on).value);
}

function say(
  question: Question,
  code: string,
  field: HeadField,
  against: HeadField | undefined,
  cites: (on: string) => Finding['cites'],
  what: Bilingual,
): Finding {
  const wrong = head(question.case, field);
  const other = against === undefined ? undefined : head(question.case, against);
  const label = labelOf(wrong);
  const than =
    other === undefined
      ? { zh: '', en: '' }
      : {
          zh: `（${labelOf(other).zh}“${other.value ?? ''}”）`,
          en: ` (${labelOf(other).en}: "${other.value ?? ''}")`,
        };
  return finding({
    rule: RULE,
    code,
    severity: SEVERITIES[code] ?? 'reject',
    wrong,
    other,
    cites: cites(question.on),
    message: {
      zh: `${label.zh}“${wrong.value ?? ''}”${what.zh}${than.zh}。请核对后更正。`,
      en: `${label.en} "${wrong.value ?? ''}" ${what.en}${than.en}. Check and correct it.`,
    },
  });
}

/** What is odd rather than impossible is left to an officer. */
const SEVERITIES: Readonly<Record<string, Finding['severity']>> = {
  'paid-after-declaration': 'hold',
  'paid-long-ago': 'hold',
  'entry-far-ahead': 'hold',
  'entered-long-ago': 'hold',
  'sent-in-future': 'warn',
  'sent-long-ago': 'hold',
};

/** Moments of payment, declaration and entry that contradict each other or the present. */
export const rule: Rule = {
  id: RULE,
  title: { zh: '支付、申报与进口时间', en: 'times of payment, declaration and entry' },
  needs: [],
  judge,
};
