import type { Document, MessageType } from '../messages/index.ts';
import type { Finding, Instant } from '../shared/index.ts';
import type { Held } from './state.ts';

/** One decoded record as it comes out of the door. */
export interface Incoming {
  readonly document: Document;
  readonly key: string;
  readonly sender: string;
  readonly at: Instant;
  readonly identity: string;
  readonly envelopeId: string;
  readonly record: number;
  /** See `Held.apart`. */
  readonly apart?: true;
  /** It comes from customs (or the e-port): a receipt on what was forwarded. */
  readonly customs?: true;
  /** A receipt on a whole message (900): the documents of that message. */
  readonly about?: readonly { readonly type: MessageType; readonly key: string }[];
  /** What the format and content checks said; any `reject` refuses the record. */
  readonly findings: readonly Finding[];
}

/** What became of a record. A duplicate changes nothing and gets the standing answer. */
export interface Acceptance {
  readonly state: Held['state'] | 'duplicate';
  readonly findings: readonly Finding[];
  readonly caseKeys: readonly string[];
}
