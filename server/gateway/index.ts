export { withCells } from './cells.ts';
export { deliverDue, signDelivery, verifyDelivery } from './delivery.ts';
export {
  claimKeys,
  type Envelope,
  type EnvelopeOutcome,
  findEnvelope,
  findEnvelopes,
  KeyUsed,
  keepEnvelopes,
  type Media,
  type RecordResult,
  refusalOf,
  type StoredEnvelope,
  unfinishedEnvelopes,
} from './envelope.ts';
export { type FeedItem, feedEnd, readFeed } from './feed.ts';
export { type Intake, intake, type Settled } from './intake.ts';
export { addressFault, isPrivateAddress, type WebhookRules } from './outbound.ts';
export { identityOf, incomingOf, mediaOf, newEnvelopeId } from './read-body.ts';
export { type MessageRead, readMessage, readMessages } from './read-message.ts';
export { checkSignature, type SignaturePolicy } from './signature-policy.ts';
export {
  addWebhook,
  listDeliveries,
  listWebhooks,
  removeWebhook,
  replayWebhook,
  type Webhook,
} from './webhooks.ts';
