/**
 * Exact decimals. The official format of amounts, quantities and weights is N19,5, so one scaled integer type serves all:
 * a `Fixed5` is a bigint that counts hundred-thousandths (1 CNY = 100000n, 1 kg = 100000n). Tax is counted in fen.
 * No binary float ever touches an amount.
 */
export type Fixed5 = bigint;

const SCALE = 100_000n;
const DECIMAL = /^[+-]?(?:\d+(?:\.(\d*))?|\.(\d+))$/;

/** Reads a decimal text as `Fixed5`. Undefined when it is no decimal or has digits beyond the fifth place that are not zero. */
export function parseFixed5(text: string): Fixed5 | undefined {
  return plainFixed5(text) ?? carefulFixed5(text);
}

/** What almost every decimal looks like: up to ten digits, and up to five behind a point. Exact, since all of it fits a safe integer. */
function plainFixed5(text: string): Fixed5 | undefined {
  const { length } = text;
  if (length === 0 || length > 16) return undefined;
  let value = 0;
  let places = -1;
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x2e) {
      if (places >= 0 || at === 0 || at > 10) return undefined;
      places = 0;
    } else if (code >= 0x30 && code <= 0x39) {
      value = value * 10 + (code - 0x30);
      if (places >= 0) places += 1;
    } else return undefined;
  }
  if (places > 5 || (places < 0 && length > 10)) return undefined;
  return BigInt(value * (POWERS[5 - Math.max(places, 0)] ?? 1));
}

const POWERS = [1, 10, 100, 1_000, 10_000, 100_000] as const;

function carefulFixed5(text: string): Fixed5 | undefined {
  if (!DECIMAL.test(text)) return undefined;
  const negative = text.startsWith('-');
  const bare = negative || text.startsWith('+') ? text.slice(1) : text;
  const point = bare.indexOf('.');
  const whole = point < 0 ? bare : bare.slice(0, point);
  const fraction = point < 0 ? '' : bare.slice(point + 1);
  if (fraction.length > 5 && /[^0]/.test(fraction.slice(5))) return undefined;
  const scaled = BigInt(whole || '0') * SCALE + BigInt(fraction.slice(0, 5).padEnd(5, '0'));
  return negative ? -scaled : scaled;
}

/** The same for a field that the format check has already accepted: throws on anything else (a programmer's mistake). */
export function fixed5(text: string): Fixed5 {
  const value = parseFixed5(text);
  if (value === undefined) throw new Error(`not a decimal with at most five places: ${JSON.stringify(text)}`);
  return value;
}

/** Shortest exact text of a `Fixed5`, with at least `places` digits after the point. */
export function formatFixed5(value: Fixed5, places = 0): string {
  const negative = value < 0n;
  const digits = (negative ? -value : value).toString().padStart(6, '0');
  const whole = digits.slice(0, -5);
  const fraction = digits.slice(-5).replace(/0+$/, '').padEnd(places, '0');
  return `${negative ? '-' : ''}${whole}${fraction ? `.${fraction}` : ''}`;
}

/** `numerator / denominator` rounded half away from zero (四舍五入). */
export function roundDivide(numerator: bigint, denominator: bigint): bigint {
  if (denominator === 0n) throw new Error('division by zero');
  const negative = numerator < 0n !== denominator < 0n;
  const n = numerator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  const rounded = (n * 2n + d) / (d * 2n);
  return negative ? -rounded : rounded;
}

/** Whole fen of a `Fixed5` amount in yuan, rounded half up. */
export function toFen(value: Fixed5): bigint {
  return roundDivide(value, 1000n);
}

/** `1234n` fen as `12.34`. */
export function formatFen(fen: bigint): string {
  return formatFixed5(fen * 1000n, 2);
}
