import { PassThrough } from 'node:stream';
import type ExcelJS from 'exceljs';

/** Cell format "text": what is typed stays as typed. */
export const AS_TEXT = '@';

/** Colours of our sheets: Excel's own pale red, orange and yellow, and a grey for headers. */
export const COLOUR = { reject: 'FFFFC7CE', hold: 'FFFFD9A0', warn: 'FFFFF2CC', header: 'FFD9E1F2' } as const;

export function solid(argb: string): ExcelJS.Fill {
  return { type: 'pattern', pattern: 'solid', fgColor: { argb } };
}

/** A sheet whose columns are all text, with a frozen, coloured header row. Values are never read as formulas. */
export function textSheet(
  book: Pick<ExcelJS.Workbook, 'addWorksheet'>,
  name: string,
  headers: readonly string[],
  widths: (header: string, column: number) => number,
): ExcelJS.Worksheet {
  const sheet = book.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = headers.map((header, column) => ({
    width: widths(header, column),
    style: { numFmt: AS_TEXT },
  }));
  const row = sheet.getRow(1);
  headers.forEach((header, column) => {
    const cell = row.getCell(column + 1);
    cell.value = header;
    cell.font = { bold: true, color: { argb: header.startsWith('*') ? 'FFC00000' : 'FF000000' } };
    cell.fill = solid(COLOUR.header);
    cell.alignment = { vertical: 'middle', wrapText: true };
  });
  return sheet;
}

export async function newBook(): Promise<ExcelJS.Workbook> {
  // A quarter of a second to load: only when a workbook is written.
  const { default: excel } = await import('exceljs');
  const book = new excel.Workbook();
  book.creator = 'Quantong 泉通';
  // Same input, same bytes: the time of writing is left out.
  book.created = new Date(0);
  book.modified = new Date(0);
  return book;
}

export async function bytesOf(book: ExcelJS.Workbook): Promise<Uint8Array> {
  return new Uint8Array(await book.xlsx.writeBuffer());
}

/** A workbook written row by row: memory stays small for a hundred thousand rows. Rows must be committed in their order. */
export async function newStream(): Promise<{
  readonly book: ExcelJS.stream.xlsx.WorkbookWriter;
  bytes(): Promise<Uint8Array>;
}> {
  const { default: excel } = await import('exceljs');
  const stream = new PassThrough();
  const pieces: Uint8Array[] = [];
  stream.on('data', (piece: Uint8Array) => pieces.push(piece));
  const book = new excel.stream.xlsx.WorkbookWriter({ stream, useStyles: true, useSharedStrings: false });
  return {
    book,
    async bytes() {
      await book.commit();
      return Buffer.concat(pieces);
    },
  };
}
