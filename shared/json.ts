/** JSON with exact integers: a bigint is written as `{"$int":"123"}`, so that amounts survive storage unrounded. */
export function toExactJson(value: unknown): string {
  switch (typeof value) {
    case 'bigint':
      return `{"$int":"${value}"}`;
    case 'object':
      break;
    default:
      return JSON.stringify(value) ?? 'null';
  }
  if (value === null) return 'null';
  if (Array.isArray(value)) return `[${value.map(toExactJson).join(',')}]`;
  let out = '';
  for (const [key, part] of Object.entries(value)) {
    if (part === undefined || typeof part === 'function') continue;
    out += `${out === '' ? '' : ','}${JSON.stringify(key)}:${toExactJson(part)}`;
  }
  return `{${out}}`;
}

/** Reads what `toExactJson` wrote. The caller names the type; only our own stored values are read with it. */
export function fromExactJson<T>(text: string): T {
  return reviveExact<T>(JSON.parse(text));
}

/** The same for a value that a driver has already parsed. */
export function reviveExact<T>(value: unknown): T {
  return revive(value) as T;
}

function revive(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revive);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [first] = entries;
  if (entries.length === 1 && first && first[0] === '$int' && typeof first[1] === 'string')
    return BigInt(first[1]);
  return Object.fromEntries(entries.map(([key, part]) => [key, revive(part)]));
}
