const DIGITS = /^\d{8}(?:\d{6}(?:\d{3})?)?$/;

/**
 * Do 8, 14 or 17 digits name a real moment (no 30 February, no hour 24)? Asked several times for every document, so it counts
 * instead of making dates.
 */
export function isMoment(digits: string): boolean {
  if (!DIGITS.test(digits)) return false;
  const month = two(digits, 4);
  const day = two(digits, 6);
  if (month < 1 || month > 12 || day < 1 || day > daysIn(Number(digits.slice(0, 4)), month)) return false;
  return digits.length === 8 || (two(digits, 8) < 24 && two(digits, 10) < 60 && two(digits, 12) < 60);
}

function two(digits: string, at: number): number {
  return (digits.charCodeAt(at) - 48) * 10 + digits.charCodeAt(at + 1) - 48;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
