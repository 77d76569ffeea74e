import type { Document } from '../messages/index.ts';

/**
 * An export waybill (505) names no order and no buyer: when its number is mistyped, only what it weighs, whose it is and how much the
 * numbers are alike can tell which list it belongs to.
 */
const WORTH = { number: 4, grossWeight: 2, logisticsCode: 1, ebcCode: 1, freight: 1 } as const;
/** A number that is nearly the same or several small things together. */
const ENOUGH = 4;
/** When one waybill and one list are left over in a file, less will do. */
const ENOUGH_FOR_THE_LAST = 2;
/** Above this many comparisons a file is no set of parcels to be sorted by likeness. */
const PAIRS_MAX = 1_000_000;

/** For each waybill in turn the list that it resembles most, as positions; none where nothing or two lists alike fit. */
export function likelyLists(
  waybills: readonly Document[],
  lists: readonly Document[],
): readonly (number | undefined)[] {
  if (waybills.length * lists.length > PAIRS_MAX) return waybills.map(() => undefined);
  const enough = waybills.length === 1 && lists.length === 1 ? ENOUGH_FOR_THE_LAST : ENOUGH;
  const taken = new Set<number>();
  return waybills.map(waybill => {
    const worths = lists.map((list, at) => (taken.has(at) ? 0 : likeness(waybill, list)));
    const best = Math.max(0, ...worths);
    const at = worths.indexOf(best);
    if (best < enough || worths.lastIndexOf(best) !== at) return undefined;
    taken.add(at);
    return at;
  });
}

function likeness(waybill: Document, list: Document): number {
  const same = (name: Exclude<keyof typeof WORTH, 'number'>) => {
    const value = waybill.head[name];
    return value && (value === list.head[name] || Number(value) === Number(list.head[name]))
      ? WORTH[name]
      : 0;
  };
  return (
    (isNear(waybill.head['logisticsNo'] ?? '', list.head['logisticsNo'] ?? '') ? WORTH.number : 0) +
    same('grossWeight') +
    same('logisticsCode') +
    same('ebcCode') +
    same('freight')
  );
}

/** Alike but for one stretch of at most two signs: mistyped, exchanged, left out or doubled. */
function isNear(one: string, two: string): boolean {
  if (one.length < 6 || two.length < 6 || Math.abs(one.length - two.length) > 2) return false;
  let front = 0;
  while (front < one.length && one[front] === two[front]) front += 1;
  let back = 0;
  const most = Math.min(one.length, two.length) - front;
  while (back < most && one.at(-1 - back) === two.at(-1 - back)) back += 1;
  return Math.max(one.length, two.length) - front - back <= 2;
}
