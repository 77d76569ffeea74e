import type { MessageType } from '../document.ts';
import { type PlannedField, planOf } from '../plan.ts';

/** One column a sheet of a type can have. */
export interface SheetColumn {
  readonly part: 'head' | 'line';
  readonly element: string;
  readonly field: PlannedField;
  /** What the template writes above it: Chinese name and official name, a star when the annex requires it. */
  readonly label: string;
  /** Where the value stands in a document of one line: `OrderHead/orderNo`, `OrderList[1]/qty`. */
  readonly path: string;
}

const cache = new Map<MessageType, readonly SheetColumn[]>();

/** The columns of a type in the order of the annex: head, then lines. BaseTransfer has none: the caller transmits. */
export function columnsOf(type: MessageType): readonly SheetColumn[] {
  const known = cache.get(type);
  if (known !== undefined) return known;
  const { head, lines } = planOf(type);
  const columns: SheetColumn[] = head.fields.map(field => ({
    part: 'head',
    element: head.element,
    field,
    label: `${star(field)}${field.zh} ${field.name}`,
    path: `${head.element}/${field.name}`,
  }));
  for (const field of lines?.fields ?? []) {
    const element = lines?.element ?? '';
    // A name that head and lines share is told apart by its element.
    const name = head.byName.has(field.name) ? `${element}.${field.name}` : field.name;
    columns.push({
      part: 'line',
      element,
      field,
      label: `${star(field)}${field.zh} ${name}`,
      path: `${element}[1]/${field.name}`,
    });
  }
  cache.set(type, columns);
  return columns;
}

function star(field: PlannedField): string {
  return field.required ? '*' : '';
}

/** A header as compared: full-width signs narrowed, no stars, blanks, brackets or "required" remarks, lower case. */
export function headerForm(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[([【{]\s*(必填|选填|可选|非必填|required|optional)\s*[)\]】}]/gi, '')
    .replace(/[*\s()[\]【】{}\u200b\ufeff]/g, '')
    .replaceAll('/', '.')
    .toLowerCase();
}

const indexes = new Map<MessageType, ReadonlyMap<string, readonly SheetColumn[]>>();

/** Columns by every spelling of their header; a spelling that head and lines share gives both, head first. */
export function headerIndex(type: MessageType): ReadonlyMap<string, readonly SheetColumn[]> {
  const known = indexes.get(type);
  if (known !== undefined) return known;
  const index = new Map<string, SheetColumn[]>();
  for (const column of columnsOf(type)) {
    for (const spelling of new Set(spellings(column).map(headerForm))) {
      const list = index.get(spelling) ?? [];
      if (!list.includes(column)) list.push(column);
      index.set(spelling, list);
    }
  }
  // Everyday names come last and never displace an official one.
  for (const column of columnsOf(type)) {
    for (const spelling of (everyday[column.field.name] ?? []).map(headerForm)) {
      if (!index.has(spelling)) index.set(spelling, [column]);
    }
  }
  indexes.set(type, index);
  return index;
}

/** What sellers' own systems call these fields. */
const everyday: Readonly<Record<string, readonly string[]>> = {
  orderNo: ['订单号', '订单编码', '平台订单号'],
  logisticsNo: ['运单号', '运单编号', '物流单号', '快递单号'],
  payTransactionId: ['支付单号', '支付流水号', '交易流水号'],
  buyerIdNumber: ['身份证号', '身份证号码', '订购人身份证号'],
  payerIdNumber: ['身份证号', '身份证号码', '支付人身份证号'],
  consignee: ['收件人', '收件人姓名', '收货人'],
  consigneeTelephone: ['收件人电话', '收货电话', '收件人手机'],
  consigneeAddress: ['收件地址', '收件人地址', '收货人地址'],
  itemName: ['商品名称', '品名'],
  itemNo: ['货号', '商品编码', 'SKU'],
  gcode: ['HS编码', '税号', '海关编码'],
  qty: ['件数', '商品数量'],
};

function spellings({ element, field, part }: SheetColumn): readonly string[] {
  const { zh, name } = field;
  const names = [name, ...(field.misspelt ?? []), `${element}.${name}`];
  const chinese = [zh, zh.replace(/[（(][^）)]*[）)]/g, ''), `${element}.${zh}`];
  const prefixed = (part === 'head' ? ['表头', '单头'] : ['商品', '明细', '表体']).map(prefix => prefix + zh);
  return [...names, ...chinese, ...prefixed, ...names.flatMap(it => [`${zh} ${it}`, `${it} ${zh}`])];
}

/** What a header row gives for a type. `columns` by column number of the sheet. */
export interface HeaderMatch {
  readonly columns: ReadonlyMap<number, SheetColumn>;
  readonly unknown: readonly number[];
  /** Columns that name a field which an earlier column already has. */
  readonly doubled: readonly number[];
}

/** Assigns header cells to columns: clear names first, then names that head and lines share, in their order. */
export function matchHeader(type: MessageType, headers: ReadonlyMap<number, string>): HeaderMatch {
  const index = headerIndex(type);
  const columns = new Map<number, SheetColumn>();
  const taken = new Set<SheetColumn>();
  const unknown: number[] = [];
  const doubled: number[] = [];
  const shared: [number, readonly SheetColumn[]][] = [];
  for (const [number, text] of headers) {
    const candidates = index.get(headerForm(text)) ?? [];
    const [only, second] = candidates;
    if (only === undefined) unknown.push(number);
    else if (second !== undefined) shared.push([number, candidates]);
    else if (taken.has(only)) doubled.push(number);
    else {
      columns.set(number, only);
      taken.add(only);
    }
  }
  for (const [number, candidates] of shared) {
    const free = candidates.find(column => !taken.has(column));
    if (free === undefined) doubled.push(number);
    else {
      columns.set(number, free);
      taken.add(free);
    }
  }
  return { columns, unknown, doubled };
}
