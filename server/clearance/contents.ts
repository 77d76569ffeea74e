import type { Document } from '../../messages/index.ts';
import type { Database, Tx } from '../store/index.ts';

/** What a record says: its fields, without what was found about it. */
export type Content = Pick<Document, 'head' | 'lines'>;

/**
 * Where the content of documents is. It is written once, in the envelope that brought it; a document only points there. What was
 * accepted lately is remembered, because the documents of a parcel come close together.
 */
export interface Contents {
  recall(identity: string): Content | undefined;
  remember(identity: string, content: Content): void;
  /** Forgets everything: keys have turned, and what was deleted with one must not be remembered. */
  forget(): void;
  /** The records of envelopes, by envelope and record. An envelope whose data key was destroyed is left out. */
  read(
    envelopeIds: readonly string[],
    from: Database | Tx,
  ): Promise<ReadonlyMap<string, ReadonlyMap<number, Content>>>;
}
