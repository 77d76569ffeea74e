import type { Law } from '../law/index.ts';
import type { DecodedRecord, Document } from '../messages/index.ts';
import { businessKey, checkDocument } from '../messages/index.ts';
import {
  applyRepairs,
  type ExportCase,
  type ExportWorld,
  type ImportCase,
  type ImportMode,
  type IncompleteCase,
  type Judgement,
  type judgeExport,
  judgeIncomplete,
  type World,
} from '../rules/index.ts';
import {
  type DocumentRef,
  type Finding,
  type Instant,
  type NotJudged,
  type Outcome,
  outcomeOf,
} from '../shared/index.ts';
import type { TaxQuote } from '../tax/index.ts';
import { missing, type Present } from './gather.ts';
import { gatherSets, type ParcelSet } from './gather-sets.ts';
import { lifeNotes } from './life-notes.ts';
import { judgeExportSet } from './precheck-export.ts';
import { newCase } from './state.ts';

/** One judged case, in the same form on the command line, over HTTP and in spreadsheets. */
export interface JudgedCase {
  readonly key: string;
  readonly mode: string;
  readonly documents: readonly DocumentRef[];
  readonly outcome: Outcome;
  readonly findings: readonly Finding[];
  /** What would come out if every offered repair were made; only when there is something to repair. */
  readonly afterRepair?: { readonly outcome: Outcome; readonly findings: readonly Finding[] };
  readonly notJudged: readonly NotJudged[];
  readonly tax?: TaxQuote;
}

export interface PrecheckQuestion {
  readonly records: readonly DecodedRecord[];
  readonly law: Law;
  readonly at: Instant;
  readonly judge: (asked: ImportCase, at: Instant, law: Law, world: World) => Judgement;
  /** What is known beyond the documents; the command line without a server knows nothing. */
  readonly worldOf: (asked: ImportCase) => World;
  /** The same of exports; left out: the rules, and nothing known beyond the documents. */
  readonly judgeExport?: typeof judgeExport;
  readonly exportWorldOf?: (asked: ExportCase) => ExportWorld;
  /** Documents that a running platform already holds for the case; they stand in for those that are not asked about. */
  readonly heldOf?: (caseKey: string) => Present;
}

export interface PrecheckAnswer {
  readonly cases: readonly JudgedCase[];
  /** How often each finding code occurs, most frequent first. */
  readonly causes: readonly {
    readonly code: string;
    readonly rule: string;
    readonly count: number;
    readonly example: Finding['message'];
  }[];
  /** All documents with every repair made, in the order of the records. */
  readonly repaired: readonly Document[];
}

/** Judges documents without keeping anything: what would be refused, why, and what would come out after the repairs. */
export function precheck(question: PrecheckQuestion): PrecheckAnswer {
  const sets = gatherSets(question.records);
  const cases = sets.map(set => judgeSet(set, question));
  const counts = new Map<
    string,
    { code: string; rule: string; count: number; example: Finding['message'] }
  >();
  for (const finding of cases.flatMap(judged => judged.findings)) {
    const seen = counts.get(finding.code);
    if (seen) seen.count += 1;
    else
      counts.set(finding.code, {
        code: finding.code,
        rule: finding.rule,
        count: 1,
        example: finding.message,
      });
  }
  const repairs = cases.flatMap(judged => judged.findings).filter(finding => finding.repair);
  return {
    cases,
    causes: [...counts.values()].sort((a, b) => b.count - a.count),
    repaired: applyRepairs(
      question.records.map(record => record.document),
      repairs,
    ),
  };
}

const IMPORT_MODES: readonly ImportMode[] = ['9610', '1210', '1239'];

function judgeSet(set: ParcelSet, question: PrecheckQuestion): JudgedCase {
  const documents = set.records.map(record => record.document);
  const own = [
    ...set.records.flatMap(record => record.findings),
    ...lifeNotes(set, question.heldOf?.(set.key)),
  ];
  const first = findingsOf(set, documents, question);
  const findings = [...own, ...first.findings];
  const waits = !first.complete && set.parcel;
  const worst = outcomeOf(findings);
  const outcome: Outcome = worst === 'reject' ? 'reject' : waits ? 'wait' : worst;
  const again = repairedOutcome(set, documents, findings, question);
  return {
    key: set.key,
    mode: set.mode,
    documents: documents.map(document => ({ type: document.type, key: businessKey(document) })),
    outcome,
    findings,
    ...(again ? { afterRepair: again } : {}),
    notJudged: first.notJudged,
    ...(first.tax ? { tax: first.tax } : {}),
  };
}

export interface First {
  readonly findings: readonly Finding[];
  readonly notJudged: readonly NotJudged[];
  readonly complete: boolean;
  readonly tax?: TaxQuote;
}

function findingsOf(set: ParcelSet, documents: readonly Document[], question: PrecheckQuestion): First {
  if (!set.parcel) return { findings: [], notJudged: [], complete: true };
  const held = question.heldOf?.(set.key) ?? {};
  const told = mendedFirst(set);
  const readable = told.length === 0 ? documents : applyRepairs(documents, told);
  const refused = told.filter(finding => isRefusal(finding) && finding.repair?.value === null);
  const part = (type: string) => readable.find(document => document.type === type);
  if (set.direction === 'export') {
    const said = judgeExportSet(set.key, { part, held, refused: refused.length > 0 }, question);
    return { ...said, findings: asReceived(said.findings, documents) };
  }
  const list = part('CEB621Message') ?? held.list?.document;
  const order = part('CEB311Message') ?? held.order?.document;
  const payment = part('CEB411Message') ?? held.payment?.document;
  const waybill = part('CEB511Message') ?? held.waybill?.document;
  const mode = modeOf(list);
  const { at, law } = question;
  if (list && order && payment && waybill && mode && refused.length === 0) {
    const asked: ImportCase = { key: set.key, mode, list, order, payment, waybill };
    const said = question.judge(asked, at, law, question.worldOf(asked));
    return { ...said, findings: asReceived(said.findings, documents), complete: true };
  }
  const there = {
    ...(list ? { list } : {}),
    ...(order ? { order } : {}),
    ...(payment ? { payment } : {}),
    ...(waybill ? { waybill } : {}),
  };
  const asked: IncompleteCase = {
    key: set.key,
    ...(mode ? { mode } : {}),
    ...there,
    taxable: !refused.some(({ document }) => document.type === 'CEB621Message'),
  };
  const judged = judgeIncomplete(asked, at, law, question.worldOf);
  const said = { ...judged, findings: asReceived(judged.findings, documents) };
  const given: Present = Object.fromEntries(
    Object.entries(there).map(([role, document]) => [role, { document }]),
  );
  const waits = missing({ ...newCase(set.key), waitsSince: at }, given);
  const complete = Object.keys(there).length === 4;
  return { ...said, findings: complete ? said.findings : [...said.findings, ...waits], complete };
}

function modeOf(list: Document | undefined): ImportMode | undefined {
  return IMPORT_MODES.find(mode => mode === list?.head['tradeMode']);
}

/**
 * What the check of each document has told already, as repairs to be made before the rules speak: one fault is told once. Where the
 * check offers no value for a field that the format refuses, the field is taken away, because what cannot be read says nothing to
 * the rules; the rest of the parcel is judged all the same.
 */
function mendedFirst(set: ParcelSet): readonly Finding[] {
  return set.records.flatMap(record =>
    record.findings.flatMap(finding => {
      if (finding.repair !== undefined) return [finding];
      if (!isRefusal(finding)) return [];
      return [{ ...finding, repair: { document: finding.document, path: finding.path, value: null } }];
    }),
  );
}

function isRefusal(finding: Finding): boolean {
  return finding.rule === 'messages/format' && finding.severity === 'reject';
}

/** The rules name documents by the keys they were given; people know them by those that they sent. */
function asReceived(findings: readonly Finding[], documents: readonly Document[]): readonly Finding[] {
  const keys = new Map(documents.map(document => [document.type as string, businessKey(document)]));
  const named = (of: DocumentRef): DocumentRef => ({ type: of.type, key: keys.get(of.type) ?? of.key });
  return findings.map(finding => ({
    ...finding,
    document: named(finding.document),
    ...(finding.other && { other: { ...finding.other, document: named(finding.other.document) } }),
    ...(finding.repair && { repair: { ...finding.repair, document: named(finding.repair.document) } }),
  }));
}

function repairedOutcome(
  set: ParcelSet,
  documents: readonly Document[],
  findings: readonly Finding[],
  question: PrecheckQuestion,
): JudgedCase['afterRepair'] {
  if (!findings.some(finding => finding.repair)) return undefined;
  const repaired = applyRepairs(documents, findings);
  const records = repaired.map((document, index) => ({
    index,
    document,
    findings: checkDocument(document, { codes: question.law, at: question.at }),
  }));
  const own = [
    ...records.flatMap(record => record.findings),
    ...lifeNotes({ ...set, records }, question.heldOf?.(set.key)),
  ];
  const again = findingsOf({ ...set, records }, repaired, question);
  const left = [...own, ...again.findings];
  const worst = outcomeOf(left);
  return { outcome: worst === 'reject' ? 'reject' : again.complete ? worst : 'wait', findings: left };
}
