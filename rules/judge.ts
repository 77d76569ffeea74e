import type { Law } from '../law/index.ts';
import type { Document, MessageType } from '../messages/index.ts';
import {
  beijingDate,
  type DocumentRef,
  type Finding,
  type Instant,
  type NotJudged,
} from '../shared/index.ts';
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
import { partOf, refOf } from './documents.ts';
import { applyRepairs } from './repair.ts';

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
  const notJudged: NotJudged[] = [];
  const found = new Map<Rule, readonly Finding[]>();
  const answered = () => rules.flatMap(rule => found.get(rule) ?? []);
  const ask = (stage: Rule['stage'], question: Question) => {
    for (const rule of rules) {
      if (rule.stage !== stage) continue;
      const missing = rule.needs.filter(part => world[part] === undefined);
      if (missing.length > 0) notJudged.push(unasked(rule, missing));
      else found.set(rule, answer(rule, question, notJudged));
    }
  };
  const question = { case: it, at, on, law, world };
  ask('goods', { ...question, tax: NO_TAX });
  // What an officer may yet release as it stands is taxed as it stands: only refusals are taken as mended.
  const refusals = answered().filter(finding => finding.severity === 'reject');
  const [list = it.list] = refusals.length === 0 ? [it.list] : applyRepairs([it.list], refusals);
  const { tax, failure } = taxing(list, question);
  ask('comparison', { ...question, tax });
  ask(undefined, { ...question, case: settled(it, answered()), tax });
  const findings = [...failure, ...answered()];
  return { findings: findings.map(finding => renamed(finding, it)), tax, notJudged };
}

function answer(rule: Rule, question: Question, notJudged: NotJudged[]): readonly Finding[] {
  try {
    const findings = rule.judge(question);
    const why = rule.unjudged?.(question);
    if (why !== undefined) notJudged.push({ rule: rule.id, why });
    return findings;
  } catch (error) {
    return [failed(question.case, rule.id, rule.title, error)];
  }
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

/** The case as it would be with the repairs of the comparisons. */
function settled(it: ImportCase, findings: readonly Finding[]): ImportCase {
  if (findings.length === 0) return it;
  const { order, payment, waybill, list } = it;
  const [o = order, p = payment, w = waybill, l = list] = applyRepairs(
    [order, payment, waybill, list],
    findings,
  );
  return { ...it, order: o, payment: p, waybill: w, list: l };
}

/** Findings name the documents as they were received, also where a repair of a key field was assumed. */
function renamed(finding: Finding, it: ImportCase): Finding {
  const ref = (of: DocumentRef): DocumentRef => {
    const part = partOf(of.type);
    if (part === undefined) return of;
    const received = refOf(it[part]);
    return received.key === of.key ? of : received;
  };
  const document = ref(finding.document);
  const other = finding.other && { ...finding.other, document: ref(finding.other.document) };
  const repair = finding.repair && { ...finding.repair, document: ref(finding.repair.document) };
  return { ...finding, document, ...(other && { other }), ...(repair && { repair }) };
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

const PARTS: Readonly<Record<keyof World, { readonly zh: string; readonly en: string }>> = {
  enterprise: { zh: '企业备案', en: 'the register of enterprises' },
  yearUsed: { zh: '订购人年度已用额度', en: "the buyer's use of the yearly limit" },
  weightUsed: { zh: '订购人年度限重商品用量', en: "the buyer's use of weight-limited goods" },
  waybillUse: { zh: '运单使用记录', en: 'the record of used waybill numbers' },
  guaranteeFree: { zh: '担保账户余额', en: 'the balance of guarantee accounts' },
  sameDay: { zh: '订购人当日其他订单', en: "the buyer's other orders of the day" },
  stance: { zh: '平台运行方式', en: 'the stance of the platform' },
};

function unasked(rule: Rule, missing: readonly (keyof World)[]): NotJudged {
  const parts = missing.map(part => PARTS[part]);
  return {
    rule: rule.id,
    why: {
      zh: `未判断“${rule.title.zh}”：需要${parts.map(it => it.zh).join('、')}，仅在运行中的平台上可用。`,
      en: `"${rule.title.en}" was not judged: it needs ${parts.map(it => it.en).join(' and ')}, known only to a running platform.`,
    },
  };
}

function failed(it: ImportCase, rule: string, title: Rule['title'], error: unknown): Finding {
  const reason = error instanceof Error ? error.message : String(error);
  return {
    rule,
    code: 'rule-failed',
    severity: 'hold',
    document: refOf(it.list),
    path: 'InventoryHead',
    value: null,
    cites: [],
    message: {
      zh: `规则“${title.zh}”（${rule}）未能完成判断，已转人工审核：${reason}`,
      en: `Rule "${title.en}" (${rule}) could not finish and leaves the case to an officer: ${reason}`,
    },
  };
}
