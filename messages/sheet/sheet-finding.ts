import type { Bilingual, DocumentRef, Finding, Severity } from '../../shared/index.ts';
import { annexCite, shown } from '../fault.ts';
import { carriable } from '../xml-characters.ts';

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
    value: value === null ? null : shown(carriable(value)),
    cites: field ? [annexCite(`${document.type} ${path.replace(/\[\d+\]/g, '')}`)] : [],
    // Headers and formulas are quoted as they stand, and what is said here goes into receipts.
    message: { zh: carriable(fault.message.zh), en: carriable(fault.message.en) },
    ...(fault.repair === undefined ? {} : { repair: { document, path, value: fault.repair } }),
  };
}
