export { accept } from './accept.ts';
export {
  type ActVerdict,
  actOnCase,
  expireCase,
  OFFICER_VERBS,
  type OfficerAct,
  type OfficerVerb,
} from './act.ts';
export {
  type Book,
  documentSlot,
  type Effects,
  emptyBook,
  type Forward,
  findDocument,
  nextJournal,
  noEffects,
  quotaAccountOf,
  type Route,
  type Setting,
} from './book.ts';
export { confirmNumbers } from './confirm.ts';
export { UNMATCHED } from './customs.ts';
export {
  answeredDocuments,
  answeredType,
  foreignLinks,
  isFromCustoms,
  isPlainRoute,
} from './customs-keys.ts';
export { exportWorldOf } from './export-decide.ts';
export {
  allOf,
  completeCase,
  completeExport,
  type Gathered,
  gather,
  incompleteExport,
  missing,
  wantsReceipt,
} from './gather.ts';
export type { Acceptance, Incoming } from './incoming.ts';
export {
  caseKeyOf,
  type Direction,
  directionOf,
  directionOfCase,
  exportCaseKeyOf,
  exportCaseOfListKey,
  keyOfRoute,
  type Links,
  linksOf,
  ON_WAYBILLS,
  paymentRoute,
  waybillRoute,
} from './keys.ts';
export { awaitsArrival } from './marks.ts';
export { journalOfExport } from './numbers.ts';
export { type JudgedCase, type PrecheckAnswer, type PrecheckQuestion, precheck } from './precheck.ts';
export {
  answerQuarantined,
  derivedGuid,
  formatReceipt,
  isAnswered,
  type RefusedMessage,
} from './receipts.ts';
export { monthsAfter } from './reuse.ts';
export { listNumber } from './revoke.ts';
export { FORCED_SUFFIXES, worldOf } from './settle.ts';
export * from './state.ts';
