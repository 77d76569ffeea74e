import { findShape } from './catalogue.ts';
import type { Document } from './document.ts';

/**
 * The business key of a document: the head fields its receipt repeats, joined with `|` (`ebpCode|orderNo` for an import inventory).
 * An absent field leaves its place empty. The same fields in every edition and wire format. An export order of a platform without a
 * code has the seller in its key, as its receipt (304) does.
 */
export function businessKey(document: Pick<Document, 'type' | 'head'>): string {
  const shape = findShape(document.type);
  if (shape === undefined) return '';
  const { head } = document;
  if (document.type === 'CEB303Message' && head['ebpCode'] === NO_PLATFORM_CODE)
    return joinKey([head['ebpCode'], head['ebcCode'], head['orderNo']]);
  return joinKey(shape.key.map(field => head[field]));
}

/** What stands for the code of a foreign platform that has none. Order numbers under it are unique only for their seller. */
export const NO_PLATFORM_CODE = '无';

/** Joins the parts of a key. The official form allows `|` in a value; it is written `\\|`, so that no two lists of parts give one key. */
export function joinKey(parts: readonly (string | undefined)[]): string {
  return parts.map(part => escaped(part ?? '')).join('|');
}

function escaped(part: string): string {
  return part.includes('|') || part.includes('\\') ? part.replace(/[\\|]/g, sign => `\\${sign}`) : part;
}
