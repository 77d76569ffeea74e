import {
  answerQuarantined,
  emptyBook,
  type Held,
  type Incoming,
  nextJournal,
  noEffects,
} from '../../cases/index.ts';
import type { Edition } from '../identity/index.ts';
import type { Tx } from '../store/index.ts';
import type { Realm } from './load.ts';
import { writeEffects } from './write.ts';

/**
 * Puts a record aside that breaks the program, so that its neighbours can go on: kept whole, answered with an exception receipt,
 * listed for an engineer. It touches no case; once the fault is mended, a replay takes it in at its place in the journal.
 */
export async function quarantineRecord(
  tx: Tx,
  realm: Realm,
  edition: Edition,
  incoming: Incoming,
): Promise<void> {
  const effects = noEffects();
  const held: Held = { ...incoming, journal: nextJournal(effects), state: 'quarantined' };
  effects.inserted.push(held);
  const answer = answerQuarantined(held);
  if (answer) effects.answers.push(answer);
  await writeEffects(tx, realm, {
    book: emptyBook(),
    effects,
    entries: [{ at: incoming.at, kind: 'record', envelopeId: incoming.envelopeId, record: incoming.record }],
    law: edition.law.edition,
  });
}
