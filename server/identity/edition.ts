import { type Law, type LawAdditions, lawWith, shippedLaw } from '../../law/index.ts';
import { type Database, rowsOf, type Tx } from '../store/index.ts';
import { type Org, readOrgs } from './orgs.ts';

/**
 * Registers and law as the rules read them, at one version. Batches read under a shared lock and changes take the exclusive one, so
 * every decision belongs to exactly one edition and a replay meets the same one at the same place in the journal.
 */
export interface Edition {
  readonly version: bigint;
  readonly orgs: ReadonlyMap<string, Org>;
  readonly law: Law;
}

const LOCK = 7_301_002;

export interface EditionReader {
  /** The edition in force, read under the shared lock of this transaction; loaded again only when it changed. */
  under(tx: Tx): Promise<Edition>;
  /** The newest edition without a lock: for quotes and prechecks, which decide nothing. */
  newest(): Promise<Edition>;
}

/**
 * @param changed is told of every version that is loaded, on the connection that saw it, before anybody works with it: whoever keeps
 *   something else that changes with the edition (the data keys) loads it again there
 */
export function editionReader(
  database: Database,
  changed: (from: Database | Tx, version: bigint) => Promise<void> = async () => undefined,
): EditionReader {
  let kept: Edition | undefined;
  async function load(from: Database | Tx, version: bigint): Promise<Edition> {
    if (kept?.version === version) return kept;
    await changed(from, version);
    const orgs = await readOrgs(from);
    const rows = await rowsOf<{ kind: string; value: unknown }>(
      from,
      'select kind, value from law.addition order by seq',
    );
    const law = rows.length === 0 ? shippedLaw() : lawWith(shippedLaw(), additionsOf(rows));
    kept = { version, orgs, law };
    return kept;
  }
  return {
    async under(tx) {
      // Two statements: one statement's snapshot would be older than the lock it waited for.
      await tx.query('select pg_advisory_xact_lock_shared($1)', [LOCK]);
      const { rows } = await tx.query<{ version: bigint }>('select version from identity.edition');
      return load(tx, rows[0]?.version ?? 0n);
    },
    async newest() {
      const rows = await database.query<{ version: bigint }>('select version from identity.edition');
      return load(database, rows[0]?.version ?? 0n);
    },
  };
}

/**
 * Waits for the batches under way and holds off new ones until the end of this transaction, without a new edition: for a change that
 * batches read without a lock of its own.
 */
export async function holdBatches(tx: Tx): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1)', [LOCK]);
}

/** Takes the exclusive lock and counts the edition up. Everything that changes registers, law or keys begins with this. */
export async function changeEdition(tx: Tx): Promise<void> {
  await holdBatches(tx);
  await tx.query('update identity.edition set version = version + 1');
}

function additionsOf(rows: readonly { kind: string; value: unknown }[]): LawAdditions {
  const merged: Record<string, unknown[]> = {};
  for (const { kind, value } of rows) {
    const list = merged[kind] ?? [];
    list.push(value);
    merged[kind] = list;
  }
  return merged as LawAdditions;
}
