import type { Bilingual } from '../../shared/index.ts';
import type { CodeNames } from '../code-lists.ts';
import type { MessageType } from '../document.ts';
import { type PlannedField, planOf } from '../plan.ts';
import { columnsOf } from './columns.ts';
import { CODES, EXPLANATION } from './source.ts';
import { conditionWords, formatWords } from './wording.ts';
import { bytesOf, newBook, textSheet } from './workbook-write.ts';

export interface TemplateOptions {
  /** With it, the template carries the codes and names of every list it uses. */
  readonly codes?: CodeNames;
}

/**
 * An empty form of a message type: one header row (Chinese name, official name, star when required), data from the second row on,
 * one row per line. XLSX: all cells are text, so that long numbers and leading zeros survive; sheet 说明 explains every column,
 * sheet 代码 lists the codes. CSV: UTF-8 with mark, so that Excel opens it right. The same input gives the same sheets.
 */
export async function sheetTemplate(
  type: MessageType,
  kind: 'csv' | 'xlsx',
  options: TemplateOptions = {},
): Promise<Uint8Array> {
  const columns = columnsOf(type);
  if (kind === 'csv') return Buffer.from(`\ufeff${columns.map(({ label }) => label).join(',')}\r\n`, 'utf8');
  const { shape } = planOf(type);
  const book = await newBook();
  textSheet(
    book,
    `${shape.zh} ${type.slice(0, 6)}`,
    columns.map(({ label }) => label),
    header => Math.min(40, Math.max(12, widthOf(header) + 2)),
  );
  const explained = textSheet(
    book,
    EXPLANATION,
    EXPLAINED,
    (_, i) => [24, 22, 12, 8, 34, 18, 44, 50][i] ?? 20,
  );
  for (const { part, field } of columns) explained.addRow(explain(part, field));
  for (const text of remarks(type)) explained.addRow([text.zh, '', '', '', '', '', '', text.en]);
  if (options.codes !== undefined) {
    const sheet = textSheet(
      book,
      CODES,
      ['代码表 list', '代码 code', '名称 name'],
      (_, i) => [16, 12, 40][i] ?? 20,
    );
    const lists = new Set(columns.flatMap(({ field }) => (field.codes === undefined ? [] : [field.codes])));
    for (const list of lists) for (const row of codesOf(list, options.codes)) sheet.addRow(row);
  }
  return bytesOf(book);
}

const EXPLAINED = ['列名', '官方名', '部分', '必填', '格式', '代码表', '条件', '英文含义 meaning'];

function explain(part: 'head' | 'line', field: PlannedField): string[] {
  return [
    field.zh,
    field.name,
    part === 'head' ? '表头 head' : '明细 line',
    field.required ? '是' : '',
    formatWords(field).zh,
    field.codes ?? '',
    conditionWords(field).zh,
    [field.en, formatWords(field).en, conditionWords(field).en].filter(text => text !== '').join('; '),
  ];
}

function remarks(type: MessageType): readonly Bilingual[] {
  const { shape, lines } = planOf(type);
  const key = shape.key.join(' + ');
  return [
    ...(lines === undefined
      ? []
      : [
          {
            zh: `一行一个商品（明细）；同一单证的其余行，表头各列留空或重复。同一单证以 ${key} 识别。`,
            en: `One row per line; further rows of a document leave the head columns blank or repeat them. Key: ${key}`,
          },
        ]),
    {
      zh: '请勿使用公式、合并单元格；长数字和带前导零的代码保持文本格式。列的次序可变，选填列可删除。',
      en: 'No formulas, no merged cells; keep long numbers and codes as text. Columns may be moved, optional ones deleted.',
    },
  ];
}

function widthOf(text: string): number {
  let width = 0;
  for (const sign of text) width += (sign.codePointAt(0) ?? 0) > 0xff ? 2 : 1;
  return width;
}

const SIGNS = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const digits = (length: number) =>
  Array.from({ length: 10 ** length }, (_, i) => String(i).padStart(length, '0'));
/** Every code the official lists could have (one sign, or two to four digits), asked one by one: lists cannot be enumerated. */
const possible: readonly string[] = [...SIGNS, ...digits(2), ...digits(3), ...digits(4)];

function codesOf(list: string, codes: CodeNames): readonly string[][] {
  const rows: string[][] = [];
  for (const code of possible) {
    const name = codes.codeName(list, code);
    if (name !== undefined) rows.push([list, code, name]);
  }
  return rows;
}
