import type { CaseState } from '../../cases/index.ts';
import { reviveExact } from '../../shared/index.ts';
import { type Database, rowsOf } from '../store/index.ts';
import { type Realm, unscoped } from './realm.ts';

export interface QueueRow {
  readonly key: string;
  readonly status: 'held' | 'inspection';
  readonly version: number;
  readonly priority: boolean;
  readonly priorityReason?: string;
  readonly since: number;
}

/** What waits for an officer: priority first, then oldest first. */
export async function readQueue(
  database: Database,
  realm: Realm,
  limit: number,
): Promise<readonly QueueRow[]> {
  const rows = await rowsOf<{
    key: string;
    status: 'held' | 'inspection';
    version: number;
    priority: number;
    updated_at: bigint;
    state: unknown;
  }>(
    database,
    `select key, status, version, priority, updated_at, state from clearance.kase
     where status in ('held', 'inspection') and (key like 'test!%') = $1 order by priority desc, updated_at limit $2`,
    [realm.test, limit],
  );
  return rows.map(row => {
    const { priority } = reviveExact<Partial<CaseState>>(row.state);
    return {
      key: unscoped(row.key),
      status: row.status,
      version: row.version,
      priority: row.priority > 0,
      ...(priority ? { priorityReason: priority.reason } : {}),
      since: Number(row.updated_at),
    };
  });
}

/** Cases that have waited since before `before`, oldest first. */
export async function expiredCases(
  database: Database,
  before: number,
  limit: number,
): Promise<readonly { key: string; test: boolean }[]> {
  const rows = await rowsOf<{ key: string }>(
    database,
    "select key from clearance.kase where status = 'collecting' and waits_since < $1 order by waits_since limit $2",
    [before, limit],
  );
  return rows.map(row => ({ key: unscoped(row.key), test: row.key !== unscoped(row.key) }));
}
