/** The messages of the unified version: their shapes, how they are read and written, what the annex says of a document. */
export { businessKey, joinKey, NO_PLATFORM_CODE } from './business-key.ts';
export {
  catalogue,
  type DocumentOf,
  findShape,
  type HeadOf,
  isDocumentOf,
  isKnownType,
  isOwnType,
  type KnownType,
  type LineOf,
  messageTypes,
  ownTypes,
  shapeOf,
} from './catalogue.ts';
export { type CheckOptions, checkDocument, checkFrame } from './check.ts';
export type * from './document.ts';
export { exampleDocument, exampleMessage } from './example.ts';
export { decodeJson } from './json/decode.ts';
export { encodeJson } from './json/encode.ts';
export { type JsonSchema, jsonSchemaOf } from './json/schema.ts';
export { defaultLimits, type Limits } from './limits.ts';
export { type PartPlan, type Plan, type PlannedField, planOf } from './plan.ts';
export type { FieldShape, Shape } from './shape.ts';
export * from './sheet/index.ts';
export * from './signature/index.ts';
export { type DecodeOptions, decodeXml, decodeXmlStream } from './wire/decode.ts';
export { encodeXml } from './wire/encode.ts';
export { type PortReceipt, readPortReceipts } from './wire/port-receipt.ts';
export { unwrapTransport } from './wire/transport.ts';
export { encodeReport, encodeTransport, TransportFault } from './wire/transport-encode.ts';
export {
  readTransport,
  type ServerNode,
  type Transport,
  type TransportMessage,
  type TransportReport,
  type TransportResponse,
  transportTime,
} from './wire/transport-message.ts';
export { carriable } from './xml-characters.ts';
