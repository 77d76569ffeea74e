import { expect } from 'vitest';
import type { Sealer } from '../server/identity/index.ts';
import type { Database } from '../server/store/index.ts';
import { INVARIANTS } from './exactness/invariants.ts';

/**
 * What must hold after whatever happened: every sentence that stands about the tables (the exactness tests hold the list), and what
 * only the opened receipts tell. Gives one line per broken sentence, so that a caller that is no test can print them.
 */
export async function brokenInvariants(database: Database, sealer: Sealer): Promise<readonly string[]> {
  const broken: string[] = [];
  for (const { says, sql } of INVARIANTS) {
    const rows = await database.query(sql);
    if (rows.length > 0) broken.push(`${says}: ${rows.length}, e.g. ${shown(rows[0])}`);
  }
  broken.push(...(await wronglyReleased(database, sealer)));
  return broken;
}

export const invariantCount = INVARIANTS.length + 1;

/** Expects all invariants to hold. */
export async function expectAllInvariants(database: Database, sealer: Sealer): Promise<void> {
  expect(await brokenInvariants(database, sealer)).toEqual([]);
}

/** A list is told its release (800) exactly once when its case is released, and never twice whatever came later. */
async function wronglyReleased(database: Database, sealer: Sealer): Promise<readonly string[]> {
  const told = new Map<string, number>();
  for (let after = 0n; ; ) {
    const pages = await database.query<{
      seq: bigint;
      test: boolean;
      org_code: string;
      items: [journal: string, type: string, key: string, caseKey: string | null][];
      data_key: number;
      sealed: Buffer;
    }>(
      'select seq, test, org_code, items, data_key, sealed from gateway.answer where seq > $1 order by seq limit 500',
      [after],
    );
    if (pages.length === 0) break;
    for (const page of pages) {
      after = page.seq;
      const answers = JSON.parse(sealer.open(page.data_key, page.sealed).toString()) as {
        head: Record<string, string>;
      }[][];
      page.items.forEach(([, type, , caseKey], index) => {
        if (type !== 'CEB622Message' && type !== 'CEB604Message') return;
        const times = (answers[index] ?? []).filter(record => record.head['returnStatus'] === '800').length;
        if (times === 0) return;
        const name = `${page.test ? 'test!' : ''}${caseKey} → ${page.org_code}`;
        told.set(name, (told.get(name) ?? 0) + times);
      });
    }
  }
  const broken = [...told]
    .filter(([, times]) => times > 1)
    .map(([name, times]) => `${name}: 800 told ${times} times`);
  const heard = new Set([...told.keys()].map(name => name.split(' → ')[0]));
  const cases = await database.query<{ key: string; status: string }>(
    "select key, status from clearance.kase where status in ('released', 'returned', 'departed')",
  );
  for (const { key, status } of cases)
    if (!heard.has(key)) broken.push(`${key}: ${status} and never told 800`);
  return broken;
}

function shown(row: unknown): string {
  return JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
}
