import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeLoad } from '../../bench/load.ts';
import type { Database } from '../../server/store/index.ts';
import { expectAllInvariants } from '../invariants.ts';
import { FULL, openTown, pause, send, type Town } from './town.ts';

const PARCELS = FULL ? 600 : 24;
/** Loads by name; each has order numbers of its own, and the same name gives the same load. */
const NAMES = ['before', 'meanwhile', 'after', 'last'] as const;
const AT = Date.now() - 3_600_000;
const load = (seed: (typeof NAMES)[number]) =>
  makeLoad({ parcels: PARCELS, at: AT, seed, first: 1 + NAMES.indexOf(seed) * PARCELS });

/** Everything the platform has decided, as one digest. */
async function state(database: Database): Promise<unknown> {
  const [row] = await database.query(
    `select (select journal from gateway.counter) as journal, (select count(*) from gateway.envelope) as envelopes,
            (select md5(string_agg(encode(identity, 'hex') || state, ',' order by identity)) from clearance.document) as documents,
            (select md5(string_agg(key || status || version, ',' order by key)) from clearance.kase) as cases,
            (select md5(string_agg(seq || items::text || encode(sealed, 'hex'), ',' order by seq)) from gateway.answer) as answers,
            (select coalesce(sum(used), 0)::text from ledgers.quota) as quota`,
  );
  return row;
}

describe('backup and restore of the running platform', () => {
  let town: Town;
  let folder: string;
  let keys: ReadonlyMap<string, string>;
  beforeAll(async () => {
    town = await openTown();
    folder = mkdtempSync(join(tmpdir(), 'quantong-backup-'));
    chmodSync(folder, 0o755);
    await town.start();
    keys = await town.settle();
  });
  afterAll(async () => {
    await town.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const sendAll = async (seed: (typeof NAMES)[number]) => {
    const sending = send(town.url, keys, load(seed), { name: seed });
    await sending.done;
    return sending.acknowledged.length;
  };
  const looked = async <T>(look: (database: Database) => Promise<T>): Promise<T> => {
    const database = await town.database();
    try {
      return await look(database);
    } finally {
      await database.close();
    }
  };
  const whole = () =>
    looked(async database => {
      await expectAllInvariants(database, await town.sealer(database));
      return state(database);
    });

  it('goes back to the moment before a bad act, with everything acknowledged until then', async () => {
    await sendAll('before');
    // The copy is made while messages come in.
    const meanwhile = send(town.url, keys, load('meanwhile'), { name: 'meanwhile', connections: 2 });
    const made = await town.run('backup', folder, '--json');
    expect([made.code, made.err]).toEqual([0, expect.stringMatching(/master key/)]);
    const told = JSON.parse(made.out) as { files: number; archiving: string; folder: string };
    expect(told).toMatchObject({ archiving: 'begun', keys: expect.arrayContaining(['master-key']) });
    await meanwhile.done;
    await sendAll('after');
    const good = await whole();
    const [clock] = await looked(database => database.query<{ at: Date }>('select clock_timestamp() as at'));
    await pause(20);
    await looked(database => database.query('truncate clearance.document, gateway.answer'));
    await looked(database => database.query('update ledgers.quota set used = 0'));
    expect(await looked(state)).not.toEqual(good);

    const running = await town.run('restore', folder);
    expect([running.code, running.err]).toEqual([2, expect.stringMatching(/stop the platform first/)]);
    expect(await town.end('SIGTERM')).toBe(0);
    const restored = await town.run('restore', folder, '--to', clock?.at.toISOString() ?? '', '--json');
    expect([restored.code, restored.err]).toEqual([0, expect.stringMatching(/new backup/)]);
    expect(JSON.parse(restored.out)).toMatchObject({
      opened: true,
      aside: expect.stringMatching(/before-restore/),
    });
    await town.start();
    expect(await whole()).toEqual(good);
    const replayed = await town.run('replay', '--json');
    expect([replayed.code, JSON.parse(replayed.out)]).toMatchObject([0, { equal: true, differences: [] }]);
  });

  it('goes as far as the log reaches when the database itself is ruined', async () => {
    const made = await town.run('backup', folder, '--json', '--no-keys', '--keep', '1');
    expect(made.err).toMatch(/does not hold the master key/);
    expect(JSON.parse(made.out)).toMatchObject({ archiving: 'begun', keys: ['db-password'] });
    await sendAll('last');
    const good = await whole();
    // Both die, and a disk fault takes a part of the database; its log survives and was not yet archived.
    await town.end('SIGKILL');
    process.kill(town.postmaster() ?? 0, 'SIGKILL');
    while (town.postmaster() !== undefined) await pause(20);
    await pause(500);
    rmSync(join(town.dataDir, 'db', 'base'), { recursive: true });
    const restored = await town.run('restore', folder);
    expect([restored.code, restored.err, restored.out]).toEqual([
      0,
      expect.anything(),
      expect.stringMatching(/last commit/),
    ]);
    await town.start();
    expect(await whole()).toEqual(good);
    const again = await sendAll('last');
    expect(again).toBeGreaterThan(0);
    expect(await whole()).toEqual(good);
  });

  it('refuses what it cannot do, and says what to do instead', async () => {
    expect(await town.end('SIGTERM')).toBe(0);
    const early = await town.run('restore', folder, '--to', '2020-01-01 08:00');
    expect([early.code, early.err]).toEqual([2, expect.stringMatching(/no backup was finished before/)]);
    const odd = await town.run('restore', folder, '--to', 'yesterday');
    expect([odd.code, odd.err]).toEqual([3, expect.stringMatching(/is no moment/)]);
    const late = await town.run('restore', folder, '--to', new Date(Date.now() - 1).toISOString());
    expect([late.code, late.err]).toEqual([2, expect.stringMatching(/log ends before/)]);

    const [base = ''] = readdirSync(folder).filter(name => name.startsWith('base-'));
    const file = join(folder, base, 'db', 'PG_VERSION');
    const bytes = readFileSync(file);
    writeFileSync(file, '17\n');
    const damaged = await town.run('restore', folder);
    writeFileSync(file, bytes);
    expect([damaged.code, damaged.err]).toEqual([
      2,
      expect.stringMatching(/content differs: db\/PG_VERSION/),
    ]);

    const before = process.env['DATABASE_URL'];
    process.env['DATABASE_URL'] = 'postgres://127.0.0.1/none';
    const { backupCommand } = await import('../../cli/backup.ts');
    await expect(backupCommand(folder, { keys: true })).rejects.toThrow(/pg_basebackup/);
    if (before === undefined) delete process.env['DATABASE_URL'];
    else process.env['DATABASE_URL'] = before;
    // Nothing was touched by any of these.
    await town.start();
    await whole();
  });
}, 240_000);
