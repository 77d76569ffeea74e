import type { Document } from '../messages/index.ts';

/**
 * Documents of an export say little of each other: a waybill names no order and no buyer, an order no waybill. When a number in one of
 * them is mistyped, only how much the numbers are alike, and small things together, can tell which parcel it belongs to.
 */
export interface Trait {
  /** What two documents of one parcel agree in; a trait is worth something when it is there and the same. */
  readonly worth: number;
  agrees(stray: Document, home: Document): boolean;
}

/** A number that is nearly the same, or several small things together. */
const ENOUGH = 4;
/** When one document and one parcel are left over in a file, less will do. */
const ENOUGH_FOR_THE_LAST = 2;
/** Above this many comparisons a file is no set of parcels to be sorted by likeness. */
const PAIRS_MAX = 1_000_000;

/** For each stray document in turn the home that it resembles most, as positions; none where nothing or two homes alike fit. */
export function likelyHomes(
  strays: readonly Document[],
  homes: readonly Document[],
  traits: readonly Trait[],
): readonly (number | undefined)[] {
  if (strays.length * homes.length > PAIRS_MAX) return strays.map(() => undefined);
  const enough = strays.length === 1 && homes.length === 1 ? ENOUGH_FOR_THE_LAST : ENOUGH;
  const taken = new Set<number>();
  return strays.map(stray => {
    const worths = homes.map((home, at) =>
      taken.has(at)
        ? 0
        : traits.reduce((sum, { worth, agrees }) => sum + (agrees(stray, home) ? worth : 0), 0),
    );
    const best = Math.max(0, ...worths);
    const at = worths.indexOf(best);
    if (best < enough || worths.lastIndexOf(best) !== at) return undefined;
    taken.add(at);
    return at;
  });
}

function number(name: string): Trait {
  return { worth: 4, agrees: (one, two) => isNear(one.head[name] ?? '', two.head[name] ?? '') };
}

function value(name: string, worth: number): Trait {
  return {
    worth,
    agrees: (one, two) => {
      const [a, b] = [one.head[name], two.head[name]];
      return a !== undefined && a !== '' && (a === b || Number(a) === Number(b));
    },
  };
}

/** The same articles, line by line. */
const articles: Trait = {
  worth: 2,
  agrees: (one, two) =>
    one.lines.length > 0 &&
    one.lines.length === two.lines.length &&
    one.lines.every(
      (line, at) => line['itemNo'] !== undefined && line['itemNo'] === two.lines[at]?.['itemNo'],
    ),
};

/** By which traits an export document finds its list. */
export const EXPORT_TRAITS = {
  waybill: [
    number('logisticsNo'),
    value('grossWeight', 2),
    value('logisticsCode', 1),
    value('ebcCode', 1),
    value('freight', 1),
  ],
  order: [number('orderNo'), articles, value('ebpCode', 1), value('ebcCode', 1), value('freight', 1)],
  payment: [number('orderNo'), value('ebpCode', 1), value('ebcCode', 1)],
} as const satisfies Record<string, readonly Trait[]>;

/** The same, or alike but for one stretch of at most two signs: mistyped, exchanged, left out or doubled. */
function isNear(one: string, two: string): boolean {
  if (one === two) return one !== '';
  if (one.length < 6 || two.length < 6 || Math.abs(one.length - two.length) > 2) return false;
  let front = 0;
  while (front < one.length && one[front] === two[front]) front += 1;
  let back = 0;
  const most = Math.min(one.length, two.length) - front;
  while (back < most && one.at(-1 - back) === two.at(-1 - back)) back += 1;
  return Math.max(one.length, two.length) - front - back <= 2;
}
