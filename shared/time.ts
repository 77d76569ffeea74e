/**
 * Time is an argument everywhere (a day can be replayed from its journal). Instants are milliseconds since the epoch; a law
 * date is the Beijing calendar date of acceptance as YYYY-MM-DD. Beijing has had no daylight saving since 1991.
 */
export type Instant = number;
/** YYYY-MM-DD, compared as text. */
export type LawDate = string;

export const DAY_MS = 86_400_000;
const BEIJING_MS = 8 * 3_600_000;

/** The day that was asked for last: its beginning, and how it is written. Neighbouring questions are mostly about one day. */
let lastDay = { begins: Number.NaN, date: '' };

/** The Beijing calendar date of an instant. */
export function beijingDate(at: Instant): LawDate {
  if (!(at >= lastDay.begins && at < lastDay.begins + DAY_MS)) {
    const local = at + BEIJING_MS;
    const date = new Date(local).toISOString().slice(0, 10);
    lastDay = { begins: Math.floor(local / DAY_MS) * DAY_MS - BEIJING_MS, date };
  }
  return lastDay.date;
}

/** The Beijing calendar year of an instant, the year of the yearly limit. */
export function beijingYear(at: Instant): number {
  return Number(beijingDate(at).slice(0, 4));
}

/** `YYYYMMDDhhmmss` in Beijing time, the format of appTime, payTime and the like. */
export function stamp14(at: Instant): string {
  return stamp17(at).slice(0, 14);
}

/** `YYYYMMDDhhmmssSSS` in Beijing time, the format of returnTime. */
export function stamp17(at: Instant): string {
  const date = beijingDate(at);
  const ofDay = Math.floor(at - lastDay.begins);
  const seconds = Math.floor(ofDay / 1000);
  const clock = Math.floor(seconds / 3600) * 10_000 + (Math.floor(seconds / 60) % 60) * 100 + (seconds % 60);
  return `${date.slice(0, 4)}${date.slice(5, 7)}${date.slice(8)}${String(clock * 1000 + (ofDay % 1000)).padStart(9, '0')}`;
}

/**
 * The instant of an official stamp: 8 (date), 14 (seconds) or 17 (milliseconds) digits in Beijing time.
 * Undefined when the digits name no real moment (30 February, hour 24).
 */
export function parseStamp(text: string): Instant | undefined {
  const { length } = text;
  if (length !== 8 && length !== 14 && length !== 17) return undefined;
  for (let at = 0; at < length; at++) if (!isDigit(text.charCodeAt(at))) return undefined;
  const [year, month, day] = [whole(text, 0, 4), whole(text, 4, 6), whole(text, 6, 8)];
  const [hour, minute, second] = [whole(text, 8, 10), whole(text, 10, 12), whole(text, 12, 14)];
  if (month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const local = new Date(Date.UTC(2000, month - 1, day, hour, minute, second, whole(text, 14, 17)));
  // Date.UTC takes the years 0 to 99 for those of the last century.
  return local.setUTCFullYear(year, month - 1, day) - BEIJING_MS;
}

function midnight(date: LawDate): number {
  return Date.UTC(whole(date, 0, 4), whole(date, 5, 7) - 1, whole(date, 8, 10));
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** The digits from `begin` to `end` as a number; 0 where the text has ended. */
function whole(text: string, begin: number, end: number): number {
  let value = 0;
  for (let at = begin; at < end && at < text.length; at++) value = value * 10 + (text.charCodeAt(at) - 0x30);
  return value;
}

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Whole calendar days from one law date to another (both YYYY-MM-DD); negative when `to` is earlier. */
export function daysBetween(from: LawDate, to: LawDate): number {
  return Math.round((midnight(to) - midnight(from)) / DAY_MS);
}
