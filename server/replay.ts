import type { OfficerAct } from '../cases/index.ts';
import {
  clearAct,
  clearExpiry,
  clearRecords,
  type JournalRow,
  type Judging,
  quarantineRecord,
  type Realm,
  readJournal,
  WHOLE_MESSAGE,
  wasPutAside,
} from './clearance/index.ts';
import { findEnvelope } from './gateway/index.ts';
import type { EditionReader, Org } from './identity/index.ts';
import { addLawValues, type Deposit, deposit, importOrgs, type LawKind } from './operator.ts';
import { type Database, rowsOf } from './store/index.ts';
import { type FlowParts, rereadEnvelope, type Work } from './work.ts';

/** The platform whose journal is read, and the empty database that it is fed into. */
export interface ReplayParts {
  readonly source: FlowParts;
  readonly target: Database;
  readonly targetEditions: EditionReader;
  readonly judging: Judging;
  readonly onProgress?: (done: number, of: number) => void;
}

const PAGE = 500;

/**
 * Feeds every input of the journal, in its order and one at a time, into an empty database. What comes out must be equal to what
 * stands in the source: that is the proof that decisions follow from inputs alone. Personal numbers are matched with the source's keys.
 */
export async function replay(parts: ReplayParts): Promise<{ inputs: number }> {
  const { source } = parts;
  const [end] = await rowsOf<{ journal: bigint }>(source.database, 'select journal from gateway.counter');
  const total = Number(end?.journal ?? 0n);
  // The source's keys may have turned since this process last looked.
  await source.editions.newest();
  const reread = envelopeReader(parts);
  let after = 0n;
  let inputs = 0;
  for (;;) {
    const rows = await readJournal(source.database, after, PAGE);
    if (rows.length === 0) return { inputs };
    for (const row of rows) {
      await feed(parts, row, reread);
      inputs += 1;
      after = row.seq;
    }
    parts.onProgress?.(inputs, total);
  }
}

/** What the target decides on is read from the source: the target has no envelopes. */
function realmOf(source: FlowParts, test: boolean): Realm {
  const realm = source.realm(test);
  return {
    ...realm,
    contents: { ...realm.contents, read: ids => realm.contents.read(ids, source.database) },
  };
}

type Reread = (id: string) => Promise<Work>;

/** Keeps the last few envelopes decoded: their records usually follow each other in the journal. */
function envelopeReader({ source, targetEditions }: ReplayParts): Reread {
  const kept = new Map<string, Work>();
  return async id => {
    // Code lists are law: a message is read with the edition that stood at its place in the journal.
    const { law } = await targetEditions.newest();
    const before = kept.get(id);
    if (before?.law === law.edition) return before;
    const stored = await findEnvelope(source.database, id);
    if (!stored) throw new Error(`the journal names envelope ${id}, which is not there`);
    const work = await rereadEnvelope(source, stored, law);
    if (kept.size > 50) kept.clear();
    kept.set(id, work);
    return work;
  };
}

async function feed(parts: ReplayParts, row: JournalRow, reread: Reread): Promise<void> {
  const { target, targetEditions, judging, source } = parts;
  const at = Number(row.at);
  const realm = (test: boolean) => realmOf(source, test);
  switch (row.kind) {
    case 'org':
      return importOrgs(target, row.body as Org[], at);
    case 'law': {
      const { kind, values, actor } = row.body as { kind: LawKind; values: unknown[]; actor: string };
      return addLawValues(target, { kind, values }, { at, actor });
    }
    case 'deposit':
      await deposit(target, row.body as Deposit, at);
      return;
    case 'officer': {
      const { test, ...act } = row.body as OfficerAct & { test: boolean };
      await target.transaction(async tx =>
        clearAct(tx, realm(test), await targetEditions.under(tx), judging, act),
      );
      return;
    }
    case 'timer': {
      const { test, caseKey } = row.body as { test: boolean; caseKey: string };
      await target.transaction(async tx =>
        clearExpiry(tx, realm(test), await targetEditions.under(tx), { caseKey, at }),
      );
      return;
    }
    case 'again': {
      const { envelopeId, record } = row.body as { envelopeId: string; record: number };
      const work = await reread(envelopeId);
      const incoming = work.incoming.filter(one => one.record === record);
      await target.transaction(async tx =>
        clearRecords(tx, realm(work.envelope.test), await targetEditions.under(tx), judging, {
          incoming,
          again: true,
        }),
      );
      return;
    }
    case 'customs':
    case 'record': {
      if (row.envelope_id === null) throw new Error(`journal ${row.seq} names no envelope`);
      const work = await reread(row.envelope_id);
      if (wasPutAside(row.body)) return putAside(parts, work, row.record);
      const incoming =
        row.record === WHOLE_MESSAGE ? [] : work.incoming.filter(record => record.record === row.record);
      const refused = row.record === WHOLE_MESSAGE && work.refused ? [work.refused] : [];
      await target.transaction(async tx =>
        clearRecords(tx, realm(work.envelope.test), await targetEditions.under(tx), judging, {
          incoming,
          refused,
        }),
      );
    }
  }
}

/** What broke the program then is put aside again: the journal goes on from there as it did, whatever the program can do today. */
async function putAside(
  { target, targetEditions, source }: ReplayParts,
  work: Work,
  record: number | null,
): Promise<void> {
  const [incoming] = work.incoming.filter(one => one.record === record);
  if (!incoming) throw new Error(`envelope ${work.envelope.id} has no record ${record}`);
  await target.transaction(async tx =>
    quarantineRecord(tx, realmOf(source, work.envelope.test), await targetEditions.under(tx), incoming),
  );
}
