import type { Law } from '../law/index.ts';
import { type Bilingual, beijingDate, type Fixed5, type Instant, type LawDate } from '../shared/index.ts';
import { factsOf } from './facts.ts';
import { type Gate, possible } from './gate.ts';
import { gatesOf, MODES, type ModeId, TITLES } from './modes.ts';
import { type Duty, deadlinesOf, documentsOf } from './papers.ts';
import type { AdviceQuestion } from './question.ts';
import { type TaxSide, taxSidesOf } from './tax.ts';

/** One way of export, answered for this order. */
export interface ModeAdvice {
  readonly mode: ModeId;
  readonly title: Bilingual;
  readonly possible: 'yes' | 'no' | 'depends';
  readonly reasons: readonly Gate[];
  readonly documents: readonly Duty[];
  readonly deadlines: readonly Duty[];
  readonly tax: readonly TaxSide[];
}

export interface Advice {
  readonly on: LawDate;
  readonly valueCny?: Fixed5;
  /** All modes, in a fixed order. */
  readonly modes: readonly ModeAdvice[];
  /** The way that serves the order best among the possible ones; undefined when none is possible. */
  /** What was taken for granted because nobody said and nothing loaded tells. */
  readonly assumptions: readonly Bilingual[];
  readonly best?: { readonly mode: ModeId; readonly why: Bilingual };
}

/**
 * Advises on an order: every way of export with its conditions, papers, deadlines and tax sides. Pure; numbers come from the law of the
 * day with their citations. Throws `RangeError` for a day before the law's first value.
 */
export function advise(question: AdviceQuestion, at: Instant, law: Law): Advice {
  const on = question.date ?? beijingDate(at);
  const facts = factsOf(question, on, law);
  const modes = MODES.map(mode => {
    const reasons = gatesOf(mode, facts);
    return {
      mode,
      title: TITLES[mode],
      possible: possible(reasons),
      reasons,
      documents: documentsOf(mode, facts),
      deadlines: deadlinesOf(mode, facts),
      tax: taxSidesOf(mode, facts),
    };
  });
  const best = bestOf(question, modes);
  return {
    on,
    ...(facts.valueCny === undefined ? {} : { valueCny: facts.valueCny }),
    modes,
    assumptions: facts.assumptions,
    ...(best ? { best } : {}),
  };
}

/** E-commerce modes by how little they ask; general trade comes last because it is open to all and eases nothing. */
const EASE: readonly ModeId[] = [
  '9610-A',
  '9710-list',
  '9810-list',
  '9610-B',
  '1210',
  '9710-form',
  '9810-form',
  '0110',
];

function bestOf(question: AdviceQuestion, modes: readonly ModeAdvice[]): Advice['best'] {
  const ranked = EASE.flatMap(id => modes.filter(it => it.mode === id && it.possible !== 'no'));
  const sure = ranked.filter(it => it.possible === 'yes');
  const among = sure.length > 0 ? sure : ranked;
  const refunds = among.filter(it => it.tax.some(side => side.kind === 'refund' && side.open !== 'no'));
  if (question.wantsRefund && refunds[0])
    return {
      mode: refunds[0].mode,
      why: {
        zh: '可以出口，且能按愿望办理退税，手续最少。',
        en: 'Open, gives the refund that is wanted, and asks least.',
      },
    };
  const free = among.filter(it => it.tax.some(side => side.kind === 'exempt' && side.open === 'yes'));
  const [first] = free.length > 0 ? free : among;
  if (!first) return undefined;
  const zh = question.wantsRefund ? '现有条件下不能退税；' : '';
  const en = question.wantsRefund ? 'No refund is open as things are; ' : '';
  return {
    mode: first.mode,
    why:
      free.length > 0
        ? { zh: `${zh}可以出口，免征增值税，手续最少。`, en: `${en}open, exempt from VAT, and asks least.` }
        : { zh: `${zh}可以出口，手续最少。`, en: `${en}open, and asks least.` },
  };
}
