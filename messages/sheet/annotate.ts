import type ExcelJS from 'exceljs';
import type { Finding, Severity } from '../../shared/index.ts';
import { planOf } from '../plan.ts';
import { type DecodeSheetOptions, decodeSheet, type SheetDecoded } from './decode.ts';
import { HEADER_ROWS } from './known-header.ts';
import { columnLetters, parseAddress } from './row.ts';
import { openSheet, RESULT } from './source.ts';
import { AS_TEXT, COLOUR, newStream, solid, textSheet } from './workbook-write.ts';

/** Says what became of a record besides its findings, for the column 结论: released, refused, waits. */
export interface AnnotateOptions extends DecodeSheetOptions {
  readonly outcome?: (record: number) => string | undefined;
}

const GRAVITY: Readonly<Record<Severity, number>> = { reject: 2, hold: 1, warn: 0 };
const WORD: Readonly<Record<Severity, string>> = {
  reject: '退回 reject',
  hold: '待核 hold',
  warn: '提示 warn',
};
const NOTE_MAX = 2000;

/**
 * The uploaded sheet as XLSX with faulty cells coloured (red: refused, orange: held, yellow: warning) and explained in a comment,
 * and a sheet 结果 with one row per document. Cells keep their addresses, so the file can be corrected and uploaded again as it is.
 *
 * `findings[i]` are findings of record i (of rules, of customs); what `decodeSheet` says with the same options is added by itself.
 * CSV is answered as XLSX too. A file that cannot be read gives a workbook with the reason only.
 */
export async function annotateSheet(
  bytes: Uint8Array,
  findings: readonly (readonly Finding[])[],
  options: AnnotateOptions = {},
): Promise<Uint8Array> {
  const decoded = await decodeSheet(bytes, options);
  const { book, bytes: written } = await newStream();
  const perRecord = decoded.records.map(record =>
    distinct([...record.findings, ...(findings[record.index] ?? [])]),
  );
  const marks = marksOf(decoded, perRecord);
  if (decoded.type !== undefined && decoded.kind !== undefined) {
    const { shape } = planOf(decoded.type);
    const name = `${shape.zh} ${decoded.type.slice(0, 6)}`;
    await copySheet(book, decoded.sheet ?? name, bytes, options, marks);
  }
  resultSheet(book, decoded, perRecord, options);
  return written();
}

function distinct(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter(finding => {
    const id = `${finding.rule}|${finding.code}|${finding.document.type}|${finding.path}|${finding.message.en}`;
    return !seen.has(id) && seen.add(id);
  });
}

/** Findings by address. A finding on another document of the case is marked in the record's first cell. */
function marksOf(
  decoded: SheetDecoded,
  perRecord: readonly (readonly Finding[])[],
): ReadonlyMap<string, readonly Finding[]> {
  const marks = new Map<string, Finding[]>();
  const put = (address: string | undefined, finding: Finding) => {
    if (address === undefined) return;
    const list = marks.get(address) ?? [];
    list.push(finding);
    marks.set(address, list);
  };
  for (const finding of decoded.findings) {
    if (parseAddress(finding.path) !== undefined) put(finding.path, finding);
  }
  perRecord.forEach((list, index) => {
    for (const finding of list) put(addressOf(decoded, index, finding), finding);
  });
  return marks;
}

function addressOf(decoded: SheetDecoded, index: number, finding: Finding): string | undefined {
  const { other } = finding;
  if (finding.document.type === decoded.type) return decoded.cellOf(index, finding.path);
  if (other !== undefined && other.document.type === decoded.type) return decoded.cellOf(index, other.path);
  return decoded.cellOf(index, '');
}

type Book = Pick<ExcelJS.Workbook, 'addWorksheet'>;

async function copySheet(
  book: Book,
  name: string,
  bytes: Uint8Array,
  options: AnnotateOptions,
  marks: ReadonlyMap<string, readonly Finding[]>,
): Promise<void> {
  const rowsMax = options.rowsMax ?? 100_000;
  const source = await openSheet(bytes, options.kind, rowsMax, options.type);
  const sheet = book.addWorksheet(sheetName(name));
  sheet.columns = Array.from({ length: COLUMNS_WIDE }, () => ({ width: 18 }));
  const byRow = marksByRow(marks);
  let notes = 0;
  let count = 0;
  for await (const row of source.rows) {
    count += 1;
    if (count > rowsMax + HEADER_ROWS) break;
    const target = sheet.getRow(row.number);
    for (const [column, { text }] of row.cells) {
      const cell = target.getCell(column + 1);
      cell.numFmt = AS_TEXT;
      cell.value = text.slice(0, CELL_MAX);
    }
    for (const [column, list] of byRow.get(row.number) ?? []) {
      notes += 1;
      mark(target.getCell(column + 1), list, notes <= NOTES_MAX);
    }
    target.commit();
  }
  sheet.commit();
}

/** A name that a spreadsheet accepts, made from one that somebody else's file has. */
function sheetName(name: string): string {
  const clean = name
    .replace(/[*?:\\/[\]]/g, ' ')
    .replace(/^'+|'+$/g, '')
    .trim();
  return clean.slice(0, 31) || '数据';
}

/** Columns that get a readable width. */
const COLUMNS_WIDE = 80;
/** Most characters a cell can hold. */
const CELL_MAX = 32_767;
/** Comments are drawn one by one when a file is opened; the rest is in the sheet 结果. */
const NOTES_MAX = 5000;

type RowMarks = (readonly [column: number, findings: readonly Finding[]])[];

function marksByRow(marks: ReadonlyMap<string, readonly Finding[]>): ReadonlyMap<number, RowMarks> {
  const rows = new Map<number, RowMarks>();
  for (const [address, list] of marks) {
    const at = parseAddress(address);
    if (at === undefined) continue;
    const row = rows.get(at.row) ?? [];
    row.push([at.column, list]);
    rows.set(at.row, row);
  }
  return rows;
}

function mark(cell: ExcelJS.Cell, findings: readonly Finding[], commented: boolean): void {
  cell.numFmt = AS_TEXT;
  cell.fill = solid(COLOUR[worst(findings) ?? 'warn']);
  if (commented) cell.note = findings.map(sentence).join('\n\n').slice(0, NOTE_MAX);
}

function worst(findings: readonly Finding[]): Severity | undefined {
  let found: Severity | undefined;
  for (const { severity } of findings) {
    if (found === undefined || GRAVITY[severity] > GRAVITY[found]) found = severity;
  }
  return found;
}

function sentence(finding: Finding): string {
  const cites = finding.cites.map(({ text, article }) => `《${text}》${article}`).join('；');
  const repair = finding.repair === undefined ? '' : `\n→ ${finding.repair.value ?? '（删除 remove）'}`;
  return `${finding.message.zh}\n${finding.message.en}${repair}${cites === '' ? '' : `\n依据 ${cites}`}`;
}

const RESULT_HEADERS = [
  '行',
  '单证编号 key',
  '结论 result',
  '单元格 cell',
  '字段 field',
  '现值 value',
  '说明',
  'explanation',
  '改为 repair',
  '依据 clause',
];
const RESULT_WIDTHS = [8, 30, 14, 10, 28, 24, 60, 60, 20, 40];

function resultSheet(
  book: Book,
  decoded: SheetDecoded,
  perRecord: readonly (readonly Finding[])[],
  options: AnnotateOptions,
): void {
  const sheet = textSheet(book, RESULT, RESULT_HEADERS, (_, column) => RESULT_WIDTHS[column] ?? 20);
  sheet.autoFilter = `A1:${columnLetters(RESULT_HEADERS.length - 1)}1`;
  const add = (rows: string, result: string, address: string, finding?: Finding) => {
    const row = sheet.addRow([
      rows,
      finding?.document.key ?? '',
      result,
      address,
      finding?.path ?? '',
      finding?.value ?? '',
      finding?.message.zh ?? '',
      finding?.message.en ?? '',
      finding?.repair === undefined ? '' : (finding.repair.value ?? '（删除 remove）'),
      finding?.cites.map(({ text, article }) => `${text} ${article}`).join('；') ?? '',
    ]);
    if (finding !== undefined) row.getCell(3).fill = solid(COLOUR[finding.severity]);
    row.commit();
  };
  const whole = distinct([...(decoded.refused === undefined ? [] : [decoded.refused]), ...decoded.findings]);
  for (const finding of whole)
    add('', WORD[finding.severity], parseAddress(finding.path) ? finding.path : '', finding);
  for (const record of decoded.records) {
    const place = decoded.rowsOf(record.index);
    const rows =
      place === undefined
        ? ''
        : place.first === place.last
          ? `${place.first}`
          : `${place.first}–${place.last}`;
    const list = perRecord[record.index] ?? [];
    const outcome = options.outcome?.(record.index);
    if (list.length === 0) add(rows, outcome ?? '通过 pass', '');
    for (const finding of list) {
      add(rows, outcome ?? WORD[finding.severity], addressOf(decoded, record.index, finding) ?? '', finding);
    }
  }
  sheet.commit();
}
