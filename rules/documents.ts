import { businessKey, type Document } from '../messages/index.ts';
import type { DocumentRef, Place } from '../shared/index.ts';
import type { Part } from './case.ts';
import type { ExportPart } from './export-case.ts';

export type { Part };

/** The documents of a case, import or export, by the names that the rules give them. */
export type Papers = { readonly [P in Part | ExportPart]?: Document };

/** A field of the head of one document: `order/acturalPaid`, `payment/amountPaid`. */
export type HeadField = `${keyof Papers}/${string}`;

/** Which paper of a case a message type is, and the element names of its head and lines. */
const KINDS: Readonly<
  Record<string, { readonly part: keyof Papers; readonly head: string; readonly line?: string }>
> = {
  CEB311Message: { part: 'order', head: 'OrderHead', line: 'OrderList' },
  CEB411Message: { part: 'payment', head: 'PaymentHead' },
  CEB511Message: { part: 'waybill', head: 'LogisticsHead' },
  CEB621Message: { part: 'list', head: 'InventoryHead', line: 'InventoryList' },
  CEB303Message: { part: 'order', head: 'OrderHead', line: 'OrderList' },
  CEB403Message: { part: 'receipt', head: 'Receipts' },
  CEB505Message: { part: 'waybill', head: 'Logistics' },
  CEB603Message: { part: 'list', head: 'InventoryHead', line: 'InventoryList' },
};

/** Which paper of a case a document is; undefined for any other message type. */
export function partOf(type: string): keyof Papers | undefined {
  return KINDS[type]?.part;
}

/** The papers that are there, by name. */
export function partsOf(it: Papers): readonly (readonly [keyof Papers, Document])[] {
  return PARTS.flatMap(part => {
    const document = it[part];
    return document === undefined ? [] : [[part, document] as const];
  });
}

const PARTS: readonly (keyof Papers)[] = ['order', 'payment', 'receipt', 'waybill', 'list'];

/** The document that a rule speaks of. Throws when it is not there: a place stands in a document. */
function paper(it: Papers, part: keyof Papers): Document {
  const document = it[part];
  if (document === undefined) throw new Error(`the case has no ${part}`);
  return document;
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
export function valueAt(it: Papers, field: HeadField): string | undefined {
  const [part, name] = splitField(field);
  return filled(it[part]?.head[name]);
}

type SplitField = readonly [part: keyof Papers, name: string];
const splitFields = new Map<HeadField, SplitField>();

/** The rules name some dozens of fields, again and again: each is taken apart once. */
function splitField(field: HeadField): SplitField {
  let split = splitFields.get(field);
  if (split === undefined) {
    const slash = field.indexOf('/');
    split = [field.slice(0, slash) as keyof Papers, field.slice(slash + 1)];
    splitFields.set(field, split);
  }
  return split;
}

/** A head field of the case as a place. */
export function head(it: Papers, field: HeadField): Place {
  const [part, name] = splitField(field);
  const document = paper(it, part);
  return {
    document: refOf(document),
    path: `${KINDS[document.type]?.head ?? ''}/${name}`,
    value: document.head[name] ?? null,
  };
}

/** A field of a line as a place. `index` counts from 0, the path from 1. */
export function line(it: Papers, part: 'order' | 'list', index: number, field: string): Place {
  const document = paper(it, part);
  return {
    document: refOf(document),
    path: `${KINDS[document.type]?.line ?? ''}[${index + 1}]/${field}`,
    value: document.lines[index]?.[field] ?? null,
  };
}

/** The lines of a document as a whole; the value is their number. */
export function allLines(it: Papers, part: 'order' | 'list'): Place {
  const document = paper(it, part);
  return {
    document: refOf(document),
    path: KINDS[document.type]?.line ?? '',
    value: String(document.lines.length),
  };
}
