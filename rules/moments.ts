import {
  type Bilingual,
  DAY_MS,
  daysBetween,
  type Finding,
  type LawDate,
  parseStamp,
  type Severity,
  stamp14,
} from '../shared/index.ts';
import type { TradeQuestion } from './case.ts';
import { type HeadField, head, valueAt } from './documents.ts';
import { finding } from './finding.ts';
import { labelOf } from './labels.ts';

const MINUTE = 60_000;
const STAMP = /^\d{8}(?:\d{6})?$/;
/** Days that every month has need no calendar. */
const SURELY_REAL = /^\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|1\d|2[0-8])/;

/** The day of an official stamp as a law date; undefined when absent or no stamp (the content check says so). */
export function dayOf(question: TradeQuestion, field: HeadField): LawDate | undefined {
  const text = valueAt(question.case, field)?.trim();
  if (text === undefined || !STAMP.test(text)) return undefined;
  if (!SURELY_REAL.test(text) && parseStamp(text) === undefined) return undefined;
  return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`;
}

/** Whether a moment lies later than another system's clock may run ahead. */
export function liesAhead(question: TradeQuestion, field: HeadField): boolean {
  const moment = parseStamp(valueAt(question.case, field)?.trim() ?? '');
  return moment !== undefined && moment > question.at + slackOf(question);
}

function slackOf(question: TradeQuestion): number {
  return numberOfDays(question, 'time.clock-slack-minutes') * MINUTE;
}

/** A number of the operator as a plain number: days and minutes are few. */
export function numberOfDays(question: TradeQuestion, id: string): number {
  return Number(question.law.number(id, question.on).value);
}

/** What a rule says of a moment. */
export interface MomentSaying {
  readonly rule: string;
  readonly code: string;
  /** Left out: `reject`. */
  readonly severity?: Severity;
  readonly field: HeadField;
  /** The moment it was compared with. */
  readonly against?: HeadField;
  readonly cites: readonly Finding['cites'][number][];
  readonly what: Bilingual;
}

/** The finding: which moment, what is wrong with it, against which other. */
export function sayMoment(question: TradeQuestion, it: MomentSaying): Finding {
  const wrong = head(question.case, it.field);
  const other = it.against === undefined ? undefined : head(question.case, it.against);
  const label = labelOf(wrong);
  const than =
    other === undefined
      ? { zh: '', en: '' }
      : {
          zh: `（${labelOf(other).zh}“${other.value ?? ''}”）`,
          en: ` (${labelOf(other).en}: "${other.value ?? ''}")`,
        };
  return finding({
    rule: it.rule,
    code: it.code,
    severity: it.severity ?? 'reject',
    wrong,
    other,
    cites: it.cites,
    message: {
      zh: `${label.zh}“${wrong.value ?? ''}”${it.what.zh}${than.zh}。请核对后更正。`,
      en: `${label.en} "${wrong.value ?? ''}" ${it.what.en}${than.en}. Check and correct it.`,
    },
  });
}

/**
 * When documents were sent, against the present and against the declaration (`declared`, read from `against`): a stamp in the future
 * is told from the next day on (more than a day ahead the content check tells it already), one a year before the declaration most
 * likely carries a mistyped year.
 */
export function sendingTimes(
  question: TradeQuestion,
  rule: string,
  fields: readonly HeadField[],
  against: HeadField,
  cites: (question: TradeQuestion) => MomentSaying['cites'],
): readonly Finding[] {
  const declared = dayOf(question, against);
  const today = question.on;
  return fields.flatMap(field => {
    const sent = dayOf(question, field);
    if (sent === undefined) return [];
    if (sent > today) return sentInFuture(question, rule, field, cites);
    // The usual case needs no calendar.
    if (declared === undefined || sent >= declared || sent.slice(0, 7) === declared.slice(0, 7)) return [];
    const days = daysBetween(sent, declared);
    if (days < numberOfDays(question, 'time.payment-age-days')) return [];
    return [
      sayMoment(question, {
        rule,
        code: 'sent-long-ago',
        severity: 'hold',
        field,
        against,
        cites: cites(question),
        what: {
          zh: `比清单申报日期早${days}天，可能填错年份`,
          en: `lies ${days} days before the declaration, perhaps a mistyped year`,
        },
      }),
    ];
  });
}

function sentInFuture(
  question: TradeQuestion,
  rule: string,
  field: HeadField,
  cites: (question: TradeQuestion) => MomentSaying['cites'],
): readonly Finding[] {
  const moment = parseStamp(valueAt(question.case, field)?.trim() ?? '');
  if (moment === undefined || moment > question.at + DAY_MS || !liesAhead(question, field)) return [];
  return [
    sayMoment(question, {
      rule,
      code: 'sent-in-future',
      severity: 'warn',
      field,
      cites: cites(question),
      what: {
        zh: `晚于受理时间${stamp14(question.at)}`,
        en: `lies after the moment of acceptance, ${stamp14(question.at)}`,
      },
    }),
  ];
}
