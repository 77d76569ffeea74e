import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { prepareArchiving } from './archive.ts';
import { type Home, homeOf, initialise, program } from './native.ts';

/** A running PostgreSQL of our own. `stop` ends it only when this process answers for it. */
export interface Embedded {
  readonly url: string;
  readonly reattached: boolean;
  stop(): Promise<void>;
}

/**
 * Starts (and at the first time initialises) PostgreSQL under `dataDir`/db, or attaches to the server that is running there. Listens
 * on the loopback address only, with a random password kept beside the data. One process answers for the database at a time: it starts
 * it again on the same port when it ends by itself, and ends it at `stop`. Whoever attaches beside a living process is a guest;
 * whoever finds the database of a killed one takes it over.
 * @param say receives one bilingual line per step that takes time
 */
export async function startEmbedded(dataDir: string, say: (line: string) => void): Promise<Embedded> {
  mkdirSync(dataDir, { recursive: true });
  const place = homeOf(dataDir, say);
  const db = join(place.home, 'db');
  const password = readPassword(dataDir);
  const keeper = keeperOf(dataDir);

  const left = await orphan(db, password);
  if (left) {
    const url = await ensureDatabase(urlOf(password, left.port, 'postgres'));
    const guard = watch({ place, db, password, port: left.port, keeper, say }, { pid: left.pid });
    return { url, reattached: true, stop: guard.stop };
  }

  if (!existsSync(join(db, 'PG_VERSION'))) {
    say('首次启动：初始化数据库 / first start: creating the database');
    mkdirSync(db, { recursive: true });
    if (place.owner) chownSync(db, place.owner.uid, place.owner.gid);
    await initialise(place, db, password);
  }
  prepareArchiving(db);
  const port = await freePort();
  keeper.take();
  const child = await launch(place, db, { port, password });
  const guard = watch({ place, db, password, port, keeper, say }, { child });
  const url = await ensureDatabase(urlOf(password, port, 'postgres'));
  return { url, reattached: false, stop: guard.stop };
}

/** The database role's password, made at the first call. It opens the loopback address only. */
export function readPassword(dataDir: string): string {
  const file = join(dataDir, 'db-password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(18).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

export function urlOf(password: string, port: number, database: string): string {
  return `postgres://quantong:${password}@127.0.0.1:${port}/${database}`;
}

/**
 * Everything durable: fsync, full page writes and synchronous commit stay on. How large the log may grow, and what a crash then
 * costs: docs/decisions/0013-checkpoints.md. Archiving is prepared and keeps nothing until the first backup: 0012-backup.md.
 */
const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=60',
  // Every name that a batch locks takes a place (server/clearance/locks.ts).
  'max_locks_per_transaction=1024',
  'shared_buffers=256MB',
  'max_wal_size=2GB',
  'min_wal_size=256MB',
  'checkpoint_timeout=5min',
  'wal_compression=off',
  'archive_mode=on',
  'archive_timeout=60s',
  'log_min_messages=fatal',
  'timezone=UTC',
];

interface Launch {
  readonly port: number;
  readonly password: string;
  /** Settings of this launch only, `name=value`. */
  readonly settings?: readonly string[];
  readonly patienceMs?: number;
}

const PATIENCE_MS = 120_000;

/** Starts PostgreSQL on a database folder and waits until it answers. Throws with its own words when it ends instead. */
export async function launch(
  { native, owner }: Home,
  db: string,
  { port, password, settings = [], patienceMs = PATIENCE_MS }: Launch,
): Promise<ChildProcess> {
  const all = [...SETTINGS, ...settings];
  const args = ['-D', db, '-p', String(port), ...all.flatMap(setting => ['-c', setting])];
  // Its own process group: Ctrl-C in the terminal must reach us alone, so that requests end before their database does.
  const child = spawn(program(native, 'postgres'), args, {
    ...owner,
    stdio: ['ignore', 'ignore', 'pipe'],
    cwd: tmpdir(),
    detached: true,
  });
  let errors = '';
  child.stderr.on('data', chunk => {
    errors = (errors + String(chunk)).slice(-4000);
  });
  let ended = false;
  child.once('error', error => {
    errors += error.message;
    ended = true;
  });
  child.once('exit', () => {
    ended = true;
  });
  for (const begun = Date.now(); ; ) {
    if (ended) throw new Error(`PostgreSQL 未能启动 / did not start: ${errors.trim()}`);
    if (await answers(urlOf(password, port, 'postgres'))) break;
    if (Date.now() - begun > patienceMs) {
      child.kill('SIGQUIT');
      throw new Error(
        `PostgreSQL ${patienceMs / 1000} 秒内未就绪 / was not ready within ${patienceMs / 1000} s: ${errors.trim()}`,
      );
    }
    await pause(50);
  }
  child.unref();
  if ('unref' in child.stderr && typeof child.stderr.unref === 'function') child.stderr.unref();
  return child;
}

/** Ends PostgreSQL: connections are cut, everything committed is written out. */
export async function endPostgres(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise<void>(resolve => child.once('exit', () => resolve()));
  // Nothing else may be left that keeps this process alive until the database has ended.
  child.ref();
  child.kill('SIGINT');
  await exit;
}

interface Watched {
  readonly place: Home;
  readonly db: string;
  readonly password: string;
  readonly port: number;
  readonly keeper: Keeper;
  readonly say: (line: string) => void;
}

const LOOK_MS = 250;
/** Starts in a row before we leave it: a database that cannot start needs a person. */
const STARTS_MAX = 120;

/** Starts the database again when it has ended without being told to, on the same port, so that the pool finds it by itself. */
function watch(
  { place, db, password, port, keeper, say }: Watched,
  running: { child: ChildProcess } | { pid: number },
): { stop(): Promise<void> } {
  let now: { child: ChildProcess } | { pid: number } = running;
  let stopped = false;
  let starting: Promise<void> = Promise.resolve();
  let failures = 0;
  const gone = () =>
    'child' in now ? now.child.exitCode !== null || now.child.signalCode !== null : !alive(now.pid);
  const again = async () => {
    say('数据库意外停止，正在重新启动 / the database ended unexpectedly; starting it again');
    try {
      keeper.take();
      now = { child: await launch(place, db, { port, password }) };
      failures = 0;
      say('数据库已恢复 / the database is back');
    } catch (error) {
      failures += 1;
      // Processes of the killed server may still hold its memory for a moment.
      say(`${error instanceof Error ? error.message : String(error)}`);
      await pause(250);
    }
  };
  let busy = false;
  const timer = setInterval(() => {
    if (busy || stopped || !gone() || !keeper.mayAct() || failures >= STARTS_MAX) return;
    busy = true;
    starting = again().finally(() => {
      busy = false;
    });
  }, LOOK_MS);
  timer.unref();
  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      await starting;
      if (!keeper.mayAct()) return;
      if ('child' in now) await endPostgres(now.child);
      else await endOrphan(now.pid);
      keeper.leave();
    },
  };
}

/** Ends a database that an earlier process had started. */
async function endOrphan(pid: number): Promise<void> {
  if (!alive(pid)) return;
  process.kill(pid, 'SIGINT');
  for (let tries = 0; alive(pid) && tries < 1200; tries++) await pause(50);
}

function alive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Ids of processes are given again: after a restart of the machine another program may bear the one in the file. */
function isPostgres(pid: number): boolean {
  if (!alive(pid)) return false;
  const name = `/proc/${pid}/comm`;
  return process.platform !== 'linux' || (existsSync(name) && /postgres/.test(readFileSync(name, 'utf8')));
}

/** Which process answers for the database: its id stands in a file of the data folder. */
interface Keeper {
  take(): void;
  /** True when whoever holds this answers for it, or the process that did is dead. */
  mayAct(): boolean;
  leave(): void;
}

function keeperOf(dataDir: string): Keeper {
  const file = join(dataDir, 'db-keeper');
  const read = () => (existsSync(file) ? Number(readFileSync(file, 'utf8').trim()) : 0);
  let ours = false;
  return {
    take() {
      writeFileSync(file, String(process.pid));
      ours = true;
    },
    mayAct: () => ours || !alive(read()),
    leave() {
      if (read() === process.pid) rmSync(file, { force: true });
    },
  };
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The server that is running on this database folder, if it answers with our password. */
export async function orphan(
  db: string,
  password: string,
): Promise<{ pid: number; port: number } | undefined> {
  const pidFile = join(db, 'postmaster.pid');
  if (!existsSync(pidFile)) return undefined;
  const lines = readFileSync(pidFile, 'utf8').split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!Number.isInteger(port) || port <= 0 || !isPostgres(pid)) return undefined;
  // It may be just recovering from a crash: then it is alive, and answers in a moment.
  for (const begun = Date.now(); Date.now() - begun < PATIENCE_MS && alive(pid); await pause(100))
    if (await answers(urlOf(password, port, 'postgres'))) return { pid, port };
  return undefined;
}

async function ensureDatabase(adminUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const found = await client.query("select 1 from pg_database where datname = 'quantong'");
    if (found.rowCount === 0) await client.query('create database quantong');
  } finally {
    await client.end();
  }
  return adminUrl.replace(/\/postgres$/, '/quantong');
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms));
