import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate, openDatabase, startEmbedded } from '../server/store/index.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Administrator's address of the PostgreSQL that the tests share. */
    databaseUrl: string;
  }
}

/** One real PostgreSQL for the whole run, with a migrated template that every test file clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'quantong-test-'));
  // The database account of a run as root must be able to enter.
  chmodSync(folder, 0o755);
  const embedded = await startEmbedded(folder, () => undefined);
  const admin = new pg.Client({ connectionString: embedded.url });
  await admin.connect();
  await admin.query('create database quantong_template');
  const template = openDatabase(embedded.url.replace(/\/quantong$/, '/quantong_template'), 1);
  await migrate(template);
  await template.close();
  await admin.end();
  project.provide('databaseUrl', embedded.url);
  return async () => {
    await embedded.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
