import { type Book, findDocument, type Incoming } from '../../cases/index.ts';
import type { Document } from '../../messages/index.ts';
import { beijingDate, beijingYear, type Instant } from '../../shared/index.ts';
import { type Tx, texts, together } from '../store/index.ts';
import { type Locking, lockNames } from './locks.ts';
import { keyArrays, type Realm, scoped, unscoped } from './realm.ts';

/** Locks the yearly-limit accounts and the guarantors' accounts that the cases' lists name. */
export async function lockAccounts(
  tx: Tx,
  locking: Locking,
  realm: Realm,
  book: Book,
  caseKeys: Iterable<string>,
  incoming: readonly Incoming[],
  at?: Instant,
): Promise<void> {
  const accounts = new Set<string>();
  const guarantors = new Set<string>();
  const years = new Set((at === undefined ? incoming.map(record => record.at) : [at]).map(beijingYear));
  const days = [...new Set((at === undefined ? incoming.map(record => record.at) : [at]).map(beijingDate))];
  const fromList = (head: Document['head']) => {
    const buyer = head['buyerIdNumber'];
    if (buyer) for (const year of years) accounts.add(`${year}|${realm.sealer.match(buyer.toUpperCase())}`);
    if (head['assureCode']) guarantors.add(head['assureCode']);
  };
  for (const key of caseKeys) {
    const list = findDocument(book, 'CEB621Message', key);
    if (list) fromList(list.document.head);
    const claim = book.cases.get(key)?.claim;
    if (claim) {
      accounts.add(claim.account);
      guarantors.add(claim.guarantor);
    }
  }
  for (const record of incoming) if (record.document.type === 'CEB621Message') fromList(record.document.head);
  await lockQuota(tx, locking, realm, book, accounts, days);
  await lockGuarantee(tx, realm, book, guarantors);
}

async function lockQuota(
  tx: Tx,
  locking: Locking,
  realm: Realm,
  book: Book,
  accounts: ReadonlySet<string>,
  days: readonly string[],
): Promise<void> {
  if (accounts.size === 0) return;
  for (const account of accounts) book.quota.set(account, { used: 0n, weights: {}, entries: [] });
  const [, { rows }] = await together([
    lockNames(
      tx,
      locking,
      'quota',
      [...accounts].map(account => scoped(realm, account)),
    ),
    tx.query<{ account: string; used: bigint; weights: Record<string, string> }>({
      name: 'quota',
      text: `select q.* from unnest($1::smallint[], $2::text[]) as u (bucket, account)
       cross join lateral (
         select account, used, weights from ledgers.quota where bucket = u.bucket and account = u.account limit 1) q`,
      values: keyArrays(realm, accounts),
    }),
  ]);
  const known: string[] = [];
  for (const row of rows) {
    const account = unscoped(row.account);
    known.push(account);
    const weights = Object.entries(row.weights).map(([group, kg]) => [group, BigInt(kg)] as const);
    book.quota.set(account, { used: row.used, weights: Object.fromEntries(weights), entries: [] });
  }
  if (known.length === 0) return;
  const entries = await tx.query<{
    account: string;
    claim: string;
    amount: bigint;
    case_key: string;
    ebp: string;
    day: string;
    journal: bigint;
  }>({
    name: 'quota-entries',
    text: `select e.* from unnest($1::smallint[], $2::text[]) as u (bucket, account)
     cross join lateral (
       select account, claim, amount, case_key, ebp, day, journal from ledgers.quota_entry
       where bucket = u.bucket and account = u.account and day = any($3::text[]) offset 0) e
     order by e.journal`,
    values: [...keyArrays(realm, known), texts(days)],
  });
  for (const row of entries.rows) {
    const account = unscoped(row.account);
    book.quota.get(account)?.entries.push({
      account,
      claim: row.claim,
      amount: row.amount,
      weights: {},
      caseKey: row.case_key,
      ebp: row.ebp,
      day: row.day,
      journal: row.journal,
    });
  }
}

async function lockGuarantee(tx: Tx, realm: Realm, book: Book, codes: ReadonlySet<string>): Promise<void> {
  if (codes.size === 0) return;
  const keys = [...codes].map(code => scoped(realm, code)).sort();
  const { rows } = await tx.query<{ account: string; deposit: bigint; charged: bigint }>({
    name: 'guarantee',
    text: 'select account, deposit, charged from ledgers.guarantee where account = any($1::text[]) order by account for update',
    values: [texts(keys)],
  });
  for (const row of rows)
    book.guarantee.set(unscoped(row.account), { deposit: row.deposit, charged: row.charged });
}
