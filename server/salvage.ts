import type { Incoming } from '../cases/index.ts';
import {
  clearRecords,
  type PutAside,
  quarantineRecord,
  type Realm,
  readQuarantine,
  readRecordFindings,
  readRecordStates,
} from './clearance/index.ts';
import {
  claimKeys,
  findEnvelope,
  keepEnvelopes,
  type Settled,
  type StoredEnvelope,
  unfinishedEnvelopes,
} from './gateway/index.ts';
import { type Database, isDatabaseAway } from './store/index.ts';
import {
  type Acknowledgement,
  acknowledge,
  type FlowParts,
  PUT_ASIDE,
  type RecordOutcome,
  rereadEnvelope,
  resultsOf,
  type Work,
} from './work.ts';

/**
 * Something broke on the way. First the bytes are made safe on their own; then the records are tried in halves, until the one that
 * breaks is alone: it is quarantined, and everything else has gone through in its order.
 */
export async function salvage(
  parts: FlowParts,
  batch: readonly Work[],
): Promise<readonly Settled<Acknowledgement>[]> {
  const used = await parts.database.transaction(async tx => {
    await parts.editions.under(tx);
    const taken = await claimKeys(
      tx,
      batch.map(work => work.envelope),
    );
    const fresh = batch.filter(work => !taken.has(work.envelope.id));
    await keepEnvelopes(
      tx,
      parts.sealer(),
      fresh.map(work => ({ envelope: work.envelope, outcome: { state: 'kept', results: [] } })),
    );
    return taken;
  });
  const settled: Settled<Acknowledgement>[] = [];
  for (const work of batch) {
    const before = used.get(work.envelope.id);
    settled.push(before ? { ok: false, error: before } : { ok: true, value: await workThrough(parts, work) });
  }
  return settled;
}

function realmOf(parts: FlowParts, work: Work): Realm {
  return parts.realm(work.envelope.test);
}

/** Works one kept envelope through. If the database goes away meanwhile, it stays kept and `resume` goes on later. */
async function workThrough(parts: FlowParts, work: Work): Promise<Acknowledgement> {
  try {
    if (work.refused) return await refuseWhole(parts, work);
    const outcomes = await inHalves(parts, work, work.incoming);
    const done = acknowledge(work, await ownOutcomes(parts, work, outcomes));
    await parts.database.transaction(async tx => {
      await parts.editions.under(tx);
      await keepEnvelopes(tx, parts.sealer(), [done]);
    });
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

/** A message refused as a whole has no record that would tell that it was answered: answer and end are one transaction. */
async function refuseWhole(parts: FlowParts, work: Work): Promise<Acknowledgement> {
  const done = acknowledge(work, []);
  await parts.database.transaction(async tx => {
    const edition = await parts.editions.under(tx);
    const realm = realmOf(parts, work);
    const refused = work.refused ? [work.refused] : [];
    await clearRecords(tx, realm, edition, parts.judging, { incoming: [], refused });
    await keepEnvelopes(tx, realm.sealer, [done]);
  });
  return done;
}

async function inHalves(
  parts: FlowParts,
  work: Work,
  incoming: readonly Incoming[],
): Promise<readonly RecordOutcome[]> {
  if (incoming.length === 0) return [];
  try {
    const cleared = await parts.database.transaction(async tx => {
      const edition = await parts.editions.under(tx);
      return clearRecords(tx, realmOf(parts, work), edition, parts.judging, { incoming });
    });
    return resultsOf(cleared);
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    const [only] = incoming;
    if (only && incoming.length === 1) {
      parts.alarm(`record ${only.record} of envelope ${only.envelopeId} is quarantined`, error);
      await parts.database.transaction(async tx => {
        const edition = await parts.editions.under(tx);
        await quarantineRecord(tx, realmOf(parts, work), edition, only);
      });
      return [PUT_ASIDE];
    }
    const half = Math.ceil(incoming.length / 2);
    const first = await inHalves(parts, work, incoming.slice(0, half));
    return [...first, ...(await inHalves(parts, work, incoming.slice(half)))];
  }
}

/**
 * A record that an earlier attempt on this very envelope had taken in already comes out as a duplicate of itself; the sender is told
 * what became of it then.
 */
async function ownOutcomes(
  parts: FlowParts,
  work: Work,
  outcomes: readonly RecordOutcome[],
): Promise<readonly RecordOutcome[]> {
  if (!outcomes.some(outcome => outcome.state === 'duplicate')) return outcomes;
  const states = await readRecordStates(parts.database, work.envelope.id);
  const findings = await readRecordFindings(parts.database, parts.sealer(), work.envelope.id);
  return outcomes.map((outcome, index) => {
    const record = work.incoming[index]?.record ?? -1;
    const state = states.get(record);
    return state && outcome.state === 'duplicate'
      ? { ...outcome, state, findings: findings.get(record) ?? [] }
      : outcome;
  });
}

export interface Resuming {
  /** Only envelopes received before this instant: younger ones may still be under way in some process. */
  readonly before?: number;
  /** Tries quarantined records again as well: worth it when the program has changed, that is at its start. */
  readonly quarantined?: boolean;
}

/** Goes on with what an earlier attempt left. Gives the number of envelopes worked through and of records taken out of quarantine. */
export async function resume(
  parts: FlowParts,
  { before = Infinity, quarantined = false }: Resuming,
): Promise<number> {
  let done = 0;
  const kept = await unfinishedEnvelopes(parts.database);
  for (const stored of kept.filter(envelope => Number(envelope.received_at) < before)) {
    const work = await reread(parts, stored);
    if (work && (await workThrough(parts, work)).outcome.state !== 'kept') done += 1;
  }
  if (!quarantined) return done;
  for (const aside of await readQuarantine(parts.database, 1000)) {
    if (await tryAgain(parts, aside)) done += 1;
  }
  return done;
}

/** Undefined (and an alarm) when the bytes cannot be opened or read any more; the others go on. */
async function reread(parts: FlowParts, stored: StoredEnvelope): Promise<Work | undefined> {
  try {
    const { law } = await parts.editions.newest();
    return await rereadEnvelope(parts, stored, law);
  } catch (error) {
    parts.alarm(`envelope ${stored.id} cannot be read again`, error);
    return undefined;
  }
}

async function tryAgain(parts: FlowParts, { envelopeId, record }: PutAside): Promise<boolean> {
  const stored = await findEnvelope(parts.database, envelopeId);
  const work = stored && (await reread(parts, stored));
  const incoming = work?.incoming.filter(one => one.record === record) ?? [];
  if (!stored || !work || incoming.length === 0) return false;
  try {
    await parts.database.transaction(async tx => {
      const edition = await parts.editions.under(tx);
      const realm = realmOf(parts, work);
      const cleared = await clearRecords(tx, realm, edition, parts.judging, { incoming, again: true });
      const [outcome = PUT_ASIDE] = resultsOf(cleared);
      const results = stored.results.map(result =>
        result.index === record ? { ...result, state: outcome.state, cases: outcome.cases } : result,
      );
      await keepEnvelopes(tx, realm.sealer, [
        { envelope: work.envelope, outcome: { state: stored.state, results } },
      ]);
    });
    return true;
  } catch (error) {
    parts.alarm(`record ${record} of envelope ${envelopeId} stays in quarantine`, error);
    return false;
  }
}

/** Number of records in quarantine: what an engineer has to look at. */
export async function countQuarantined(database: Database): Promise<number> {
  return (await readQuarantine(database, 1000)).length;
}
