import { createHash } from 'node:crypto';
import type { Incoming, RefusedMessage } from '../cases/index.ts';
import type { Decoded } from '../messages/index.ts';
import type { Finding, Instant } from '../shared/index.ts';
import { type Cleared, clearRecords, type Judging, quarantineRecord, type Realm } from './clearance/index.ts';
import {
  claimKeys,
  type Envelope,
  type EnvelopeOutcome,
  type Intake,
  incomingOf,
  intake,
  keepEnvelopes,
  type MessageRead,
  newEnvelopeId,
  type RecordResult,
  readMessage,
  type Settled,
  type StoredEnvelope,
  unfinishedEnvelopes,
} from './gateway/index.ts';
import { type Caller, type EditionReader, readCertificates, type Sealer } from './identity/index.ts';
import { type Database, isDatabaseAway, type Tx } from './store/index.ts';

/**
 * The journey on one page: bytes are read, kept, matched, judged, decided and answered. This file alone knows the order; the rooms
 * do not know each other.
 */
export interface FlowParts {
  readonly database: Database;
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
  readonly refused?: RefusedMessage;
}

export interface Flow {
  /** Takes a message in. Throws `KeyUsed` when its idempotency key stands for another envelope, a database error when it is away. */
  submit(submission: Submission): Promise<Acknowledgement>;
  /** Goes on with envelopes that were kept but not worked through when the process ended. Gives their number. */
  resume(): Promise<number>;
  drained(): Promise<void>;
  backlog(): number;
}

const BATCH_RECORDS = 200;
const LANES = 2;

export function createFlow(parts: FlowParts): Flow {
  const doors = {
    live: intake<Work, Acknowledgement>(batch => processBatch(parts, batch), {
      weigh,
      weightMax: BATCH_RECORDS,
      lanes: LANES,
    }),
    test: intake<Work, Acknowledgement>(batch => processBatch(parts, batch), {
      weigh,
      weightMax: BATCH_RECORDS,
      lanes: 1,
    }),
  };
  const doorOf = (work: Work): Intake<Work, Acknowledgement> =>
    work.envelope.test ? doors.test : doors.live;
  return {
    async submit(submission) {
      const work = await read(parts, submission);
      return doorOf(work).submit(work);
    },
    resume: () => resume(parts),
    async drained() {
      await Promise.all([doors.live.drained(), doors.test.drained()]);
    },
    backlog: () => doors.live.backlog() + doors.test.backlog(),
  };
}

function weigh(work: Work): number {
  return Math.max(1, work.incoming.length);
}

async function read(parts: FlowParts, submission: Submission): Promise<Work> {
  const { caller, bytes } = submission;
  const at = parts.now();
  const meta: Record<string, string> = {
    ...(submission.contentType === undefined ? {} : { contentType: submission.contentType }),
    ...(submission.type === undefined ? {} : { type: submission.type }),
    policy: caller.signature,
  };
  const message = await readBytes(parts, { bytes, meta, at });
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
  return workOf(envelope, message);
}

/** Reads bytes as they were (or are) received. A decoder that breaks is a fault of ours: the bytes are kept and an engineer told. */
async function readBytes(
  parts: FlowParts,
  { bytes, meta, at }: { bytes: Buffer; meta: Readonly<Record<string, string>>; at: Instant },
): Promise<MessageRead> {
  const { law } = await parts.editions.newest();
  const policy = meta['policy'] === 'required' || meta['policy'] === 'off' ? meta['policy'] : 'if-present';
  return readMessage({
    bytes,
    contentType: meta['contentType'],
    type: meta['type'],
    law,
    at,
    bytesMax: parts.bodyMax,
    policy,
    registered: policy === 'off' ? [] : await readCertificates(parts.database, at),
  });
}

function workOf(envelope: Envelope, message: MessageRead): Work {
  if (message.refusal)
    return {
      envelope,
      incoming: [],
      read: message,
      refused: {
        envelopeId: envelope.id,
        sender: envelope.orgCode,
        at: envelope.receivedAt,
        type: envelope.type ?? '',
        finding: message.refusal,
        beginning: beginningOf(envelope.bytes, message.decoded),
      },
    };
  const from = { sender: envelope.orgCode, at: envelope.receivedAt, envelopeId: envelope.id };
  return { envelope, incoming: incomingOf(message.decoded, from), read: message };
}

/** The first characters of the message for the format-check receipt, without what XML cannot carry. */
function beginningOf(bytes: Buffer, decoded: Decoded): string {
  const text = new TextDecoder(decoded.encoding.used).decode(bytes.subarray(0, 600));
  return (
    [...text]
      .filter(sign => sign >= ' ' || sign === '\n' || sign === '\t')
      .join('')
      .slice(0, 500) || '-'
  );
}

/** The fast path: everything from keep to answer in one transaction. When anything but the database itself fails, `salvage`. */
async function processBatch(
  parts: FlowParts,
  batch: readonly Work[],
): Promise<readonly Settled<Acknowledgement>[]> {
  try {
    return await parts.database.transaction(tx => settleBatch(parts, tx, batch));
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    parts.alarm('a batch failed; its envelopes are kept and its records taken one by one', error);
    return salvage(parts, batch);
  }
}

function realmOf(parts: FlowParts, batch: readonly Work[]): Realm {
  return { test: batch[0]?.envelope.test ?? false, sealer: parts.sealer() };
}

async function settleBatch(
  parts: FlowParts,
  tx: Tx,
  batch: readonly Work[],
): Promise<readonly Settled<Acknowledgement>[]> {
  const realm = realmOf(parts, batch);
  const edition = await parts.editions.under(tx);
  const used = await claimKeys(
    tx,
    batch.map(work => work.envelope),
  );
  const fresh = batch.filter(work => !used.has(work.envelope.id));
  const cleared = await clearRecords(tx, realm, edition, parts.judging, {
    incoming: fresh.flatMap(work => work.incoming),
    refused: fresh.flatMap(work => work.refused ?? []),
  });
  const results = resultsOf(cleared);
  const acknowledged = new Map<Work, Acknowledgement>();
  let at = 0;
  for (const work of fresh) {
    acknowledged.set(work, acknowledge(work, results.slice(at, at + work.incoming.length)));
    at += work.incoming.length;
  }
  await keepEnvelopes(tx, realm.sealer, [...acknowledged.values()]);
  return batch.map(work => {
    const done = acknowledged.get(work);
    return done ? { ok: true, value: done } : { ok: false, error: used.get(work.envelope.id) };
  });
}

type RecordOutcome = Pick<RecordResult, 'state' | 'cases'> & { readonly findings: readonly Finding[] };

function resultsOf(cleared: Pick<Cleared, 'acceptances'>): readonly RecordOutcome[] {
  return cleared.acceptances.map(({ state, caseKeys, findings }) => ({ state, cases: caseKeys, findings }));
}

function acknowledge(work: Work, outcomes: readonly RecordOutcome[]): Acknowledgement {
  const records = work.incoming.map((incoming, index) => {
    const { state, cases, findings } = outcomes[index] ?? {
      state: 'quarantined' as const,
      cases: [],
      findings: [],
    };
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

/**
 * Something broke on the way. First the bytes are made safe on their own; then the records are tried in halves, until the one that
 * breaks is alone: it is quarantined, and everything else has gone through in its order.
 */
async function salvage(
  parts: FlowParts,
  batch: readonly Work[],
): Promise<readonly Settled<Acknowledgement>[]> {
  const realm = realmOf(parts, batch);
  const used = await parts.database.transaction(async tx => {
    const taken = await claimKeys(
      tx,
      batch.map(work => work.envelope),
    );
    const fresh = batch.filter(work => !taken.has(work.envelope.id));
    await keepEnvelopes(
      tx,
      realm.sealer,
      fresh.map(work => ({ envelope: work.envelope, outcome: { state: 'kept', results: [] } })),
    );
    return taken;
  });
  const settled: Settled<Acknowledgement>[] = [];
  for (const work of batch) {
    const before = used.get(work.envelope.id);
    settled.push(
      before ? { ok: false, error: before } : { ok: true, value: await workThrough(parts, realm, work) },
    );
  }
  return settled;
}

/** Works one kept envelope through. If the database goes away meanwhile, it stays kept and `resume` goes on later. */
async function workThrough(parts: FlowParts, realm: Realm, work: Work): Promise<Acknowledgement> {
  try {
    const outcomes = await inHalves(parts, realm, work, work.incoming);
    const done = acknowledge(work, outcomes);
    await parts.database.transaction(tx => keepEnvelopes(tx, realm.sealer, [done]));
    return done;
  } catch (error) {
    parts.alarm(`envelope ${work.envelope.id} is kept and waits`, error);
    return {
      envelope: work.envelope,
      outcome: { state: 'kept', results: [] },
      findings: [],
      records: [],
      read: work.read,
    };
  }
}

async function inHalves(
  parts: FlowParts,
  realm: Realm,
  work: Work,
  incoming: readonly Incoming[],
): Promise<readonly RecordOutcome[]> {
  try {
    const cleared = await parts.database.transaction(async tx => {
      const edition = await parts.editions.under(tx);
      const refused = work.refused && work.incoming.length === 0 ? [work.refused] : [];
      return clearRecords(tx, realm, edition, parts.judging, { incoming, refused });
    });
    return resultsOf(cleared);
  } catch (error) {
    if (isDatabaseAway(error) || incoming.length === 0) throw error;
    const [only] = incoming;
    if (only && incoming.length === 1) {
      parts.alarm(`record ${only.record} of envelope ${only.envelopeId} is quarantined`, error);
      await parts.database.transaction(async tx =>
        quarantineRecord(tx, realm, await parts.editions.under(tx), only),
      );
      return [{ state: 'quarantined', cases: [], findings: [] }];
    }
    const half = Math.ceil(incoming.length / 2);
    const first = await inHalves(parts, realm, work, incoming.slice(0, half));
    return [...first, ...(await inHalves(parts, realm, work, incoming.slice(half)))];
  }
}

async function resume(parts: FlowParts): Promise<number> {
  const kept = await unfinishedEnvelopes(parts.database);
  for (const stored of kept)
    await workThrough(
      parts,
      { test: stored.test, sealer: parts.sealer() },
      await rereadEnvelope(parts, stored),
    );
  return kept.length;
}

/** A stored envelope as work again: decrypted and decoded as at its acceptance. */
export async function rereadEnvelope(parts: FlowParts, stored: StoredEnvelope): Promise<Work> {
  const bytes = parts.sealer().open(stored.data_key, stored.sealed);
  const at = Number(stored.received_at);
  const meta = stored.meta ?? {};
  const message = await readBytes(parts, { bytes, meta, at });
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
  return workOf(envelope, message);
}
