import { mkdir, open, readdir, readFile, rename, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * The few things done with files, as a port: tests end the process between any two of them, fill the disk or take the folder away.
 * Every write is on the disk when it returns.
 */
export interface Files {
  /** Regular files of a folder, by name, without those that begin with a dot. */
  list(folder: string): Promise<readonly FileLook[]>;
  read(path: string): Promise<Buffer>;
  /** Writes a file and waits for the disk. */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** Moves in one step inside one file system, and waits for the disk. */
  rename(from: string, to: string): Promise<void>;
  exists(path: string): Promise<boolean>;
  remove(path: string): Promise<void>;
  folder(path: string): Promise<void>;
}

export interface FileLook {
  readonly name: string;
  readonly size: number;
  readonly changedAt: number;
}

export const diskFiles: Files = {
  async list(folder) {
    const looks: FileLook[] = [];
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (!entry.isFile() || entry.name.startsWith('.')) continue;
      // Somebody else may take the file between the two looks.
      const seen = await stat(join(folder, entry.name)).catch(() => undefined);
      if (seen) looks.push({ name: entry.name, size: seen.size, changedAt: seen.mtimeMs });
    }
    return looks.sort((a, b) => (a.name < b.name ? -1 : 1));
  },
  read: path => readFile(path),
  async write(path, bytes) {
    const file = await open(path, 'w', 0o640);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await syncFolder(dirname(path));
  },
  async rename(from, to) {
    await rename(from, to);
    await syncFolder(dirname(to));
  },
  exists: path =>
    stat(path).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return false;
        throw error;
      },
    ),
  remove: path => unlink(path),
  async folder(path) {
    await mkdir(path, { recursive: true });
  },
};

/** Makes a rename last over a loss of power. Some network file systems cannot; there the rename itself has to do. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined);
  if (!folder) return;
  await folder.sync().catch(() => undefined);
  await folder.close();
}

const TROUBLES: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  ENOSPC: ['磁盘已满', 'the disk is full'],
  EDQUOT: ['磁盘配额已用完', 'the quota of the disk is used up'],
  EROFS: ['目录只读', 'the folder is read-only'],
  EACCES: ['没有访问权限', 'no permission'],
  EPERM: ['没有访问权限', 'no permission'],
  ENOENT: ['目录不存在', 'the folder is not there'],
  ENOTDIR: ['路径不是目录', 'the path is no folder'],
  ESTALE: ['网络目录已断开', 'the network folder went away'],
  EIO: ['读写出错', 'reading or writing failed'],
  EMFILE: ['打开的文件过多', 'too many open files'],
};

/** What to tell people of a folder that cannot be used; undefined when the error is of another kind. */
export function troubleOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const said = TROUBLES[code];
  return said && `${said[0]}（${code}）/ ${said[1]} (${code})`;
}
