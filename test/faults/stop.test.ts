import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeLoad } from '../../bench/load.ts';
import { random } from '../../demo/index.ts';
import { migrate, openDatabase } from '../../server/store/index.ts';
import { emptyDatabase } from '../fresh-database.ts';
import { brokenInvariants } from '../invariants.ts';
import { report } from './report.ts';
import { FULL, openTown, pause, send, type Town } from './town.ts';

const SEED = process.env['FAULTS_SEED'] ?? 'stop';
const STOPS = FULL ? 10 : 2;
/** A stop under load waits for what is under way, and for nothing else. */
const STOP_MAX_S = 10;

describe('SIGTERM under load', () => {
  const chance = random(SEED);
  let town: Town;
  let keys: ReadonlyMap<string, string>;
  beforeAll(async () => {
    town = await openTown();
    await town.start();
    keys = await town.settle();
  }, 120_000);
  afterAll(() => town.close());

  it('answers what it has accepted, leaves nothing half done, and ends with 0', async () => {
    const took: number[] = [];
    let answered = 0;
    let turned = 0;
    for (let turn = 0; turn < STOPS; turn++) {
      if (turn > 0) await town.start();
      const shots = makeLoad({
        parcels: 60,
        at: Date.now() - 3_600_000,
        seed: `${SEED}-${turn}`,
        first: 1 + turn * 60,
        recordsMax: 10,
      });
      const sending = send(town.url, keys, shots, { name: `stop-${turn}`, connections: 8, once: true });
      const some = chance.whole(2, Math.ceil(shots.length / 2));
      while (sending.acknowledged.length < some) await pause(1);
      const begun = performance.now();
      const code = await town.end('SIGTERM');
      took.push((performance.now() - begun) / 1000);
      expect(code).toBe(0);
      expect(town.postmaster()).toBeUndefined();
      sending.stop();
      await sending.done;
      answered += sending.acknowledged.length;
      turned += sending.unanswered();

      // What was acknowledged is there; what was not acknowledged left nothing behind.
      await town.start();
      const database = await town.database();
      const known = await database.query<{ key: string; id: string }>(
        'select key, envelope_id::text as id from gateway.idempotency where key like $1',
        [`stop-${turn}-%`],
      );
      expect(new Map(known.map(row => [row.key, row.id]))).toEqual(
        new Map(sending.acknowledged.map(one => [one.key, one.envelope])),
      );
      expect(await brokenInvariants(database, await town.sealer(database))).toEqual([]);
      await database.close();
      expect(await town.end('SIGTERM')).toBe(0);
    }
    expect(Math.max(...took)).toBeLessThan(STOP_MAX_S);
    report(
      'SIGTERM under load',
      STOPS,
      `${answered} accepted messages answered, ${turned} turned away with nothing left behind, exit code 0, within ${Math.max(...took).toFixed(1)} s`,
    );
  }, 600_000);
});

describe('several processes meet an empty database', () => {
  it('migrates it once', async () => {
    const turns = FULL ? 10 : 2;
    for (let turn = 0; turn < turns; turn++) {
      const empty = await emptyDatabase();
      const processes = Array.from({ length: 4 }, () => openDatabase(empty.url, 2));
      const done = await Promise.all(processes.map(migrate));
      const [row] = await empty.database.query<{ count: number }>(
        'select count(*)::int as count from store.migration',
      );
      expect(done.map(names => names.length).sort((a, b) => a - b)).toEqual([0, 0, 0, row?.count]);
      for (const database of processes) await database.close();
      await empty.drop();
    }
    report(
      '4 migrations at once on an empty database',
      turns,
      'one migrates, the others wait and find nothing to do',
    );
  });

  it('starts four servers at once', async () => {
    const empty = await emptyDatabase();
    const towns = await Promise.all(Array.from({ length: FULL ? 4 : 2 }, openTown));
    try {
      // One master key for all, as in production.
      const env = { DATABASE_URL: empty.url, QUANTONG_MASTER_KEY: 'ab'.repeat(32) };
      await Promise.all(towns.map(town => town.start(env)));
      const rows = await empty.database.query<{ purpose: string; count: number }>(
        'select purpose, count(*)::int as count from identity.data_key group by purpose order by purpose',
      );
      expect(rows).toEqual([
        { purpose: 'match', count: 1 },
        { purpose: 'seal', count: 1 },
      ]);
      for (const town of towns) expect(await town.end('SIGTERM')).toBe(0);
    } finally {
      for (const town of towns) await town.close();
      await empty.drop();
    }
  }, 120_000);
});
