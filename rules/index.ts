export type * from './case.ts';
