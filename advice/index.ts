/** Advice: the possible ways of export for an order, with reasons, papers, deadlines and tax sides compared. */
export { type Advice, advise, type ModeAdvice } from './advise.ts';
export type { Truth } from './facts.ts';
export type { Gate } from './gate.ts';
export { MODES, type ModeId } from './modes.ts';
export type { Duty } from './papers.ts';
export { type AdviceQuestion, type AdvisedGoods, faultOfQuestion } from './question.ts';
export type { TaxSide } from './tax.ts';
