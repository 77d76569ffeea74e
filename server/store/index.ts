export { codeOf, type Database, isDatabaseAway, openDatabase, type Tx } from './database.ts';
export { type Embedded, startEmbedded } from './embedded.ts';
export { migrate } from './migrate.ts';
