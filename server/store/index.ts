export { type BackupMade, backUp } from './backup.ts';
export {
  codeOf,
  type Database,
  isDatabaseAway,
  openDatabase,
  type Prepared,
  rowsOf,
  type Tx,
  together,
} from './database.ts';
export { type Embedded, startEmbedded } from './embedded.ts';
export { migrate } from './migrate.ts';
export { bucketOf, type Packed, pack } from './pack.ts';
export { type Restored, restore } from './restore.ts';
export { copyRows, jsons, numbers, texts, type Value } from './rows.ts';
