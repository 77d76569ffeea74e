import type { Tx } from '../store/index.ts';

/**
 * Locks on names, taken in the transaction and held until it ends. A name need not be a row: a case that nothing has happened to yet
 * can be locked, and locking writes nothing. Two names with one hash only wait for each other.
 */
const CLASSES = { key: 7_301_003, route: 7_301_004, case: 7_301_005, quota: 7_301_006 } as const;
const GATE = 7_301_007;

/** How a transaction locks: name by name, or everything at once. */
export type Locking = 'names' | 'all';

/**
 * Comes before every other lock. Each lock on a name takes room in the shared memory of PostgreSQL
 * (max_locks_per_transaction × max_connections); a batch that would take more than its share locks everything instead and waits
 * until it is alone.
 * @param names about how many names will be locked
 */
export async function openGate(tx: Tx, names: number): Promise<Locking> {
  share ??= await readShare(tx);
  const fine = names <= share;
  await tx.query({
    name: fine ? 'gate-shared' : 'gate-alone',
    text: fine ? 'select pg_advisory_xact_lock_shared($1)' : 'select pg_advisory_xact_lock($1)',
    values: [GATE],
  });
  return fine ? 'names' : 'all';
}

/** How many names one transaction may lock: an eighth of what the server has room for, since few batches are under way at once. It changes only when the server restarts. */
let share: number | undefined;

async function readShare(tx: Tx): Promise<number> {
  const { rows } = await tx.query<{ share: number }>(
    `select current_setting('max_locks_per_transaction')::int * current_setting('max_connections')::int / 8 as share`,
  );
  return rows[0]?.share ?? 0;
}

/** Locks names of a class in the one order in which every transaction takes them. */
export async function lockNames(
  tx: Tx,
  locking: Locking,
  kind: keyof typeof CLASSES,
  names: readonly string[],
): Promise<void> {
  if (locking === 'all' || names.length === 0) return;
  const hashes = [...new Set(names.map(hashOf))].sort((a, b) => a - b);
  await tx.query({
    name: 'lock-names',
    text: 'select count(pg_advisory_xact_lock($1, name)) from unnest($2::int[]) as u (name)',
    values: [CLASSES[kind], `{${hashes.join(',')}}`],
  });
}

/** FNV-1a over the characters, as the signed 32 bits that PostgreSQL locks by. */
function hashOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index++) {
    hash ^= name.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash | 0;
}
