import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { ARCHIVE_NOTHING, shellQuoted } from './archive.ts';
import { KEY_FILES, stampOf } from './backup.ts';
import { copyFile, faultsOf, type Manifest, privateFolder, readBackups, severally } from './backup-files.ts';
import { endPostgres, freePort, launch, orphan, readPassword, urlOf } from './embedded.ts';
import { type Home, homeOf } from './native.ts';
import { HISTORY, placeOf, SEGMENT, timelineOf } from './wal-names.ts';

export interface RestoreWish {
  readonly dataDir: string;
  /** Where `backUp` put its backups. */
  readonly folder: string;
  /** The moment to go back to; undefined: as far as the log reaches. */
  readonly to: Date | undefined;
  readonly say: (line: string) => void;
}

export interface Restored {
  readonly manifest: Manifest;
  /** Commit time of the last transaction that is in; undefined: nothing was committed after the backup. */
  readonly lastCommit: Date | undefined;
  /** Segments of the log that were at hand. */
  readonly segments: number;
  /** Where the earlier database and keys were moved; undefined: there were none. */
  readonly aside: string | undefined;
  /** Key files that came from the backup. */
  readonly keys: readonly string[];
}

/**
 * Puts the database of a data folder back as it was at a moment. The newest backup finished before it is checked against its manifest,
 * copied beside the present database, and PostgreSQL plays the log up to that moment; only when all of this went well do the
 * two change places, and the earlier one is kept aside. Log that was not archived yet is taken from the earlier database's own
 * folder. Throws with a bilingual sentence when the backup is damaged, the moment cannot be reached, or the database is running.
 */
export async function restore(wish: RestoreWish): Promise<Restored> {
  const folder = resolve(wish.folder);
  const place = homeOf(wish.dataDir, wish.say);
  const db = join(place.home, 'db');
  if (existsSync(join(db, 'postmaster.pid')) && (await orphan(db, readPassword(wish.dataDir))))
    throw new Error(
      `数据库正在运行，请先停止平台 / the database of ${wish.dataDir} is running: stop the platform first`,
    );
  const chosen = await choose(folder, wish.to);
  wish.say(`核对备份 / checking ${chosen.manifest.id}`);
  const faults = await faultsOf(chosen.folder, chosen.manifest);
  if (faults.length > 0)
    throw new Error(
      `备份已损坏，未作任何改动 / the backup is damaged; nothing was changed:\n${faults.slice(0, 20).join('\n')}`,
    );

  const fresh = join(place.home, 'db-restoring');
  const wal = join(place.home, 'db-restoring-wal');
  for (const left of [fresh, wal]) await rm(left, { recursive: true, force: true });
  try {
    wish.say('复制 / copying');
    await layOut(chosen.folder, chosen.manifest, fresh, place);
    const segments = await gatherLog({ backup: chosen, folder, db, wal, place });
    wish.say(`重演日志，共 ${segments} 段 / playing the log, ${segments} segments`);
    const lastCommit = await recover({ fresh, wal, place, chosen, to: wish.to, folder });
    const aside = await change(wish.dataDir, place, fresh, chosen);
    return { manifest: chosen.manifest, lastCommit, segments, aside, keys: chosen.manifest.keys };
  } finally {
    for (const left of [fresh, wal]) await rm(left, { recursive: true, force: true });
  }
}

interface Chosen {
  readonly folder: string;
  readonly manifest: Manifest;
}

async function choose(folder: string, to: Date | undefined): Promise<Chosen> {
  const all = await readBackups(folder);
  const [oldest] = all;
  if (!oldest) throw new Error(`没有备份 / no backup in ${folder}`);
  const before =
    to === undefined ? all : all.filter(({ manifest }) => Date.parse(manifest.finishedAt) <= to.getTime());
  const chosen = before.at(-1);
  if (!chosen)
    throw new Error(
      `没有早于该时点完成的备份 / no backup was finished before that moment; the oldest was at ${oldest.manifest.finishedAt}`,
    );
  return chosen;
}

async function layOut(backup: string, manifest: Manifest, fresh: string, { owner }: Home): Promise<void> {
  await privateFolder(fresh, owner);
  for (const folder of manifest.folders) await privateFolder(join(fresh, folder), owner);
  const own = manifest.files.filter(({ path }) => path.startsWith('db/'));
  await severally(own, async ({ path }) => {
    await copyFile(join(backup, path), join(fresh, path.slice(3)), { owner });
  });
  // The restored database archives nothing until its first backup: two lines of history must not meet in one archive.
  const auto = join(fresh, 'postgresql.auto.conf');
  const kept = existsSync(auto)
    ? readFileSync(auto, 'utf8')
        .split('\n')
        .filter(line => !/^\s*(archive_command|restore_command|recovery_target)/.test(line))
        .join('\n')
    : '';
  writeFileSync(auto, `${kept.trimEnd()}\n`);
  appendFileSync(auto, `archive_command = '${ARCHIVE_NOTHING}'\n`);
}

interface Gathering {
  readonly backup: Chosen;
  readonly folder: string;
  readonly db: string;
  readonly wal: string;
  readonly place: Home;
}

/** Brings all log from the backup on into one folder that the database account may read: archived, from the backup, and left behind. */
async function gatherLog({ backup, folder, db, wal, place }: Gathering): Promise<number> {
  const first = placeOf(backup.manifest.segments[0] ?? '');
  await privateFolder(wal, place.owner);
  let segments = 0;
  for (const from of [join(folder, 'wal'), join(backup.folder, 'wal'), join(db, 'pg_wal')]) {
    if (!existsSync(from)) continue;
    for (const name of readdirSync(from)) {
      const wanted =
        HISTORY.test(name) ||
        (SEGMENT.test(name) && timelineOf(name) === backup.manifest.timeline && placeOf(name) >= first);
      if (!wanted || existsSync(join(wal, name))) continue;
      const copied = await copyFile(join(from, name), join(wal, name), { owner: place.owner });
      if (copied && SEGMENT.test(name)) segments += 1;
    }
  }
  return segments;
}

interface Recovering {
  readonly fresh: string;
  readonly wal: string;
  readonly place: Home;
  readonly chosen: Chosen;
  readonly to: Date | undefined;
  readonly folder: string;
}

/** Lets PostgreSQL play the log and begin a timeline of its own. Gives the last commit that is in. */
async function recover({ fresh, wal, place, chosen, to, folder }: Recovering): Promise<Date | undefined> {
  writeFileSync(join(fresh, 'recovery.signal'), '');
  const keys = join(chosen.folder, 'keys', 'db-password');
  const password = readFileSync(keys, 'utf8').trim();
  const port = await freePort();
  const child = await launch(place, fresh, {
    port,
    password,
    patienceMs: 3_600_000,
    settings: [
      `restore_command=cp ${shellQuoted(wal)}/"%f" "%p"`,
      // The line that the backup stands on: what another restore made of it is another line.
      'recovery_target_timeline=current',
      ...(to === undefined
        ? []
        : [
            `recovery_target_time=${to.toISOString().slice(0, -1).replace('T', ' ')}+00`,
            'recovery_target_action=promote',
          ]),
      // Nobody is let in before the end.
      'hot_standby=off',
      'log_min_messages=log',
    ],
  }).catch((error: Error) => {
    throw toldPlainly(error, to);
  });
  try {
    const client = new pg.Client({ connectionString: urlOf(password, port, 'postgres') });
    await client.connect();
    const { rows } = await client.query<{ at: Date | null; recovering: boolean }>(
      'select pg_last_xact_replay_timestamp() as at, pg_is_in_recovery() as recovering',
    );
    await client.query('checkpoint');
    await client.end();
    if (rows[0]?.recovering !== false) throw new Error('恢复未完成 / the recovery did not end');
    // The next restore must not give its line the same number.
    for (const name of readdirSync(join(fresh, 'pg_wal')))
      if (HISTORY.test(name) && !existsSync(join(folder, 'wal', name)))
        await copyFile(join(fresh, 'pg_wal', name), join(folder, 'wal', name), { owner: place.owner }).catch(
          () => undefined,
        );
    return rows[0].at ?? undefined;
  } finally {
    await endPostgres(child);
  }
}

function toldPlainly(error: Error, to: Date | undefined): Error {
  if (!/recovery ended before configured recovery target was reached/.test(error.message)) return error;
  const [, last] = /last completed transaction was at log time ([^\n]+)/.exec(error.message) ?? [];
  return new Error(
    `日志在 ${to?.toISOString()} 之前就结束了 / the log ends before ${to?.toISOString()}${last === undefined ? '' : ` (last commit ${last})`}: nothing was committed between the two, or segments are missing. Without --to everything that is there is restored.`,
  );
}

/** The restored database takes the place of the present one, which is kept aside with its keys. */
async function change(
  dataDir: string,
  place: Home,
  fresh: string,
  { folder, manifest }: Chosen,
): Promise<string | undefined> {
  const db = join(place.home, 'db');
  const stamp = stampOf(new Date());
  const aside = join(place.home, `before-restore-${stamp}`);
  let moved = false;
  const moveAside = async (from: string, name: string) => {
    if (!existsSync(from)) return;
    if (!moved) await privateFolder(aside);
    moved = true;
    await mkdir(aside, { recursive: true });
    await rename(from, join(aside, name)).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EXDEV') throw error;
      await copyFile(from, join(aside, name));
    });
  };
  await moveAside(db, 'db');
  await rename(fresh, db);
  for (const name of KEY_FILES) {
    if (!manifest.keys.includes(name)) continue;
    await moveAside(join(dataDir, name), name);
    await copyFile(join(folder, 'keys', name), join(dataDir, name));
  }
  return moved ? aside : undefined;
}
