import type { Forward } from '../../cases/index.ts';
import { copyRows, type Tx } from '../store/index.ts';
import { type Realm, scoped } from './realm.ts';

/**
 * Writes which documents go on to customs, in the transaction that decided it. The exchange takes them from there: a row without a
 * message waits.
 */
export async function writeForwards(tx: Tx, realm: Realm, forwards: readonly Forward[]): Promise<void> {
  // Test data stay here.
  if (realm.test) return;
  await copyRows(
    tx,
    'clearance.forward (envelope_id, record, type, key, case_key, org_code, test, received_at, at)',
    forwards.map(({ held, caseKey }) => [
      held.envelopeId,
      held.record,
      held.document.type,
      scoped(realm, held.key),
      caseKey === undefined ? null : scoped(realm, caseKey),
      held.sender,
      realm.test,
      held.at,
      held.at,
    ]),
  );
}
