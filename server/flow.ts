import { clearRecords } from './clearance/index.ts';
import { claimKeys, type Intake, intake, keepEnvelopes, type Settled } from './gateway/index.ts';
import { withHeldNote } from './held-note.ts';
import { type Resuming, resume, salvage } from './salvage.ts';
import { isDatabaseAway, type Tx } from './store/index.ts';
import {
  type Acknowledgement,
  acknowledge,
  asOf,
  type FlowParts,
  readSubmission,
  resultsOf,
  type Submission,
  type Work,
} from './work.ts';

/**
 * The journey on one page: bytes are read, kept, matched, judged, decided and answered. This file alone knows the order; the rooms
 * do not know each other. `work.ts` reads and tells, `salvage.ts` is the way round when something breaks.
 */
export type { Acknowledgement, FlowParts, Submission, Work } from './work.ts';

export interface Flow {
  /** Takes a message in. Throws `KeyUsed` when its idempotency key stands for another envelope, a database error when it is away. */
  submit(submission: Submission): Promise<Acknowledgement>;
  /** Goes on with envelopes that were kept but not worked through, and with quarantined records. Gives how many it finished. */
  resume(resuming?: Resuming): Promise<number>;
  drained(): Promise<void>;
  backlog(): number;
}

const BATCH_RECORDS = 1000;
const LANES = 2;

/** Takes a batch from keep to answer; in this thread, unless another does it (`settler.ts`). */
export type Settle = (batch: readonly Work[]) => Promise<readonly Settled<Acknowledgement>[]>;

export function createFlow(parts: FlowParts, settle: Settle = batch => settleBatch(parts, batch)): Flow {
  const door = (lanes: number) =>
    intake<Work, Acknowledgement>(settle, {
      weigh,
      weightMax: BATCH_RECORDS,
      lanes,
    });
  const doors = { live: door(LANES), test: door(1) };
  const doorOf = (work: Work): Intake<Work, Acknowledgement> =>
    work.envelope.test ? doors.test : doors.live;
  return {
    async submit(submission) {
      const work = await readSubmission(parts, submission);
      return withHeldNote(parts, await doorOf(work).submit(work));
    },
    resume: (resuming = { quarantined: true }) => resume(parts, resuming),
    async drained() {
      await Promise.all([doors.live.drained(), doors.test.drained()]);
    },
    backlog: () => doors.live.backlog() + doors.test.backlog(),
  };
}

function weigh(work: Work): number {
  return Math.max(1, work.incoming.length);
}

/** The fast path: everything from keep to answer in one transaction. When anything but the database itself fails, `salvage`. */
export async function settleBatch(
  parts: FlowParts,
  batch: readonly Work[],
): Promise<readonly Settled<Acknowledgement>[]> {
  try {
    return await parts.database.transaction(tx => settleIn(parts, tx, batch));
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    parts.alarm('a batch failed; its envelopes are kept and its records taken one by one', error);
    return salvage(parts, batch);
  }
}

async function settleIn(
  parts: FlowParts,
  tx: Tx,
  received: readonly Work[],
): Promise<readonly Settled<Acknowledgement>[]> {
  const edition = await parts.editions.under(tx);
  // Only now: the edition has brought the newest keys.
  const realm = parts.realm(received[0]?.envelope.test ?? false);
  const batch: Work[] = [];
  for (const work of received) batch.push(await asOf(parts, work, edition.law, tx));
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
