export { additionProblems } from './addition-check.ts';
export {
  type AddedCommodity,
  type AddedNumber,
  type AddedPositiveEdition,
  type AddedPriceBand,
  type AddedRates,
  type Dated,
  type LawAdditions,
  lawWith,
} from './additions.ts';
export type { DatedNumber, DatedValue } from './dated-number.ts';
export { exchangeRate } from './exchange-rates.ts';
export { type ExportCondition, exportConditions, exportDuty } from './export-duty.ts';
export { cite, type Instrument, type InstrumentId, instruments } from './instruments.ts';
export type * from './law.ts';
export { type NumberId, shippedNumbers } from './numbers.ts';
export {
  loadCommodities,
  loadExchangeRates,
  loadPriceBands,
  loadRates,
  type OperatorFile,
} from './operator-files.ts';
export {
  type FileProblem,
  linesAfter,
  loadPositiveList,
  type PositiveEditionFacts,
  type PositiveFile,
  type PositiveLine,
  positiveEditions,
} from './positive-list.ts';
export { judgeRemark, type RemarkedGoods, type RemarkVerdict } from './positive-remarks.ts';
export { cosmeticsTax } from './rates.ts';
export { shippedLaw } from './shipped.ts';
export { inBaseUnit, sameKind, type UnitMeasure, unitMeasure } from './units.ts';
