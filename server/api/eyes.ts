import type { DocumentRef, Finding, Place } from '../../shared/index.ts';
import type { Caller } from '../identity/index.ts';

/** Fields that say who a buyer, payer or consignee is. Parties share a case, not each other's knowledge of persons. */
const PERSONAL = new Set([
  'buyerRegNo',
  'buyerName',
  'buyerIdNumber',
  'buyerTelephone',
  'payerName',
  'payerIdNumber',
  'telephone',
  'consignee',
  'consigneeTelephone',
  'consigneeAddress',
]);
const HIDDEN = '***';

/** Officers and the operator see whole cases. */
export function seesAll(caller: Pick<Caller, 'scopes'>): boolean {
  return caller.scopes.includes('officer') || caller.scopes.includes('operator');
}

/**
 * Findings as a party may see them: personal values of documents that it did not send are hidden, and so is a repair that would tell
 * one. That the values differ, where, and by which clause stays.
 */
export function forEyes(
  findings: readonly Finding[],
  isOwn: (document: DocumentRef) => boolean,
): readonly Finding[] {
  return findings.map(finding => {
    const hidden = (place: Place) => isPersonal(place.path) && place.value !== null && !isOwn(place.document);
    const { repair, other, ...rest } = finding;
    const foreign =
      hidden(finding) || (other !== undefined && isPersonal(other.path) && !isOwn(other.document));
    return {
      ...rest,
      value: hidden(finding) ? HIDDEN : finding.value,
      ...(other ? { other: hidden(other) ? { ...other, value: HIDDEN } : other } : {}),
      ...(repair && !(foreign && isPersonal(repair.path)) ? { repair } : {}),
    };
  });
}

function isPersonal(path: string): boolean {
  return PERSONAL.has(path.slice(path.lastIndexOf('/') + 1));
}
