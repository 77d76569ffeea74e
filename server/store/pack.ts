/**
 * Many byte strings in one statement: one binary parameter with all of them end to end, and where each begins. The driver would
 * write an array of byte strings as hexadecimal text, at twice the size and many times the cost.
 * In SQL: `substring($1::bytea from begin for size)` over `unnest` of the two arrays.
 */
export interface Packed {
  readonly blob: Buffer;
  /** Counting from 1, as SQL does. */
  readonly begins: readonly number[];
  readonly sizes: readonly number[];
}

export function pack(parts: readonly Buffer[]): Packed {
  const begins: number[] = [];
  const sizes: number[] = [];
  let at = 1;
  for (const part of parts) {
    begins.push(at);
    sizes.push(part.length);
    at += part.length;
  }
  return { blob: Buffer.concat(parts), begins, sizes };
}

/** Buckets of the hot tables. A power of two, fixed for the life of the data. */
const BUCKETS = 64;

/** The bucket of a key: FNV-1a, folded. Stable for ever, because stored rows depend on it. */
export function bucketOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index++) {
    hash ^= key.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193);
  }
  return ((hash >>> 16) ^ hash) & (BUCKETS - 1);
}
