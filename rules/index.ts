/** The clearance rules of import parcels: `(case, date) → findings`, pure. */
export type * from './case.ts';
export { catalogue } from './catalogue.ts';
export { exportCatalogue } from './catalogue-export.ts';
export type * from './export-case.ts';
export { judge, judgeIncomplete } from './judge.ts';
export { judgeExport, judgeIncompleteExport } from './judge-export.ts';
export { applyRepairs } from './repair.ts';
export { exportPartsDemanded, type SimplifiedFacts, simplifiedAllowed } from './simplified.ts';
export { valueInCny } from './value-cny.ts';
