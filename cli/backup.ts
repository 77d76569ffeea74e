import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '../server/config.ts';
import { readMasterKey, readSealer } from '../server/identity/index.ts';
import { backUp, openDatabase, restore, startEmbedded } from '../server/store/index.ts';
import { EXIT, Stop } from './exit.ts';

export interface BackupOptions {
  readonly keys: boolean;
  readonly keep?: string;
  readonly json?: boolean;
}

export interface RestoreOptions {
  readonly to?: string;
  readonly json?: boolean;
}

const say = (line: string) => process.stderr.write(`· ${line}\n`);

/** `quantong backup DIR`: copies the running embedded database and has its log archived beside the copy from then on. */
export async function backupCommand(folder: string, options: BackupOptions): Promise<number> {
  const config = ownDatabase('备份', 'backup');
  const keep = options.keep === undefined ? undefined : Number(options.keep);
  if (keep !== undefined && !(Number.isInteger(keep) && keep >= 1))
    throw new Stop(EXIT.usage, '--keep 须为不小于 1 的整数', '--keep must be a whole number of at least 1');
  const embedded = await startEmbedded(config.dataDir, say);
  try {
    const begun = performance.now();
    const made = await backUp({
      dataDir: config.dataDir,
      url: embedded.url,
      folder,
      keys: options.keys,
      keep,
      say,
    });
    const { manifest } = made;
    const seconds = (performance.now() - begun) / 1000;
    if (options.json)
      out(
        JSON.stringify({
          folder: made.folder,
          id: manifest.id,
          finishedAt: manifest.finishedAt,
          files: manifest.files.length,
          bytes: made.bytes,
          segments: manifest.segments.length,
          keys: manifest.keys,
          archiving: made.archiving,
          removed: made.removed,
          seconds,
        }),
      );
    else {
      out(
        `备份完成 / backed up: ${made.folder}\n${manifest.files.length} 个文件 files, ${(made.bytes / 1_048_576).toFixed(0)} MiB, ${seconds.toFixed(1)} s, 含 SHA-256 清单 / with a manifest of SHA-256 digests`,
      );
      out(
        `可恢复到此后的任一时点 / can be restored to any moment from ${beijingText(new Date(manifest.finishedAt))} on`,
      );
      if (made.removed.length > 0)
        out(`已删除旧备份及其日志 / old backups and their log removed: ${made.removed.length}`);
    }
    say(ARCHIVING[made.archiving]);
    say(
      manifest.keys.includes('master-key')
        ? `注意：备份含主密钥（keys/master-key），得到此目录的人能读出全部个人信息，请像钥匙一样保管；--no-keys 可不含 / WARNING: this backup holds the master key (keys/master-key). Whoever has this folder can read everything in it, all personal data included. Guard it like the key itself, or use --no-keys and keep the key elsewhere`
        : `备份不含主密钥；没有它，恢复的数据读不出来，请另行保管 / this backup does not hold the master key. Without it the restored data cannot be read: keep ${config.masterKey ? 'QUANTONG_MASTER_KEY' : 'DATA_DIR/master-key'} in a safe place of its own`,
    );
    return EXIT.pass;
  } finally {
    await embedded.stop();
  }
}

const ARCHIVING = {
  on: '日志归档照常进行 / the log goes on being archived there',
  begun:
    '从现在起，数据库日志归档到该目录的 wal/ / from now on the database archives its log into wal/ of that folder',
  'after-restart':
    '数据库启动时未开归档：重启平台后再备份一次，才能恢复到备份之后的时点 / the database was started without archiving: restart the platform and back up once more to be able to restore moments after a backup',
} as const;

/** `quantong restore DIR [--to TIME]`: puts the database back as it was; the present one is kept aside. */
export async function restoreCommand(folder: string, options: RestoreOptions): Promise<number> {
  const config = ownDatabase('恢复', 'restore');
  const to = options.to === undefined ? undefined : momentOf(options.to);
  const begun = performance.now();
  const done = await restore({ dataDir: config.dataDir, folder, to, say });
  const opened = await openedBy(config.dataDir, config.masterKey);
  const seconds = (performance.now() - begun) / 1000;
  if (options.json)
    out(
      JSON.stringify({
        backup: done.manifest.id,
        lastCommit: done.lastCommit?.toISOString() ?? null,
        segments: done.segments,
        aside: done.aside ?? null,
        keys: done.keys,
        opened,
        seconds,
      }),
    );
  else {
    out(
      `已恢复 / restored from ${done.manifest.id} (${seconds.toFixed(1)} s)；${done.lastCommit ? `最后一次提交 / last commit in it: ${beijingText(done.lastCommit)}` : '备份之后没有提交 / nothing was committed after the backup'}`,
    );
    if (done.aside) out(`原数据库保存在 / the earlier database is kept in: ${done.aside}`);
  }
  if (!opened) {
    say(
      '主密钥与恢复的数据不符，平台将无法启动：请把当时的 master-key 放入 DATA_DIR 或设置 QUANTONG_MASTER_KEY / the master key does not open the restored data and the platform will not start: put the master-key of that time into DATA_DIR or set QUANTONG_MASTER_KEY',
    );
    return EXIT.refused;
  }
  say(
    '请再做一次备份：恢复后的库从下一次备份起才归档日志 / make a new backup: the restored database archives its log only from its next backup on',
  );
  return EXIT.pass;
}

/** The configuration, if the database is ours to copy. A given PostgreSQL has an administrator and better tools. */
function ownDatabase(zh: string, en: 'backup' | 'restore') {
  const config = readConfig(process.env);
  if (config.databaseUrl === undefined) return config;
  throw new Stop(
    EXIT.usage,
    `DATABASE_URL 指向独立的 PostgreSQL，${zh}应由其管理员用 pg_basebackup 与日志归档完成，见 docs/operate.md；主密钥须另行保管`,
    `DATABASE_URL names a PostgreSQL of its own: its administrator makes the ${en} with pg_basebackup and log archiving, see docs/operate.md; the master key is kept apart. This command serves the embedded database only`,
  );
}

/** A moment as people write it: with its zone, or in Beijing time. */
export function momentOf(text: string): Date {
  const [, day, time, zone] =
    /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?) ?(Z|[+-]\d{2}:\d{2})?$/.exec(text) ?? [];
  const at = new Date(`${day}T${time}${zone ?? '+08:00'}`);
  if (day === undefined || Number.isNaN(at.getTime()))
    throw new Stop(
      EXIT.usage,
      `看不懂时间“${text}”，应如 2026-11-24T17:30:00+08:00；不写时区即北京时间`,
      `"${text}" is no moment; write 2026-11-24T17:30:00+08:00, without a zone it is Beijing time`,
    );
  if (at.getTime() > Date.now())
    throw new Stop(EXIT.usage, `“${text}”在将来`, `"${text}" lies in the future`);
  return at;
}

/** Does the master key at hand open the data keys of the restored database? */
async function openedBy(dataDir: string, given: string | undefined): Promise<boolean> {
  // Reading the key would make a new one where there is none.
  if (given === undefined && !existsSync(join(dataDir, 'master-key'))) return false;
  const embedded = await startEmbedded(dataDir, say);
  const database = openDatabase(embedded.url, 1);
  try {
    const [known] = await database.query<{ known: boolean }>(
      "select to_regclass('identity.data_key') is not null as known",
    );
    if (!known?.known) return true;
    await readSealer(database, readMasterKey(given, dataDir));
    return true;
  } catch {
    return false;
  } finally {
    await database.close();
    await embedded.stop();
  }
}

/** A moment in Beijing time with its zone. */
function beijingText(at: Date): string {
  return new Date(at.getTime() + 28_800_000).toISOString().replace('Z', '+08:00');
}

const out = (line: string) => process.stdout.write(`${line}\n`);
