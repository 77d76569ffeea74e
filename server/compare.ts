import type { Sealer } from './identity/index.ts';
import { type Database, rowsOf } from './store/index.ts';

/** A place where two databases differ. */
export interface Difference {
  readonly table: string;
  readonly key: string;
  readonly left: string;
  readonly right: string;
}

interface Compared {
  readonly table: string;
  /** Every row as `k` (its key) and `v` (what must be equal), in the order of the key. Sealed values come as `s` with their data key `d`. */
  readonly sql: string;
}

/**
 * What a replay must bring out again, to the letter. Envelope ids and feed numbers are left out: they name messages and positions,
 * not decisions. Sealed values are compared opened.
 */
const TABLES: readonly Compared[] = [
  {
    table: 'decision',
    sql: `select case_key || '#' || version as k, outcome || ' ' || by || ' ' || at || ' ' || law || coalesce(' ' || plain::text, '') as v, data_key as d, sealed as s
          from clearance.decision order by case_key collate "C", version`,
  },
  {
    table: 'case',
    sql: `select key as k, status || ' ' || version || ' ' || state::text as v, null::smallint as d, null::bytea as s
          from clearance.kase where status <> 'new' order by key collate "C"`,
  },
  {
    table: 'document',
    sql: `select type || ' ' || key || ' ' || encode(identity, 'hex') as k, state as v, data_key as d, sealed as s
          from clearance.document order by type, key collate "C", identity`,
  },
  {
    table: 'quota',
    sql: `select account as k, used || ' ' || weights::text as v, null::smallint as d, null::bytea as s
          from ledgers.quota where used <> 0 order by account collate "C"`,
  },
  {
    table: 'guarantee',
    sql: `select account as k, deposit || ' ' || charged as v, null::smallint as d, null::bytea as s from ledgers.guarantee order by account collate "C"`,
  },
  {
    table: 'quota entry',
    sql: `select account || ' ' || claim as k, amount || ' ' || weights::text || ' ' || case_key || ' ' || ebp || ' ' || day || ' ' || journal as v,
                 null::smallint as d, null::bytea as s
          from ledgers.quota_entry order by account collate "C", claim`,
  },
  {
    table: 'guarantee entry',
    sql: `select account || ' ' || entry as k, amount || ' ' || coalesce(case_key, '') || ' ' || journal as v, null::smallint as d, null::bytea as s
          from ledgers.guarantee_entry order by account collate "C", entry`,
  },
  {
    table: 'routing',
    sql: `select key as k, array_to_string(cases, ' ') || coalesce(' ' || marks::text, '') as v, null::smallint as d, null::bytea as s
          from clearance.routing where cases <> '{}' or marks is not null order by key collate "C"`,
  },
  {
    table: 'journal',
    sql: `select seq::text as k, kind || ' ' || at as v, null::smallint as d, null::bytea as s from gateway.input order by seq`,
  },
  {
    table: 'receipt',
    sql: `select org_code || ' ' || type || ' ' || key || ' ' || row_number() over (partition by org_code, type, key, test order by seq) as k,
                 '' as v, data_key as d, sealed as s, n
          from gateway.told where type <> 'CEB900Message' order by org_code, type, key collate "C", test, seq`,
  },
];

interface Row {
  k: string;
  v: string;
  d: number | null;
  s: Buffer | null;
  /** Of a page of answers: which one is meant, from 1. */
  n?: bigint;
  [column: string]: unknown;
}

const SHOWN = 20;

/** Compares two databases sealed with the same keys. Gives the first differences; none means equal. */
export async function compareDatabases(
  left: Database,
  right: Database,
  sealer: Sealer,
): Promise<readonly Difference[]> {
  const differences: Difference[] = [];
  for (const { table, sql } of TABLES) {
    const [a, b] = await Promise.all([readRows(left, sql, sealer), readRows(right, sql, sealer)]);
    for (const key of new Set([...a.keys(), ...b.keys()])) {
      const mine = a.get(key);
      const theirs = b.get(key);
      if (mine === theirs) continue;
      differences.push({
        table,
        key,
        left: (mine ?? '(nothing)').slice(0, 300),
        right: (theirs ?? '(nothing)').slice(0, 300),
      });
      if (differences.length >= SHOWN) return differences;
    }
  }
  return differences;
}

async function readRows(database: Database, sql: string, sealer: Sealer): Promise<Map<string, string>> {
  const rows = await rowsOf<Row>(database, sql);
  return new Map(
    rows.map(row => [
      row.k,
      row.s && row.d !== null ? `${row.v} ${partOf(sealer.open(row.d, row.s).toString(), row.n)}` : row.v,
    ]),
  );
}

function partOf(text: string, n: bigint | undefined): string {
  if (n === undefined) return text;
  const page = JSON.parse(text) as unknown[];
  return JSON.stringify(Array.isArray(page[0]) ? page[Number(n) - 1] : page);
}
