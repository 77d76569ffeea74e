import type { Tx } from './database.ts';

/** What a column takes: numbers and bigints as they are, text escaped where it must be, bytes as hexadecimal, `undefined` as null. */
export type Value = string | number | bigint | boolean | Uint8Array | null | undefined;

/**
 * Adds rows by COPY: one statement, no parameters to be parsed, and the table takes them many at a time.
 * @param into `schema.table (column, …)`
 */
export async function copyRows(tx: Tx, into: string, rows: Iterable<readonly Value[]>): Promise<void> {
  let text = '';
  for (const row of rows) {
    let line = '';
    for (let at = 0; at < row.length; at++) line += at === 0 ? cell(row[at]) : `\t${cell(row[at])}`;
    text += `${line}\n`;
  }
  if (text === '') return;
  await tx.copy(`copy ${into} from stdin`, Buffer.from(text));
}

const MUST_ESCAPE = /[\\\t\n\r]/;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function cell(value: Value): string {
  switch (typeof value) {
    case 'string':
      return MUST_ESCAPE.test(value) ? value.replace(/[\\\t\n\r]/g, sign => ESCAPES[sign] ?? sign) : value;
    case 'number':
    case 'bigint':
      return value.toString();
    case 'boolean':
      return value ? 't' : 'f';
    case 'object':
      return value === null ? '\\N' : `\\\\x${hexOf(value)}`;
    default:
      return '\\N';
  }
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}

/** An array parameter of whole numbers, as text: the driver's own way asks of every element what it is. */
export function numbers(values: readonly (number | bigint)[]): string {
  return `{${values.join(',')}}`;
}

/** What JSON texts never hold: control characters are escaped in them. */
const BETWEEN = '\u001f';

/** JSON texts for a text parameter, in SQL `string_to_array($n, chr(31))::json[]`: their quotes need no second escape. At least one. */
export function jsons(values: readonly string[]): string {
  return values.join(BETWEEN);
}

const MUST_QUOTE = /[\\"{},\s]|^$|^null$/i;

/** An array parameter of texts. */
export function texts(values: readonly string[]): string {
  let out = '{';
  for (let at = 0; at < values.length; at++) {
    const value = values[at] ?? '';
    if (at > 0) out += ',';
    out += MUST_QUOTE.test(value) ? `"${value.replace(/[\\"]/g, sign => `\\${sign}`)}"` : value;
  }
  return `${out}}`;
}
