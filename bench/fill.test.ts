import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deposits, zone } from '../demo/index.ts';
import { type TestZone, testZone } from '../test/zone.ts';
import { createFiller } from './fill.ts';
import { inRounds, makeLoad } from './load.ts';

const NOW = Date.parse('2026-06-01T12:00:00+08:00');

describe('the filler', () => {
  let our: TestZone;
  const shots = makeLoad({ parcels: 40, at: NOW - 3_600_000, seed: 'fill' });
  const rounds = inRounds(shots);
  const sendRound = async () => {
    for (let sent = 0; sent < shots.length; sent++) {
      const shot = rounds.next();
      if (shot) await our.platform.flow.submit({ caller: our.callerOf(shot.sender), bytes: shot.body });
    }
  };
  const decisions = async () =>
    (await our.platform.database.query('select 1 from clearance.decision')).length;
  const indexes = () =>
    our.platform.database.query(
      "select indexdef from pg_indexes where schemaname in ('gateway', 'clearance', 'ledgers') order by indexdef",
    );

  beforeAll(async () => {
    our = await testZone({ enterprises: zone, deposits, at: NOW });
    await sendRound();
  });
  afterAll(() => our.close());

  it('leaves tables of the wanted size with the same indexes, and a door that goes on', async () => {
    const real = await decisions();
    const before = await indexes();
    const filler = await createFiller(our.url, tmpdir());
    expect(await filler.fillTo(real)).toEqual({ copies: 0, bytesCut: false });
    await filler.fillTo(5 * real);
    await filler.fillTo(8 * real);
    expect(await filler.stored()).toBe(8 * real);
    await filler.close();
    expect(await indexes()).toEqual(before);
    await sendRound();
    expect(await decisions()).toBe(9 * real);
    const [numbers] = await our.platform.database.query<{ ok: boolean }>(
      'select max(d.journal) <= max(c.journal) as ok from clearance.document d, gateway.counter c',
    );
    expect(numbers?.ok).toBe(true);
  });

  it('refuses to copy a handful of declarations for ever', async () => {
    const other = await testZone({ enterprises: zone, deposits, at: NOW });
    const filler = await createFiller(other.url, tmpdir());
    await expect(filler.fillTo(10)).rejects.toThrow('run longer');
    await filler.close();
    await other.close();
  });
});
