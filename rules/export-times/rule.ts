import { daysBetween, type Finding, stamp14 } from '../../shared/index.ts';
import { both, specification, supervision } from '../cites.ts';
import type { HeadField } from '../documents.ts';
import type { ExportQuestion, ExportRule } from '../export-case.ts';
import { dayOf, liesAhead, numberOfDays, sayMoment, sendingTimes } from '../moments.ts';

const RULE = 'export-times';
const SENT_AT = specification('出口订单、收款单、运单、清单 appTime：报送时间');
const EXPORTED = specification('出口清单 ieDate：出口日期');
const RECEIVED = both(
  specification('出口收款单 accountingDate：到账时间'),
  supervision('三、通关管理：清单申报前传输交易、收款、物流电子信息'),
);
const SENT: readonly HeadField[] = ['order/appTime', 'receipt/appTime', 'waybill/appTime', 'list/appTime'];
/** An export list has no day of declaration of its own: it is declared when it is sent. */
const DECLARED: HeadField = 'list/appTime';

function judge(question: ExportQuestion): readonly Finding[] {
  return [
    ...sendingTimes(question, RULE, SENT, DECLARED, ({ on }) => SENT_AT(on)),
    ...declaredLongAgo(question),
    ...exported(question),
    ...received(question),
  ];
}

/** A list sent a year before it was taken in most likely carries a mistyped year. */
function declaredLongAgo(question: ExportQuestion): readonly Finding[] {
  const declared = dayOf(question, DECLARED);
  if (declared === undefined || declared >= question.on) return [];
  const days = daysBetween(declared, question.on);
  if (days < numberOfDays(question, 'time.payment-age-days')) return [];
  return [
    sayMoment(question, {
      rule: RULE,
      code: 'sent-long-ago',
      severity: 'hold',
      field: DECLARED,
      cites: SENT_AT(question.on),
      what: {
        zh: `比受理日期${question.on}早${days}天，可能填错年份`,
        en: `lies ${days} days before the day of acceptance, ${question.on}, perhaps a mistyped year`,
      },
    }),
  ];
}

/** The day of export is near the declaration: a little before is odd, far off is doubtful. */
function exported(question: ExportQuestion): readonly Finding[] {
  const day = dayOf(question, 'list/ieDate');
  const declared = dayOf(question, DECLARED);
  if (day === undefined || declared === undefined || day === declared) return [];
  const days = daysBetween(declared, day);
  const far = numberOfDays(question, 'time.entry-ahead-days');
  if (days > 0 && days <= far) return [];
  const early = days < 0;
  return [
    sayMoment(question, {
      rule: RULE,
      code: early ? 'exported-before-declaration' : 'export-far-ahead',
      severity: early && -days <= far ? 'warn' : 'hold',
      field: 'list/ieDate',
      against: DECLARED,
      cites: EXPORTED(question.on),
      what: {
        zh: early ? `比清单申报早${-days}天，货物应先申报后出口` : `比清单申报晚${days}天，距申报过远`,
        en: early
          ? `lies ${-days} days before the declaration; goods are declared before they leave`
          : `lies ${days} days after the declaration, too far ahead`,
      },
    }),
  ];
}

/** Money that came in: not in the future, before the list, not years ago. */
function received(question: ExportQuestion): readonly Finding[] {
  const field = 'receipt/accountingDate';
  const day = dayOf(question, field);
  const declared = dayOf(question, DECLARED);
  if (day === undefined) return [];
  const say = (code: string, severity: 'reject' | 'hold', zh: string, en: string, against?: HeadField) => [
    sayMoment(question, {
      rule: RULE,
      code,
      severity,
      field,
      ...(against === undefined ? {} : { against }),
      cites: RECEIVED(question.on),
      what: { zh, en },
    }),
  ];
  if (day >= question.on && liesAhead(question, field)) {
    const now = stamp14(question.at);
    return say(
      'received-in-future',
      'reject',
      `晚于受理时间${now}，尚未到账的款项不能作为凭证`,
      `lies after the moment of acceptance, ${now}: money that has not come is no proof`,
    );
  }
  if (declared === undefined) return [];
  if (day > declared)
    return say(
      'received-after-declaration',
      'hold',
      '晚于清单的申报日期，清单申报前应已传输收款信息',
      'lies after the day on which the list was declared; the receipt comes before the list',
      DECLARED,
    );
  const days = daysBetween(day, declared);
  if (days < numberOfDays(question, 'time.payment-age-days')) return [];
  return say(
    'received-long-ago',
    'hold',
    `比清单申报日期早${days}天`,
    `lies ${days} days before the declaration`,
    DECLARED,
  );
}

/** Moments of sending, receipt and export that contradict each other or the present. */
export const rule: ExportRule = {
  id: RULE,
  title: { zh: '收款、申报与出口时间', en: 'times of receipt, declaration and export' },
  needs: [],
  judge,
};
