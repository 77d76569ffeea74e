import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, chown, mkdir, open, readdir, readFile, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Owner } from './native.ts';

/**
 * What a backup folder looks like, and copying with a digest of every file. One folder holds many backups and the log archive:
 * `base-<time>/` with `db/` (the database's files), `wal/` (the log written while they were copied), `keys/` and `manifest.json`;
 * beside them `wal/`, every later segment of the log.
 */
export const BASE = /^base-\d{8}T\d{9}Z$/;

export interface ManifestFile {
  /** Path inside the backup, with slashes. */
  readonly path: string;
  readonly size: number;
  /** SHA-256 in hex. */
  readonly sha256: string;
}

export interface Manifest {
  readonly format: 1;
  readonly id: string;
  /** The database's clock, ISO 8601. A restore can reach any moment from `finishedAt` on. */
  readonly startedAt: string;
  readonly finishedAt: string;
  /** `server_version` of PostgreSQL. */
  readonly postgres: string;
  readonly timeline: number;
  /** Names of the segments of the log that this backup needs to be consistent. */
  readonly segments: readonly string[];
  /** Files of the data folder under `keys/`. */
  readonly keys: readonly string[];
  /** Empty folders that PostgreSQL expects. */
  readonly folders: readonly string[];
  readonly files: readonly ManifestFile[];
  /** SHA-256 over the list of files. */
  readonly digest: string;
}

export function digestOf(files: readonly ManifestFile[]): string {
  return createHash('sha256')
    .update(files.map(file => `${file.sha256} ${file.size} ${file.path}\n`).join(''))
    .digest('hex');
}

/** Backups in a folder, oldest first. Unfinished ones bear another name and are not seen. */
export async function readBackups(
  folder: string,
): Promise<readonly { readonly folder: string; readonly manifest: Manifest }[]> {
  const names = (await readdir(folder).catch(() => [])).filter(name => BASE.test(name)).sort();
  const found: { folder: string; manifest: Manifest }[] = [];
  for (const name of names) {
    const at = join(folder, name);
    const manifest = JSON.parse(await readFile(join(at, 'manifest.json'), 'utf8')) as Manifest;
    if (manifest.format !== 1) throw new Error(`${at}: 不认识的备份格式 / unknown backup format`);
    found.push({ folder: at, manifest });
  }
  return found;
}

/** Does `work` on all items, a few at a time: each copy waits for the disk, and most files are small. */
export async function severally<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < items.length; index = next++) await work(items[index] as T);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

const LANES = 8;

/** Sentences about everything in a backup that is not as its manifest says; none: it is whole. */
export async function faultsOf(folder: string, manifest: Manifest): Promise<readonly string[]> {
  const faults: string[] = [];
  // Before anything is opened by such a name: what a manifest names lies in the backup and goes into the database's folder.
  const { files, folders, segments, keys } = manifest;
  const outside = [...files.map(file => file.path), ...folders, ...segments, ...keys].filter(leadsOut);
  if (outside.length > 0)
    return outside.map(path => `指向备份之外 / leads out of the backup: ${JSON.stringify(path)}`);
  if (digestOf(manifest.files) !== manifest.digest)
    faults.push('manifest.json 的文件清单被改动 / the list of files in manifest.json was changed');
  await severally(manifest.files, async file => {
    const at = join(folder, file.path);
    const found = await stat(at).catch(() => undefined);
    if (!found) faults.push(`缺少 / missing: ${file.path}`);
    else if (found.size !== file.size || (await sha256Of(at)) !== file.sha256)
      faults.push(`内容不符 / content differs: ${file.path}`);
  });
  return faults.sort();
}

function leadsOut(path: string): boolean {
  return path
    .split(/[/\\]/)
    .some(part => part === '' || part === '.' || part === '..' || part.includes('\0'));
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

export interface CopyOptions {
  readonly mode?: number;
  readonly owner?: Owner | undefined;
}

/**
 * Copies one file under another name first, syncs it to disk and renames it. Gives its size and digest as written; undefined when the
 * file vanished meanwhile, as files of a running database may.
 */
export async function copyFile(
  from: string,
  to: string,
  { mode = 0o600, owner }: CopyOptions = {},
): Promise<Omit<ManifestFile, 'path'> | undefined> {
  const source = await open(from, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!source) return undefined;
  await mkdir(dirname(to), { recursive: true });
  const part = `${to}.part`;
  const target = await open(part, 'w', mode);
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(1 << 20);
  let size = 0;
  try {
    for (;;) {
      const { bytesRead } = await source.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) break;
      const piece = buffer.subarray(0, bytesRead);
      hash.update(piece);
      for (let done = 0; done < bytesRead; )
        done += (await target.write(piece, done, bytesRead - done)).bytesWritten;
      size += bytesRead;
    }
    await target.sync();
  } finally {
    await source.close();
    await target.close();
  }
  if (owner) await chown(part, owner.uid, owner.gid);
  await rename(part, to);
  return { size, sha256: hash.digest('hex') };
}

/** Makes a folder that only its owner may enter. */
export async function privateFolder(path: string, owner?: Owner): Promise<void> {
  await mkdir(path, { recursive: true });
  await chmod(path, 0o700);
  if (owner) await chown(path, owner.uid, owner.gid);
}

/** Files and folders below `root`, folders first, as paths with slashes. `skip` decides on each. */
export async function walk(
  root: string,
  skip: (path: string, isFolder: boolean) => boolean,
): Promise<{ readonly files: readonly string[]; readonly folders: readonly string[] }> {
  const files: string[] = [];
  const folders: string[] = [];
  const into = async (inner: string): Promise<void> => {
    const entries = await readdir(join(root, inner), { withFileTypes: true }).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return [];
        throw error;
      },
    );
    for (const entry of entries) {
      const path = inner === '' ? entry.name : `${inner}/${entry.name}`;
      if (skip(path, entry.isDirectory())) continue;
      if (entry.isDirectory()) {
        folders.push(path);
        await into(path);
      } else if (entry.isFile()) files.push(path);
      else throw new Error(`既非文件也非目录 / neither file nor folder: ${join(root, path)}`);
    }
  };
  await into('');
  return { files, folders };
}
