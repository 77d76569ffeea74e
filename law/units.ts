import type { Fixed5 } from '../shared/index.ts';

/**
 * What a customs unit code measures. `mass` is counted in grams, `volume` in millilitres, `count` in single pieces; `per` says how
 * many of these one unit is, as a `Fixed5` (so `035` kilogram is 1,000 g = 100000000n). Units of area, length, power and the like
 * have no entry: nothing here converts them.
 */
export interface UnitMeasure {
  readonly kind: 'mass' | 'volume' | 'count';
  readonly per: Fixed5;
  /** Counts sheets or pieces of the goods themselves (片, 张), not packages. */
  readonly sheet?: boolean;
}

const ONE = 100_000n;
const measures = new Map<string, UnitMeasure>();

const mass = { '035': 1000n * ONE, '036': ONE, '070': 1_000_000n * ONE, '075': 500n * ONE, '084': 20_000n };
for (const [code, per] of Object.entries(mass)) measures.set(code, { kind: 'mass', per });

const volume = { '095': 1000n * ONE, '096': ONE, '063': 1_000_000n * ONE, '033': 1_000_000n * ONE };
for (const [code, per] of Object.entries(volume)) measures.set(code, { kind: 'volume', per });

/** Single things and packages: one each. A package counts as one, because the code does not say how many it holds. */
const single =
  '001 002 003 004 005 006 007 008 009 011 012 013 014 015 016 017 018 019 021 022 023 025 026 027 028 031 034 037 039 120 121 122 123 124 125 126 128 129 130 131 132 133 134 135 136 139 140 141 142 163';
for (const code of single.split(' ')) measures.set(code, { kind: 'count', per: ONE });
for (const code of ['010', '020']) measures.set(code, { kind: 'count', per: ONE, sheet: true });

const many: Record<string, bigint> = {
  '127': 12n,
  '041': 100n,
  '042': 100n,
  '043': 100n,
  '049': 100n,
  '050': 1000n,
  '051': 1000n,
  '053': 1000n,
  '054': 1000n,
  '143': 1000n,
  '146': 1000n,
  '038': 10_000n,
  '057': 10_000n,
  '144': 10_000n,
  '145': 10_000n,
};
for (const [code, pieces] of Object.entries(many)) measures.set(code, { kind: 'count', per: pieces * ONE });
for (const [code, pieces] of [
  ['044', 100n],
  ['058', 1000n],
  ['059', 10_000n],
] as const)
  measures.set(code, { kind: 'count', per: pieces * ONE, sheet: true });

/** The measure of a customs unit code; undefined when the unit is none of mass, volume and count. */
export function unitMeasure(code: string): UnitMeasure | undefined {
  return measures.get(code);
}

/** A quantity in a customs unit as grams, millilitres or pieces (`Fixed5`, rounded down to the fifth place). */
export function inBaseUnit(
  quantity: Fixed5,
  code: string,
): { kind: UnitMeasure['kind']; amount: Fixed5 } | undefined {
  const measure = measures.get(code);
  if (measure === undefined) return undefined;
  return { kind: measure.kind, amount: (quantity * measure.per) / ONE };
}

/** Units of mass, volume and count: the same kind can be converted, two counts can be exchanged one for one. */
export function sameKind(a: string, b: string): boolean {
  const x = measures.get(a);
  const y = measures.get(b);
  return x !== undefined && y !== undefined && x.kind === y.kind;
}
