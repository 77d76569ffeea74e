import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Archiving of the write-ahead log. PostgreSQL hands every finished segment (16 MiB) to a command; until the first backup that command
 * is `true`: nothing is kept and nothing is paid. Archiving itself is always switched on, because that alone needs a restart.
 */

/** Keeps nothing. */
export const ARCHIVE_NOTHING = '/bin/true';

/** Gives a database folder that has no archive command the one that keeps nothing. The server must not be running. */
export function prepareArchiving(db: string): void {
  const file = join(db, 'postgresql.auto.conf');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (/^\s*archive_command\s*=/m.test(text)) return;
  appendFileSync(file, `archive_command = '${ARCHIVE_NOTHING}'\n`);
}

/**
 * The command that keeps segments under `folder`: written under another name, synced to disk, then renamed, so that a segment is
 * there whole or not at all; never over another one (after a crash PostgreSQL may hand in the same segment again, which is fine when
 * it is the same). `%p` and `%f` are PostgreSQL's: the segment's path and name.
 */
export function archiveInto(folder: string): string {
  const to = shellQuoted(folder);
  const copy =
    process.platform === 'linux'
      ? `dd if="%p" of=${to}/"%f".part bs=1048576 conv=fsync status=none`
      : `cp "%p" ${to}/"%f".part && sync`;
  return `cmp -s "%p" ${to}/"%f" || { test ! -e ${to}/"%f" && ${copy} && mv ${to}/"%f".part ${to}/"%f"; }`;
}

/** A path as one word of the shell, and without meaning for PostgreSQL's own `%` signs. */
export function shellQuoted(path: string): string {
  return `'${path.replaceAll("'", "'\\''").replaceAll('%', '%%')}'`;
}
