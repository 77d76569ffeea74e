import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { FileLook, Files } from './files.ts';
import { shortened } from './spool.ts';

/** What became of a file: `done`, or `failed` with why. `later`: it stays claimed and is tried again. */
export type Taken =
  | { readonly state: 'done'; readonly said?: unknown }
  | { readonly state: 'failed'; readonly why: string; readonly said?: unknown }
  | { readonly state: 'later'; readonly why: string };

/** One file as taken in. `key` is the same whenever the same file (name and content) is taken again. */
export interface InFile {
  readonly name: string;
  readonly bytes: Buffer;
  readonly key: string;
}

export interface InboxOptions {
  readonly files: Files;
  /** The folder that others drop files into; `done` and `failed` are made inside it. */
  readonly folder: string;
  /** Our own folder on the same file system, for files that are under way. */
  readonly working: string;
  /** How long a file must have stood still before it is taken. */
  readonly settleMs: number;
  readonly now: () => number;
  /** Bytes of the largest file that is read at all; a larger one ends in `failed`. */
  readonly most?: number;
}

/** No message is larger: the door takes 50 MB, as base64 in a transport message a third more. */
const MOST = 80 << 20;

/** What a file system takes as a name, in bytes. */
const NAME_MAX = 255;

export interface Round {
  readonly done: number;
  readonly failed: number;
  /** Why the round stopped before its end. */
  readonly waits?: string;
}

/** Names that are still being written, by the habits of the senders' programs. */
const UNFINISHED = /(?:\.(?:tmp|temp|part|partial|lock|writing|filepart|crdownload)|~)$/i;

/**
 * Takes files out of a folder, each exactly once in effect: a file that has stood still is moved into our working folder (the claim),
 * its content is given on under a key made of name and content, and it ends in `done` or `failed`. A process that ends in between
 * finds the file in its working folder and gives it on under the same key.
 */
export function inbox(options: InboxOptions): {
  round(take: (file: InFile) => Promise<Taken>): Promise<Round>;
} {
  const { files, folder, working, settleMs, now, most = MOST } = options;
  const seen = new Map<string, { size: number; changedAt: number; since: number }>();

  async function finish(name: string, taken: Exclude<Taken, { state: 'later' }>): Promise<void> {
    const where = join(folder, taken.state);
    await files.folder(where);
    const free = await freeName(files, where, name);
    if (taken.state === 'failed' || taken.said !== undefined) {
      const note = {
        file: name,
        state: taken.state,
        ...(taken.state === 'failed' ? { why: taken.why } : {}),
        ...(taken.said === undefined ? {} : { answer: taken.said }),
      };
      await files.write(join(where, `${free}.json`), Buffer.from(`${JSON.stringify(note, null, 2)}\n`));
    }
    await files.rename(join(working, name), join(where, free));
  }

  async function settled(): Promise<readonly FileLook[]> {
    const at = now();
    const looks = (await files.list(folder)).filter(look => !UNFINISHED.test(look.name));
    const names = new Set(looks.map(look => look.name));
    for (const name of seen.keys()) if (!names.has(name)) seen.delete(name);
    return looks.filter(({ name, size, changedAt }) => {
      const before = seen.get(name);
      if (before?.size === size && before.changedAt === changedAt) return at - before.since >= settleMs;
      seen.set(name, { size, changedAt, since: at });
      return settleMs <= 0;
    });
  }

  return {
    async round(take) {
      await files.folder(working);
      let done = 0;
      let failed = 0;
      const work = async ({ name, size }: Pick<FileLook, 'name' | 'size'>): Promise<string | undefined> => {
        const taken = size > most ? tooLarge(size, most) : await takeFile(name);
        if (taken.state === 'later') return taken.why;
        await finish(name, taken);
        if (taken.state === 'done') done += 1;
        else failed += 1;
        return undefined;
      };
      const takeFile = async (name: string) => {
        const bytes = await files.read(join(working, name));
        return take({ name, bytes, key: keyOf(name, bytes) });
      };
      // First what an earlier process had under way.
      for (const look of await files.list(working)) {
        const waits = await work(look);
        if (waits !== undefined) return { done, failed, waits };
      }
      for (const look of await settled()) {
        const { name } = look;
        // A second file of the same name waits until the first is through.
        if (await files.exists(join(working, name))) continue;
        await files.rename(join(folder, name), join(working, name));
        seen.delete(name);
        const waits = await work(look);
        if (waits !== undefined) return { done, failed, waits };
      }
      return { done, failed };
    },
  };
}

function tooLarge(size: number, most: number): Taken {
  const megabytes = (bytes: number) => Math.ceil(bytes / (1 << 20));
  return {
    state: 'failed',
    why: `文件过大（${megabytes(size)} MB，上限 ${megabytes(most)} MB），未读取；请拆分 / the file is too large (${megabytes(size)} MB, limit ${megabytes(most)} MB) and was not read: split it`,
  };
}

function keyOf(name: string, bytes: Uint8Array): string {
  return `file-${createHash('sha256').update(name).update('\n').update(bytes).digest('hex')}`;
}

async function freeName(files: Files, folder: string, name: string): Promise<string> {
  for (let n = 1; ; n++) {
    // A note with `.json` behind it lies beside the file.
    const end = n === 1 ? '' : `~${n}`;
    const candidate = `${shortened(name, NAME_MAX - '.json'.length - end.length)}${end}`;
    if (!(await files.exists(join(folder, candidate)))) return candidate;
  }
}
