import { type LawDate, parseStamp } from '../../shared/index.ts';
import { isRegion } from './regions.ts';

/** What can be wrong with a citizen identity number, in the order in which it is looked at. */
export type NumberFault = 'form' | 'region' | 'birth-date' | 'check-digit' | 'lower-case';

/** Weights and check characters of GB 11643 (ISO 7064, MOD 11-2). */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECKS = '10X98765432';
/** Nobody alive was born earlier; the standard itself dates from the twentieth century. */
const EARLIEST_BIRTH = '1900-01-01';

/** The check character that belongs to the first seventeen digits. */
export function checkCharacter(seventeen: string): string {
  let sum = 0;
  for (const [at, weight] of WEIGHTS.entries()) sum += Number(seventeen[at]) * weight;
  return CHECKS[sum % CHECKS.length] ?? '';
}

/** The first thing wrong with a number on a day, or undefined. */
export function faultOf(number: string, on: LawDate): NumberFault | undefined {
  if (!/^\d{17}[\dXx]$/.test(number)) return 'form';
  if (!isRegion(number.slice(0, 2))) return 'region';
  const birth = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  if (parseStamp(number.slice(6, 14)) === undefined || birth < EARLIEST_BIRTH || birth > on)
    return 'birth-date';
  if (checkCharacter(number) !== number.slice(-1).toUpperCase()) return 'check-digit';
  return number.endsWith('x') ? 'lower-case' : undefined;
}

/** Whether a number obeys the standard; the case of x is no matter of identity. */
export function isRealIdentityNumber(number: string, on: LawDate): boolean {
  const fault = faultOf(number.trim(), on);
  return fault === undefined || fault === 'lower-case';
}
