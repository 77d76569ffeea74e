import type { Law } from '../law/index.ts';
import type { Document, MessageType } from '../messages/index.ts';
import { beijingDate, type Finding, type Instant } from '../shared/index.ts';
import { quoteTax, type TaxQuote, taxInputOf } from '../tax/index.ts';
import type {
  ImportCase,
  IncompleteCase,
  IncompleteJudgement,
  Judgement,
  Question,
  Rule,
  World,
} from './case.ts';
import { catalogue } from './catalogue.ts';
import { asking, failed, renamed, settled } from './stages.ts';

/**
 * Judges one complete import parcel: asks every rule of the catalogue and gathers what they find, in the order of the catalogue.
 *
 * `at` is the instant of acceptance, whose Beijing date is the law date; `world` holds what a running platform knows, and a rule
 * that needs an absent part of it is listed in `notJudged` instead of guessing. The tax is computed once and is part of the answer.
 * Rules are asked in three stages (see `Rule.stage`): what is wrong between documents is found first, and the rest is judged as if
 * that were mended. Pure, and never throws: a rule that does is reported as a `hold` finding with code `rule-failed`, so that an
 * officer looks and the other rules still speak.
 */
export function judge(
  it: ImportCase,
  at: Instant,
  law: Law,
  world: World,
  rules: readonly Rule[] = catalogue,
): Judgement {
  return inStages(it, at, law, world, rules, taxOf);
}

/** How the tax of a case is come by. */
type Taxing = (list: Document, question: Omit<Question, 'tax'>) => Taxed;

interface Taxed {
  readonly tax: TaxQuote;
  readonly failure: readonly Finding[];
}

/**
 * Judges what is there of a parcel: the same rules, save those that cannot speak without a document that is not there (see
 * `Rule.reads`). These are left out without a word: the case says itself what it waits for. `worldOf` is asked with the documents
 * that are not there as documents without fields. The tax is reckoned only on a list that is there and can be taxed.
 */
export function judgeIncomplete(
  it: IncompleteCase,
  at: Instant,
  law: Law,
  worldOf: (asked: ImportCase) => World,
  rules: readonly Rule[] = catalogue,
): IncompleteJudgement {
  const taxable = it.list !== undefined && it.list.lines.length > 0 && it.taxable !== false;
  const speaking = rules.filter(rule =>
    (rule.reads ?? []).every(part => (part === 'tax' ? taxable : it[part] !== undefined)),
  );
  const asked = filledUp(it);
  const { tax, ...rest } = inStages(asked, at, law, worldOf(asked), speaking, taxable ? taxOf : untaxed);
  return taxable ? { ...rest, tax } : rest;
}

const untaxed: Taxing = () => ({ tax: NO_TAX, failure: [] });

/** An incomplete case as the rules read it: what is not there has no fields. */
function filledUp(it: IncompleteCase): ImportCase {
  const without = (type: MessageType): Document => ({ type, head: {}, lines: [] });
  const list = it.list ?? without('CEB621Message');
  return {
    key: it.key,
    mode: it.mode ?? (list.head['emsNo'] ? '1210' : '9610'),
    list,
    order: it.order ?? without('CEB311Message'),
    payment: it.payment ?? without('CEB411Message'),
    waybill: it.waybill ?? without('CEB511Message'),
  };
}

function inStages(
  it: ImportCase,
  at: Instant,
  law: Law,
  world: World,
  rules: readonly Rule[],
  taxing: Taxing,
): Judgement {
  const on = beijingDate(at);
  const { ask, answered, notJudged } = asking<Question, Rule>(rules);
  const question = { case: it, at, on, law, world };
  ask('goods', { ...question, tax: NO_TAX });
  // What an officer may yet release as it stands is taxed as it stands: only refusals are taken as mended.
  const refusals = answered().filter(finding => finding.severity === 'reject');
  const { tax, failure } = taxing(settled(it, refusals).list, question);
  ask('comparison', { ...question, tax });
  ask(undefined, { ...question, case: settled(it, answered()), tax });
  const findings = [...failure, ...answered()];
  return { findings: findings.map(finding => renamed(finding, it)), tax, notJudged };
}

function taxOf(list: Document, question: Omit<Question, 'tax'>): Taxed {
  const { on, law, world } = question;
  try {
    return { tax: quoteTax(taxInputOf(list, on, world.yearUsed), law), failure: [] };
  } catch (error) {
    const title = { zh: '税款计算', en: 'tax computation' };
    return { tax: NO_TAX, failure: [failed(question.case, 'tax', title, error)] };
  }
}

/** Stands in the answer when the tax could not be computed; the finding beside it says so and holds the case. */
const NO_TAX: TaxQuote = {
  treatment: 'not-cbec',
  reason: { zh: '税款未能计算', en: 'the tax could not be computed' },
  dutiable: 0n,
  lines: [],
  duty: 0n,
  consumption: 0n,
  vat: 0n,
  total: 0n,
  steps: [],
};
