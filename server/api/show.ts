import type { JudgedCase } from '../../cases/index.ts';
import { type DocumentRef, formatFen, formatFixed5 } from '../../shared/index.ts';
import type { TaxedLine, TaxQuote } from '../../tax/index.ts';
import type { CaseView } from '../clearance/index.ts';
import type { Acknowledgement } from '../flow.ts';
import { refusalOf, type StoredEnvelope } from '../gateway/index.ts';
import type { Caller, Sealer } from '../identity/index.ts';
import { forEyes, seesAll } from './eyes.ts';

/** Inner values as the public answers show them: amounts as decimal text in yuan, instants as ISO 8601. */
export function instant(at: number): string {
  return new Date(at).toISOString();
}

export function showTax(tax: TaxQuote) {
  const { treatment, reason, steps } = tax;
  return {
    treatment,
    reason,
    dutiable: formatFixed5(tax.dutiable, 2),
    duty: formatFen(tax.duty),
    consumption: formatFen(tax.consumption),
    vat: formatFen(tax.vat),
    total: formatFen(tax.total),
    lines: tax.lines.map(showTaxLine),
    steps,
  };
}

function showTaxLine(line: TaxedLine) {
  const { gnum, consumptionApplies, basis, composite, steps } = line;
  return {
    gnum,
    dutiable: formatFixed5(line.dutiable, 2),
    duty: formatFen(line.duty),
    consumption: formatFen(line.consumption),
    vat: formatFen(line.vat),
    total: formatFen(line.total),
    consumptionApplies,
    basis,
    ...(composite === undefined ? {} : { composite }),
    steps,
  };
}

export function showJudged(judged: JudgedCase) {
  const { tax, ...rest } = judged;
  return { ...rest, ...(tax ? { tax: showTax(tax) } : {}) };
}

/** A case as the caller may see it. */
export function showCase(view: CaseView, caller: Caller) {
  const isOwn = (document: DocumentRef) =>
    seesAll(caller) ||
    view.documents.some(
      it => it.type === document.type && it.key === document.key && it.sender === caller.orgCode,
    );
  const { tax, waitsSince, releasedAt, arrivedAt, departedAt, inspect, priority, customs, ...more } = view;
  const { decisions, documents, parties: _, ...rest } = more;
  return {
    ...rest,
    findings: forEyes(view.findings, isOwn),
    documents: documents.map(document => ({ ...document, at: instant(document.at) })),
    ...(waitsSince === undefined ? {} : { waitsSince: instant(waitsSince) }),
    ...(releasedAt === undefined ? {} : { releasedAt: instant(releasedAt) }),
    ...(arrivedAt === undefined ? {} : { arrivedAt: instant(arrivedAt) }),
    ...(departedAt === undefined ? {} : { departedAt: instant(departedAt) }),
    ...(inspect ? { inspect: { ...inspect, at: instant(inspect.at) } } : {}),
    ...(priority ? { priority: { ...priority, at: instant(priority.at) } } : {}),
    ...(customs
      ? { customs: { ...customs, said: customs.said.map(word => ({ ...word, at: instant(word.at) })) } }
      : {}),
    ...(tax ? { tax: showTax(tax) } : {}),
    decisions: decisions.map(({ tax: __, at, findings, ...decision }) => ({
      ...decision,
      at: instant(at),
      findings: forEyes(findings, isOwn),
    })),
  };
}

export function showAcknowledgement(done: Acknowledgement) {
  const { envelope, outcome } = done;
  return {
    envelope: envelope.id,
    receivedAt: instant(envelope.receivedAt),
    state: outcome.state,
    media: envelope.media,
    ...(envelope.type === undefined ? {} : { type: envelope.type }),
    test: envelope.test,
    digest: envelope.digest.toString('hex'),
    findings: wholeFindings(done),
    records: done.records.map(({ result, findings }) => ({ ...result, findings })),
  };
}

/** Findings on the message as a whole, the one that refused it first. */
function wholeFindings({ findings, outcome: { refusal } }: Acknowledgement) {
  return refusal ? [refusal, ...findings.filter(finding => finding !== refusal)] : findings;
}

/** A stored envelope: what became of its records; their findings are with the cases. */
export function showEnvelope(stored: StoredEnvelope, sealer: Sealer) {
  const refusal = refusalOf(stored, sealer);
  return {
    envelope: stored.id,
    receivedAt: instant(Number(stored.received_at)),
    state: stored.state,
    media: stored.media,
    ...(stored.type === null ? {} : { type: stored.type }),
    test: stored.test,
    digest: stored.digest.toString('hex'),
    findings: refusal ? [refusal] : [],
    records: stored.results.map(result => ({ ...result, findings: [] })),
  };
}
