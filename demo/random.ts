/** Repeatable chance: the same seed gives the same numbers on every machine. Not for anything secret. */
export interface Random {
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number;
  /** True with a probability of `percent` in a hundred. */
  chance(percent: number): boolean;
  /** One of a list that is not empty. */
  pick<T>(from: readonly T[]): T;
  shuffled<T>(from: readonly T[]): readonly T[];
  /** An identifier in UUID form, capitals, 36 characters. */
  guid(): string;
}

/** Seed text to four words: FNV-1a, run once per word with another start. */
function words(seed: string): [number, number, number, number] {
  const word = (start: number): number => {
    let hash = start >>> 0;
    for (let at = 0; at < seed.length; at++) hash = Math.imul(hash ^ seed.charCodeAt(at), 0x01000193) >>> 0;
    return hash || 1;
  };
  return [word(0x811c9dc5), word(0x9e3779b9), word(0x7f4a7c15), word(0x2545f491)];
}

/** Chance that begins at a seed (Marsaglia's xorshift with 128 bits of state). */
export function random(seed: string): Random {
  let [x, y, z, w] = words(seed);
  const next = (): number => {
    const t = x ^ (x << 11);
    x = y;
    y = z;
    z = w;
    w = (w ^ (w >>> 19) ^ t ^ (t >>> 8)) >>> 0;
    return w;
  };
  // Near seeds begin near each other; a few rounds drive them apart.
  for (let round = 0; round < 20; round++) next();
  const whole = (low: number, high: number): number => low + (next() % (high - low + 1));
  const pick = <T>(from: readonly T[]): T => {
    const it = from[whole(0, from.length - 1)];
    if (it === undefined) throw new Error('nothing to pick from');
    return it;
  };
  return {
    whole,
    chance: percent => whole(1, 100) <= percent,
    pick,
    shuffled(from) {
      const all = [...from];
      for (let at = all.length - 1; at > 0; at--) {
        const other = whole(0, at);
        const [a, b] = [all[at], all[other]];
        if (a !== undefined && b !== undefined) [all[at], all[other]] = [b, a];
      }
      return all;
    },
    guid() {
      const hex = [next(), next(), next(), next()].map(it => it.toString(16).padStart(8, '0')).join('');
      const parts = [
        hex.slice(0, 8),
        hex.slice(8, 12),
        `4${hex.slice(13, 16)}`,
        `a${hex.slice(17, 20)}`,
        hex.slice(20),
      ];
      return parts.join('-').toUpperCase();
    },
  };
}
