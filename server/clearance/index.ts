export type { Content, Contents } from './contents.ts';
export { type FollowedDocument, readDocuments, readFollowed } from './documents.ts';
export { type JournalKind, type JournalRow, journalOne, readJournal } from './journal.ts';
export { loadForRecords } from './load.ts';
export { type Cleared, clearAct, clearExpiry, clearRecords, type Judging, WHOLE_MESSAGE } from './process.ts';
export { type PutAside, quarantineRecord, readQuarantine, wasPutAside } from './quarantine.ts';
export {
  type CaseView,
  type DecisionView,
  expiredCases,
  type QueueRow,
  readCases,
  readQueue,
  readRecordFindings,
  readRecordStates,
} from './read.ts';
export { type Realm, scoped, unscoped } from './realm.ts';
