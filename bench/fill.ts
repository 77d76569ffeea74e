import { statfsSync } from 'node:fs';
import pg from 'pg';

/** A table that grows with every declaration, and how a copied row differs from the row it is copied from. */
interface Grown {
  readonly table: string;
  /** SQL by column; what is not named is the same. `b` is the row, `$c` the number of the copy, `$j` and `$f` what its journal and feed numbers are raised by. */
  readonly changes: Readonly<Record<string, string>>;
}

const other = (column: string) => `bench_base.other(b.${column}, $c)`;
const account = 'left(b.account, 5) || md5(b.account || $c)';
const envelope = (column: string) => `md5(b.${column}::text || $c)::uuid`;

const GROWN: readonly Grown[] = [
  { table: 'gateway.envelope', changes: { id: envelope('id') } },
  { table: 'gateway.journal', changes: { seq: 'b.seq + $j', envelope_id: envelope('envelope_id') } },
  { table: 'gateway.answer', changes: { seq: 'b.seq + $f', first: 'b.first + $f' } },
  {
    table: 'clearance.document',
    changes: { key: other('key'), journal: 'b.journal + $j', envelope_id: envelope('envelope_id') },
  },
  {
    table: 'clearance.routing',
    changes: {
      key: other('key'),
      cases: 'array(select bench_base.other(k, $c) from unnest(b.cases) as u (k))',
    },
  },
  { table: 'clearance.kase', changes: { key: other('key') } },
  { table: 'clearance.decision', changes: { case_key: other('case_key'), journal: 'b.journal + $j' } },
  { table: 'ledgers.quota', changes: { account } },
  {
    table: 'ledgers.quota_entry',
    changes: { account, claim: other('claim'), case_key: other('case_key'), journal: 'b.journal + $j' },
  },
  {
    table: 'ledgers.guarantee_entry',
    changes: { entry: other('entry'), case_key: other('case_key'), journal: 'b.journal + $j' },
  },
];

/** Tables whose sealed bytes are most of the disk, and that no batch reads again. */
const HEAVY = new Set(['gateway.envelope', 'gateway.answer']);
const CUT = 'substring(b.sealed from 1 for 64)';

/** The same key for another copy: two signs of its number change, or are added to a key of another form. */
const FUNCTIONS = `set synchronous_commit = off;
set maintenance_work_mem = '512MB';
create schema bench_base;
create function bench_base.tag(copy int) returns text language sql immutable return
  chr(97 + copy / 36) || substr('0123456789abcdefghijklmnopqrstuvwxyz', copy % 36 + 1, 1);
create function bench_base.other(key text, copy int) returns text language sql immutable return
  case when key ~ '[|]..MO' then regexp_replace(key, '([|]..)MO', '\\1' || bench_base.tag(copy)) else key || bench_base.tag(copy) end`;

/** Two signs of a key stand for the copy: a letter, and a letter or digit. */
const COPIES_MAX = 26 * 36;

/**
 * Fills a database with declarations: the rows that real ones have left are copied under other keys, so that tables and indexes get
 * the size and shape that they have after so many. Indexes are built anew afterwards, everything is analysed and written to disk. The
 * copies are only there to be in the way: whoever opened one would find the bytes of its original.
 */
export interface Filler {
  /** Declarations stored now. */
  stored(): Promise<number>;
  /** Copies until at least `count` are stored. Nobody may write meanwhile. Throws when the real ones are too few to copy so often. */
  fillTo(count: number): Promise<{ readonly copies: number; readonly bytesCut: boolean }>;
  databaseMiB(): Promise<number>;
  close(): Promise<void>;
}

/** Takes what is stored now as the base of all copies. */
export async function createFiller(databaseUrl: string, dataDir: string): Promise<Filler> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const one = async (sql: string): Promise<Record<string, string>> => (await client.query(sql)).rows[0] ?? {};
  await client.query(FUNCTIONS);
  for (const { table } of GROWN)
    await client.query(`create unlogged table bench_base.${nameOf(table)} as table ${table}`);
  const span = await one('select journal, feed from gateway.counter');
  const stored = async () => Number((await one('select count(*) as n from clearance.decision'))['n']);
  const base = await stored();
  const databaseMiB = async () =>
    Number((await one('select pg_database_size(current_database()) as n'))['n']) / 1_048_576;
  const mibEach = (await databaseMiB()) / Math.max(1, base);
  let made = 0;

  async function copyOnce(cut: boolean, raise: { j: bigint; f: bigint }): Promise<void> {
    for (const { table, changes } of GROWN) {
      const columns = await columnsOf(client, table);
      const values = columns.map(column => {
        if (cut && column === 'sealed' && HEAVY.has(table)) return CUT;
        return (changes[column] ?? `b.${column}`)
          .replaceAll('$c', String(made))
          .replaceAll('$j', String(raise.j))
          .replaceAll('$f', String(raise.f));
      });
      await client.query(
        `insert into ${table} (${columns.join(', ')}) select ${values.join(', ')} from bench_base.${nameOf(table)} b`,
      );
    }
    made += 1;
  }

  return {
    stored,
    databaseMiB,
    async fillTo(count) {
      const copies = Math.ceil((count - (await stored())) / Math.max(1, base));
      if (copies <= 0) return { copies: 0, bytesCut: false };
      if (base === 0 || made + copies > COPIES_MAX)
        throw new Error(
          `${base} real declarations cannot be copied to ${count}: run longer before the first filling`,
        );
      const { bavail, bsize } = statfsSync(dataDir);
      const bytesCut = copies * base * mibEach * 2 > (bavail * bsize) / 1_048_576;
      const counter = await one('select journal, feed from gateway.counter');
      let [j, f] = [BigInt(counter['journal'] ?? 0), BigInt(counter['feed'] ?? 0)];
      const indexes = await dropIndexes(client);
      for (let copy = 0; copy < copies; copy++) {
        await copyOnce(bytesCut, { j, f });
        j += BigInt(span['journal'] ?? 0);
        f += BigInt(span['feed'] ?? 0);
      }
      await client.query('update gateway.counter set journal = $1, feed = $2', [j, f]);
      // What follows the journal has nothing to find in the copies.
      await client.query('update declarations.follower set journal = $1', [j]);
      for (const make of indexes) await client.query(make);
      for (const { table } of GROWN) await client.query(`vacuum analyze ${table}`);
      await client.query('checkpoint');
      return { copies, bytesCut };
    },
    close: () => client.end(),
  };
}

const nameOf = (table: string) => table.split('.')[1] ?? table;

async function columnsOf(client: pg.Client, table: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ attname: string }>(
    'select attname from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum',
    [table],
  );
  return rows.map(row => row.attname);
}

/** Drops keys and indexes of the tables that are filled; gives the statements that make them again. */
async function dropIndexes(client: pg.Client): Promise<readonly string[]> {
  const make: string[] = [];
  for (const { table } of GROWN) {
    const { rows: keys } = await client.query<{ name: string; definition: string }>(
      "select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint where conrelid = $1::regclass and contype in ('p', 'u')",
      [table],
    );
    for (const { name, definition } of keys) {
      await client.query(`alter table ${table} drop constraint ${name}`);
      make.push(`alter table ${table} add constraint ${name} ${definition}`);
    }
    const { rows: indexes } = await client.query<{ name: string; definition: string }>(
      'select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index where indrelid = $1::regclass',
      [table],
    );
    for (const { name, definition } of indexes) {
      await client.query(`drop index ${name}`);
      make.push(definition);
    }
  }
  return make;
}
