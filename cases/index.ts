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
  findDocument,
  nextJournal,
  noEffects,
  quotaAccountOf,
  type Setting,
} from './book.ts';
export { confirmNumbers } from './confirm.ts';
export { completeCase, type Gathered, gather, missing } from './gather.ts';
export type { Acceptance, Incoming } from './incoming.ts';
export { caseKeyOf, keyOfRoute, type Links, linksOf, paymentRoute, waybillRoute } from './keys.ts';
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
