import type { Bilingual, DocumentRef, Finding, NotJudged } from '../shared/index.ts';
import type { World } from './case.ts';
import { type Papers, partOf, partsOf, refOf } from './documents.ts';
import { applyRepairs } from './repair.ts';

/** A case of either direction: it has a list, to which a failure is tied. */
type Listed = Papers & Required<Pick<Papers, 'list'>>;

/** What rules of either direction are asked. */
interface AnyQuestion {
  readonly case: Listed;
  readonly world: Partial<World>;
}

/** What a rule of either direction is (see `Rule` and `ExportRule`). */
interface AnyRule<Question> {
  readonly id: string;
  readonly title: Bilingual;
  readonly stage?: string;
  readonly needs: readonly (keyof World)[];
  judge(question: Question): readonly Finding[];
  unjudged?(question: Question): Bilingual | undefined;
}

/** Rules being asked, stage after stage. */
export interface Asking<Question> {
  /** Asks the rules of one stage (undefined: those without one). */
  ask(stage: string | undefined, question: Question): void;
  /** What was found up to now, in the order of the rules. */
  answered(): readonly Finding[];
  readonly notJudged: readonly NotJudged[];
}

/**
 * Asks rules in stages. A rule that needs an absent part of the world is listed as not judged instead of guessing; one that throws is
 * reported as a `hold` finding with code `rule-failed`, so that an officer looks and the other rules still speak.
 */
export function asking<Question extends AnyQuestion, Rule extends AnyRule<Question>>(
  rules: readonly Rule[],
): Asking<Question> {
  const notJudged: NotJudged[] = [];
  const found = new Map<Rule, readonly Finding[]>();
  const told = (rule: Rule, findings: readonly Finding[]) => {
    // Most rules have nothing to say of most cases.
    if (findings.length > 0) found.set(rule, findings);
  };
  const answer = (rule: Rule, question: Question): readonly Finding[] => {
    try {
      const findings = rule.judge(question);
      const why = rule.unjudged?.(question);
      if (why !== undefined) notJudged.push({ rule: rule.id, why });
      return findings;
    } catch (error) {
      return [failed(question.case, rule.id, rule.title, error)];
    }
  };
  return {
    ask: (stage, question) => {
      for (const rule of rules) {
        if (rule.stage !== stage) continue;
        if (rule.needs.some(part => question.world[part] === undefined))
          notJudged.push(
            unasked(
              rule,
              rule.needs.filter(part => question.world[part] === undefined),
            ),
          );
        else told(rule, answer(rule, question));
      }
    },
    answered: () => (found.size === 0 ? NOTHING : rules.flatMap(rule => found.get(rule) ?? [])),
    notJudged,
  };
}

const NOTHING: readonly Finding[] = [];

/** The case as it would be with the repairs of the findings. */
export function settled<Case extends Papers>(it: Case, findings: readonly Finding[]): Case {
  if (findings.length === 0) return it;
  const parts = partsOf(it);
  const repaired = applyRepairs(
    parts.map(([, document]) => document),
    findings,
  );
  return { ...it, ...Object.fromEntries(parts.map(([part], at) => [part, repaired[at]])) };
}

/** Findings name the documents as they were received, also where a repair of a key field was assumed. */
export function renamed(finding: Finding, it: Papers): Finding {
  const ref = (of: DocumentRef): DocumentRef => {
    const part = partOf(of.type);
    const document = part === undefined ? undefined : it[part];
    if (document === undefined) return of;
    const received = refOf(document);
    return received.key === of.key ? of : received;
  };
  const document = ref(finding.document);
  const other = finding.other && { ...finding.other, document: ref(finding.other.document) };
  const repair = finding.repair && { ...finding.repair, document: ref(finding.repair.document) };
  return { ...finding, document, ...(other && { other }), ...(repair && { repair }) };
}

const PARTS: Readonly<Record<keyof World, Bilingual>> = {
  enterprise: { zh: '企业备案', en: 'the register of enterprises' },
  yearUsed: { zh: '订购人年度已用额度', en: "the buyer's use of the yearly limit" },
  weightUsed: { zh: '订购人年度限重商品用量', en: "the buyer's use of weight-limited goods" },
  waybillUse: { zh: '运单使用记录', en: 'the record of used waybill numbers' },
  guaranteeFree: { zh: '担保账户余额', en: 'the balance of guarantee accounts' },
  sameDay: { zh: '订购人当日其他订单', en: "the buyer's other orders of the day" },
  stance: { zh: '平台运行方式', en: 'the stance of the platform' },
};

function unasked(
  rule: { readonly id: string; readonly title: Bilingual },
  missing: readonly (keyof World)[],
): NotJudged {
  const parts = missing.map(part => PARTS[part]);
  return {
    rule: rule.id,
    why: {
      zh: `未判断“${rule.title.zh}”：需要${parts.map(it => it.zh).join('、')}，仅在运行中的平台上可用。`,
      en: `"${rule.title.en}" was not judged: it needs ${parts.map(it => it.en).join(' and ')}, known only to a running platform.`,
    },
  };
}

/** What stands in the answer in place of a rule, or of a computation, that could not finish. */
export function failed(it: Listed, rule: string, title: Bilingual, error: unknown): Finding {
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
