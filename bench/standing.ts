import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deposits, zone } from '../demo/index.ts';
import { readConfig } from '../server/config.ts';
import { createKey } from '../server/identity/index.ts';
import { deposit, importOrgs } from '../server/operator.ts';
import { openPlatform, type Platform } from '../server/platform.ts';
import type { Database } from '../server/store/index.ts';
import { freePort } from './free-port.ts';
import { type Gun, gunAt } from './gun.ts';
import { cpuMicros, peakMiB, postgresPids } from './processes.ts';

/** A server with its PostgreSQL on an empty data folder, as processes of their own, with the demo zone registered and rich. */
export interface Standing {
  readonly gun: Gun;
  readonly dataDir: string;
  readonly databaseUrl: string;
  readonly database: Database;
  /** A second process' hands on the same database. */
  readonly platform: Platform;
  readonly url: string;
  /** CPU microseconds spent so far. */
  cpu(): { readonly server: number; readonly database: number };
  serverMiB(): number;
  stop(): Promise<void>;
}

/** As `npm start` runs it: documents live for some tenths of a second, and a larger young generation lets them die there. */
const AS_STARTED = ['--max-semi-space-size=64'];

/** @param profile where a CPU profile of the server is written when it stops; it slows the server down a little */
export async function standUp(profile?: string): Promise<Standing> {
  const dataDir = mkdtempSync(join(tmpdir(), 'quantong-bench-'));
  // The database account of a run as root must be able to enter.
  chmodSync(dataDir, 0o755);
  const port = await freePort();
  const cli = fileURLToPath(new URL('../cli/main.js', import.meta.url));
  const profiled = profile ? ['--cpu-prof', '--cpu-prof-interval=1000', `--cpu-prof-dir=${profile}`] : [];
  const flags = [...AS_STARTED, ...profiled];
  const server = spawn(process.execPath, [...flags, cli, 'start', '--no-demo', '--port', String(port)], {
    env: { ...process.env, DATA_DIR: dataDir, QUANTONG_RATE_PER_MINUTE: '100000000' },
    stdio: 'ignore',
  });
  const end = async () => {
    await ended(server);
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    await ready(port, server);
    const platform = await openPlatform({ config: readConfig({ DATA_DIR: dataDir }) });
    const gun = gunAt(port, await register(platform.database));
    const pid = server.pid ?? 0;
    return {
      gun,
      dataDir,
      databaseUrl: platform.databaseUrl,
      database: platform.database,
      platform,
      url: `http://127.0.0.1:${port}`,
      cpu: () => ({ server: cpuMicros([pid]), database: cpuMicros(postgresPids(dataDir)) }),
      serverMiB: () => peakMiB(pid),
      async stop() {
        gun.close();
        await platform.close();
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exit = new Promise(resolve => server.once('exit', resolve));
  server.kill('SIGTERM');
  await exit;
}

async function ready(port: number, server: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 600 && server.exitCode === null; tries++) {
    const ok = await fetch(`http://127.0.0.1:${port}/readyz`).then(
      answer => answer.ok,
      () => false,
    );
    if (ok) return;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  throw new Error('the server did not become ready');
}

/** Far more than a run can charge: the guarantee must not be what a rate depends on. */
const DEPOSITS_TIMES = 1000n;

/** Registers the demo zone, pays its guarantees in, and gives an API key per enterprise. */
async function register(database: Database): Promise<ReadonlyMap<string, string>> {
  const at = Date.now();
  const orgs = zone.map(({ code, name, roles, suspended = false }) => ({
    code,
    name,
    roles,
    suspended,
    signature: 'if-present' as const,
    demo: true,
  }));
  await importOrgs(database, orgs, at);
  for (const [account, fen] of deposits)
    await deposit(
      database,
      { account, fen: (fen * DEPOSITS_TIMES).toString(), entry: 'bench', test: false },
      at,
    );
  const keys = new Map<string, string>();
  for (const { code: orgCode } of zone) {
    const key = await createKey(database, { orgCode, scopes: ['submit'], test: false, label: 'bench' }, at);
    keys.set(orgCode, key.secret);
  }
  return keys;
}
