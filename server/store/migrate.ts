import { readdirSync, readFileSync } from 'node:fs';
import type { Database } from './database.ts';

const FOLDER = new URL('./migrations/', import.meta.url);
/** One number for the advisory lock under which only one process migrates at a time. */
const LOCK = 7_301_001;

/**
 * Brings the database to the newest numbered migration. Safe when several processes start together: the others wait and find
 * nothing to do. Refuses a database that is newer than this program.
 */
export async function migrate(database: Database): Promise<readonly string[]> {
  const files = readdirSync(FOLDER)
    .filter(name => /^\d{4}-.*\.sql$/.test(name))
    .sort();
  return database.transaction(async tx => {
    await tx.query('select pg_advisory_xact_lock($1)', [LOCK]);
    await tx.query('create schema if not exists store');
    await tx.query(
      'create table if not exists store.migration (name text primary key, at timestamptz not null default now())',
    );
    const done = new Set(
      (await tx.query<{ name: string }>('select name from store.migration')).rows.map(row => row.name),
    );
    const unknown = [...done].filter(name => !files.includes(name));
    if (unknown.length > 0)
      throw new Error(`数据库比程序新 / the database is newer than this program: ${unknown.join(', ')}`);
    const fresh = files.filter(name => !done.has(name));
    for (const name of fresh) {
      await tx.query(readFileSync(new URL(name, FOLDER), 'utf8'));
      await tx.query('insert into store.migration (name) values ($1)', [name]);
    }
    return fresh;
  });
}
