import { Refusal } from '../refusal.ts';
import { type MergedArea, parseAddress, type SheetCell, type SheetRow } from './row.ts';
import { readPart, readWhole } from './xlsx-parts.ts';
import { dateFormats, type Styles } from './xlsx-styles.ts';
import { type ZipEntry, zipEntries } from './zip.ts';

/** A workbook opened for reading; nothing but the small parts and the shared texts is in memory. */
export interface Workbook {
  readonly sheets: readonly WorkbookSheet[];
  /** Rows of one sheet in file order. `merged` is filled while reading and complete when the rows are through. */
  rows(sheet: WorkbookSheet, merged: MergedArea[]): AsyncGenerator<SheetRow>;
}

export interface WorkbookSheet {
  readonly name: string;
  readonly hidden: boolean;
  readonly entry: ZipEntry;
}

const SHARED_BYTES_MAX = 100_000_000;

/**
 * Opens an .xlsx. Written here and not left to exceljs, because its streaming reader knows neither merged areas nor hidden rows,
 * turns numbers into floats before anybody can see what the file holds, and unpacks without a bound. Throws Refusal.
 */
export async function openWorkbook(bytes: Uint8Array): Promise<Workbook> {
  const entries = zipEntries(bytes);
  const book = entries.get('xl/workbook.xml');
  if (book === undefined) throw noWorkbook(entries);
  const targets = await relations(bytes, entries.get('xl/_rels/workbook.xml.rels'));
  const sheets: WorkbookSheet[] = [];
  let since1904 = false;
  await readWhole(bytes, book, {
    open(name, attributes) {
      if (name === 'workbookPr') since1904 = isTrue(attributes['date1904']);
      if (name !== 'sheet') return;
      const id = Object.entries(attributes).find(([key]) => /(^|:)id$/.test(key))?.[1] ?? '';
      const entry = entries.get(targets.get(id) ?? '');
      const hidden = (attributes['state'] ?? 'visible') !== 'visible';
      if (entry !== undefined) sheets.push({ name: attributes['name'] ?? '', hidden, entry });
    },
  });
  const shared = await sharedTexts(bytes, entries.get('xl/sharedStrings.xml'));
  const styles = await dateFormats(bytes, entries.get('xl/styles.xml'));
  return {
    sheets,
    rows: (sheet, merged) => rowsOf(bytes, sheet.entry, { shared, styles, since1904, merged }),
  };
}

function noWorkbook(entries: ReadonlyMap<string, ZipEntry>): Refusal {
  const binary = entries.has('xl/workbook.bin');
  return new Refusal('sheet-kind', {
    zh: `${binary ? '这是二进制工作簿 .xlsb' : '这个压缩文件不是 Excel 工作簿'}。请另存为“Excel 工作簿（*.xlsx）”后上传。`,
    en: `${binary ? 'This is a binary workbook (.xlsb)' : 'This archive is no Excel workbook'}. Save it as .xlsx and upload that.`,
  });
}

async function relations(bytes: Uint8Array, entry: ZipEntry | undefined): Promise<Map<string, string>> {
  const targets = new Map<string, string>();
  if (entry === undefined) return targets;
  await readWhole(bytes, entry, {
    open(name, { Id = '', Target = '' }) {
      if (name === 'Relationship') targets.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`);
    },
  });
  return targets;
}

/** Texts that cells refer to by number. Phonetic readings (rPh) are left out; runs of rich text are joined. */
async function sharedTexts(bytes: Uint8Array, entry: ZipEntry | undefined): Promise<readonly string[]> {
  const texts: string[] = [];
  if (entry === undefined) return texts;
  if (entry.size > SHARED_BYTES_MAX) {
    throw new Refusal('sheet-too-large', {
      zh: '表格中的文字过多，请分成几个文件上传。',
      en: 'The workbook holds too much text: split it into several files.',
    });
  }
  let text = '';
  let inText = false;
  let phonetic = false;
  await readWhole(bytes, entry, {
    open(name) {
      if (name === 'si') text = '';
      else if (name === 'rPh') phonetic = true;
      else if (name === 't') inText = !phonetic;
    },
    text(piece) {
      if (inText) text += piece;
    },
    close(name) {
      if (name === 'si') texts.push(unescaped(text));
      else if (name === 'rPh') phonetic = false;
      else if (name === 't') inText = false;
    },
  });
  return texts;
}

/** `_x000D_` is how the format writes characters that XML cannot. */
function unescaped(text: string): string {
  return text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;
}

interface SheetContext {
  readonly shared: readonly string[];
  readonly styles: Styles;
  readonly since1904: boolean;
  readonly merged: MergedArea[];
}

async function* rowsOf(bytes: Uint8Array, entry: ZipEntry, context: SheetContext): AsyncGenerator<SheetRow> {
  const ready: SheetRow[] = [];
  let cells = new Map<number, SheetCell>();
  let row = 0;
  let hidden = false;
  let column = -1;
  let type = '';
  let style = 0;
  let value = '';
  let formula: string | undefined;
  let into: 'value' | 'formula' | undefined;
  let phonetic = false;
  const handlers = {
    open(name: string, attributes: Readonly<Record<string, string>>) {
      if (name === 'c') {
        const address = parseAddress(attributes['r'] ?? '');
        column = address?.column ?? column + 1;
        type = attributes['t'] ?? 'n';
        style = Number(attributes['s'] ?? 0);
        value = '';
        formula = undefined;
      } else if (name === 'v') into = 'value';
      else if (name === 't') into = phonetic ? undefined : 'value';
      else if (name === 'rPh') phonetic = true;
      else if (name === 'f') {
        formula = '';
        into = 'formula';
      } else if (name === 'row') {
        row = Number(attributes['r'] ?? row + 1);
        hidden = isTrue(attributes['hidden']);
        cells = new Map();
        column = -1;
      } else if (name === 'mergeCell') {
        const area = parseArea(attributes['ref'] ?? '');
        if (area !== undefined) context.merged.push(area);
      }
    },
    text(piece: string) {
      if (into === 'value') value += piece;
      else if (into === 'formula') formula += piece;
    },
    close(name: string) {
      if (name === 'v' || name === 't' || name === 'f') into = undefined;
      else if (name === 'rPh') phonetic = false;
      else if (name === 'c') {
        const cell = cellOf(type, style, value, formula, context);
        if (cell !== undefined) cells.set(column, cell);
      } else if (name === 'row') ready.push({ number: row, cells, hidden });
    },
  };
  for await (const _ of readPart(bytes, entry, handlers)) {
    yield* ready;
    ready.length = 0;
  }
}

function cellOf(
  type: string,
  style: number,
  value: string,
  formula: string | undefined,
  context: SheetContext,
): SheetCell | undefined {
  // A formula shared by several cells is written out only in the first of them.
  if (formula !== undefined) return { kind: 'formula', text: `=${formula}` };
  if (value === '') return undefined;
  switch (type) {
    case 's': {
      const text = context.shared[Number(value)] ?? '';
      return text === '' ? undefined : { kind: 'text', text };
    }
    case 'inlineStr':
    case 'str':
      return { kind: 'text', text: unescaped(value) };
    case 'b':
      return { kind: 'boolean', text: value === '1' ? 'TRUE' : 'FALSE' };
    case 'e':
      return { kind: 'error', text: value };
    case 'd':
      return { kind: 'text', text: value };
    default:
      if (context.styles.dates.has(style)) return { kind: 'date', text: value, since1904: context.since1904 };
      return { kind: context.styles.percents.has(style) ? 'percent' : 'number', text: value };
  }
}

function parseArea(ref: string): MergedArea | undefined {
  const [from = '', to = ''] = ref.split(':');
  const a = parseAddress(from);
  const b = parseAddress(to);
  return a && b && { top: a.row, bottom: b.row, left: a.column, right: b.column };
}

function isTrue(text: string | undefined): boolean {
  return text === '1' || text === 'true';
}
