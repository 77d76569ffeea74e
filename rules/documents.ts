import { businessKey, type Document } from '../messages/index.ts';
import type { DocumentRef, Place } from '../shared/index.ts';
import type { ImportCase, Part } from './case.ts';

export type { Part };

/** A field of the head of one document: `order/acturalPaid`, `payment/amountPaid`. */
export type HeadField = `${Part}/${string}`;

/** Element names of head and lines. */
const SHAPES: Readonly<Record<Part, { readonly head: string; readonly line: string }>> = {
  order: { head: 'OrderHead', line: 'OrderList' },
  payment: { head: 'PaymentHead', line: '' },
  waybill: { head: 'LogisticsHead', line: '' },
  list: { head: 'InventoryHead', line: 'InventoryList' },
};

const PARTS: Readonly<Record<string, Part>> = {
  CEB311Message: 'order',
  CEB411Message: 'payment',
  CEB511Message: 'waybill',
  CEB621Message: 'list',
};

/** Which of the four a document is; undefined for any other message type. */
export function partOf(type: string): Part | undefined {
  return PARTS[type];
}

/** Name of a document: its type and business key. */
export function refOf(document: Document): DocumentRef {
  return { type: document.type, key: businessKey(document) };
}

/** A field as filled in: undefined when the element is absent or empty (an empty optional element says nothing). */
export function filled(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === '' ? undefined : value;
}

/** The value of a head field of the case, undefined when absent or empty. */
export function valueAt(it: ImportCase, field: HeadField): string | undefined {
  const slash = field.indexOf('/');
  return filled(it[field.slice(0, slash) as Part].head[field.slice(slash + 1)]);
}

/** A head field of the case as a place. */
export function head(it: ImportCase, field: HeadField): Place {
  const slash = field.indexOf('/');
  const part = field.slice(0, slash) as Part;
  const name = field.slice(slash + 1);
  return {
    document: refOf(it[part]),
    path: `${SHAPES[part].head}/${name}`,
    value: it[part].head[name] ?? null,
  };
}

/** A field of a line as a place. `index` counts from 0, the path from 1. */
export function line(it: ImportCase, part: 'order' | 'list', index: number, field: string): Place {
  return {
    document: refOf(it[part]),
    path: `${SHAPES[part].line}[${index + 1}]/${field}`,
    value: it[part].lines[index]?.[field] ?? null,
  };
}

/** The lines of a document as a whole; the value is their number. */
export function allLines(it: ImportCase, part: 'order' | 'list'): Place {
  return { document: refOf(it[part]), path: SHAPES[part].line, value: String(it[part].lines.length) };
}
