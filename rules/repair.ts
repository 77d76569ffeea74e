import { businessKey, type Document, type Fields } from '../messages/index.ts';
import type { Finding, Repair } from '../shared/index.ts';

/**
 * Carries out the mechanical repairs of findings and returns new documents in the same order; the given ones are not changed. Used to judge
 * again ("would pass"). A repair is looked up by the document's type and its key before any repair, so repairs of key fields meet
 * the same document. Of two repairs of one place the last counts: findings of one document alone come before those that compare. A
 * repair of a place that does not exist (a missing line, an
 * attribute of the message) is left out.
 */
export function applyRepairs(
  documents: readonly Document[],
  findings: readonly Finding[],
): readonly Document[] {
  const repairs = findings.flatMap(it => (it.repair === undefined ? [] : [it.repair]));
  return documents.map(document => {
    const key = businessKey(document);
    const own = repairs.filter(it => it.document.type === document.type && it.document.key === key);
    return own.length === 0 ? document : repaired(document, own);
  });
}

/** `InventoryHead/orderNo`, `InventoryList[2]/qty`: element, line number if it is a line, field. */
const PATH = /^[A-Za-z]+(?:\[(\d+)\])?\/([A-Za-z0-9]+)$/;

function repaired(document: Document, repairs: readonly Repair[]): Document {
  let { head } = document;
  const lines = [...document.lines];
  for (const repair of repairs) {
    const [, number, field] = PATH.exec(repair.path) ?? [];
    if (field === undefined) continue;
    if (number === undefined) {
      head = put(head, field, repair.value);
      continue;
    }
    const at = Number(number) - 1;
    const line = lines[at];
    if (line !== undefined) lines[at] = put(line, field, repair.value);
  }
  return { ...document, head, lines };
}

function put(fields: Fields, field: string, value: string | null): Fields {
  if (value !== null) return { ...fields, [field]: value };
  const { [field]: _, ...rest } = fields;
  return rest;
}
