import ExcelJS from 'exceljs';

/** Cell format "text": what is typed stays as typed. */
export const AS_TEXT = '@';

/** Colours of our sheets: Excel's own pale red, orange and yellow, and a grey for headers. */
export const COLOUR = { reject: 'FFFFC7CE', hold: 'FFFFD9A0', warn: 'FFFFF2CC', header: 'FFD9E1F2' } as const;

export function solid(argb: string): ExcelJS.Fill {
  return { type: 'pattern', pattern: 'solid', fgColor: { argb } };
}

/** A sheet whose columns are all text, with a frozen, coloured header row. Values are never read as formulas. */
export function textSheet(
  book: ExcelJS.Workbook,
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

export function newBook(): ExcelJS.Workbook {
  const book = new ExcelJS.Workbook();
  book.creator = 'Quantong 泉通';
  // Same input, same bytes: the time of writing is left out.
  book.created = new Date(0);
  book.modified = new Date(0);
  return book;
}

export async function bytesOf(book: ExcelJS.Workbook): Promise<Uint8Array> {
  return new Uint8Array(await book.xlsx.writeBuffer());
}
