import type { Document, Fields, MessageType } from '../document.ts';
import { planOf } from '../plan.ts';
import { cellValue } from './cell-value.ts';
import type { SheetColumn } from './columns.ts';
import type { SheetCell, SheetRow } from './row.ts';
import type { CellFault } from './sheet-finding.ts';

/** A fault at a path of a document. */
export interface PathFault {
  readonly path: string;
  readonly value: string | null;
  readonly fault: CellFault;
}

/** A document put together from rows. `rows[0]` carries the head; `lineRows[i]` is the row of line i. */
export interface GatheredRecord {
  readonly document: Document;
  readonly rows: readonly number[];
  readonly lineRows: readonly number[];
  readonly faults: readonly PathFault[];
}

/** The mapped columns of a sheet, apart for head and lines, in the order of the annex. */
export interface Layout {
  readonly type: MessageType;
  readonly head: readonly (readonly [number, SheetColumn])[];
  readonly line: readonly (readonly [number, SheetColumn])[];
  /** The last column that has a header. */
  readonly width: number;
  /** True for separated text, where a value beyond the header means that the row was cut in the wrong places. */
  readonly strictWidth: boolean;
}

/** Values the caller puts where a head cell is blank: guid, times. `index` counts documents from 0. */
export type Fill = (index: number) => Fields;

interface Draft {
  readonly head: Record<string, string>;
  readonly lines: Fields[];
  readonly rows: number[];
  readonly lineRows: number[];
  readonly faults: PathFault[];
}

/**
 * Puts rows together into documents. Rows belong to one document when they follow each other with head cells blank, or carry the
 * same business key (and no other guid), wherever they stand. Types without lines give one document per row.
 */
export function gatherer(layout: Layout, fill?: Fill) {
  const plan = planOf(layout.type);
  const { key } = plan.shape;
  const drafts: Draft[] = [];
  const byKey = new Map<string, Draft>();
  let last: Draft | undefined;
  const numbering = plan.lines?.fields.find(field => field.numbering === 'continuous')?.name;

  function find(head: Readonly<Record<string, string>>): Draft | undefined {
    if (plan.lines === undefined) return undefined;
    const parts = key.map(name => head[name]);
    const given = parts.filter(part => part !== undefined);
    const sameGuid = (draft: Draft) => head['guid'] === undefined || head['guid'] === draft.head['guid'];
    if (given.length === 0) return last !== undefined && sameGuid(last) ? last : undefined;
    if (given.length < key.length) {
      const fits = key.every((name, i) => parts[i] === undefined || parts[i] === last?.head[name]);
      return last !== undefined && fits && sameGuid(last) ? last : undefined;
    }
    const draft = byKey.get(parts.join('|'));
    return draft !== undefined && sameGuid(draft) ? draft : undefined;
  }

  function begin(head: Record<string, string>, faults: readonly PathFault[], row: number): Draft {
    const draft: Draft = { head, lines: [], rows: [row], lineRows: [], faults: [...faults] };
    drafts.push(draft);
    byKey.set(key.map(name => head[name] ?? '').join('|'), draft);
    return draft;
  }

  /** Head cells of a later row of the same document: blank or the same; a value for a blank is taken. */
  function join(
    draft: Draft,
    head: Readonly<Record<string, string>>,
    faults: readonly PathFault[],
    row: number,
  ): void {
    draft.rows.push(row);
    draft.faults.push(...faults);
    for (const name in head) {
      const value = head[name];
      const first = draft.head[name];
      if (value === undefined || first === value) continue;
      if (first === undefined) draft.head[name] = value;
      else
        draft.faults.push({
          path: `${plan.head.element}/${name}`,
          value,
          fault: headDiffers(name, first, value, row),
        });
    }
  }

  return {
    /** Takes one data row; blank ones are passed over. */
    add(row: SheetRow): void {
      const faults: PathFault[] = [];
      const head = part(layout.head, row, plan.head.element, faults);
      const lineFaults: PathFault[] = [];
      const line = part(layout.line, row, '', lineFaults);
      const headBlank = isBlank(head) && faults.length === 0;
      const lineBlank = isBlank(line) && lineFaults.length === 0;
      const stray = layout.strictWidth ? strayCell(layout, row) : undefined;
      if (headBlank && lineBlank && stray === undefined) return;
      const found = find(head);
      if (found === undefined) last = begin(head, faults, row.number);
      else {
        join(found, head, faults, row.number);
        last = found;
      }
      if (stray !== undefined)
        last.faults.push({ path: plan.head.element, value: stray.text, fault: shifted(row.number) });
      if (plan.lines === undefined || lineBlank) return;
      last.lines.push(line);
      last.lineRows.push(row.number);
      if (numbering !== undefined) line[numbering] ??= String(last.lines.length);
      const place = `${plan.lines.element}[${last.lines.length}]`;
      for (const { path, value, fault } of lineFaults)
        last.faults.push({ path: `${place}${path}`, value, fault });
    },
    result(): readonly GatheredRecord[] {
      return drafts.map((draft, index) => {
        const head = fill === undefined ? draft.head : { ...fill(index), ...draft.head };
        const document = { type: layout.type, head, lines: draft.lines };
        return { document, rows: draft.rows, lineRows: draft.lineRows, faults: draft.faults };
      });
    },
  };
}

function part(
  columns: readonly (readonly [number, SheetColumn])[],
  row: SheetRow,
  element: string,
  faults: PathFault[],
): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [number, { field }] of columns) {
    const cell = row.cells.get(number);
    if (cell === undefined) continue;
    const { value, fault } = cellValue(cell, field);
    if (value !== undefined) fields[field.name] = value;
    if (fault !== undefined)
      faults.push({ path: `${element}/${field.name}`, value: value ?? cell.text, fault });
  }
  return fields;
}

function isBlank(fields: Fields): boolean {
  for (const _ in fields) return false;
  return true;
}

function strayCell(layout: Layout, row: SheetRow): SheetCell | undefined {
  for (const [number, cell] of row.cells) if (number > layout.width) return cell;
  return undefined;
}

function shifted(row: number): CellFault {
  return {
    code: 'sheet-row-shifted',
    severity: 'reject',
    message: {
      zh: `第 ${row} 行的列数多于表头：内容里含有分隔符而未加引号，整行可能错位。请用英文双引号括起该内容，或改用 .xlsx。`,
      en: `Row ${row} has more columns than the header: a value contains the separator without quotes and the row is shifted. Quote it, or use an .xlsx.`,
    },
  };
}

function headDiffers(name: string, first: string, value: string, row: number): CellFault {
  return {
    code: 'sheet-head-differs',
    severity: 'reject',
    message: {
      zh: `同一单证的多行中 ${name} 不一致：首行为“${first}”，第 ${row} 行为“${value}”。表头字段只需在首行填写，其余行留空或保持相同。`,
      en: `Rows of one document disagree on ${name}: ${first} in its first row, ${value} in row ${row}. Fill head columns in the first row only, or equally.`,
    },
  };
}
