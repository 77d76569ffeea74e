import { CsvError, parse } from 'csv-parse/sync';
import { Refusal } from '../refusal.ts';
import type { SheetCell, SheetRow } from './row.ts';

/** A CSV file as text: what encoding it was in, and its separator. */
export interface CsvText {
  readonly text: string;
  readonly encoding: string;
}

/** UTF-8 with or without mark, UTF-16 with mark (Excel's "Unicode text"), else GB18030, of which GBK and GB2312 are parts. */
export function decodeText(bytes: Uint8Array): CsvText {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe)
    return { text: new TextDecoder('utf-16le').decode(bytes), encoding: 'UTF-16LE' };
  if (first === 0xfe && second === 0xff)
    return { text: new TextDecoder('utf-16be').decode(bytes), encoding: 'UTF-16BE' };
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      if (text.includes('\0')) break;
      return { text, encoding: encoding.toUpperCase() };
    } catch {
      // Not this one.
    }
  }
  throw new Refusal('sheet-encoding', {
    zh: '无法识别文件的编码：既不是 UTF-8 也不是 GB18030（GBK）。请用 Excel 另存为“CSV UTF-8（逗号分隔）”或 .xlsx。',
    en: 'The encoding is neither UTF-8 nor GB18030 (GBK). Save the file as “CSV UTF-8” or as .xlsx.',
  });
}

/** Separators we read. */
const SEPARATORS = [',', ';', '\t'] as const;
/** Separators people also use; named in the refusal instead of being guessed. */
const OTHERS: Readonly<Record<string, string>> = { '|': '|', '，': '，', '、': '、', '；': '；', '^': '^' };

/**
 * The separator by which the first lines show the most known column names. `known` tells whether a text names a column.
 * Throws Refusal naming the separator when the file is divided by one we do not read.
 */
export function separatorOf(text: string, known: (header: string) => boolean): string {
  const declared = /^sep=(.)\r?\n/i.exec(text)?.[1];
  if (declared !== undefined && SEPARATORS.some(it => it === declared)) return declared;
  const lines = text.slice(0, 20_000).split(/\r\n|\n|\r/, 10);
  const score = (separator: string) =>
    Math.max(
      0,
      ...lines.map(line => line.split(separator).filter(it => known(it.replaceAll('"', ''))).length),
    );
  const rated = SEPARATORS.map(separator => ({ separator, count: score(separator) }));
  const best = rated.reduce((a, b) => (b.count > a.count ? b : a));
  const other = Object.keys(OTHERS).find(separator => score(separator) > best.count);
  if (other !== undefined) {
    throw new Refusal(
      'sheet-separator',
      {
        zh: `列与列之间用了“${other}”分隔。请改用英文逗号、分号或制表符（Tab），或另存为 .xlsx 上传。`,
        en: `The columns are separated by “${other}”. Use a comma, a semicolon or a tab, or upload an .xlsx.`,
      },
      other,
    );
  }
  return best.separator;
}

/** Rows of a CSV text; the row number is the one a spreadsheet would show. At most `rowsMax` + 1 rows are read. */
export function* csvRows(text: string, separator: string, rowsMax: number): Generator<SheetRow> {
  const start = /^sep=.\r?\n/i.exec(text)?.[0].length ?? 0;
  const first = start === 0 ? 1 : 2;
  let number = first;
  for (const record of parsed(text.slice(start), separator, rowsMax + 1)) {
    const cells = new Map<number, SheetCell>();
    for (const [column, value] of record.entries()) {
      const cell = csvCell(value);
      if (cell !== undefined) cells.set(column, cell);
    }
    yield { number, cells, hidden: false };
    number += 1;
  }
}

function parsed(text: string, separator: string, to: number): readonly (readonly string[])[] {
  try {
    return parse(text, {
      delimiter: separator,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      to,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = error['lines'];
    throw new Refusal(
      'sheet-quote',
      {
        zh: `CSV 引号不配对，无法分列（约在第 ${String(line)} 行）。含逗号、换行或引号的内容要用英文双引号括起，内部的引号写两遍；或另存为 .xlsx 上传。`,
        en: `Unbalanced quotes in the CSV (near line ${String(line)}). Put values with commas, line breaks or quotes in double quotes and double the inner ones, or upload an .xlsx.`,
      },
      error.message,
    );
  }
}

/** `="0123"` and `'0123` are ways to keep a number as text; any other leading equals sign is a formula. */
function csvCell(value: string): SheetCell | undefined {
  if (value.trim() === '') return undefined;
  const constant = /^="([^"]*)"$/.exec(value)?.[1];
  if (constant !== undefined) return constant === '' ? undefined : { kind: 'text', text: constant };
  if (value.startsWith('=')) return { kind: 'formula', text: value };
  return { kind: 'text', text: /^'\d+$/.test(value) ? value.slice(1) : value };
}
