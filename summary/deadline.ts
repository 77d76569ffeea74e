import chineseDays from 'chinese-days';
import type { Law } from '../law/index.ts';
import type { Cite, LawDate } from '../shared/index.ts';

/** By when the lists that were cleared in a month are summarised. */
export interface SummaryDeadline {
  /** The month in which the lists were cleared, YYYY-MM. */
  readonly month: string;
  readonly by: LawDate;
  /** The day the law names, before it moved to a working day. */
  readonly nominal: LawDate;
  /** The State Council has not published that year's days off yet: only weekends are known. */
  readonly provisional: boolean;
  readonly cites: readonly Cite[];
}

/**
 * The last day for summarising what was cleared in `month` (YYYY-MM): a day of the next month, moved to the next working day of the
 * State Council's calendar when it is a day off. Throws `RangeError` for a month that is none or that lies before the law's first day.
 */
export function summaryDeadline(month: string, law: Law): SummaryDeadline {
  if (!isMonth(month)) throw new RangeError(`not a month YYYY-MM: ${month}`);
  const next = nextMonth(month);
  const day = law.number('summary.day', `${month}-28`);
  const shift = law.number('summary.day-shift', `${month}-28`);
  const nominal = `${next}-${day.value.padStart(2, '0')}`;
  let by = nominal;
  if (shift.value === '1') while (!chineseDays.isWorkday(by)) by = dayAfter(by);
  return {
    month,
    by,
    nominal,
    provisional: !isPublished(next.slice(0, 4)),
    cites: [...day.cites, ...shift.cites],
  };
}

/** Whether a text names a month, YYYY-MM, of a year that can be meant (1900 to 2199). */
export function isMonth(text: string): boolean {
  return /^(19|20|21)\d\d-(0[1-9]|1[0-2])$/.test(text);
}

export function nextMonth(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
}

function dayAfter(day: LawDate): LawDate {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** The calendar knows a year when National Day stands in it as a holiday. */
function isPublished(year: string): boolean {
  return chineseDays.getDayDetail(`${year}-10-01`).name.includes('National Day');
}
