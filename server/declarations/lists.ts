import { type CaseState, type Held, newCase } from '../../cases/index.ts';
import { reviveExact } from '../../shared/index.ts';
import { readDocuments, scoped } from '../clearance/index.ts';
import { bucketOf, rowsOf } from '../store/index.ts';
import type { DeclarationParts } from './follow.ts';

/** A case's list with its state: what summary and trades look at. */
export interface HeldList {
  readonly caseKey: string;
  readonly sender: string;
  readonly state: CaseState;
  readonly held: Held;
}

const CHUNK = 5000;

/** Reads states and documents of lists, a few thousand at a time, so that a month of them never lies in one answer of the database. */
export async function readLists(
  { database, realm }: DeclarationParts,
  test: boolean,
  wanted: readonly { readonly caseKey: string; readonly docKey: string; readonly sender: string }[],
): Promise<readonly HeldList[]> {
  const lists: HeldList[] = [];
  for (let from = 0; from < wanted.length; from += CHUNK) {
    const part = wanted.slice(from, from + CHUNK);
    const states = await readStates(
      { database, realm },
      test,
      part.map(it => it.caseKey),
    );
    const documents = await readDocuments(
      database,
      realm(test),
      part.map(it => ({ type: 'CEB603Message', key: it.docKey })),
    );
    const byKey = new Map(documents.map(held => [held.key, held]));
    for (const { caseKey, docKey, sender } of part) {
      const state = states.get(caseKey);
      const held = byKey.get(docKey);
      if (state && held && !held.destroyed) lists.push({ caseKey, sender, state, held });
    }
  }
  return lists;
}

/** States of cases by key; cases that nothing has happened to are left out. */
export async function readStates(
  { database }: DeclarationParts,
  test: boolean,
  caseKeys: readonly string[],
): Promise<ReadonlyMap<string, CaseState>> {
  const keys = caseKeys.map(key => scoped({ test }, key));
  const rows = await rowsOf<{ key: string; n: bigint; state: unknown }>(
    database,
    `select u.n, k.state from unnest($1::smallint[], $2::text[]) with ordinality as u (bucket, key, n)
     join clearance.kase k on k.bucket = u.bucket and k.key = u.key where k.status <> 'new'`,
    [keys.map(bucketOf), keys],
  );
  const states = new Map<string, CaseState>();
  for (const row of rows) {
    const key = caseKeys[Number(row.n) - 1] ?? '';
    states.set(key, { ...newCase(key), ...reviveExact<Partial<CaseState>>(row.state) });
  }
  return states;
}
