import {
  answeredDocuments,
  type Book,
  type CaseState,
  type Direction,
  directionOf,
  directionOfCase,
  documentSlot,
  emptyBook,
  exportCaseOfListKey,
  findDocument,
  foreignLinks,
  type Incoming,
  isPlainRoute,
  journalOfExport,
  keyOfRoute,
  linksOf,
  type Mark,
  newCase,
  ON_WAYBILLS,
  paymentRoute,
} from '../../cases/index.ts';
import type { Document } from '../../messages/index.ts';
import { beijingDate, beijingYear, type Instant, reviveExact } from '../../shared/index.ts';
import { bucketOf, numbers, type Tx, texts, together } from '../store/index.ts';
import { readDocuments, readPast, type Slot } from './documents.ts';
import { type Locking, lockNames, openGate } from './locks.ts';
import { type Realm, scoped, unscoped } from './realm.ts';

/**
 * Loads and locks what a batch of records can touch. Locks are taken class by class (keys, routing, cases, accounts) and by key within
 * a class, so that no two batches wait for each other in a circle. The one exception: cases that share a waybill number with one of
 * the batch are locked after the others, because only then are they known; should two such batches meet, the database ends one and it
 * is tried again.
 */
export async function loadForRecords(tx: Tx, realm: Realm, incoming: readonly Incoming[]): Promise<Book> {
  const book = emptyBook();
  if (incoming.length === 0) return book;
  const links = incoming.map(record => linksOf(record.document));
  const foreign = realm.foreign ? incoming.map(foreignLinks) : [];
  const routes = new Set([...links, ...foreign].flatMap(link => link.routes));
  const locking = await openGate(tx, 3 * incoming.length + 2 * routes.size);
  await lockKeys(tx, locking, realm, incoming);
  for (const route of await formerRoutes(tx, realm, book, incoming)) routes.add(route);
  await lockRoutes(tx, locking, realm, book, routes);
  const caseKeys = new Set(links.flatMap(link => (link.caseKey === undefined ? [] : [link.caseKey])));
  for (const key of foreign.flatMap(link => link.caseKeys)) caseKeys.add(key);
  for (const key of (await findNumbers(tx, realm, book, incoming)).values()) caseKeys.add(key);
  for (const row of book.routes.values()) for (const key of row.cases) caseKeys.add(key);
  await lockCases(tx, locking, realm, book, caseKeys);
  await lockRivals(tx, locking, realm, book);
  const own = incoming.map(record => ({ type: record.document.type, key: record.key }));
  const answered = answeredSlots(realm, incoming);
  await loadDocuments(tx, realm, book, [...own, ...answered, ...wantedDocuments(book, caseKeys, incoming)]);
  await loadIdentities(tx, realm, book, own);
  await loadNamedPayments(tx, realm, book, caseKeys);
  await lockAccounts(tx, locking, realm, book, caseKeys, incoming);
  return book;
}

/** Loads and locks one case for an officer's act or a timer. */
export async function loadForCases(
  tx: Tx,
  realm: Realm,
  keys: readonly string[],
  at: Instant,
): Promise<Book> {
  const book = emptyBook();
  const locking = await openGate(tx, 8 * keys.length);
  await lockCases(tx, locking, realm, book, new Set(keys));
  const caseKeys = new Set(book.cases.keys());
  await lockRivals(tx, locking, realm, book);
  await loadDocuments(tx, realm, book, wantedDocuments(book, caseKeys));
  await loadNamedPayments(tx, realm, book, caseKeys);
  await lockAccounts(tx, locking, realm, book, caseKeys, [], at);
  return book;
}

/** The documents that customs' receipts in the batch answer. */
function answeredSlots(realm: Realm, incoming: readonly Incoming[]): readonly Slot[] {
  return realm.foreign ? incoming.filter(record => record.customs).flatMap(answeredDocuments) : [];
}

/** Types whose business key is itself a routing key or case key, and is locked as such. */
const KEYED_BY_LINK = new Set([
  'CEB311Message',
  'CEB411Message',
  'CEB511Message',
  'CEB621Message',
  'CEB303Message',
  'CEB403Message',
  'CEB505Message',
  'CEB603Message',
]);

/** Locks the business keys of all other types, so that a change and a deletion of one document never pass each other. */
async function lockKeys(
  tx: Tx,
  locking: Locking,
  realm: Realm,
  incoming: readonly Incoming[],
): Promise<void> {
  const own = incoming.map(record => ({ type: record.document.type, key: record.key }));
  const names = [...own, ...answeredSlots(realm, incoming)]
    .filter(slot => !KEYED_BY_LINK.has(slot.type))
    .map(slot => `${slot.type} ${scoped(realm, slot.key)}`);
  await lockNames(tx, locking, 'key', names);
}

/** Keys as the arrays of a query: buckets and keys. */
function keyArrays(realm: Realm, keys: Iterable<string>): [string, string] {
  const names = [...keys].map(key => scoped(realm, key));
  return [numbers(names.map(bucketOf)), texts(names)];
}

interface RouteRow {
  key: string;
  cases: string[];
  at: bigint;
  marks: readonly Mark[] | null;
}

async function lockRoutes(
  tx: Tx,
  locking: Locking,
  realm: Realm,
  book: Book,
  routes: ReadonlySet<string>,
): Promise<void> {
  if (routes.size === 0) return;
  const [, { rows }] = await together([
    lockNames(
      tx,
      locking,
      'route',
      [...routes].map(route => scoped(realm, route)),
    ),
    tx.query<RouteRow>({
      name: 'routes',
      text: `select r.* from unnest($1::smallint[], $2::text[]) as u (bucket, key)
       cross join lateral (select key, cases, at, marks from clearance.routing where bucket = u.bucket and key = u.key limit 1) r`,
      values: keyArrays(realm, routes),
    }),
  ]);
  for (const row of rows)
    book.routes.set(unscoped(row.key), {
      cases: row.cases,
      at: Number(row.at),
      ...(row.marks?.length ? { marks: row.marks } : {}),
    });
}

/** Waybill numbers that an arrival, departure or master list named before it is changed now: their cases are touched too. */
async function formerRoutes(
  tx: Tx,
  realm: Realm,
  book: Book,
  incoming: readonly Incoming[],
): Promise<readonly string[]> {
  const changing = incoming.filter(
    ({ document }) => ON_WAYBILLS.has(document.type) && document.head['appType'] !== '1',
  );
  if (changing.length === 0) return [];
  const slots = changing.map(({ document, key }) => ({ type: document.type, key }));
  await loadDocuments(tx, realm, book, slots);
  return slots.flatMap(({ type, key }) => {
    const held = findDocument(book, type, key);
    return held ? linksOf(held.document).routes : [];
  });
}

/**
 * Which cases the inventory numbers of applications mean: a number holds the journal number of its list. Written into `book.numbers`;
 * the fold compares the whole number with that of the case.
 */
export async function findNumbers(
  tx: Tx,
  realm: Realm,
  book: Book,
  incoming: readonly Incoming[],
): Promise<ReadonlyMap<string, string>> {
  const asked = new Map<bigint, string[]>();
  for (const { document } of incoming) {
    const number = linksOf(document).invtNo;
    const journal = number === undefined ? undefined : journalOfExport(number);
    if (number === undefined || journal === undefined || book.numbers.has(number)) continue;
    asked.set(journal, [...(asked.get(journal) ?? []), number]);
  }
  const found = new Map<string, string>();
  if (asked.size === 0) return found;
  const { rows } = await tx.query<{ journal: bigint; key: string }>(
    "select journal, key from clearance.document where journal = any($1::bigint[]) and type = 'CEB603Message'",
    [[...asked.keys()]],
  );
  for (const row of rows) {
    const caseKey = exportCaseOfListKey(unscoped(row.key));
    if ((row.key !== unscoped(row.key)) !== realm.test || caseKey === undefined) continue;
    for (const number of asked.get(row.journal) ?? []) found.set(number, caseKey);
  }
  for (const [number, key] of found) book.numbers.set(number, key);
  return found;
}

/** Locks cases, also those that nothing has happened to yet, and reads what is known of them. */
async function lockCases(
  tx: Tx,
  locking: Locking,
  realm: Realm,
  book: Book,
  caseKeys: ReadonlySet<string>,
): Promise<void> {
  if (caseKeys.size === 0) return;
  const [, { rows }] = await together([
    lockNames(
      tx,
      locking,
      'case',
      [...caseKeys].map(key => scoped(realm, key)),
    ),
    tx.query<{ key: string; state: unknown }>({
      name: 'cases',
      text: `select k.* from unnest($1::smallint[], $2::text[]) as u (bucket, key)
       cross join lateral (
         select key, state from clearance.kase where bucket = u.bucket and key = u.key and status <> 'new' limit 1) k`,
      values: keyArrays(realm, caseKeys),
    }),
  ]);
  for (const row of rows) {
    const key = unscoped(row.key);
    book.cases.set(key, { ...newCase(key), ...reviveExact<Partial<CaseState>>(row.state) });
  }
}

/** Whether a waybill number was used elsewhere is read from the cases that share it: they must not move meanwhile. */
async function lockRivals(tx: Tx, locking: Locking, realm: Realm, book: Book): Promise<void> {
  const rivals = new Set([...book.cases.values()].flatMap(state => state.rivals ?? []));
  await lockCases(tx, locking, realm, book, new Set([...rivals].filter(key => !book.cases.has(key))));
}

/** What became of every version under the keys of the batch; the current ones are loaded already. */
async function loadIdentities(tx: Tx, realm: Realm, book: Book, slots: readonly Slot[]): Promise<void> {
  for (const held of book.documents.values()) book.identities.set(held.identity, held.state);
  for (const { identity, state } of await readPast(tx, realm, slots)) book.identities.set(identity, state);
}

/** The documents that a case may be judged on. */
export function documentSlots(state: CaseState): Slot[] {
  const { key, payments, waybill } = state;
  const slots: Slot[] =
    directionOfCase(key) === 'export'
      ? [
          { type: 'CEB303Message', key: keyOfRoute(key) },
          ...(state.list === undefined ? [] : [{ type: 'CEB603Message', key: state.list }]),
          ...(state.back ?? []).map(entry => ({ type: 'CEB213Message', key: entry.key })),
        ]
      : [
          { type: 'CEB311Message', key },
          { type: 'CEB621Message', key },
        ];
  const direction = directionOfCase(key);
  for (const route of payments)
    slots.push({ type: documentOnRoute(route, direction), key: keyOfRoute(route) });
  if (waybill) slots.push({ type: documentOnRoute(waybill, direction), key: keyOfRoute(waybill) });
  return slots;
}

function documentOnRoute(route: string, direction: Direction): string {
  if (route.startsWith('W')) return direction === 'export' ? 'CEB505Message' : 'CEB511Message';
  return route.startsWith('R') ? 'CEB403Message' : 'CEB411Message';
}

function wantedDocuments(book: Book, caseKeys: Iterable<string>, incoming: readonly Incoming[] = []): Slot[] {
  const slots: Slot[] = [];
  for (const key of caseKeys) slots.push(...documentSlots(book.cases.get(key) ?? newCase(key)));
  // What waits under a number that a record names, for a case that does not look at it yet.
  for (const { document } of incoming) {
    if (ON_WAYBILLS.has(document.type)) continue;
    const direction = directionOf(document.type);
    for (const route of linksOf(document).routes)
      if (!route.startsWith('T'))
        slots.push({ type: documentOnRoute(route, direction), key: keyOfRoute(route) });
  }
  for (const [route, row] of book.routes) {
    if (isPlainRoute(route)) continue;
    if (route.startsWith('T')) {
      for (const mark of row.marks ?? []) slots.push({ type: mark.type, key: mark.key });
      continue;
    }
    for (const key of row.cases)
      slots.push({ type: documentOnRoute(route, directionOfCase(key)), key: keyOfRoute(route) });
  }
  return slots;
}

async function loadDocuments(tx: Tx, realm: Realm, book: Book, slots: readonly Slot[]): Promise<void> {
  const fresh = new Map<string, Slot>();
  for (const slot of slots) {
    const name = documentSlot(slot.type, slot.key);
    if (!book.documents.has(name)) fresh.set(name, slot);
  }
  for (const held of await readDocuments(tx, realm, [...fresh.values()]))
    book.documents.set(documentSlot(held.document.type, held.key), held);
}

/** An order may name a payment that no routing row of this batch mentions; its document is read under the order's case lock. */
async function loadNamedPayments(
  tx: Tx,
  realm: Realm,
  book: Book,
  caseKeys: Iterable<string>,
): Promise<void> {
  const slots: Slot[] = [];
  for (const key of caseKeys) {
    const order = findDocument(book, 'CEB311Message', key);
    const route = order && paymentRoute(order.document.head);
    if (route) slots.push({ type: 'CEB411Message', key: keyOfRoute(route) });
  }
  await loadDocuments(tx, realm, book, slots);
}

/** Locks the yearly-limit accounts and the guarantors' accounts that the cases' lists name. */
async function lockAccounts(
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
