import type { Law } from '../law/index.ts';
import type { Document, MessageType } from '../messages/index.ts';
import { beijingDate, type Instant } from '../shared/index.ts';
import { exportCatalogue } from './catalogue-export.ts';
import type {
  ExportCase,
  ExportJudgement,
  ExportMode,
  ExportQuestion,
  ExportRule,
  ExportWorld,
  IncompleteExportCase,
} from './export-case.ts';
import { asking, renamed, settled } from './stages.ts';
import { valueInCny } from './value-cny.ts';

/**
 * Judges one complete export parcel: asks every rule of the export catalogue and gathers what they find, in the order of the
 * catalogue.
 *
 * `at` is the instant of acceptance, whose Beijing date is the law date; `world` holds what a running platform knows, and a rule that
 * needs an absent part of it is listed in `notJudged` instead of guessing. Comparisons between documents come first, the rest is
 * judged as if they were mended. Pure, and never throws (see `asking`).
 */
export function judgeExport(
  it: ExportCase,
  at: Instant,
  law: Law,
  world: ExportWorld,
  rules: readonly ExportRule[] = exportCatalogue,
): ExportJudgement {
  const on = beijingDate(at);
  const { ask, answered, notJudged } = asking<ExportQuestion, ExportRule>(rules);
  const question: ExportQuestion = { case: it, at, on, law, world };
  ask('goods', question);
  ask('comparison', question);
  const mended = settled(it, answered());
  const valueCny = valueInCny(mended.list, on, law);
  const valued = valueCny === undefined ? {} : { valueCny };
  ask(undefined, { ...question, case: mended, ...valued });
  return { findings: answered().map(finding => renamed(finding, it)), notJudged, ...valued };
}

/**
 * Judges what is there of an export parcel: the same rules, save those that cannot speak without a document that is not there (see
 * `Rule.reads`). `worldOf` is asked with the documents that are not there as documents without fields.
 */
export function judgeIncompleteExport(
  it: IncompleteExportCase,
  at: Instant,
  law: Law,
  worldOf: (asked: ExportCase) => ExportWorld,
  rules: readonly ExportRule[] = exportCatalogue,
): ExportJudgement {
  const speaking = rules.filter(rule => (rule.reads ?? []).every(part => it[part] !== undefined));
  const asked = filledUp(it);
  return judgeExport(asked, at, law, worldOf(asked), speaking);
}

/** An incomplete case as the rules read it: what is not there has no fields. */
function filledUp(it: IncompleteExportCase): ExportCase {
  const without = (type: MessageType): Document => ({ type, head: {}, lines: [] });
  return {
    key: it.key,
    mode: it.mode ?? modeByOrder(it.order),
    list: it.list ?? without('CEB603Message'),
    order: it.order ?? without('CEB303Message'),
    waybill: it.waybill ?? without('CEB505Message'),
    ...(it.receipt === undefined ? {} : { receipt: it.receipt }),
  };
}

/** Without a list the kind of order tells most of the mode. */
function modeByOrder(order: Document | undefined): ExportMode {
  const kind = order?.head['orderType'];
  if (kind === 'B') return '9710';
  return kind === 'W' ? '9810' : '9610';
}
