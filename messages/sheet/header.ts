import { findShape, shapeOf } from '../catalogue.ts';
import type { MessageType } from '../document.ts';
import { Refusal } from '../refusal.ts';
import { columnsOf, matchHeader } from './columns.ts';
import { candidates, HEADER_ROWS, isHeaderOf } from './known-header.ts';
import type { SheetRow } from './row.ts';
import type { SheetSource } from './source.ts';

/** The header row of a sheet, its type, and the rows already taken from the source behind it. */
export interface FoundHeader {
  readonly type: MessageType;
  readonly row: number;
  readonly cells: ReadonlyMap<number, string>;
  readonly after: readonly SheetRow[];
}

/** Finds the header among the first rows: the one with the most known names. Titles may stand above it. Throws Refusal. */
export async function findHeader(source: SheetSource, type: MessageType | undefined): Promise<FoundHeader> {
  const rows: SheetRow[] = [];
  while (rows.length < HEADER_ROWS) {
    const next = await source.rows.next();
    if (next.done) break;
    rows.push(next.value);
  }
  const known = isHeaderOf(type);
  let best: { row: SheetRow; at: number; count: number } | undefined;
  rows.forEach((row, at) => {
    let count = 0;
    for (const cell of row.cells.values()) if (cell.kind === 'text' && known(cell.text)) count += 1;
    if (count > (best?.count ?? 0)) best = { row, at, count };
  });
  if (best === undefined) throw rows.every(row => row.cells.size === 0) ? noContent() : noHeader(rows);
  const cells = new Map([...best.row.cells].map(([column, cell]) => [column, cell.text] as const));
  return {
    type: type ?? typeOf(cells, source.sheet),
    row: best.row.number,
    cells,
    after: rows.slice(best.at + 1),
  };
}

/** The type whose columns fit best; the name of the sheet may say it (`电子订单 CEB311`). Throws Refusal when two fit equally. */
function typeOf(cells: ReadonlyMap<number, string>, sheet: string | undefined): MessageType {
  const named = /CEB(\d{3})/i.exec(sheet ?? '')?.[1];
  const shape = named === undefined ? undefined : findShape(`CEB${named}Message`);
  if (shape !== undefined) return shape.root;
  const rated = candidates.map(type => {
    const { columns } = matchHeader(type, cells);
    const found = new Set(columns.values());
    const missing = columnsOf(type).filter(column => column.field.required && !found.has(column)).length;
    return { type, count: found.size, missing };
  });
  rated.sort((a, b) => b.count - a.count || a.missing - b.missing);
  const [first] = rated;
  if (first === undefined || first.count === 0) throw noContent();
  // Fewer than half of the required columns is weak evidence: then any type with as many known names may be meant.
  const equal = rated.filter(
    it => it.count === first.count && (it.missing === first.missing || first.missing > first.count),
  );
  if (equal.length > 1) throw unclear(equal.map(({ type }) => type));
  return first.type;
}

function noHeader(rows: readonly SheetRow[]): Refusal {
  const first = rows.find(row => row.cells.size > 0);
  const seen = [...(first?.cells.values() ?? [])].slice(0, 5).map(cell => cell.text);
  return new Refusal(
    'sheet-header',
    {
      zh: `前 ${HEADER_ROWS} 行中没有可识别的表头（看到的是：${seen.join(' | ')}）。表头可用中文名（订单编号）、官方名（orderNo）或两者；若列都挤在一个单元格里，说明分隔符不对；若是乱码，请另存为 UTF-8。可下载模板填写。`,
      en: `No header was recognised in the first ${HEADER_ROWS} rows (seen: ${seen.join(' | ')}). Use Chinese names, official names or both; one crowded cell means a wrong separator, garbled text a wrong encoding. A template can be downloaded.`,
    },
    seen.join(' | '),
  );
}

function noContent(): Refusal {
  return new Refusal('sheet-empty', { zh: '表中没有内容。', en: 'The sheet is empty.' });
}

function unclear(types: readonly MessageType[]): Refusal {
  const names = types.map(type => `${shapeOf(type).zh}（${type}）`);
  return new Refusal(
    'sheet-type',
    {
      zh: `从表头无法判断是哪种单证，可能是：${names.join('、')}。请在上传时指明单证类型，或把工作表命名为如“CEB311”。`,
      en: `The header fits several kinds of document: ${types.join(', ')}. Name the type when uploading, or call the sheet “CEB311”.`,
    },
    types.join(' '),
  );
}
