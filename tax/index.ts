export { dutiableValue, expectedPaid, type PriceParts, shareByValue } from './dutiable-value.ts';
export type { CompositeRate, Duties, LineRates } from './duties.ts';
export { decimalText, type Fraction } from './fraction.ts';
export { splitInclusive } from './inclusive.ts';
export { taxInputOf } from './inventory.ts';
export { answerQuote, type QuoteLine, type QuoteQuestion } from './question.ts';
export { compositeRate, type GivenRates, quoteGeneralTrade, quoteTax } from './quote.ts';
export {
  type ReleasedLine,
  type ReturnAnswer,
  type ReturnedLine,
  type ReturnQuestion,
  returnedPart,
  returnTreatment,
} from './return.ts';
export { type Content, contentsIn, countsIn, sheetsIn } from './specification.ts';
export { isSingleItem, type TreatmentAnswer, treatmentOf } from './treatment.ts';
export type * from './types.ts';
