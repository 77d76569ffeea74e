import { createHash } from 'node:crypto';
import {
  type Book,
  type CaseState,
  type Direction,
  directionOf,
  directionOfCase,
  documentSlot,
  emptyBook,
  exportCaseOfListKey,
  findDocument,
  type Held,
  type Incoming,
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
import { KeyDestroyed, type Sealer } from '../identity/index.ts';
import { bucketOf, type Database, rowsOf, type Tx } from '../store/index.ts';

/** Whose data: live and test share no row, because every key of test data carries a prefix. */
export interface Realm {
  readonly test: boolean;
  readonly sealer: Sealer;
}

const TEST = 'test!';

export function scoped(realm: Pick<Realm, 'test'>, key: string): string {
  return realm.test ? TEST + key : key;
}

export function unscoped(key: string): string {
  return key.startsWith(TEST) ? key.slice(TEST.length) : key;
}

/** Keys with their buckets, in the one order in which every transaction takes its locks. */
function ordered(realm: Realm, keys: Iterable<string>): { buckets: number[]; keys: string[] } {
  const rows = [...new Set(keys)].map(key => scoped(realm, key)).map(key => ({ key, bucket: bucketOf(key) }));
  rows.sort((a, b) => a.bucket - b.bucket || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return { buckets: rows.map(row => row.bucket), keys: rows.map(row => row.key) };
}

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
  await lockKeys(tx, realm, incoming);
  const former = await formerRoutes(tx, realm, book, incoming);
  await lockRoutes(tx, realm, book, [...links.flatMap(link => link.routes), ...former], incoming[0]?.at ?? 0);
  const caseKeys = new Set(links.flatMap(link => (link.caseKey === undefined ? [] : [link.caseKey])));
  for (const key of (await findNumbers(tx, realm, book, incoming)).values()) caseKeys.add(key);
  for (const row of book.routes.values()) for (const key of row.cases) caseKeys.add(key);
  await lockCases(tx, realm, book, caseKeys);
  await lockRivals(tx, realm, book);
  await loadIdentities(tx, realm, book, incoming);
  await loadDocuments(tx, realm, book, [
    ...incoming.map(record => ({ type: record.document.type, key: record.key })),
    ...wantedDocuments(book, caseKeys, incoming),
  ]);
  await loadNamedPayments(tx, realm, book, caseKeys);
  await lockAccounts(tx, realm, book, caseKeys, incoming);
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
  await lockKnownCases(tx, realm, book, keys);
  const caseKeys = new Set(book.cases.keys());
  await lockRivals(tx, realm, book);
  await loadDocuments(tx, realm, book, wantedDocuments(book, caseKeys));
  await loadNamedPayments(tx, realm, book, caseKeys);
  await lockAccounts(tx, realm, book, caseKeys, [], at);
  return book;
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
const KEY_LOCK = 7_301_003;

/** Locks the business keys of all other types, so that a change and a deletion of one document never pass each other. */
async function lockKeys(tx: Tx, realm: Realm, incoming: readonly Incoming[]): Promise<void> {
  const names = incoming
    .filter(record => !KEYED_BY_LINK.has(record.document.type))
    .map(record => hashOf(`${record.document.type} ${scoped(realm, record.key)}`));
  if (names.length === 0) return;
  await tx.query('select pg_advisory_xact_lock($1, name) from unnest($2::int[]) as u (name)', [
    KEY_LOCK,
    [...new Set(names)].sort((a, b) => a - b),
  ]);
}

/** Two keys with one hash only wait for each other. Few values, because every lock held takes room in shared memory. */
function hashOf(name: string): number {
  return createHash('sha256').update(name).digest().readUInt16BE(0);
}

interface RouteRow {
  key: string;
  cases: string[];
  at: bigint;
  marks: readonly Mark[] | null;
}

async function lockRoutes(
  tx: Tx,
  realm: Realm,
  book: Book,
  routes: readonly string[],
  at: Instant,
): Promise<void> {
  if (routes.length === 0) return;
  const sorted = ordered(realm, routes);
  const { rows } = await tx.query<RouteRow>(
    `insert into clearance.routing as r (bucket, key, cases, at)
     select bucket, key, '{}', $3 from unnest($1::smallint[], $2::text[]) as u (bucket, key)
     on conflict (bucket, key) do update set key = r.key
     returning key, cases, at, marks`,
    [sorted.buckets, sorted.keys, at],
  );
  for (const row of rows)
    book.routes.set(unscoped(row.key), {
      cases: row.cases,
      at: Number(row.at),
      ...(row.marks?.length ? { marks: row.marks } : {}),
    });
}

interface CaseRow {
  key: string;
  state: unknown;
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

function putCase(book: Book, row: CaseRow): void {
  const key = unscoped(row.key);
  book.cases.set(key, { ...newCase(key), ...reviveExact<Partial<CaseState>>(row.state) });
}

async function lockCases(tx: Tx, realm: Realm, book: Book, caseKeys: ReadonlySet<string>): Promise<void> {
  if (caseKeys.size === 0) return;
  const sorted = ordered(realm, caseKeys);
  const { rows } = await tx.query<CaseRow>(
    `insert into clearance.kase as k (bucket, key, version, status, state, updated_at)
     select bucket, key, 0, 'new', '{}', 0 from unnest($1::smallint[], $2::text[]) as u (bucket, key)
     on conflict (bucket, key) do update set key = k.key
     returning key, state`,
    [sorted.buckets, sorted.keys],
  );
  for (const row of rows) putCase(book, row);
}

/** Locks cases that something has happened to; makes none. */
async function lockKnownCases(tx: Tx, realm: Realm, book: Book, caseKeys: Iterable<string>): Promise<void> {
  const sorted = ordered(realm, caseKeys);
  if (sorted.keys.length === 0) return;
  const { rows } = await tx.query<CaseRow>(
    `select k.key, k.state from unnest($1::smallint[], $2::text[]) with ordinality as u (bucket, key, n)
     join clearance.kase k on k.bucket = u.bucket and k.key = u.key
     where k.status <> 'new' order by u.n for update of k`,
    [sorted.buckets, sorted.keys],
  );
  for (const row of rows) putCase(book, row);
}

/** Whether a waybill number was used elsewhere is read from the cases that share it: they must not move meanwhile. */
async function lockRivals(tx: Tx, realm: Realm, book: Book): Promise<void> {
  const rivals = new Set([...book.cases.values()].flatMap(state => state.rivals ?? []));
  await lockKnownCases(
    tx,
    realm,
    book,
    [...rivals].filter(key => !book.cases.has(key)),
  );
}

async function loadIdentities(
  tx: Tx,
  realm: Realm,
  book: Book,
  incoming: readonly Incoming[],
): Promise<void> {
  const { rows } = await tx.query<{ identity: Buffer; state: Held['state'] }>(
    `select d.identity, d.state from clearance.document d
     join unnest($1::smallint[], $2::text[]) as u (bucket, identity) on u.bucket = d.bucket and d.identity = decode(u.identity, 'hex')`,
    [incoming.map(record => bucketOf(scoped(realm, record.key))), incoming.map(record => record.identity)],
  );
  for (const row of rows) book.identities.set(row.identity.toString('hex'), row.state);
}

export interface Slot {
  readonly type: string;
  readonly key: string;
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
    if (route.startsWith('T')) {
      for (const mark of row.marks ?? []) slots.push({ type: mark.type, key: mark.key });
      continue;
    }
    for (const key of row.cases)
      slots.push({ type: documentOnRoute(route, directionOfCase(key)), key: keyOfRoute(route) });
  }
  return slots;
}

interface DocumentRow {
  type: Document['type'];
  key: string;
  identity: Buffer;
  envelope_id: string;
  record: number;
  journal: bigint;
  org_code: string;
  at: bigint;
  data_key: number;
  sealed: Buffer;
}

/** What is sealed of a document: the decoded record and the findings that did not refuse it. */
export interface SealedDocument {
  readonly head: Document['head'];
  readonly lines: Document['lines'];
  readonly findings: Held['findings'];
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

/** Current documents by type and business key; what is not there is left out. */
export async function readDocuments(
  from: Database | Tx,
  realm: Realm,
  wanted: readonly Slot[],
): Promise<readonly Held[]> {
  if (wanted.length === 0) return [];
  const rows = await rowsOf<DocumentRow & Record<string, unknown>>(
    from,
    // One look into the index per key (the limit keeps it apart): joined plainly, the planner reads every current document of a
    // young table, because it has no statistics yet that would tell how many there are.
    `select d.* from unnest($1::smallint[], $2::text[], $3::text[]) as u (bucket, type, key)
     cross join lateral (
       select type, key, identity, envelope_id, record, journal, org_code, at, data_key, sealed from clearance.document
       where bucket = u.bucket and type = u.type and key = u.key and state = 'current' limit 1) d`,
    [
      wanted.map(slot => bucketOf(scoped(realm, slot.key))),
      wanted.map(slot => slot.type),
      wanted.map(slot => scoped(realm, slot.key)),
    ],
  );
  return rows.map(row => heldOf(row, realm.sealer));
}

function heldOf(row: DocumentRow, sealer: Sealer): Held {
  return {
    ...contentOf(row, sealer),
    key: unscoped(row.key),
    sender: row.org_code,
    at: Number(row.at),
    identity: row.identity.toString('hex'),
    envelopeId: row.envelope_id,
    record: row.record,
    journal: row.journal,
    state: 'current',
  };
}

function contentOf(row: DocumentRow, sealer: Sealer): Pick<Held, 'document' | 'findings' | 'destroyed'> {
  const { type } = row;
  try {
    const opened = sealer.open(row.data_key, row.sealed).toString();
    const { head, lines, findings } = JSON.parse(opened) as SealedDocument;
    return { document: { type, head, lines }, findings };
  } catch (error) {
    if (error instanceof KeyDestroyed)
      return { document: { type, head: {}, lines: [] }, findings: [], destroyed: true };
    throw error;
  }
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
  await lockQuota(tx, realm, book, accounts, days);
  await lockGuarantee(tx, realm, book, guarantors);
}

async function lockQuota(
  tx: Tx,
  realm: Realm,
  book: Book,
  accounts: ReadonlySet<string>,
  days: readonly string[],
): Promise<void> {
  if (accounts.size === 0) return;
  const sorted = ordered(realm, accounts);
  const locked = await tx.query<{ account: string; used: bigint; weights: Record<string, string> }>(
    `insert into ledgers.quota as q (bucket, account)
     select bucket, account from unnest($1::smallint[], $2::text[]) as u (bucket, account)
     on conflict (bucket, account) do update set account = q.account
     returning account, used, weights`,
    [sorted.buckets, sorted.keys],
  );
  for (const row of locked.rows)
    book.quota.set(unscoped(row.account), {
      used: row.used,
      weights: Object.fromEntries(Object.entries(row.weights).map(([group, kg]) => [group, BigInt(kg)])),
      entries: [],
    });
  const entries = await tx.query<{
    account: string;
    claim: string;
    amount: bigint;
    case_key: string;
    ebp: string;
    day: string;
    journal: bigint;
  }>(
    `select e.* from unnest($1::smallint[], $2::text[]) as u (bucket, account)
     cross join lateral (
       select account, claim, amount, case_key, ebp, day, journal from ledgers.quota_entry
       where bucket = u.bucket and account = u.account and day = any($3) offset 0) e
     order by e.journal`,
    [sorted.buckets, sorted.keys, days],
  );
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
  const { rows } = await tx.query<{ account: string; deposit: bigint; charged: bigint }>(
    'select account, deposit, charged from ledgers.guarantee where account = any($1) order by account for update',
    [keys],
  );
  for (const row of rows)
    book.guarantee.set(unscoped(row.account), { deposit: row.deposit, charged: row.charged });
}
