/** Summary declaration (汇总申报): from a month's closed export lists to applications (701) and the forms that come out of them. */
export { reasonAgainst, SUMMARISED_MODE } from './admission.ts';
export { applicationMessages, applicationNumber, type FilingOptions } from './application.ts';
export { isMonth, nextMonth, type SummaryDeadline, summaryDeadline } from './deadline.ts';
export { type Amounts, addAmounts, type CandidateList, type LeftOut, type LeftOutReason } from './list.ts';
export type { LineRef, MergeFlags, SummaryForm, SummaryItem } from './merge.ts';
export {
  planSummary,
  type Size,
  type SummaryApplication,
  type SummaryPlan,
  type SummaryQuestion,
} from './plan.ts';
