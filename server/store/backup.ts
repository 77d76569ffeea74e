import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { archiveInto } from './archive.ts';
import {
  BASE,
  copyFile,
  digestOf,
  type Manifest,
  type ManifestFile,
  privateFolder,
  readBackups,
  severally,
  walk,
} from './backup-files.ts';
import { codeOf } from './database.ts';
import { enterable, homeOf } from './native.ts';
import { HISTORY, placeOf, SEGMENT, segmentsBetween } from './wal-names.ts';

/** Files of the data folder without which a restored database cannot be opened. `master-key` opens everything in it. */
export const KEY_FILES = ['master-key', 'db-password', 'demo-keys.json'] as const;
/** Needed to reach the restored database at all; opens nothing but the loopback address of the machine it runs on. */
const ALWAYS = 'db-password';

export interface BackupWish {
  readonly dataDir: string;
  /** Address of the embedded database of that folder, running. */
  readonly url: string;
  /** Where backups and the log archive go. */
  readonly folder: string;
  /** False: the master key stays out, and has to be kept elsewhere. */
  readonly keys: boolean;
  /** Backups to keep; older ones and the log that only they need are removed. */
  readonly keep?: number | undefined;
  readonly say: (line: string) => void;
}

export interface BackupMade {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly bytes: number;
  /** `on`: log archived since before; `begun`: from this backup on; `after-restart`: the server runs with archiving off. */
  readonly archiving: 'on' | 'begun' | 'after-restart';
  readonly removed: readonly string[];
}

/**
 * Copies the running database: between `pg_backup_start` and `pg_backup_stop` its files are copied as they are, torn pages included,
 * and the log written meanwhile makes them whole again at the restore. From then on PostgreSQL archives its log into the same
 * folder, which makes every later moment reachable. Throws with a bilingual sentence when the folder cannot be used.
 */
export async function backUp(wish: BackupWish): Promise<BackupMade> {
  const folder = resolve(wish.folder);
  const place = homeOf(wish.dataDir, wish.say);
  const db = join(place.home, 'db');
  const wal = join(folder, 'wal');
  await mkdir(folder, { recursive: true });
  if (place.owner && !enterable(folder))
    throw new Error(
      `数据库账户进不了备份目录 ${folder}，无法归档日志 / the database account may not enter ${folder} and could not archive its log there: choose a folder below one that everybody may enter (the backups themselves stay private)`,
    );
  await privateFolder(wal, place.owner);
  const client = new pg.Client({ connectionString: wish.url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await holdLog(client);
    await clearUnfinished(folder);
    const archiving = await archive(client, wal);
    const id = `base-${stampOf(new Date())}`;
    const part = join(folder, `${id}.part`);
    await privateFolder(part);
    try {
      wish.say('复制数据库文件 / copying the database files');
      const manifest = await copyDatabase(client, { id, db, part, wish });
      await rename(part, join(folder, id));
      if (archiving !== 'after-restart') await archived(client, wal, manifest.segments.at(-1) ?? '');
      return {
        folder: join(folder, id),
        manifest,
        archiving,
        bytes: manifest.files.reduce((sum, file) => sum + file.size, 0),
        removed: wish.keep === undefined ? [] : await prune(folder, wish.keep),
      };
    } catch (error) {
      await rm(part, { recursive: true, force: true });
      throw error;
    }
  } finally {
    await client.end();
  }
}

/** `base-20261124T110500123Z`: sorts by time, and no two are alike. */
export function stampOf(at: Date): string {
  return at.toISOString().replaceAll(/[-:.]/g, '');
}

/** Holds the log from here to the end of this connection, whatever checkpoints come in between. One backup at a time. */
async function holdLog(client: pg.Client): Promise<void> {
  await client
    .query("select pg_create_physical_replication_slot('quantong_backup', true, true)")
    .catch((error: unknown) => {
      if (codeOf(error) !== '42710') throw error;
      throw new Error('另一个备份正在进行 / another backup is under way');
    });
}

/** Turns archiving into this folder on, at once and for later starts. */
async function archive(client: pg.Client, wal: string): Promise<BackupMade['archiving']> {
  const { rows } = await client.query<{ mode: string; command: string }>(
    "select current_setting('archive_mode') as mode, current_setting('archive_command') as command",
  );
  const command = archiveInto(wal);
  if (rows[0]?.mode === 'off') return 'after-restart';
  if (rows[0]?.command === command) return 'on';
  await client.query(`alter system set archive_command = ${pg.escapeLiteral(command)}`);
  await client.query('select pg_reload_conf()');
  for (let tries = 0; tries < 100; tries++) {
    // A session takes new settings over between two statements.
    const now = await client.query<{ command: string }>(
      "select current_setting('archive_command') as command",
    );
    if (now.rows[0]?.command === command) break;
    await pause(50);
  }
  return 'begun';
}

interface Copying {
  readonly id: string;
  readonly db: string;
  readonly part: string;
  readonly wish: BackupWish;
}

async function copyDatabase(client: pg.Client, { id, db, part, wish }: Copying): Promise<Manifest> {
  const begun = await one<{ lsn: string; segment: string; at: Date; version: string }>(
    client,
    `with start as (select pg_backup_start('${id}', true) as lsn)
     select lsn, pg_walfile_name(lsn) as segment, clock_timestamp() as at, current_setting('server_version') as version from start`,
  );
  const tree = await walk(db, (path, isFolder) => leftOut(path, isFolder));
  const files: ManifestFile[] = [];
  const copy = async (from: string, path: string) => {
    const done = await copyFile(from, join(part, path));
    if (done) files.push({ path, ...done });
    return done !== undefined;
  };
  for (const folder of tree.folders) await privateFolder(join(part, 'db', folder));
  // Last of all the control file: it must not be older than what it speaks of.
  const ordered = tree.files.filter(path => path !== CONTROL);
  await severally(ordered, async path => void (await copy(join(db, path), `db/${path}`)));
  await copy(join(db, CONTROL), `db/${CONTROL}`);
  const end = await one<{ lsn: string; label: string; map: string; segment: string; at: Date }>(
    client,
    `with stop as (select * from pg_backup_stop(false))
     select lsn, labelfile as label, spcmapfile as map, pg_walfile_name(lsn) as segment, clock_timestamp() as at from stop`,
  );
  if (end.map.trim() !== '') throw new Error('不支持表空间 / tablespaces are not supported by this backup');
  await writeFile(join(part, 'db', 'backup_label'), end.label, { mode: 0o600 });
  await copy(join(part, 'db', 'backup_label'), 'db/backup_label');
  const segments = segmentsBetween(begun.segment, end.segment);
  for (const name of segments)
    if (!(await copy(join(db, 'pg_wal', name), `wal/${name}`)))
      throw new Error(`日志段已不在 / the log segment ${name} is gone: try the backup again`);
  for (const name of await readdir(join(db, 'pg_wal')))
    if (HISTORY.test(name)) await copy(join(db, 'pg_wal', name), `wal/${name}`);
  const keys = KEY_FILES.filter(
    name => (wish.keys || name === ALWAYS) && existsSync(join(wish.dataDir, name)),
  );
  if (keys.length > 0) await privateFolder(join(part, 'keys'));
  for (const name of keys) await copy(join(wish.dataDir, name), `keys/${name}`);
  const manifest: Manifest = {
    format: 1,
    id,
    startedAt: begun.at.toISOString(),
    finishedAt: end.at.toISOString(),
    postgres: begun.version,
    timeline: Number.parseInt(begun.segment.slice(0, 8), 16),
    segments,
    keys,
    folders: tree.folders,
    files,
    digest: digestOf(files),
  };
  const at = join(part, 'manifest.json');
  await writeFile(at, `${JSON.stringify(manifest, null, 1)}\n`, { mode: 0o600 });
  await copyFile(at, `${at}.synced`);
  await rename(`${at}.synced`, at);
  return manifest;
}

const CONTROL = 'global/pg_control';
/** Folders whose content belongs to the running server; the folders themselves must be there. */
const EMPTIED = [
  'pg_wal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
];

/** What a copy of a running database leaves out, as PostgreSQL's manual on base backups lists it. */
function leftOut(path: string, isFolder: boolean): boolean {
  const name = path.split('/').at(-1) ?? '';
  if (name.startsWith('pgsql_tmp') || name.startsWith('pg_internal.init')) return true;
  if (/^(postmaster\.(pid|opts)|backup_label|tablespace_map|backup_manifest|current_logfiles)/.test(path))
    return true;
  const [top = ''] = path.split('/');
  if (!EMPTIED.includes(top) || path === top) return false;
  // pg_wal has inner folders of its own.
  return !(top === 'pg_wal' && isFolder);
}

/** Waits until the archive holds the segment, so that a broken archive is told now and not at the restore. */
async function archived(client: pg.Client, wal: string, segment: string): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (existsSync(join(wal, segment))) return;
    await pause(100);
  }
  const [failed] = (
    await client.query<{ last_failed_wal: string | null }>('select last_failed_wal from pg_stat_archiver')
  ).rows;
  throw new Error(
    `备份已完成，但日志归档不成功（${failed?.last_failed_wal ?? segment}），之后的时点无法恢复 / the backup is whole, but the log is not being archived (${failed?.last_failed_wal ?? segment}): moments after it cannot be restored. Is ${wal} full or read-only?`,
  );
}

/** Removes all but the newest `keep` backups and the segments of the log that only they needed. */
async function prune(folder: string, keep: number): Promise<readonly string[]> {
  const all = await readBackups(folder);
  const old = all.slice(0, Math.max(0, all.length - keep));
  for (const backup of old) await rm(backup.folder, { recursive: true, force: true });
  const kept = all.slice(old.length);
  const first = Math.min(...kept.map(({ manifest }) => placeOf(manifest.segments[0] ?? '')));
  const removed = old.map(({ manifest }) => manifest.id);
  if (old.length === 0 || !Number.isFinite(first)) return removed;
  for (const name of await readdir(join(folder, 'wal')))
    if (SEGMENT.test(name.slice(0, 24)) && placeOf(name.slice(0, 24)) < first) {
      await unlink(join(folder, 'wal', name));
      removed.push(`wal/${name}`);
    }
  return removed;
}

/** Removes what an interrupted backup left behind. */
async function clearUnfinished(folder: string): Promise<void> {
  for (const name of await readdir(folder))
    if (name.endsWith('.part') && BASE.test(name.slice(0, -5)))
      await rm(join(folder, name), { recursive: true, force: true });
}

async function one<R extends pg.QueryResultRow>(client: pg.Client, text: string): Promise<R> {
  const [row] = (await client.query<R>(text)).rows;
  if (!row) throw new Error('no row');
  return row;
}

const pause = (ms: number) => new Promise<void>(done => setTimeout(done, ms));
