export {
  type CertificateSigner,
  issueCertificates,
  loadSigner,
  type OutageCertificate,
  type OutageStatement,
  readCertificatesOf,
  verifyCertificate,
} from './certificate.ts';
export {
  type ChannelState,
  noteReceived,
  type QueueState,
  readChannel,
  readQueueState,
  reportChannel,
  SILENT_MS,
} from './channel.ts';
export {
  type EnterprisePort,
  type EnterpriseRound,
  enterpriseChannel,
  type ReceiptFile,
} from './enterprise-channel.ts';
export { diskFiles, type Files, troubleOf } from './files.ts';
export { type InFile, inbox, type Round, type Taken } from './inbox.ts';
export {
  type FailedSending,
  type Forwardable,
  fillOutbox,
  type HeldMessage,
  heldMessages,
  markSent,
  nextMessages,
  noteTrouble,
  type OutMessage,
  sendAgain,
} from './outbox.ts';
export {
  askPayment,
  forgetPayments,
  type KeptPayment,
  keepPayment,
  type PaymentQuestion,
  type PostPayment,
  postPaymentTo,
  uploadPayments,
} from './payment-store.ts';
export {
  type PaymentHead,
  type PaymentList,
  type PaymentSigner,
  type PaymentUpload,
  payExInfo,
  rawMembers,
  verifyPayExInfo,
} from './payment-text.ts';
export { type Confirm, type OutFile, type Spool, safeName, spool } from './spool.ts';
export { type OutageWindow, openTwin, type Twin, type TwinOptions } from './twin/run.ts';
export { type Delays, type TwinSetting, twinDefaults } from './twin/state.ts';
export {
  defaultIds,
  type ExchangeIds,
  type TechnicalAnswer,
  technicalAnswers,
  type ZonePort,
  type ZoneRound,
  zoneChannel,
} from './zone-channel.ts';
