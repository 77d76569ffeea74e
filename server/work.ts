import { createHash } from 'node:crypto';
import type { Incoming, RefusedMessage } from '../cases/index.ts';
import type { Law } from '../law/index.ts';
import { carriable, type Decoded } from '../messages/index.ts';
import type { Finding, Instant } from '../shared/index.ts';
import type { Cleared, Judging, Realm } from './clearance/index.ts';
import { isReadAgain } from './contents.ts';
import { CUSTOMS, customsMeta, lenient, markCustoms, onlyReceipts } from './customs-meta.ts';
import {
  type Envelope,
  type EnvelopeOutcome,
  incomingOf,
  type MessageRead,
  newEnvelopeId,
  type RecordResult,
  readMessage,
  type StoredEnvelope,
} from './gateway/index.ts';
import { type Caller, type EditionReader, readCertificates, type Sealer } from './identity/index.ts';
import type { Database, Tx } from './store/index.ts';

/** What the journey of a message works with. */
export interface FlowParts {
  readonly database: Database;
  /** Whose data, with the keys and contents that go with them. */
  readonly realm: (test: boolean) => Realm;
  /** The keys as last loaded. Inside a transaction ask the edition first: it brings the newest ones. */
  readonly sealer: () => Sealer;
  readonly editions: EditionReader;
  readonly judging: Judging;
  readonly now: () => Instant;
  readonly bodyMax: number;
  /** Where engineers are told of what should not happen. Never personal data. */
  readonly alarm: (what: string, error: unknown) => void;
}

export interface Submission {
  readonly caller: Caller;
  readonly bytes: Buffer;
  readonly contentType?: string | undefined;
  readonly type?: string | undefined;
  readonly idempotencyKey?: string | undefined;
}

/** The acknowledgement: the bytes are committed, and here is what became of them. */
export interface Acknowledgement {
  readonly envelope: Envelope;
  readonly outcome: EnvelopeOutcome;
  /** Findings on the message itself. */
  readonly findings: readonly Finding[];
  /** Findings per record, in the order of the records. */
  readonly records: readonly { readonly result: RecordResult; readonly findings: readonly Finding[] }[];
  readonly read: MessageRead;
}

/** An envelope on its way: as kept, and as read. */
export interface Work {
  readonly envelope: Envelope;
  readonly incoming: readonly Incoming[];
  readonly read: MessageRead;
  /** Edition of the law whose code lists it was read with. */
  readonly law: string;
  readonly refused?: RefusedMessage;
}

/** Stands for the records of a message that was read elsewhere. */
export const ALREADY_READ: Decoded = { encoding: { used: 'utf-8' }, records: [], findings: [] };

/** What became of one record. */
export type RecordOutcome = Pick<RecordResult, 'state' | 'cases'> & { readonly findings: readonly Finding[] };

/** Reads a message that has just come; the envelope gets its id and time here. */
export async function readSubmission(parts: FlowParts, submission: Submission): Promise<Work> {
  const { caller, bytes } = submission;
  const at = parts.now();
  const meta: Record<string, string> = {
    ...(submission.contentType === undefined ? {} : { contentType: submission.contentType }),
    ...(submission.type === undefined ? {} : { type: submission.type }),
    policy: caller.signature,
    ...(caller.scopes.includes('customs') ? await customsMeta(parts, submission) : {}),
  };
  const { law } = await parts.editions.newest();
  const message = await readBytes(parts, { bytes, meta, at, law });
  const { frame } = message.decoded;
  const envelope: Envelope = {
    id: newEnvelopeId(),
    receivedAt: at,
    orgCode: caller.orgCode,
    keyId: caller.keyId,
    test: caller.test,
    media: message.media,
    ...(frame ? { type: frame.type } : {}),
    digest: createHash('sha256').update(bytes).digest(),
    bytes,
    records: message.decoded.records.length,
    ...(submission.idempotencyKey === undefined ? {} : { idempotencyKey: submission.idempotencyKey }),
    meta,
  };
  return workOf(envelope, message, law);
}

/**
 * The same work as read with this law. Code lists are law: when they have grown between reading and deciding, the message is read
 * again, so that everything of a decision belongs to one edition. What it needs from the database it asks on the connection of the
 * batch: a second one may not be free while others wait for this batch to end.
 */
export async function asOf(parts: FlowParts, work: Work, law: Law, tx: Tx): Promise<Work> {
  if (work.law === law.edition) return work;
  const { bytes, meta = {}, receivedAt } = work.envelope;
  return workOf(work.envelope, await readBytes(parts, { bytes, meta, at: receivedAt, law }, tx), law);
}

/** A stored envelope as work again: decrypted and decoded as at its acceptance. Throws `KeyDestroyed` when it was deleted. */
export async function rereadEnvelope(parts: FlowParts, stored: StoredEnvelope, law: Law): Promise<Work> {
  const bytes = parts.sealer().open(stored.data_key, stored.sealed);
  const at = Number(stored.received_at);
  const meta = stored.meta ?? {};
  const message = await readBytes(parts, { bytes, meta, at, law });
  const envelope: Envelope = {
    id: stored.id,
    receivedAt: at,
    orgCode: stored.org_code,
    keyId: stored.key_id,
    test: stored.test,
    media: stored.media,
    ...(stored.type === null ? {} : { type: stored.type }),
    digest: stored.digest,
    bytes,
    records: stored.records,
    meta,
  };
  return workOf(envelope, message, law);
}

/** Reads bytes as they were (or are) received. A decoder that breaks is a fault of ours: the bytes are kept and an engineer told. */
async function readBytes(
  parts: FlowParts,
  { bytes, meta, at, law }: { bytes: Buffer; meta: Readonly<Record<string, string>>; at: Instant; law: Law },
  from: Database | Tx = parts.database,
): Promise<MessageRead> {
  const policy = meta['policy'] === 'required' || meta['policy'] === 'off' ? meta['policy'] : 'if-present';
  const read = await readMessage({
    bytes,
    contentType: meta['contentType'],
    type: meta['type'],
    law,
    at,
    bytesMax: parts.bodyMax,
    policy,
    registered: policy === 'off' ? [] : await readCertificates(parts.database, at, from),
    fromCustoms: meta[CUSTOMS] !== undefined,
  });
  return meta[CUSTOMS] === undefined ? read : onlyReceipts(lenient(read), meta);
}

function workOf(envelope: Envelope, message: MessageRead, law: Law): Work {
  if (message.refusal)
    return {
      envelope,
      incoming: [],
      read: message,
      law: law.edition,
      refused: {
        envelopeId: envelope.id,
        sender: envelope.orgCode,
        at: envelope.receivedAt,
        type: envelope.type ?? '',
        finding: message.refusal,
        beginning: beginningOf(envelope.bytes, message.decoded),
      },
    };
  const { id, media, bytes, orgCode, receivedAt } = envelope;
  const from = {
    sender: orgCode,
    at: receivedAt,
    envelopeId: id,
    ...(isReadAgain({ media, size: bytes.length }) ? {} : { apart: true as const }),
  };
  const incoming = markCustoms(incomingOf(message.decoded, from), envelope.meta);
  return {
    envelope,
    incoming: envelope.test ? incoming.map(ofTest) : incoming,
    read: message,
    law: law.edition,
  };
}

/** A record tried in test mode first and sent in earnest later is not the same record. */
function ofTest(incoming: Incoming): Incoming {
  return { ...incoming, identity: createHash('sha256').update(`test!${incoming.identity}`).digest('hex') };
}

/** The first characters of the message for the format-check receipt, without what XML cannot carry. */
function beginningOf(bytes: Buffer, decoded: Decoded): string {
  const text = new TextDecoder(decoded.encoding.used).decode(bytes.subarray(0, 600));
  return (
    [...carriable(text)]
      .filter(sign => sign !== '\ufffd' && (sign >= ' ' || sign === '\n' || sign === '\t'))
      .slice(0, 500)
      .join('') || '-'
  );
}

export function resultsOf(cleared: Pick<Cleared, 'acceptances'>): readonly RecordOutcome[] {
  return cleared.acceptances.map(({ state, caseKeys, findings }) => ({ state, cases: caseKeys, findings }));
}

/** What the sender is told of an envelope that was worked through. */
export function acknowledge(work: Work, outcomes: readonly RecordOutcome[]): Acknowledgement {
  const records = work.incoming.map((incoming, index) => {
    const { state, cases, findings } = outcomes[index] ?? PUT_ASIDE;
    const result = { index: incoming.record, type: incoming.document.type, key: incoming.key, state, cases };
    return { result, findings };
  });
  const { refusal } = work.read;
  return {
    envelope: work.envelope,
    outcome: {
      state: refusal ? 'refused' : 'done',
      results: records.map(record => record.result),
      ...(refusal ? { refusal } : {}),
    },
    findings: work.read.decoded.findings,
    records,
    read: work.read,
  };
}

export const PUT_ASIDE: RecordOutcome = { state: 'quarantined', cases: [], findings: [] };
