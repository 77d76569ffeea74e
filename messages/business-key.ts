import { findShape } from './catalogue.ts';
import type { Document } from './document.ts';

/**
 * The business key of a document: the head fields its receipt repeats, joined with `|` (`ebpCode|orderNo` for an import inventory).
 * An absent field leaves its place empty. The same fields in every edition and wire format.
 */
export function businessKey(document: Pick<Document, 'type' | 'head'>): string {
  const shape = findShape(document.type);
  if (shape === undefined) return '';
  return joinKey(shape.key.map(field => document.head[field]));
}

/** Joins the parts of a key. The official form allows `|` in a value; it is written `\\|`, so that no two lists of parts give one key. */
export function joinKey(parts: readonly (string | undefined)[]): string {
  return parts.map(part => escaped(part ?? '')).join('|');
}

function escaped(part: string): string {
  return part.includes('|') || part.includes('\\') ? part.replace(/[\\|]/g, sign => `\\${sign}`) : part;
}
