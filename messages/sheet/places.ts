import { planOf } from '../plan.ts';
import type { GatheredRecord, Layout, PathFault } from './gather.ts';
import { columnLetters, type MergedArea } from './row.ts';
import type { CellFault } from './sheet-finding.ts';

/** Answers which cell a document path came from. */
export interface RecordPlaces {
  cellOf(record: number, path: string): string | undefined;
  rowsOf(record: number): { readonly first: number; readonly last: number } | undefined;
}

export function recordPlaces(layout: Layout, records: readonly GatheredRecord[]): RecordPlaces {
  const plan = planOf(layout.type);
  const headColumns = new Map(layout.head.map(([number, { field }]) => [field.name, number]));
  const lineColumns = new Map(layout.line.map(([number, { field }]) => [field.name, number]));
  const linePath = new RegExp(`^${plan.lines?.element ?? '(?!)'}(?:\\[(\\d+)\\])?(?:/(\\w+))?$`);
  return {
    cellOf(index, path) {
      const record = records[index];
      if (record === undefined) return undefined;
      const inLine = linePath.exec(path);
      const row =
        inLine === null ? record.rows[0] : (record.lineRows[Number(inLine[1] ?? 1) - 1] ?? record.rows[0]);
      const column =
        inLine === null ? headColumns.get(path.split('/')[1] ?? '') : lineColumns.get(inLine[2] ?? '');
      return row === undefined ? undefined : `${columnLetters(column ?? 0)}${row}`;
    },
    rowsOf(index) {
      const rows = records[index]?.rows;
      return rows === undefined || rows.length === 0
        ? undefined
        : { first: Math.min(...rows), last: Math.max(...rows) };
    },
  };
}

export function hiddenRows(rows: readonly number[]): CellFault {
  const shown = rows.slice(0, 10).join(', ') + (rows.length > 10 ? ' …' : '');
  return {
    code: 'sheet-hidden-rows',
    severity: 'warn',
    message: {
      zh: `有 ${rows.length} 行是隐藏或被筛选掉的（第 ${shown} 行），也已读取。不需要的行请删除后再上传。`,
      en: `${rows.length} hidden or filtered rows (${shown}) were read too. Delete rows that are not meant.`,
    },
  };
}

/**
 * Merged areas hold a value only in their first cell. Down the rows of one document, in head columns, that is what blank cells
 * mean anyway; elsewhere the covered cells are empty although they look filled. Faults by record.
 */
export function mergedFaults(
  layout: Layout,
  records: readonly GatheredRecord[],
  merged: readonly MergedArea[],
  headerRow: number,
): ReadonlyMap<number, readonly PathFault[]> {
  const faults = new Map<number, PathFault[]>();
  if (merged.length === 0) return faults;
  const owner = new Map<number, number>();
  records.forEach((record, index) => {
    for (const row of record.rows) owner.set(row, index);
  });
  const plan = planOf(layout.type);
  for (const area of merged) {
    for (let row = Math.max(area.top, headerRow + 1); row <= area.bottom; row += 1) {
      const index = owner.get(row);
      const record = index === undefined ? undefined : records[index];
      if (index === undefined || record === undefined) break;
      for (const [number, { field, part }] of [...layout.head, ...layout.line]) {
        const covered = number >= area.left && number <= area.right && (row > area.top || number > area.left);
        if (!covered) continue;
        if (part === 'head' && number === area.left && owner.get(area.top) === index) continue;
        const line = record.lineRows.indexOf(row) + 1;
        const path =
          part === 'head'
            ? `${plan.head.element}/${field.name}`
            : `${plan.lines?.element}[${line}]/${field.name}`;
        const list = faults.get(index) ?? [];
        list.push({ path, value: null, fault: mergedFault(area) });
        faults.set(index, list);
      }
    }
  }
  return faults;
}

function mergedFault(area: MergedArea): CellFault {
  const range = `${columnLetters(area.left)}${area.top}:${columnLetters(area.right)}${area.bottom}`;
  return {
    code: 'sheet-merged',
    severity: 'reject',
    message: {
      zh: `该单元格在合并区域 ${range} 中，实际为空。请取消合并，并在每个单元格填写内容。`,
      en: `This cell is covered by the merged area ${range} and is empty. Unmerge it and fill every cell.`,
    },
  };
}
