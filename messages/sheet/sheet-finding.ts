import type { Bilingual, DocumentRef, Finding, Severity } from '../../shared/index.ts';
import { annexCite, shown } from '../fault.ts';

export const SHEET = 'messages/sheet';

/** Something that only a spreadsheet can have wrong with a cell. */
export interface CellFault {
  readonly code: string;
  readonly severity: Severity;
  readonly message: Bilingual;
  readonly repair?: string;
}

/** A finding of this room. The annex is cited only where a field of it is meant. */
export function sheetFinding(
  document: DocumentRef,
  path: string,
  value: string | null,
  fault: CellFault,
): Finding {
  const field = path.includes('/');
  return {
    rule: SHEET,
    code: fault.code,
    severity: fault.severity,
    document,
    path,
    value: value === null ? null : shown(value),
    cites: field ? [annexCite(`${document.type} ${path.replace(/\[\d+\]/g, '')}`)] : [],
    message: fault.message,
    ...(fault.repair === undefined ? {} : { repair: { document, path, value: fault.repair } }),
  };
}
