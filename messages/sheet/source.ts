import type { MessageType } from '../document.ts';
import { Refusal } from '../refusal.ts';
import { csvRows, decodeText, separatorOf } from './csv-read.ts';
import { HEADER_ROWS, isHeaderOf } from './known-header.ts';
import type { MergedArea, SheetRow } from './row.ts';
import type { CellFault } from './sheet-finding.ts';
import { openWorkbook } from './xlsx-read.ts';

/** A sheet about to be read: rows in order, and what is known of the file. */
export interface SheetSource {
  readonly kind: 'csv' | 'xlsx';
  readonly encoding?: string;
  readonly separator?: string;
  readonly sheet?: string;
  readonly rows: AsyncIterator<SheetRow, unknown> & AsyncIterable<SheetRow>;
  /** Complete when the rows are through. */
  readonly merged: MergedArea[];
  readonly notes: readonly CellFault[];
}

/** Sheets that our own files carry beside the data. */
export const EXPLANATION = '说明';
export const CODES = '代码';
export const RESULT = '结果';
const OURS = new Set([EXPLANATION, CODES, RESULT]);

const BYTES_MAX = 50 * 1024 * 1024;

/** Tells the kind of file, opens it and finds the sheet with the data. Throws Refusal. */
export async function openSheet(
  bytes: Uint8Array,
  kind: 'csv' | 'xlsx' | undefined,
  rowsMax: number,
  type: MessageType | undefined,
): Promise<SheetSource> {
  if (bytes.length === 0) throw empty();
  if (bytes.length > BYTES_MAX) throw tooLarge();
  const head = Buffer.from(bytes.subarray(0, 8)).toString('hex');
  if (head.startsWith('d0cf11e0a1b11ae1')) throw oldExcel();
  const zip = head.startsWith('504b');
  if (kind === 'xlsx' && !zip) throw notXlsx();
  if (zip) return openXlsx(bytes);
  const { text, encoding } = decodeText(bytes);
  if (/^\s*<(\?xml|html|table|!doctype)/i.test(text)) throw markup();
  const separator = separatorOf(text, isHeaderOf(type));
  return {
    kind: 'csv',
    encoding,
    separator,
    rows: asynchronous(csvRows(text, separator, rowsMax + HEADER_ROWS)),
    merged: [],
    notes: [],
  };
}

async function* asynchronous(rows: Iterable<SheetRow>): AsyncGenerator<SheetRow> {
  yield* rows;
}

async function openXlsx(bytes: Uint8Array): Promise<SheetSource> {
  const workbook = await openWorkbook(bytes);
  const visible = workbook.sheets.filter(({ name, hidden }) => !hidden && !OURS.has(name));
  const [sheet, ...others] = visible;
  if (sheet === undefined) throw empty();
  const merged: MergedArea[] = [];
  return {
    kind: 'xlsx',
    sheet: sheet.name,
    rows: workbook.rows(sheet, merged),
    merged,
    notes:
      others.length === 0
        ? []
        : [
            otherSheets(
              sheet.name,
              others.map(({ name }) => name),
            ),
          ],
  };
}

function otherSheets(read: string, others: readonly string[]): CellFault {
  return {
    code: 'sheet-others',
    severity: 'warn',
    message: {
      zh: `只读取了第一个工作表“${read}”，未读取：${others.join('、')}。每种单证请单独上传。`,
      en: `Only the first sheet “${read}” was read, not: ${others.join(', ')}. Upload one kind of document per file.`,
    },
  };
}

function empty(): Refusal {
  return new Refusal('sheet-empty', { zh: '文件是空的，没有可读的表。', en: 'The file is empty.' });
}

function tooLarge(): Refusal {
  return new Refusal('sheet-too-large', {
    zh: '文件超过 50 MB，请分成几个文件上传。',
    en: 'The file is larger than 50 MB: split it.',
  });
}

function oldExcel(): Refusal {
  return new Refusal('sheet-xls', {
    zh: '这是旧格式 .xls（或加了打开密码的工作簿），平台不读取。请在 Excel/WPS 中“另存为”→“Excel 工作簿（*.xlsx）”，去掉密码后上传。',
    en: 'This is an old .xls (or a workbook with a password). Save it as “Excel workbook (*.xlsx)” without password and upload that.',
  });
}

function notXlsx(): Refusal {
  return new Refusal('sheet-kind', {
    zh: '文件不是 .xlsx：扩展名与内容不符。请在 Excel/WPS 中另存为 .xlsx，或按 CSV 上传。',
    en: 'The file is no .xlsx. Save it as .xlsx, or upload it as CSV.',
  });
}

function markup(): Refusal {
  return new Refusal('sheet-kind', {
    zh: '这是 XML 或网页文件，不是表格（有些系统导出的“.xls”其实是网页）。请另存为 .xlsx，XML 报文请按报文上传。',
    en: 'This is XML or a web page, not a sheet (some systems export web pages named .xls). Save it as .xlsx; send XML messages as messages.',
  });
}
