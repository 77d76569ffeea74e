import { demoRates, exportDocumentsOf, zoneEnterprise } from '../../demo/index.ts';
import { type Law, lawWith, shippedLaw } from '../../law/index.ts';
import { checkDocument, type Document } from '../../messages/index.ts';
import { applyRepairs, type ExportCase, type ExportWorld, judgeExport } from '../../rules/index.ts';
import { beijingDate, type Finding, type Instant, outcomeOf, parseStamp } from '../../shared/index.ts';

/** The instant at which export sets are declared here. */
export const DECLARED: Instant = parseStamp('20261124150000') ?? 0;

export const EXPORT_WORLD: ExportWorld = {
  enterprise: zoneEnterprise,
  waybillUse: 'none',
  stance: 'authority',
};

/** The shipped law with the invented rates of the month. */
export function lawOf(at: Instant): Law {
  return lawWith(shippedLaw(), { numbers: demoRates(beijingDate(at)) });
}

/** Door and rules together: a record that the door refuses is not judged. `changed`: the only document that is not surely right. */
export function toldExport(
  it: ExportCase,
  at: Instant = DECLARED,
  law: Law = lawOf(at),
  changed?: Document,
): readonly Finding[] {
  const documents = changed === undefined ? exportDocumentsOf(it) : [changed];
  const checked = documents.flatMap(one => checkDocument(one, { codes: law, at }));
  if (outcomeOf(checked) === 'reject') return checked;
  return [...checked, ...judgeExport(it, at, law, EXPORT_WORLD).findings];
}

/** The case with the repairs that its findings propose. */
export function mended(it: ExportCase, findings: readonly Finding[]): ExportCase {
  const documents = [it.order, it.waybill, it.list, ...(it.receipt === undefined ? [] : [it.receipt])];
  const [order = it.order, waybill = it.waybill, list = it.list, receipt] = applyRepairs(documents, findings);
  return { ...it, order, waybill, list, ...(receipt === undefined ? {} : { receipt }) };
}

/** A finding in one line, for the messages of a failing test. */
export const line = (it: Finding): string =>
  `${it.rule}/${it.code} ${it.severity} ${it.document.type} ${it.path} ${it.value}: ${it.message.zh}`;
