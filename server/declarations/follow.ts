import { type FollowedDocument as Read, type Realm, readFollowed } from '../clearance/index.ts';
import type { Sealer } from '../identity/index.ts';
import type { Database, Tx } from '../store/index.ts';
import { type Entries, enter, type FollowedDocument, noEntries, TABLES } from './entries.ts';

/** What the read model works with. */
export interface DeclarationParts {
  readonly database: Database;
  readonly realm: (test: boolean) => Realm;
}

const CHUNK = 2000;
/** Only one process follows at a time. */
const FOLLOWER_LOCK = 7_301_006;

/**
 * Brings the read model up to the journal as committed so far; every reader calls it first, so what it reads is never older than the
 * last acknowledgement. Gives the number of documents that were entered.
 */
export async function follow({ database, realm }: DeclarationParts): Promise<number> {
  if (await isUpToDate(database)) return 0;
  let entered = 0;
  for (;;) {
    const taken = await database.transaction(tx => followChunk(tx, realm(false)));
    entered += taken;
    if (taken < CHUNK) return entered;
  }
}

/** Most readers find nothing new and need not queue for the lock. */
async function isUpToDate(database: Database): Promise<boolean> {
  const [row] = await database.query<{ done: boolean }>(
    'select f.journal >= c.journal as done from declarations.follower f, gateway.counter c',
  );
  return row?.done ?? false;
}

async function followChunk(tx: Tx, realm: Realm): Promise<number> {
  await tx.query('select pg_advisory_xact_lock($1)', [FOLLOWER_LOCK]);
  // The counter is read before the documents: what commits in between has a higher number and comes next time.
  const { rows: ends } = await tx.query<{ from: bigint; to: bigint }>(
    'select f.journal as from, c.journal as to from declarations.follower f, gateway.counter c',
  );
  const { from = 0n, to = 0n } = ends[0] ?? {};
  if (from >= to) return 0;
  const read = await readFollowed(tx, realm, { after: from, upTo: to, limit: CHUNK });
  await write(tx, read, await fromCustoms(tx, read), realm.sealer);
  const reached = read.length < CHUNK ? to : (read.at(-1)?.held.journal ?? to);
  await tx.query('update declarations.follower set journal = $1', [reached]);
  return read.length;
}

/** The last word on a document: what it says, or that it is no more. */
interface LastWord {
  readonly type: string;
  readonly test: boolean;
  readonly key: string;
  readonly document: FollowedDocument | undefined;
}

/** Types that only customs may send: anybody else's are kept as documents and believed by nobody. */
const CUSTOMS_ONLY = new Set<string>(['CEB702Message', 'CEB792Message']);

/** Envelopes of these documents that came under a key of customs. */
async function fromCustoms(tx: Tx, read: readonly Read[]): Promise<ReadonlySet<string>> {
  const asked = read.filter(({ held: { document } }) => ASKED.has(document.type));
  if (asked.length === 0) return new Set();
  const { rows } = await tx.query<{ id: string }>(
    "select id from gateway.envelope where id = any($1::uuid[]) and meta ->> 'customs' is not null",
    [[...new Set(asked.map(({ held }) => held.envelopeId))]],
  );
  return new Set(rows.map(row => row.id));
}

const ASKED = new Set<string>([...CUSTOMS_ONLY, 'DeclarationForm']);

async function write(
  tx: Tx,
  read: readonly Read[],
  customs: ReadonlySet<string>,
  sealer: Sealer,
): Promise<void> {
  const last = new Map<string, LastWord>();
  for (const one of read) {
    const isCustoms = customs.has(one.held.envelopeId);
    if (CUSTOMS_ONLY.has(one.held.document.type) && !isCustoms) continue;
    const word = lastWordOf(one, isCustoms);
    const slot = slotOf(word);
    const before = last.get(slot)?.document;
    if (before && word.document && isOlder(word.document, before)) continue;
    last.delete(slot);
    last.set(slot, word);
  }
  const older = await outrun(tx, [...last.values()]);
  const words = [...last].filter(([slot]) => !older.has(slot)).map(([, word]) => word);
  const entries = noEntries();
  for (const { document } of words) if (document) enter(entries, document, sealer);
  await forget(tx, words);
  for (const table of TABLES) await insert(tx, table, entries[table]);
}

function slotOf({ type, test, key }: LastWord): string {
  return `${type} ${test} ${key}`;
}

/** A document whose data key was destroyed is gone, here as everywhere. */
function lastWordOf({ test, held, appType, dataKey }: Read, customs: boolean): LastWord {
  const { key, sender, at, document, destroyed } = held;
  const stands = appType !== '3' && !destroyed;
  return {
    type: document.type,
    test,
    key,
    document: stands ? { test, key, sender, at, customs, dataKey, document } : undefined,
  };
}

/** Time that customs puts on a receipt or result; these may come out of order. */
function timeOf({ document }: FollowedDocument): string | undefined {
  const field = TIMES[document.type];
  return field === undefined ? undefined : (document.head[field] ?? '');
}

const TIMES: Readonly<Record<string, string>> = { CEB702Message: 'returnTime', CEB792Message: 'opDate' };

function isOlder(one: FollowedDocument, other: FollowedDocument): boolean {
  const [a, b] = [timeOf(one), timeOf(other)];
  return a !== undefined && b !== undefined && a < b;
}

/** Receipts and results of which a newer one is entered already. */
async function outrun(tx: Tx, words: readonly LastWord[]): Promise<ReadonlySet<string>> {
  const timed = words.flatMap(word => {
    const time = word.document && timeOf(word.document);
    return time === undefined ? [] : [{ ...word, slot: slotOf(word), time }];
  });
  if (timed.length === 0) return new Set();
  const { rows } = await tx.query<{ slot: string }>(
    `select u.slot from unnest($1::text[], $2::text[], $3::bool[], $4::text[], $5::text[]) as u (slot, type, test, key, time)
     where exists (select 1 from declarations.application_answer a where u.type = 'CEB702Message' and a.test = u.test and a.key = u.key and a.return_time > u.time)
        or exists (select 1 from declarations.result r where u.type = 'CEB792Message' and r.test = u.test and r.key = u.key and r.op_date > u.time)`,
    [
      timed.map(it => it.slot),
      timed.map(it => it.type),
      timed.map(it => it.test),
      timed.map(it => it.key),
      timed.map(it => it.time),
    ],
  );
  return new Set(rows.map(row => row.slot));
}

/** Tables that hold rows of a type, with the column that names the document. */
const HOLDS: Readonly<Record<string, readonly (readonly [keyof Entries, string])[]>> = {
  CEB603Message: [['list', 'doc_key']],
  CEB701Message: [
    ['application', 'key'],
    ['application_list', 'key'],
  ],
  CEB702Message: [['application_answer', 'key']],
  CEB792Message: [
    ['result', 'key'],
    ['result_line', 'key'],
  ],
  DeclarationForm: [
    ['form', 'entry_id'],
    ['form_name', 'entry_id'],
  ],
};

async function forget(tx: Tx, touched: readonly LastWord[]): Promise<void> {
  if (touched.length === 0) return;
  await tx.query(
    `delete from declarations.name n using unnest($1::bool[], $2::text[], $3::text[]) as u (test, type, key)
     where n.test = u.test and n.type = u.type and n.key = u.key`,
    [touched.map(it => it.test), touched.map(it => it.type), touched.map(it => it.key)],
  );
  for (const [type, tables] of Object.entries(HOLDS)) {
    const own = touched.filter(it => it.type === type);
    if (own.length === 0) continue;
    for (const [table, column] of tables)
      await tx.query(
        `delete from declarations.${table} t using unnest($1::bool[], $2::text[]) as u (test, key)
         where t.test = u.test and t.${column} = u.key`,
        [own.map(it => it.test), own.map(it => it.key)],
      );
  }
}

async function insert(tx: Tx, table: keyof Entries, rows: Entries[keyof Entries]): Promise<void> {
  if (rows.length === 0) return;
  // One case has one current list: another seller's declaration takes the place of the one before.
  const replace =
    table === 'list'
      ? `on conflict (test, case_key) do update set doc_key = excluded.doc_key, consignor = excluded.consignor, agent = excluded.agent,
           sender = excluded.sender, mode = excluded.mode, flag = excluded.flag, bucket = excluded.bucket, at = excluded.at,
           data_key = excluded.data_key, sealed = excluded.sealed`
      : '';
  const distinct = table === 'list' ? lastPerCase(rows) : rows;
  await tx.query(
    `insert into declarations.${table} select * from jsonb_populate_recordset(null::declarations.${table}, $1::jsonb) ${replace}`,
    [JSON.stringify(distinct)],
  );
}

function lastPerCase(rows: Entries['list']): Entries['list'] {
  return [...new Map(rows.map(row => [`${row['test']} ${row['case_key']}`, row])).values()];
}
