import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { type Database, openDatabase } from '../server/store/index.ts';

export interface OwnDatabase {
  readonly url: string;
  readonly database: Database;
  /** Closes and removes it. */
  drop(): Promise<void>;
}

/** A migrated, empty database of one's own, cloned from the template. */
export function freshDatabase(connections = 8): Promise<OwnDatabase> {
  return cloned('quantong_template', connections);
}

/** A database of one's own without anything in it, not even tables. */
export function emptyDatabase(): Promise<OwnDatabase> {
  return cloned('template0', 2);
}

async function cloned(template: string, connections: number): Promise<OwnDatabase> {
  const adminUrl = inject('databaseUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdmin(adminUrl, `create database ${name} template ${template}`);
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
