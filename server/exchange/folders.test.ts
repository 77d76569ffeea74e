import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diskFiles, type Files, troubleOf } from './files.ts';
import { type InFile, inbox, type Taken } from './inbox.ts';
import { safeName, spool } from './spool.ts';

class Killed extends Error {}

/** The process ends before its n-th step on files: that step and all later ones are not done. */
function killedAt(step: number): Files {
  let count = 0;
  return Object.fromEntries(
    Object.entries(diskFiles).map(([name, work]) => [
      name,
      async (...args: unknown[]) => {
        count += 1;
        if (count >= step) throw new Killed();
        return (work as (...given: unknown[]) => Promise<unknown>)(...args);
      },
    ]),
  ) as unknown as Files;
}

/** A write that breaks off in the middle, as when the disk is full. */
function full(code: string): Files {
  return {
    ...diskFiles,
    async write(path, bytes) {
      writeFileSync(path, bytes.subarray(0, bytes.length >> 1));
      throw Object.assign(new Error(code), { code });
    },
  };
}

function place() {
  const root = mkdtempSync(join(tmpdir(), 'quantong-folder-'));
  const folder = join(root, 'send');
  const working = join(root, '.working');
  mkdirSync(folder);
  return { root, folder, working };
}

const visible = (folder: string) =>
  readdirSync(folder, { withFileTypes: true }).flatMap(entry => (entry.isFile() ? entry.name : []));

describe('files that nobody expects', () => {
  const round = async (put: (folder: string) => void, most = 1000) => {
    const { root, folder, working } = place();
    put(folder);
    writeFileSync(join(folder, 'z.xml'), 'z');
    const taken: string[] = [];
    const box = inbox({ files: diskFiles, folder, working, settleMs: 0, now: () => 0, most });
    const done = await box.round(async file => {
      taken.push(file.name);
      return { state: 'done', said: { ok: true } };
    });
    const names = (where: string) => readdirSync(join(folder, where)).sort();
    return { root, folder, done, taken, names };
  };

  it('a name as long as names can be does not keep the others waiting', async () => {
    const name = `${'单'.repeat(83)}.xml`;
    expect(Buffer.byteLength(name)).toBe(253);
    const { done, taken, names } = await round(folder => writeFileSync(join(folder, name), 'a'));
    expect(taken).toEqual(['z.xml', name]);
    expect(done).toEqual({ done: 2, failed: 0 });
    expect(names('done')).toHaveLength(4);
  });

  it('a file larger than any message is put aside without being read', async () => {
    const { done, taken, names, folder } = await round(at =>
      writeFileSync(join(at, 'huge.xml'), 'x'.repeat(1001)),
    );
    expect(taken).toEqual(['z.xml']);
    expect(done).toEqual({ done: 1, failed: 1 });
    expect(names('failed')).toEqual(['huge.xml', 'huge.xml.json']);
    expect(readFileSync(join(folder, 'failed', 'huge.xml.json'), 'utf8')).toContain('too large');
  });

  it('a name made of what others wrote fits every file system', () => {
    expect(Buffer.byteLength(safeName('单'.repeat(300)))).toBeLessThanOrEqual(180);
    expect(safeName('../../etc/passwd')).toBe('__.._etc_passwd');
  });

  it('what a link points to is not taken', async () => {
    const { taken, root } = await round(folder => {
      writeFileSync(join(folder, '..', 'secret'), 'secret');
      symlinkSync(join(folder, '..', 'secret'), join(folder, 'a.xml'));
    });
    expect(taken).toEqual(['z.xml']);
    expect(readFileSync(join(root, 'secret'), 'utf8')).toBe('secret');
  });
});

describe('taking files in', () => {
  it('takes a file only when it has stood still, and never an unfinished name', async () => {
    const { folder, working } = place();
    let now = 0;
    const taken: string[] = [];
    const box = inbox({ files: diskFiles, folder, working, settleMs: 1000, now: () => now });
    const take = async (file: InFile): Promise<Taken> => {
      taken.push(file.bytes.toString());
      return { state: 'done' };
    };
    writeFileSync(join(folder, 'a.xml'), 'half');
    writeFileSync(join(folder, 'b.xml.tmp'), 'half');
    writeFileSync(join(folder, '.c.xml'), 'half');
    await box.round(take);
    now = 900;
    writeFileSync(join(folder, 'a.xml'), 'the whole');
    await box.round(take);
    now = 1800;
    await box.round(take);
    expect(taken).toEqual([]);
    now = 1900;
    await box.round(take);
    renameSync(join(folder, 'b.xml.tmp'), join(folder, 'b.xml'));
    await box.round(take);
    now = 2900;
    await box.round(take);
    expect(taken).toEqual(['the whole', 'half']);
    expect(visible(join(folder, 'done'))).toEqual(['a.xml', 'b.xml']);
    expect(visible(folder)).toEqual(['.c.xml']);
  });

  it('puts the reason beside a failed file; a name that comes again gets a number', async () => {
    const { folder, working } = place();
    const box = inbox({ files: diskFiles, folder, working, settleMs: 0, now: () => 0 });
    for (const content of ['1', '2']) {
      writeFileSync(join(folder, 'a.xml'), content);
      await box.round(async () => ({ state: 'failed', why: '不是报文 / no message' }));
    }
    expect(visible(join(folder, 'failed')).sort()).toEqual([
      'a.xml',
      'a.xml.json',
      'a.xml~2',
      'a.xml~2.json',
    ]);
    expect(JSON.parse(readFileSync(join(folder, 'failed', 'a.xml.json'), 'utf8'))).toMatchObject({
      file: 'a.xml',
      why: '不是报文 / no message',
    });
  });

  it('a process that ends at any step takes every file once in effect', async () => {
    for (let step = 1; ; step++) {
      const { root, folder, working } = place();
      const given = new Map<string, number>();
      const take = async (file: InFile): Promise<Taken> => {
        // What the server's idempotency key does.
        given.set(file.key, (given.get(file.key) ?? 0) + 1);
        return file.name === 'b.xml' ? { state: 'failed', why: 'x' } : { state: 'done', said: { ok: true } };
      };
      for (const name of ['a.xml', 'b.xml', 'c.xml']) writeFileSync(join(folder, name), name);
      const options = { folder, working, settleMs: 0, now: () => 0 };
      const ended = await inbox({ ...options, files: killedAt(step) })
        .round(take)
        .then(
          () => false,
          error => error instanceof Killed,
        );
      await inbox({ ...options, files: diskFiles }).round(take);
      expect(given.size, `ended at step ${step}`).toBe(3);
      expect(visible(folder)).toEqual([]);
      expect(visible(join(folder, 'done')).filter(name => !name.endsWith('.json'))).toEqual([
        'a.xml',
        'c.xml',
      ]);
      expect(visible(join(folder, 'failed')).filter(name => !name.endsWith('.json'))).toEqual(['b.xml']);
      rmSync(root, { recursive: true });
      if (!ended) break;
    }
  });

  it('waits with a claimed file while the server is away, and goes on with it', async () => {
    const { folder, working } = place();
    const box = inbox({ files: diskFiles, folder, working, settleMs: 0, now: () => 0 });
    writeFileSync(join(folder, 'a.xml'), 'a');
    expect(await box.round(async () => ({ state: 'later', why: 'away' }))).toMatchObject({ waits: 'away' });
    expect(await box.round(async () => ({ state: 'done' }))).toEqual({ done: 1, failed: 0 });
  });
});

describe('giving files out', () => {
  const out = ['1', '2', '3'].map(id => ({ id, name: `${id}.xml`, bytes: Buffer.from(`content ${id}`) }));

  it('a process that ends at any step gives every file once, however fast the other side takes them', async () => {
    for (let step = 1; ; step++) {
      const { root, folder, working } = place();
      const received: string[] = [];
      const otherSide = () => {
        for (const name of visible(folder)) {
          received.push(readFileSync(join(folder, name), 'utf8'));
          rmSync(join(folder, name));
        }
      };
      const sent = new Set<string>();
      const confirm = async (ids: readonly string[]) => {
        for (const id of ids) sent.add(id);
      };
      const files = killedAt(step);
      const hasty: Files = {
        ...files,
        async rename(from, to) {
          await files.rename(from, to);
          otherSide();
        },
      };
      const ended = await spool({ files: hasty, folder, working })
        .give(out, 'cursor', confirm)
        .then(
          () => false,
          error => error instanceof Killed,
        );
      otherSide();
      const again = spool({ files: diskFiles, folder, working });
      await again.finish(confirm);
      await again.give(
        out.filter(file => !sent.has(file.id)),
        'cursor',
        confirm,
      );
      otherSide();
      expect(received.sort(), `ended at step ${step}`).toEqual(['content 1', 'content 2', 'content 3']);
      expect([...sent]).toEqual(['1', '2', '3']);
      rmSync(root, { recursive: true });
      if (!ended) break;
    }
  });

  it('what cannot be confirmed is confirmed later and not given again', async () => {
    const { folder, working } = place();
    const away = async () => {
      throw new Error('the server is away');
    };
    await expect(spool({ files: diskFiles, folder, working }).give(out, undefined, away)).rejects.toThrow();
    for (const name of visible(folder)) rmSync(join(folder, name));
    const confirmed: string[] = [];
    await spool({ files: diskFiles, folder, working }).finish(async ids => void confirmed.push(...ids));
    expect(confirmed).toEqual(['1', '2', '3']);
    expect(visible(folder)).toEqual([]);
  });

  it.each(['ENOSPC', 'EROFS'])(
    'a folder in trouble (%s) loses nothing and shows nothing half-written',
    async code => {
      const { folder, working } = place();
      const confirm = async () => undefined;
      const error = await spool({ files: full(code), folder, working })
        .give(out, undefined, confirm)
        .catch((caught: unknown) => caught);
      expect(troubleOf(error)).toContain(code);
      expect(visible(folder)).toEqual([]);
      await spool({ files: diskFiles, folder, working }).give(out, undefined, confirm);
      expect(visible(folder)).toEqual(['1.xml', '2.xml', '3.xml']);
    },
  );

  it('a folder that vanished is told, and the files come when it is back', async () => {
    const { folder, working } = place();
    rmSync(folder, { recursive: true });
    const confirm = async () => undefined;
    const keeper = spool({ files: diskFiles, folder, working });
    const error = await keeper.give(out, undefined, confirm).catch((caught: unknown) => caught);
    expect(troubleOf(error)).toContain('ENOENT');
    mkdirSync(folder);
    await keeper.give(out, undefined, confirm);
    expect(visible(folder)).toHaveLength(3);
  });

  it('names of others stay inside the folder', () => {
    expect(safeName('../../etc/passwd')).toBe('__.._etc_passwd');
    expect(safeName('CEB_CEB621_演示.xml')).toBe('CEB_CEB621_演示.xml');
    expect(safeName('')).toBe('_');
  });
});
