import type { Law } from '../law/index.ts';
import { beijingDate, type Finding, type Instant, type NotJudged } from '../shared/index.ts';
import { quoteTax, type TaxQuote, taxInputOf } from '../tax/index.ts';
import type { ImportCase, Judgement, Question, Rule, World } from './case.ts';
import { catalogue } from './catalogue.ts';
import { refOf } from './documents.ts';

/**
 * Judges one complete import parcel: asks every rule of the catalogue and gathers what they find.
 *
 * `at` is the instant of acceptance, whose Beijing date is the law date; `world` holds what a running platform knows, and a rule
 * that needs an absent part of it is listed in `notJudged` instead of guessing. The tax is computed once and is part of the answer.
 * Pure, and never throws: a rule that does is reported as a `hold` finding with code `rule-failed`, so that an officer looks and
 * the other rules still speak.
 */
export function judge(
  it: ImportCase,
  at: Instant,
  law: Law,
  world: World,
  rules: readonly Rule[] = catalogue,
): Judgement {
  const on = beijingDate(at);
  const findings: Finding[] = [];
  const notJudged: NotJudged[] = [];
  let tax = NO_TAX;
  try {
    tax = quoteTax(taxInputOf(it.list, on, world.yearUsed), law);
  } catch (error) {
    findings.push(failed(it, 'tax', { zh: '税款计算', en: 'tax computation' }, error));
  }
  const question: Question = { case: it, at, on, law, world, tax };
  for (const rule of rules) {
    const missing = rule.needs.filter(part => world[part] === undefined);
    if (missing.length > 0) {
      notJudged.push(unasked(rule, missing));
      continue;
    }
    try {
      for (const finding of rule.judge(question)) findings.push(finding);
      const why = rule.unjudged?.(question);
      if (why !== undefined) notJudged.push({ rule: rule.id, why });
    } catch (error) {
      findings.push(failed(it, rule.id, rule.title, error));
    }
  }
  return { findings, tax, notJudged };
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
