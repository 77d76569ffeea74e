import type { Finding } from '../shared/index.ts';

/** Root element names of the 42 official messages. */
export type OfficialType = `CEB${number}Message`;

/** Documents of our own that are no messages of the annex: taken as CSV, XLSX or JSON, never written as XML. */
export type OwnType = 'DeclarationForm';

/** What a document can be, used as type names everywhere. */
export type MessageType = OfficialType | OwnType;

/** The fields of a head or a line: official element name → text as written. A field that is absent from the message is absent here. */
export type Fields = Readonly<Record<string, string>>;

/**
 * One business record of a message (one order, one payment, one inventory …): the head and, where the type has lines, the lines
 * in message order. Values are the exact texts of the message: decimals are never converted, so nothing is lost.
 */
export interface Document {
  readonly type: MessageType;
  readonly head: Fields;
  readonly lines: readonly Fields[];
}

/** What stands around the records of a message. */
export interface MessageFrame {
  readonly type: MessageType;
  readonly guid: string;
  readonly version: string;
  /** BaseTransfer; receipts have none. */
  readonly transfer?: Fields;
  readonly subscribes: readonly Fields[];
  /**
   * Prefix → namespace declared at the root besides those of the annex (`ceb`, `ds`, `xsi`): the verbatim parts may use them.
   * The empty prefix is the default namespace.
   */
  readonly namespaces?: Fields;
  /** The ExtendMessage element verbatim, when there is one. */
  readonly extend?: string;
  /** The ds:Signature element verbatim, when there is one. */
  readonly signature?: string;
}

export interface Message extends MessageFrame {
  readonly documents: readonly Document[];
}

/** A record as decoded, with what the format and content checks say about it. `index` counts from 0 in message order. */
export interface DecodedRecord {
  readonly index: number;
  readonly document: Document;
  readonly findings: readonly Finding[];
}

/**
 * A decoded message. `refused` is set when the bytes cannot be read as any known message (malformed, wrong root, DTD, too large …);
 * then `records` holds what was complete before the fault and must not be processed.
 */
export interface Decoded {
  readonly frame?: MessageFrame;
  readonly encoding: { readonly declared?: string; readonly used: string };
  readonly records: readonly DecodedRecord[];
  /** Findings on the message itself (unknown elements, wrong encoding declared, tail out of order …). */
  readonly findings: readonly Finding[];
  readonly refused?: Finding;
}
