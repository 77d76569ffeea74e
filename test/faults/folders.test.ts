import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Random, random } from '../../demo/index.ts';
import { diskFiles, type Files, inbox, spool, troubleOf } from '../../server/exchange/index.ts';
import { report } from './report.ts';
import { FULL } from './town.ts';

const SEED = process.env['FAULTS_SEED'] ?? 'folders';
const COUNT = FULL ? 2_000 : 150;
const CODES = ['ENOSPC', 'EROFS', 'EACCES', 'EIO', 'ESTALE', 'EDQUOT'] as const;

/** A disk that fails now and then: before a step, or in the middle of a write. */
function bad(chance: Random, counts: Map<string, number>): { files: Files; mend(): void } {
  let mended = false;
  const fail = (code: string): never => {
    counts.set(code, (counts.get(code) ?? 0) + 1);
    throw Object.assign(new Error(code), { code });
  };
  const files = Object.fromEntries(
    Object.entries(diskFiles).map(([name, work]) => [
      name,
      async (...args: unknown[]) => {
        if (!mended && chance.chance(12)) {
          if (name === 'write') {
            const [path, bytes] = args as [string, Uint8Array];
            writeFileSync(path, bytes.subarray(0, chance.whole(0, bytes.length)));
          }
          fail(chance.pick(CODES));
        }
        return (work as (...given: unknown[]) => Promise<unknown>)(...args);
      },
    ]),
  ) as unknown as Files;
  return {
    files,
    mend() {
      mended = true;
    },
  };
}

describe(`exchange folders on a disk that is full, read-only or failing (FAULTS_SEED=${SEED})`, () => {
  it('every file is given out once and taken in once, whole', async () => {
    const root = mkdtempSync(join(tmpdir(), 'quantong-folders-'));
    const [folder, giving, taking] = ['exchange', '.giving', '.taking'].map(name => join(root, name)) as [
      string,
      string,
      string,
    ];
    mkdirSync(folder);
    const chance = random(SEED);
    const counts = new Map<string, number>();
    const disk = bad(chance, counts);
    const out = spool({ files: disk.files, folder, working: giving });
    const box = inbox({ files: disk.files, folder, working: taking, settleMs: 0, now: Date.now });
    const confirmed = new Set<string>();
    const arrived = new Map<string, Set<string>>();
    const all = Array.from({ length: COUNT }, (_, index) => ({
      id: String(index),
      name: `${index}.xml`,
      bytes: Buffer.from(`<demo n="${index}">${'演示'.repeat(chance.whole(1, 200))}</demo>`),
    }));
    let troubles = 0;
    const safely = async (work: () => Promise<unknown>) => {
      try {
        await work();
      } catch (error) {
        // Each one is told in words that an operator can act on.
        expect(troubleOf(error), String(error)).toBeDefined();
        troubles += 1;
      }
    };
    for (let rounds = 0; rounds < COUNT * 4; rounds++) {
      const confirm = async (ids: readonly string[]) => {
        for (const id of ids) confirmed.add(id);
      };
      await safely(async () => {
        await out.finish(confirm);
        const next = all.filter(file => !confirmed.has(file.id)).slice(0, chance.whole(1, 8));
        await out.give(next, undefined, confirm);
      });
      await safely(() =>
        box.round(async file => {
          // What the server does with the key: the same file again is the same message.
          arrived.set(file.key, (arrived.get(file.key) ?? new Set()).add(file.bytes.toString()));
          return chance.chance(10) ? { state: 'later', why: 'demo' } : { state: 'done' };
        }),
      );
      if (rounds > COUNT * 2) disk.mend();
      if (
        confirmed.size === COUNT &&
        readdirSync(folder).every(name => name === 'done') &&
        readdirSync(taking).length === 0
      )
        break;
    }
    expect(confirmed.size).toBe(COUNT);
    expect(arrived.size).toBe(COUNT);
    expect([...arrived.values()].every(contents => contents.size === 1)).toBe(true);
    const done = readdirSync(join(folder, 'done'));
    expect(done.sort()).toEqual(all.map(file => file.name).sort());
    for (const { name, bytes } of all)
      expect(readFileSync(join(folder, 'done', name)).equals(bytes)).toBe(true);
    rmSync(root, { recursive: true });
    const told = [...counts].map(([code, times]) => `${code} ${times}`).join(', ');
    report(
      'failing steps on exchange folders',
      [...counts.values()].reduce((a, b) => a + b, 0),
      `${told}; ${COUNT} files out and in once, whole; ${troubles} told in words`,
    );
  }, 120_000);
});
