import { Refusal } from '../refusal.ts';

/** A JSON value as it stands in the text: numbers keep their digits, members their order and their repetitions. */
export type Json =
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'word'; readonly text: 'true' | 'false' | 'null' }
  | { readonly kind: 'array'; readonly items: readonly Json[] }
  | { readonly kind: 'object'; readonly members: readonly Member[] };

export interface Member {
  readonly name: string;
  readonly value: Json;
}

const SPACE = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;

/**
 * Reads JSON strictly, without turning numbers into binary floats and without losing repeated members, which `JSON.parse` would do
 * silently. Throws `Refusal` with line and column on anything malformed, too deep or too long.
 */
export function readJson(text: string, limits: { readonly depth: number; readonly elements: number }): Json {
  let at = 0;
  let count = 0;

  function fail(zh: string, en: string): Refusal {
    const before = text.slice(0, at);
    const line = before.split('\n').length;
    const column = at - before.lastIndexOf('\n');
    return new Refusal(at >= text.length ? 'truncated' : 'malformed', {
      zh: `无法读取 JSON：第 ${line} 行第 ${column} 列，${zh}。`,
      en: `The JSON cannot be read: line ${line}, column ${column}, ${en}.`,
    });
  }

  function skipSpace(): void {
    SPACE.lastIndex = at;
    SPACE.exec(text);
    at = SPACE.lastIndex;
  }

  function match(pattern: RegExp): string | undefined {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  }

  function expect(sign: string): void {
    skipSpace();
    if (text[at] !== sign) throw fail(`此处应为“${sign}”`, `"${sign}" is expected here`);
    at++;
  }

  /** Finds the closing quote; what is inside is left to the platform's own reader. */
  function string(): string {
    if (text[at] !== '"') throw fail('此处应为字符串', 'a string is expected here');
    let end = text.indexOf('"', at + 1);
    while (end >= 0 && escapedAt(text, end)) end = text.indexOf('"', end + 1);
    if (end < 0) {
      at = text.length;
      throw fail('字符串没有结束', 'a string does not end');
    }
    try {
      const value: unknown = JSON.parse(text.slice(at, end + 1));
      at = end + 1;
      if (typeof value === 'string') return value;
    } catch {
      // Told below, with the place.
    }
    throw fail('字符串书写有误', 'a string is written wrongly');
  }

  function list<T>(close: string, item: () => T): T[] {
    at++;
    const items: T[] = [];
    skipSpace();
    if (text[at] === close) {
      at++;
      return items;
    }
    for (;;) {
      items.push(item());
      skipSpace();
      if (text[at] === close) {
        at++;
        return items;
      }
      expect(',');
    }
  }

  function value(depth: number): Json {
    if (depth > limits.depth) {
      throw new Refusal('too-deep', {
        zh: `JSON 嵌套超过 ${limits.depth} 层。`,
        en: `The JSON is nested deeper than ${limits.depth} levels.`,
      });
    }
    if (++count > limits.elements) {
      throw new Refusal('limit', {
        zh: `JSON 中的值超过 ${limits.elements} 个，请拆分。`,
        en: `The JSON has more than ${limits.elements} values: split it.`,
      });
    }
    skipSpace();
    const sign = text[at];
    if (sign === '"') return { kind: 'string', text: string() };
    if (sign === '[') return { kind: 'array', items: list(']', () => value(depth + 1)) };
    if (sign === '{') return { kind: 'object', members: list('}', () => member(depth + 1)) };
    const number = match(NUMBER);
    if (number !== undefined) return { kind: 'number', text: number };
    const word = match(WORD);
    if (word === 'true' || word === 'false' || word === 'null') return { kind: 'word', text: word };
    throw fail('此处应为一个值', 'a value is expected here');
  }

  function member(depth: number): Member {
    skipSpace();
    const name = string();
    expect(':');
    return { name, value: value(depth) };
  }

  const whole = value(1);
  skipSpace();
  if (at < text.length) throw fail('结尾之后有多余内容', 'there is something after the end');
  return whole;
}

/** Is the sign at this place behind an odd number of backslashes? */
function escapedAt(text: string, place: number): boolean {
  let slashes = 0;
  while (text[place - 1 - slashes] === '\\') slashes++;
  return slashes % 2 === 1;
}
