import {
  type Acceptance,
  type ActVerdict,
  accept,
  actOnCase,
  type Book,
  type Decision,
  type Effects,
  expireCase,
  formatReceipt,
  type Incoming,
  journalOfExport,
  linksOf,
  nextJournal,
  noEffects,
  type OfficerAct,
  type RefusedMessage,
  type Setting,
} from '../../cases/index.ts';
import type { Instant } from '../../shared/index.ts';
import type { Edition } from '../identity/index.ts';
import { type Tx, together } from '../store/index.ts';
import { writeForwards } from './forward.ts';
import type { JournalEntry } from './journal.ts';
import { loadForCases, loadForRecords } from './load.ts';
import { findNumbers } from './load-links.ts';
import { liftQuarantine } from './quarantine.ts';
import type { Realm } from './realm.ts';
import { beginWrite, writeEffects } from './write.ts';

/** The parts of the fold's setting that do not depend on the batch. */
export type Judging = Pick<Setting, 'judge' | 'judgeExport' | 'stance'>;

function settingOf(judging: Judging, realm: Realm, edition: Edition): Setting {
  return {
    ...judging,
    test: realm.test,
    law: edition.law,
    enterprise: code => edition.orgs.get(code),
    match: realm.sealer.match,
  };
}

/** Stands in the journal for a message that was refused as a whole. */
export const WHOLE_MESSAGE = -1;

export interface Cleared {
  readonly acceptances: readonly Acceptance[];
  readonly decisions: readonly Decision[];
  readonly book: Book;
}

export interface Batch {
  readonly incoming: readonly Incoming[];
  readonly refused?: readonly RefusedMessage[];
  /** The records were quarantined before and are tried again: an input of their own in the journal. */
  readonly again?: boolean;
}

/**
 * Match → judge → decide → answer for a batch of records of one realm, in the caller's transaction. Records are taken in the given
 * order, exactly as if they had come one by one.
 */
export async function clearRecords(
  tx: Tx,
  realm: Realm,
  edition: Edition,
  judging: Judging,
  { incoming, refused = [], again = false }: Batch,
): Promise<Cleared> {
  const foreign = judging.stance === 'precheck';
  const book = await loadForRecords(tx, { ...realm, foreign }, incoming);
  if (again) await liftQuarantine(tx, realm, book, incoming);
  const strange = unknownNumbers(book, incoming);
  const numbered = needsNumbers(incoming) || strange;
  if (strange) {
    await takeCounter(tx);
    if ((await findNumbers(tx, realm, book, incoming)).size > 0) throw new NumberGivenMeanwhile();
  }
  const setting = settingOf(judging, realm, edition);
  const acceptances: Acceptance[] = [];
  const decisions: Decision[] = [];
  const writing: Promise<unknown>[] = [];
  try {
    for (const part of partsOf(incoming)) {
      const effects = noEffects(numbered ? await takeCounter(tx) : undefined);
      const entries: JournalEntry[] = [];
      for (const [index, record] of part.entries()) {
        if (index > 0 && index % TURN === 0) await nextTurn();
        const before = effects.journal;
        acceptances.push(accept(book, effects, record, setting));
        if (effects.journal > before) entries.push(entryOf(record, again));
      }
      if (acceptances.length === incoming.length) refuse(effects, entries, refused);
      const left = { book, effects, entries, law: edition.law.edition };
      writing.push((await beginWrite(tx, realm, left)).written, writeForwards(tx, realm, effects.forwards));
      decisions.push(...effects.decisions);
    }
  } finally {
    // Nothing of this may run on when the transaction ends.
    await Promise.allSettled(writing);
  }
  await together(writing);
  return { acceptances, decisions, book };
}

/** The database takes in one part of a batch while the next is folded. */
const PART = 250;
/** After so many records others have their turn: the connection that hands over the part before, and messages that arrive. */
const TURN = 32;

function partsOf(incoming: readonly Incoming[]): readonly (readonly Incoming[])[] {
  if (incoming.length <= PART) return [incoming];
  return Array.from({ length: Math.ceil(incoming.length / PART) }, (_, at) =>
    incoming.slice(at * PART, (at + 1) * PART),
  );
}

function nextTurn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}

function refuse(effects: Effects, entries: JournalEntry[], refused: readonly RefusedMessage[]): void {
  for (const message of refused) {
    effects.answers.push(formatReceipt(message, nextJournal(effects)));
    entries.push({ at: message.at, kind: 'record', envelopeId: message.envelopeId, record: WHOLE_MESSAGE });
  }
}

/** One record has one entry of kind `record`; when it is tried again, the journal says so in an entry that names it. */
function entryOf({ at, envelopeId, record, customs }: Incoming, again: boolean): JournalEntry {
  return again
    ? { at, kind: 'again', envelopeId, record, body: { envelopeId, record } }
    : { at, kind: customs ? 'customs' : 'record', envelopeId, record };
}

/**
 * A revocation or return names the number that its list was given. When the list itself may stand in the same batch, that number has
 * to be known during the fold, so that the batch decides as one by one would.
 */
function needsNumbers(incoming: readonly Incoming[]): boolean {
  return incoming.length > 1 && incoming.some(({ document }) => APPLICATIONS.has(document.type));
}

const APPLICATIONS = new Set([
  'CEB623Message',
  'CEB625Message',
  'CEB605Message',
  'CEB213Message',
  'CEB215Message',
]);

/** True when an application names an export inventory that was not there when the batch looked for it. */
function unknownNumbers(book: Book, incoming: readonly Incoming[]): boolean {
  return incoming.some(({ document }) => {
    const { invtNo } = linksOf(document);
    return invtNo !== undefined && journalOfExport(invtNo) !== undefined && !book.numbers.has(invtNo);
  });
}

/**
 * The list was committed while this batch took its locks, so in the order of the journal it comes first: the batch begins again, and
 * locks its case this time. The code is that of a serialisation failure, which the store tries again.
 */
class NumberGivenMeanwhile extends Error {
  readonly code = '40001';
}

/** The journal's number so far; nobody else takes one until this transaction ends. All other locks are held already. */
async function takeCounter(tx: Tx): Promise<bigint> {
  const { rows } = await tx.query<{ journal: bigint }>('select journal from gateway.counter for update');
  const [counter] = rows;
  if (!counter) throw new Error('gateway.counter has no row');
  return counter.journal;
}

/** An officer's act, in the caller's transaction; the act itself is journaled. */
export async function clearAct(
  tx: Tx,
  realm: Realm,
  edition: Edition,
  judging: Judging,
  act: OfficerAct,
): Promise<ActVerdict> {
  const book = await loadForCases(tx, realm, [act.caseKey], act.at);
  const effects = noEffects();
  const verdict = actOnCase(book, effects, act, settingOf(judging, realm, edition));
  if (verdict.done)
    await writeEffects(tx, realm, {
      book,
      effects,
      entries: [{ at: act.at, kind: 'officer', body: { ...act, test: realm.test } }],
      law: edition.law.edition,
    });
  await writeForwards(tx, realm, effects.forwards);
  return verdict;
}

/** The waiting time of a case is over; the timer's tick is journaled like every other input. */
export async function clearExpiry(
  tx: Tx,
  realm: Realm,
  edition: Edition,
  { caseKey, at }: { caseKey: string; at: Instant },
): Promise<boolean> {
  const book = await loadForCases(tx, realm, [caseKey], at);
  const effects = noEffects();
  if (!expireCase(book, effects, caseKey, { at, law: edition.law })) return false;
  await writeEffects(tx, realm, {
    book,
    effects,
    entries: [{ at, kind: 'timer', body: { caseKey, at, test: realm.test } }],
    law: edition.law.edition,
  });
  return true;
}
