import { join } from 'node:path';
import type { Files } from './files.ts';

/** A file to be given out: `id` names what it carries, `name` is the name under which the other side sees it. */
export interface OutFile {
  readonly id: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface SpoolOptions {
  readonly files: Files;
  /** The folder that the other side takes files from. */
  readonly folder: string;
  /** Our own folder on the same file system. */
  readonly working: string;
}

interface Pending {
  readonly ids: readonly string[];
  readonly names: readonly string[];
  /** What the caller wants to remember with these files (a cursor). */
  readonly mark?: string;
}

export interface Spool {
  /**
   * Gives files out, all of them exactly once even when the process ends at any point: they are prepared in our own folder, written
   * down as pending, moved over one by one, and `confirm` is called until it succeeds; only then are they forgotten.
   */
  give(out: readonly OutFile[], mark: string | undefined, confirm: Confirm): Promise<void>;
  /** Finishes what an earlier process had begun. Call before asking what is next. */
  finish(confirm: Confirm): Promise<void>;
}

export type Confirm = (ids: readonly string[], mark: string | undefined) => Promise<void>;

/** @see Spool */
export function spool({ files, folder, working }: SpoolOptions): Spool {
  const list = join(working, 'pending.json');
  const draft = join(working, '.pending.json.tmp');
  const prepared = (name: string) => join(working, `${name}.ready`);

  async function moveAll({ ids, names, mark }: Pending, confirm: Confirm): Promise<void> {
    for (const name of names) {
      // Not there any more: it was moved before the process ended.
      if (await files.exists(prepared(name))) await files.rename(prepared(name), join(folder, name));
    }
    await confirm(ids, mark);
    await files.remove(list);
  }

  async function finish(confirm: Confirm): Promise<void> {
    await files.folder(working);
    if (!(await files.exists(list))) return;
    await moveAll(JSON.parse((await files.read(list)).toString('utf8')) as Pending, confirm);
  }

  return {
    finish,
    async give(out, mark, confirm) {
      await finish(confirm);
      if (out.length === 0) return;
      for (const { name, bytes } of out) await files.write(prepared(name), bytes);
      const pending: Pending = {
        ids: out.map(file => file.id),
        names: out.map(file => file.name),
        ...(mark === undefined ? {} : { mark }),
      };
      await files.write(draft, Buffer.from(JSON.stringify(pending)));
      // A vanished folder must show before anything is promised.
      await files.list(folder);
      await files.rename(draft, list);
      await moveAll(pending, confirm);
    },
  };
}

/** Makes a file name of what others sent: no folders, no control characters, no leading dot, at most 180 bytes. */
export function safeName(text: string): string {
  const name = shortened(text.replace(/[^\p{L}\p{N}._-]/gu, '_').slice(0, 180), 180).replace(/^\.+/, '_');
  return name === '' ? '_' : name;
}

/** The name cut to so many bytes of UTF-8; whole characters only. */
export function shortened(name: string, bytes: number): string {
  const signs = [...name];
  while (Buffer.byteLength(signs.join('')) > bytes) signs.pop();
  return signs.join('');
}
