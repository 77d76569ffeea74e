export { type JournalKind, type JournalRow, journalOne } from './journal.ts';
export { loadForRecords, type Realm, scoped, unscoped } from './load.ts';
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
