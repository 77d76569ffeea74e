export { diskFiles, type Files, troubleOf } from './files.ts';
export { type InFile, inbox, type Round, type Taken } from './inbox.ts';
export { type Confirm, type OutFile, type Spool, safeName, spool } from './spool.ts';
export { type OutageWindow, openTwin, type Twin, type TwinOptions } from './twin/run.ts';
export { type Delays, type TwinSetting, twinDefaults } from './twin/state.ts';
