import type { Finding } from '../../shared/index.ts';
import { businessKey } from '../business-key.ts';
import { type CheckOptions, checkDocument } from '../check.ts';
import type { DecodedRecord, MessageType } from '../document.ts';
import { planOf } from '../plan.ts';
import { Refusal } from '../refusal.ts';
import { columnsOf, matchHeader, type SheetColumn } from './columns.ts';
import { type Fill, type GatheredRecord, gatherer, type Layout } from './gather.ts';
import { type FoundHeader, findHeader } from './header.ts';
import { hiddenRows, mergedFaults, recordPlaces } from './places.ts';
import { columnLetters, type SheetRow } from './row.ts';
import { type CellFault, sheetFinding } from './sheet-finding.ts';
import { openSheet, type SheetSource } from './source.ts';

export interface DecodeSheetOptions extends CheckOptions {
  /** Left out: told from the columns. */
  readonly type?: MessageType;
  /** Left out: told from the bytes. */
  readonly kind?: 'csv' | 'xlsx';
  /** Data rows read at most; more are refused. Left out: 100,000. */
  readonly rowsMax?: number;
  /** Head values for blank cells (guid, appType, appTime, appStatus), asked per document. Their columns may be missing. */
  readonly fill?: Fill;
}

/** A sheet read into documents. With `refused` the records must not be processed. */
export interface SheetDecoded {
  readonly kind?: 'csv' | 'xlsx';
  readonly type?: MessageType;
  readonly encoding?: string;
  readonly separator?: string;
  /** Name of the worksheet that was read. */
  readonly sheet?: string;
  readonly records: readonly DecodedRecord[];
  /** Findings on the sheet itself; their path is the address of a cell, or empty. */
  readonly findings: readonly Finding[];
  readonly refused?: Finding;
  /** Address (`B7`) of the cell that a document path names; of the row's first cell when the sheet lacks the column. */
  cellOf(record: number, path: string): string | undefined;
  /** First and last row of a record. */
  rowsOf(record: number): { readonly first: number; readonly last: number } | undefined;
}

const ROWS_MAX = 100_000;
/** Beyond this many findings only the gravest of each record is kept: every record still says that it cannot pass. */
const FINDINGS_MAX = 20_000;

/**
 * Reads CSV or XLSX bytes of one message type into documents, checked against the annex cell by cell. Never throws on input:
 * what cannot be read is `refused` with the way to mend it.
 */
export async function decodeSheet(
  bytes: Uint8Array,
  options: DecodeSheetOptions = {},
): Promise<SheetDecoded> {
  const nothing = { records: [], findings: [], cellOf: () => undefined, rowsOf: () => undefined };
  let source: SheetSource | undefined;
  let type = options.type;
  try {
    source = await openSheet(bytes, options.kind, options.rowsMax ?? ROWS_MAX, options.type);
    const header = await findHeader(source, options.type);
    type = header.type;
    return await read(source, header, options);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const document = { type: type ?? '', key: '' };
    const fault: CellFault = { code: error.code, severity: 'reject', message: error.text };
    return {
      ...nothing,
      ...(source === undefined ? {} : described(source)),
      ...(type === undefined ? {} : { type }),
      refused: sheetFinding(document, '', error.value, fault),
    };
  }
}

function described(source: SheetSource): Pick<SheetDecoded, 'kind' | 'encoding' | 'separator' | 'sheet'> {
  const { kind, encoding, separator, sheet } = source;
  return {
    kind,
    ...(encoding === undefined ? {} : { encoding }),
    ...(separator === undefined ? {} : { separator }),
    ...(sheet === undefined ? {} : { sheet }),
  };
}

async function read(
  source: SheetSource,
  header: FoundHeader,
  options: DecodeSheetOptions,
): Promise<SheetDecoded> {
  const { type } = header;
  const match = matchHeader(type, header.cells);
  const layout = layoutOf(header, match.columns, source.kind);
  const findings = headerFindings(header, match, layout, options);
  const refused = findings.find(({ code }) => code === 'sheet-column-missing');
  const gather = gatherer(layout, options.fill);
  const hidden: number[] = [];
  const unnamed = new Map<number, number>();
  let count = 0;
  const rowsMax = options.rowsMax ?? ROWS_MAX;
  const take = (row: SheetRow) => {
    if (row.cells.size === 0) return;
    count += 1;
    if (count > rowsMax) throw tooManyRows(rowsMax);
    if (row.hidden) hidden.push(row.number);
    for (const column of row.cells.keys()) {
      if (column <= layout.width || source.kind === 'xlsx') {
        if (!header.cells.has(column)) unnamed.set(column, unnamed.get(column) ?? row.number);
      }
    }
    gather.add(row);
  };
  for (const row of header.after) take(row);
  for await (const row of source.rows) take(row);

  const gathered = gather.result();
  if (gathered.length === 0 && refused === undefined) throw noRows();
  const places = recordPlaces(layout, gathered);
  const document = { type, key: '' };
  findings.push(...source.notes.map(fault => sheetFinding(document, '', null, fault)));
  for (const [column, row] of unnamed) {
    findings.push(sheetFinding(document, `${columnLetters(column)}${row}`, null, unnamedColumn(column)));
  }
  if (hidden.length > 0) findings.push(sheetFinding(document, `A${hidden[0]}`, null, hiddenRows(hidden)));
  const merged = mergedFaults(layout, gathered, source.merged, header.row);
  let told = 0;
  const records = gathered.map((record, index) => {
    const full = decoded(record, index, merged.get(index) ?? [], options);
    told += full.findings.length;
    return told > FINDINGS_MAX ? { ...full, findings: gravest(full.findings) } : full;
  });
  if (told > FINDINGS_MAX) findings.push(sheetFinding(document, '', String(told), tooManyFindings()));
  return { ...described(source), type, records, findings, ...places, ...(refused && { refused }) };
}

/** Faults of the cells, then what the annex says of the document; a place whose cell is at fault is not told twice. */
function decoded(
  record: GatheredRecord,
  index: number,
  merged: GatheredRecord['faults'],
  options: CheckOptions,
): DecodedRecord {
  const { document } = record;
  const ref = { type: document.type, key: businessKey(document) };
  const own = [...record.faults, ...merged].map(({ path, value, fault }) =>
    sheetFinding(ref, path, value, fault),
  );
  const told = new Set(own.filter(({ severity }) => severity === 'reject').map(({ path }) => path));
  const checked = checkDocument(document, options).filter(({ path }) => !told.has(path));
  return { index, document, findings: [...own, ...checked] };
}

function layoutOf(
  header: FoundHeader,
  columns: ReadonlyMap<number, SheetColumn>,
  kind: 'csv' | 'xlsx',
): Layout {
  const ordered = [...columns].sort(([, a], [, b]) => a.field.index - b.field.index);
  return {
    type: header.type,
    head: ordered.filter(([, { part }]) => part === 'head'),
    line: ordered.filter(([, { part }]) => part === 'line'),
    width: Math.max(0, ...header.cells.keys()),
    strictWidth: kind === 'csv',
  };
}

function headerFindings(
  header: FoundHeader,
  match: ReturnType<typeof matchHeader>,
  layout: Layout,
  options: DecodeSheetOptions,
): Finding[] {
  const document = { type: header.type, key: '' };
  const findings: Finding[] = [];
  const at = (column: number) => `${columnLetters(column)}${header.row}`;
  for (const column of match.unknown) {
    const text = header.cells.get(column) ?? '';
    findings.push(sheetFinding(document, at(column), text, unknownColumn(text)));
  }
  for (const column of match.doubled) {
    const text = header.cells.get(column) ?? '';
    findings.push(sheetFinding(document, at(column), text, doubledColumn(text)));
  }
  const present = new Set([...layout.head, ...layout.line].map(([, column]) => column));
  const filled = new Set(Object.keys(options.fill?.(0) ?? {}));
  const linesNeeded = (planOf(header.type).lines?.min ?? 0) > 0 || layout.line.length > 0;
  for (const column of columnsOf(header.type)) {
    const { field, part } = column;
    if (!field.required || present.has(column)) continue;
    if (part === 'head' ? filled.has(field.name) : !linesNeeded || field.numbering === 'continuous') continue;
    findings.push(sheetFinding(document, column.path, null, missingColumn(column.label)));
  }
  return findings;
}

function unknownColumn(text: string): CellFault {
  return {
    code: 'sheet-column-unknown',
    severity: 'warn',
    message: {
      zh: `列“${text}”不属于这种单证，未读取。`,
      en: `The column “${text}” does not belong to this message and was not read.`,
    },
  };
}

function doubledColumn(text: string): CellFault {
  return {
    code: 'sheet-column-doubled',
    severity: 'warn',
    message: {
      zh: `列“${text}”重复，只读取前面的一列。`,
      en: `The column “${text}” occurs again; the earlier one was read.`,
    },
  };
}

function unnamedColumn(column: number): CellFault {
  const letters = columnLetters(column);
  return {
    code: 'sheet-column-unnamed',
    severity: 'warn',
    message: {
      zh: `${letters} 列有内容但没有表头，未读取。请在表头行写上列名。`,
      en: `Column ${letters} has content but no header and was not read. Name it in the header row.`,
    },
  };
}

function missingColumn(label: string): CellFault {
  const name = label.replace(/^\*/, '');
  return {
    code: 'sheet-column-missing',
    severity: 'reject',
    message: {
      zh: `缺少必填列“${name}”。请在表头行加上这一列（可用中文名、官方名或两者），或下载模板填写。`,
      en: `The required column “${name}” is missing. Add it to the header row (Chinese name, official name or both), or use the template.`,
    },
  };
}

function tooManyRows(max: number): Refusal {
  return new Refusal('sheet-rows', {
    zh: `数据行超过上限 ${max} 行，请分成几个文件上传。`,
    en: `There are more than ${max} data rows: split the file.`,
  });
}

function gravest(findings: readonly Finding[]): readonly Finding[] {
  const worst = findings.find(({ severity }) => severity === 'reject') ?? findings[0];
  return worst === undefined ? [] : [worst];
}

function tooManyFindings(): CellFault {
  return {
    code: 'sheet-findings-cut',
    severity: 'warn',
    message: {
      zh: `问题超过 ${FINDINGS_MAX} 处，其后的单证只列出最严重的一处。请先改正再上传。`,
      en: `There are more than ${FINDINGS_MAX} findings; of later documents only the gravest is listed. Mend these first.`,
    },
  };
}

function noRows(): Refusal {
  return new Refusal('sheet-empty', {
    zh: '只有表头，没有数据行。',
    en: 'There is a header but no data row.',
  });
}
