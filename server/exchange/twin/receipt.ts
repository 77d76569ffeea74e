import { createHash } from 'node:crypto';
import { type Document, type MessageType, type PlannedField, planOf } from '../../../messages/index.ts';
import { formatFen, formatFixed5, type Instant, stamp17 } from '../../../shared/index.ts';
import type { TaxQuote } from '../../../tax/index.ts';

type Fields = Document['head'];

/** Numbers that customs gives. */
export interface Given {
  readonly preNo?: string;
  readonly invtNo?: string;
  readonly sumNo?: string;
  readonly rkdNo?: string;
}

export interface Said {
  readonly status: string;
  readonly info: string;
}

export const TOLD = {
  stored: { status: '1', info: '暂存' },
  accepted: { status: '2', info: '新增申报成功' },
  kept: { status: '120', info: '[Code:1800;Desc:逻辑校验通过]' },
  manual: { status: '300', info: '[Code:1200;Desc:转人工审核]' },
  reviewed: { status: '399', info: '[Code:2300;Desc:审结通过]' },
  released: { status: '800', info: '[Code:2600;Desc:放行]' },
  departed: { status: '899', info: '[Code:2700;Desc:结关]' },
} as const satisfies Record<string, Said>;

/** A refusal with its code, as practice writes it. */
export function refusal(code: string, text: string): Said {
  return { status: '100', info: `[Code:${code};Desc:${text.replace(/[[\];]/g, ' ')}]`.slice(0, 1000) };
}

/** The receipt type of a declaration: its own number and one. */
export function receiptTypeOf(type: MessageType): MessageType {
  return `CEB${Number(type.slice(3, 6)) + 1}Message`;
}

/**
 * A receipt on a declaration: whatever fields of the receipt's form the declaration has are repeated, customs adds its numbers, the
 * state, the time and the text.
 */
export function receiptOn(
  declared: Document,
  said: Said,
  { at, given, guid }: { readonly at: Instant; readonly given: Given; readonly guid: string },
): Document {
  const type = receiptTypeOf(declared.type);
  const own: Fields = {
    guid,
    ...given,
    returnStatus: said.status,
    returnTime: stamp17(at),
    returnInfo: said.info,
  };
  const head: Record<string, string> = {};
  for (const { name } of fieldsOf(type)) {
    const value = own[name] ?? (name === 'preNo' || name === 'invtNo' ? undefined : declared.head[name]);
    if (value !== undefined && value !== '') head[name] = value;
  }
  return { type, head, lines: [] };
}

function fieldsOf(type: MessageType): readonly PlannedField[] {
  return planOf(type).head.fields;
}

/** The electronic tax bill of a released list. */
export function taxBillOn(
  list: Document,
  tax: TaxQuote,
  { at, invtNo, guid }: { readonly at: Instant; readonly invtNo: string; readonly guid: string },
): Document {
  const sum = (name: 'duty' | 'vat' | 'consumption') =>
    formatFen(tax.lines.reduce((total, line) => total + line[name], 0n));
  const head: Record<string, string> = {
    guid,
    returnTime: stamp17(at),
    invtNo,
    taxNo: `${invtNo}01`,
    customsTax: sum('duty'),
    valueAddedTax: sum('vat'),
    consumptionTax: sum('consumption'),
    status: '1',
  };
  for (const name of ['assureCode', 'ebcCode', 'logisticsCode', 'agentCode', 'customsCode']) {
    const value = list.head[name];
    if (value) head[name] = value;
  }
  return {
    type: 'CEB816Message',
    head,
    lines: tax.lines.map((line, index) => ({
      gnum: line.gnum,
      gcode: list.lines[index]?.['gcode'] ?? '',
      taxPrice: formatFixed5(line.dutiable, 2),
      customsTax: formatFen(line.duty),
      valueAddedTax: formatFen(line.vat),
      consumptionTax: formatFen(line.consumption),
    })),
  };
}

/** A guid that the same input gives again. */
export function madeGuid(...parts: readonly (string | number)[]): string {
  const hex = createHash('sha256').update(parts.join('\n')).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
