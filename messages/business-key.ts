import { findShape } from './catalogue.ts';
import type { Document } from './document.ts';

/**
 * The business key of a document: the head fields its receipt repeats, joined with `|` (`ebpCode|orderNo` for an import inventory).
 * An absent field leaves its place empty. The same fields in every edition and wire format.
 */
export function businessKey(document: Pick<Document, 'type' | 'head'>): string {
  const shape = findShape(document.type);
  if (shape === undefined) return '';
  return shape.key.map(field => document.head[field] ?? '').join('|');
}
