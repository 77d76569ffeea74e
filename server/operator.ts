import type { LawAdditions } from '../law/index.ts';
import type { Instant } from '../shared/index.ts';
import { journalOne, type Realm, scoped } from './clearance/index.ts';
import { changeEdition, holdBatches, type Org, putOrgs } from './identity/index.ts';
import type { Database } from './store/index.ts';

/**
 * What an operator changes: organisations, dated law, guarantee deposits. Each change is an input of the journal like any message,
 * because decisions depend on it and a replay must meet it at the same place.
 */

/** Adds organisations to the register or replaces their name, roles and settings. */
export async function importOrgs(database: Database, orgs: readonly Org[], at: Instant): Promise<void> {
  await database.transaction(async tx => {
    await changeEdition(tx);
    await putOrgs(tx, orgs, at);
    await journalOne(tx, 'org', orgs, at);
  });
}

export type LawKind = keyof LawAdditions;

/** Adds one dated value (with its document number) to the law. Nothing is ever changed or taken away. */
export async function addLaw(
  database: Database,
  kind: LawKind,
  value: unknown,
  by: { at: Instant; actor: string },
): Promise<void> {
  await addLawValues(database, { kind, values: [value] }, by);
}

/** Adds many dated values of one kind at once: a file of rates is one change of the law and one entry of the journal. */
export async function addLawValues(
  database: Database,
  { kind, values }: { kind: LawKind; values: readonly unknown[] },
  { at, actor }: { at: Instant; actor: string },
): Promise<void> {
  await database.transaction(async tx => {
    await changeEdition(tx);
    await tx.query(
      `insert into law.addition (kind, value, at, actor)
       select $1, value, to_timestamp($3 / 1000.0), $4 from jsonb_array_elements($2::jsonb) with ordinality as u (value, n) order by n`,
      [kind, JSON.stringify(values), at, actor],
    );
    await journalOne(tx, 'law', { kind, values, actor }, at);
  });
}

export interface Deposit {
  readonly account: string;
  /** Fen as decimal text; negative takes money out. */
  readonly fen: string;
  readonly entry: string;
  readonly test: boolean;
}

/** Books a deposit on a guarantor's account; the account is opened by its first deposit. The same entry is never booked twice. */
export async function deposit(database: Database, given: Deposit, at: Instant): Promise<{ booked: boolean }> {
  const account = scoped({ test: given.test }, given.account);
  return database.transaction(async tx => {
    // Opening an account changes what "no account" means to a batch, and a row that is not there cannot be locked.
    await holdBatches(tx);
    await tx.query('insert into ledgers.guarantee (account) values ($1) on conflict (account) do nothing', [
      account,
    ]);
    await tx.query('select 1 from ledgers.guarantee where account = $1 for update', [account]);
    const before = await tx.query('select 1 from ledgers.guarantee_entry where account = $1 and entry = $2', [
      account,
      given.entry,
    ]);
    if (before.rowCount) return { booked: false };
    await tx.query('update ledgers.guarantee set deposit = deposit + $2 where account = $1', [
      account,
      given.fen,
    ]);
    const journal = await journalOne(tx, 'deposit', given, at);
    await tx.query(
      'insert into ledgers.guarantee_entry (account, entry, amount, journal) values ($1, $2, $3, $4)',
      [account, given.entry, given.fen, journal],
    );
    return { booked: true };
  });
}

export interface GuaranteeView {
  readonly account: string;
  readonly deposit: bigint;
  readonly charged: bigint;
}

export async function readGuarantee(
  database: Database,
  realm: Pick<Realm, 'test'>,
  code: string,
): Promise<GuaranteeView | undefined> {
  const rows = await database.query<{ deposit: bigint; charged: bigint }>(
    'select deposit, charged from ledgers.guarantee where account = $1',
    [scoped(realm, code)],
  );
  const row = rows[0];
  return row && { account: code, deposit: row.deposit, charged: row.charged };
}
