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
  if (!/^\d{8}(\d{6}(\d{3})?)?$/.test(text)) return undefined;
  const iso = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}T${text.slice(8, 10) || '00'}:${text.slice(10, 12) || '00'}:${text.slice(12, 14) || '00'}.${text.slice(14, 17) || '000'}Z`;
  const ms = Date.parse(iso);
  if (Number.isNaN(ms)) return undefined;
  if (new Date(ms).toISOString() !== iso) return undefined;
  return ms - BEIJING_MS;
}

/** Whole calendar days from one law date to another (both YYYY-MM-DD); negative when `to` is earlier. */
export function daysBetween(from: LawDate, to: LawDate): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}
