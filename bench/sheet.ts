import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parcel } from '../demo/index.ts';
import { shippedLaw } from '../law/index.ts';
import { columnsOf, type Document } from '../messages/index.ts';
import type { Instant } from '../shared/index.ts';
import { zipOf } from '../test/door/zip.ts';

export interface SheetFigures {
  readonly rows: number;
  readonly orders: number;
  readonly fileMiB: number;
  /** From the bytes in memory to the last finding. */
  readonly seconds: number;
  /** The most memory that the process which read it has held. */
  readonly peakMiB: number;
  readonly findings: number;
  /** Why the sheet was refused as a whole; undefined: it was read. */
  readonly refused?: string;
}

const TYPE = 'CEB311Message';

/** A workbook of orders with so many rows, one per line of goods, read and checked in a process of its own. */
export async function measureSheet({ rows, at }: { rows: number; at: Instant }): Promise<SheetFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'quantong-sheet-'));
  try {
    const file = join(folder, 'orders.xlsx');
    const bytes = makeWorkbook(rows, at);
    writeFileSync(file, bytes);
    const said = await outputOf(fileURLToPath(new URL('read-sheet.js', import.meta.url)), [file, String(at)]);
    return { rows, fileMiB: bytes.length / 1_048_576, ...(JSON.parse(said) as SheetRead) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export type SheetRead = Omit<SheetFigures, 'rows' | 'fileMiB'>;

function outputOf(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', part => {
      said += String(part);
    });
    child.once('error', reject);
    child.once('exit', code => (code === 0 ? resolve(said) : reject(new Error(`${program} ended: ${code}`))));
  });
}

const DIFFERENT = 500;

/** As Excel writes it: every text once in a table of its own, and cells that point there. */
export function makeWorkbook(rows: number, at: Instant): Buffer {
  const law = shippedLaw();
  const orders = Array.from({ length: Math.min(DIFFERENT, rows) }, (_, index) =>
    parcel({ seed: 'sheet', at, serial: index + 1 }, law),
  ).map(it => it.order);
  const columns = columnsOf(TYPE);
  const places = new Map<string, number>();
  const place = (text: string) => {
    const known = places.get(text) ?? places.size;
    places.set(text, known);
    return known;
  };
  const sheetRows: string[] = [];
  const addRow = (values: readonly (string | undefined)[]) => {
    const number = sheetRows.length + 1;
    const cells = values.map((value, column) =>
      value === undefined ? '' : `<c r="${letters(column)}${number}" t="s"><v>${place(value)}</v></c>`,
    );
    sheetRows.push(`<row r="${number}">${cells.join('')}</row>`);
  };
  addRow(columns.map(column => column.label));
  for (let serial = 1; sheetRows.length <= rows; serial++) {
    const { head, lines } = renamed(orders[serial % orders.length], serial);
    for (const line of lines.slice(0, rows + 1 - sheetRows.length))
      addRow(columns.map(({ part, field }) => (part === 'head' ? head : line)[field.name]));
  }
  const texts = [...places.keys()].map(text => `<si><t xml:space="preserve">${escaped(text)}</t></si>`);
  return zipOf({
    '[Content_Types].xml': `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${SHEET_TYPE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${SHEET_TYPE}.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="${SHEET_TYPE}.sharedStrings+xml"/></Types>`,
    '_rels/.rels': relations(['officeDocument', 'xl/workbook.xml']),
    'xl/workbook.xml': `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations(
      ['worksheet', 'worksheets/sheet1.xml'],
      ['sharedStrings', 'sharedStrings.xml'],
    ),
    'xl/sharedStrings.xml': `${XML}<sst xmlns="${MAIN}" uniqueCount="${texts.length}">${texts.join('')}</sst>`,
    'xl/worksheets/sheet1.xml': `${XML}<worksheet xmlns="${MAIN}"><sheetData>${sheetRows.join('')}</sheetData></worksheet>`,
  });
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const SHEET_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

function relations(...to: readonly (readonly [kind: string, target: string])[]): string {
  const all = to.map(
    ([kind, target], at) =>
      `<Relationship Id="rId${at + 1}" Type="${RELATIONS}/${kind}" Target="${target}"/>`,
  );
  return `${XML}<Relationships xmlns="${PACKAGE}/relationships">${all.join('')}</Relationships>`;
}

/** The order under a number and guid of its own. */
function renamed(order: Document | undefined, serial: number): Document {
  if (!order) throw new Error('there are no orders');
  const own = String(serial).padStart(8, '0');
  const { head } = order;
  const guid = `${own}${(head['guid'] ?? '').slice(8)}`;
  return { ...order, head: { ...head, guid, orderNo: `${head['orderNo']}-${own}` } };
}

/** 0 → A, 25 → Z, 26 → AA. */
function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
