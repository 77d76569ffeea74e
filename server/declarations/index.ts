/** Summary applications, their results, and declaration forms: a read model over the journal. */
export { type ListQuestion, readCandidates } from './candidates.ts';
export { cnyUnder, readCarriers, type TradeQuestion } from './carriers.ts';
export { type ApplicationQuestion, checkApplications } from './check.ts';
export { type DeclarationParts, follow } from './follow.ts';
export { type FormView, readForm } from './forms.ts';
export { type ListStanding, readStanding } from './standing.ts';
