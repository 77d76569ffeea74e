/** The demo zone: invented enterprises, goods, buyers, parcels, faults and a whole believable day. Everything says that it is a demo. */
export {
  type CustomsFile,
  type DeclaredAgain,
  type ForwardedParcels,
  type ForwardedStep,
  oddAnswers,
  type SeenByCustoms,
} from './customs-words.ts';
export {
  type DayStory,
  type DayWish,
  type DemoDay,
  demoDay,
  type LaterStep,
  type Part,
  type ToldCase,
} from './day.ts';
export {
  carriageOf,
  type ExportCurrency,
  type ExportParcel,
  type ExportWish,
  exportDocumentsOf,
  exportParcel,
} from './export.ts';
export {
  arrivalOf,
  departureOf,
  exportReturnOf,
  masterListOf,
  type PaperWish,
  revocationOf,
  tallyOf,
} from './export-batch.ts';
export {
  type ExportDay,
  type ExportShow,
  type ExportStep,
  exportDay,
  type ToldExport,
} from './export-day.ts';
export {
  type ExportFault,
  type ExportPlace,
  exportFaults,
  faultyExport,
  rightExport,
} from './export-faults.ts';
export { type ExportGood, exportGoods } from './export-goods.ts';
export type { Carriage } from './export-papers.ts';
export { demoRates } from './export-rates.ts';
export { type Fault, faults, faultyParcel } from './faults.ts';
export { type Good, goodOf, goods } from './goods.ts';
export {
  type CustomsWish,
  entryIdOf,
  formCsv,
  formOfLists,
  formOfSummary,
  type NumberedList,
  type SummarisedForm,
  summaryReceiptOf,
  summaryResultsOf,
} from './month.ts';
export { DEMO_NOTE } from './papers.ts';
export { documentsOf, type Parcel, parcel, type Wish } from './parcel.ts';
export { type Person, person } from './people.ts';
export { type Random, random } from './random.ts';
export { type DemoMessage, messageOf, senderOf } from './send.ts';
export {
  bondedOperators,
  brokers,
  type DemoEnterprise,
  deposits,
  expiredLogistics,
  exporters,
  exportPlatforms,
  foreignPlatform,
  logisticsCompanies,
  paymentCompanies,
  placeOperator,
  platforms,
  sellers,
  suspendedSeller,
  zone,
  zoneEnterprise,
} from './zone.ts';
