import { exchangeRate, exportConditions, exportDuty, type Law } from '../law/index.ts';
import {
  type Bilingual,
  type Cite,
  type Fixed5,
  fixed5,
  type LawDate,
  roundDivide,
} from '../shared/index.ts';
import type { AdviceQuestion } from './question.ts';

/** Whether something holds; `unknown` where the loaded data do not say. */
export type Truth = 'yes' | 'no' | 'unknown';

/** What is known of an order before any mode is looked at. */
export interface Facts {
  readonly question: AdviceQuestion;
  readonly law: Law;
  readonly on: LawDate;
  /** FOB value in CNY; undefined when the currency has no rate. */
  readonly valueCny?: Fixed5;
  /** Export prohibited by the nomenclature's supervision conditions. */
  readonly prohibited: readonly Bilingual[];
  readonly licence: Truth;
  readonly licences: readonly Bilingual[];
  readonly inspection: Truth;
  readonly duty: Truth;
  readonly dutyCites: readonly Cite[];
  /** What nobody told and the loaded nomenclature does not say: taken as not needed, and said so. */
  readonly assumptions: readonly Bilingual[];
}

const UNSAID: Bilingual = {
  zh: '已载入的商品目录没有注明全部商品的监管条件，本建议按不涉及出口许可证件和出境检验检疫作出；请核对，如涉及请填 licenceNeeded、inspectionNeeded。',
  en: 'The loaded nomenclature does not tell the supervision conditions of all goods; the advice takes it that neither licence nor inspection is needed. Check, and give licenceNeeded or inspectionNeeded where one is.',
};

/** 100 units of the currency, in the scale of amounts. */
const HUNDRED = 10_000_000n;

export function factsOf(question: AdviceQuestion, on: LawDate, law: Law): Facts {
  const conditions = question.goods.map(({ gcode }) => {
    const commodity = law.commodity(gcode);
    return { known: commodity?.supervision !== undefined, all: exportConditions(commodity?.supervision) };
  });
  const of = (kind: string) => conditions.flatMap(({ all }) => all.filter(it => it.kind === kind));
  const said = (kind: string, given: boolean | undefined): Truth => {
    if (given !== undefined) return given ? 'yes' : 'no';
    return of(kind).length > 0 ? 'yes' : 'no';
  };
  const unsaid =
    (question.licenceNeeded === undefined || question.inspectionNeeded === undefined) &&
    !conditions.every(({ known }) => known);
  const valueCny = valueInCny(question, on, law);
  const headings = question.goods.flatMap(({ gcode, dutyRate }) =>
    dutyRate === undefined ? (exportDuty(gcode) ?? []) : [],
  );
  const dutiable = question.goods.some(({ dutyRate }) => dutyRate !== undefined && fixed5(dutyRate) > 0n);
  return {
    question,
    law,
    on,
    ...(valueCny === undefined ? {} : { valueCny }),
    prohibited: of('prohibited'),
    licence: said('licence', question.licenceNeeded),
    licences: of('licence'),
    inspection: said('inspection', question.inspectionNeeded),
    duty: dutiable ? 'yes' : headings.length > 0 ? 'unknown' : 'no',
    dutyCites: headings,
    assumptions: unsaid ? [UNSAID] : [],
  };
}

function valueInCny(question: AdviceQuestion, on: LawDate, law: Law): Fixed5 | undefined {
  const rate = question.rate ?? exchangeRate(law, question.currency, on)?.value;
  if (rate === undefined) return undefined;
  const total = question.goods.reduce((sum, goods) => sum + fixed5(goods.total), 0n);
  return roundDivide(total * fixed5(rate), HUNDRED * 1000n) * 1000n;
}

/** CNY of an amount of the order's currency; undefined without a rate. */
export function inCny(facts: Facts, amount: Fixed5): Fixed5 | undefined {
  const { question, law, on } = facts;
  const rate = question.rate ?? exchangeRate(law, question.currency, on)?.value;
  return rate === undefined ? undefined : roundDivide(amount * fixed5(rate), HUNDRED);
}

/** The value against a limit of the law in CNY (the limit itself is inside). */
export function withinLimit(facts: Facts, id: string): Truth {
  if (facts.valueCny === undefined) return 'unknown';
  return facts.valueCny <= fixed5(facts.law.number(id, facts.on).value) ? 'yes' : 'no';
}
