import type { Finding, Outcome } from '../../shared/index.ts';
import { fromExactJson, reviveExact } from '../../shared/index.ts';
import type { TaxQuote } from '../../tax/index.ts';
import { KeyDestroyed, type Sealer } from '../identity/index.ts';
import { type Database, rowsOf } from '../store/index.ts';
import { unscoped } from './realm.ts';

export interface DecisionView {
  readonly version: number;
  readonly at: number;
  readonly outcome: Outcome;
  readonly by: string;
  readonly law: string;
  readonly findings: readonly Finding[];
  readonly reason?: string;
  readonly tax?: TaxQuote;
}

interface DecisionRow {
  case_key: string;
  version: number;
  at: bigint;
  outcome: Outcome;
  by: string;
  law: string;
  data_key: number | null;
  sealed: Buffer | null;
  plain: unknown;
}

export async function readDecisions(
  database: Database,
  sealer: Sealer,
  buckets: readonly number[],
  keys: readonly string[],
): Promise<ReadonlyMap<string, readonly DecisionView[]>> {
  const rows = await rowsOf<DecisionRow & Record<string, unknown>>(
    database,
    `select d.case_key, d.version, d.at, d.outcome, d.by, d.law, d.data_key, d.sealed, d.plain from clearance.decision d
     join unnest($1::smallint[], $2::text[]) as u (bucket, key) on u.bucket = d.bucket and u.key = d.case_key order by d.version`,
    [buckets, keys],
  );
  const views = new Map<string, DecisionView[]>();
  for (const row of rows) {
    const key = unscoped(row.case_key);
    const list = views.get(key) ?? [];
    list.push({
      version: row.version,
      at: Number(row.at),
      outcome: row.outcome,
      by: row.by,
      law: row.law,
      ...opened(row, sealer),
    });
    views.set(key, list);
  }
  return views;
}

export function opened(
  row: { data_key: number | null; sealed: Buffer | null; plain?: unknown },
  sealer: Sealer,
): Pick<DecisionView, 'findings' | 'reason' | 'tax'> {
  if (row.data_key === null || row.sealed === null)
    return { findings: [], ...reviveExact<Partial<DecisionView>>(row.plain ?? {}) };
  try {
    return fromExactJson<Pick<DecisionView, 'findings' | 'reason' | 'tax'>>(
      sealer.open(row.data_key, row.sealed).toString(),
    );
  } catch (error) {
    if (error instanceof KeyDestroyed) return { findings: [], reason: error.message };
    throw error;
  }
}
