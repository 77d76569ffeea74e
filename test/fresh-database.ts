import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { type Database, openDatabase } from '../server/store/index.ts';

/** A migrated, empty database of one's own, cloned from the template. `drop` closes and removes it. */
export async function freshDatabase(
  connections = 8,
): Promise<{ url: string; database: Database; drop(): Promise<void> }> {
  const adminUrl = inject('databaseUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdmin(adminUrl, `create database ${name} template quantong_template`);
  const url = adminUrl.replace(/\/quantong$/, `/${name}`);
  const database = openDatabase(url, connections);
  return {
    url,
    database,
    async drop() {
      await database.close();
      await asAdmin(adminUrl, `drop database if exists ${name} with (force)`);
    },
  };
}

async function asAdmin(url: string, sql: string): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    await admin.query(sql);
  } finally {
    await admin.end();
  }
}
