import {
  type Book,
  type CaseState,
  exportCaseOfListKey,
  findDocument,
  type Incoming,
  journalOfExport,
  linksOf,
  type Mark,
  newCase,
  ON_WAYBILLS,
} from '../../cases/index.ts';
import { reviveExact } from '../../shared/index.ts';
import { type Tx, together } from '../store/index.ts';
import { answeredSlots, loadDocuments } from './load-documents.ts';
import { type Locking, lockNames } from './locks.ts';
import { keyArrays, type Realm, scoped, unscoped } from './realm.ts';

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
export async function lockKeys(
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

interface RouteRow {
  key: string;
  cases: string[];
  at: bigint;
  marks: readonly Mark[] | null;
}

export async function lockRoutes(
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
export async function formerRoutes(
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
export async function lockCases(
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
export async function lockRivals(tx: Tx, locking: Locking, realm: Realm, book: Book): Promise<void> {
  const rivals = new Set([...book.cases.values()].flatMap(state => state.rivals ?? []));
  await lockCases(tx, locking, realm, book, new Set([...rivals].filter(key => !book.cases.has(key))));
}
