import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deposits, zone } from '../demo/index.ts';
import { freshDatabase, type OwnDatabase } from '../test/fresh-database.ts';
import { type TestZone, testZone } from '../test/zone.ts';
import { startBaseline } from './baseline.ts';
import { fireAll, type Gun, gunAt } from './gun.ts';
import { makeLoad, type Shot } from './load.ts';
import { prepareBaseline } from './measure-baseline.ts';

/** The baseline may be slow, but it must do the same work: the ratio means nothing otherwise. */
describe('the baseline', () => {
  let own: OwnDatabase;
  let baseline: Awaited<ReturnType<typeof startBaseline>>;
  let gun: Gun;
  let platform: TestZone;
  const shots = makeLoad({ parcels: 60, at: Date.now() - 3_600_000, seed: 'baseline', recordsMax: 9 });

  beforeAll(async () => {
    own = await freshDatabase();
    const keys = await prepareBaseline(own.database);
    baseline = await startBaseline({ databaseUrl: own.url, port: 0 });
    const address = baseline.server.address();
    gun = gunAt(typeof address === 'object' && address ? address.port : 0, keys);
    platform = await testZone({ enterprises: zone, deposits, at: Date.now() });
  });
  afterAll(async () => {
    gun.close();
    baseline.server.close();
    await baseline.database.close();
    await own.drop();
    await platform.close();
  });

  it('decides every case as the platform does', async () => {
    const left: Shot[] = [...shots];
    await fireAll(gun, () => left.pop());
    const theirs = await own.database.query<{ key: string; outcome: string }>(
      'select case_key as key, outcome from baseline.decision order by case_key',
    );
    for (const { sender, body } of shots)
      await platform.platform.flow.submit({ caller: platform.callerOf(sender), bytes: body });
    const ours = await platform.platform.database.query<{ key: string; outcome: string }>(
      'select case_key as key, outcome from clearance.decision order by case_key',
    );
    const sorted = (rows: readonly { key: string; outcome: string }[]) =>
      rows.map(row => `${row.key} ${row.outcome}`).sort();
    expect(theirs.length).toBeGreaterThan(50);
    expect(sorted(theirs)).toEqual(sorted(ours));
    expect(new Set(theirs.map(row => row.outcome)).size).toBeGreaterThan(1);
  });

  it('takes the same limit and guarantee', async () => {
    const used = 'select sum(used) as used from';
    const [theirs] = await own.database.query(`${used} baseline.quota`);
    const [ours] = await platform.platform.database.query(`${used} ledgers.quota`);
    expect(String(theirs?.['used'])).toBe(String(ours?.['used']));
    const charged = 'select sum(charged) as charged from';
    const [one] = await own.database.query(`${charged} baseline.guarantee`);
    const [other] = await platform.platform.database.query(`${charged} ledgers.guarantee`);
    expect(String(one?.['charged'])).toBe(String(other?.['charged']));
  });

  it('takes a document once', async () => {
    const [shot] = shots;
    expect(JSON.parse(await gun.fire(shot as Shot)).results[0].state).toBe('duplicate');
  });
});
