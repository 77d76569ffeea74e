import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeLoad, type Shot } from '../../bench/load.ts';
import { brokenInvariants } from '../invariants.ts';
import { report } from './report.ts';
import { openTown, pause, send, type Town, walBytes } from './town.ts';

/** Only when asked for: `npm run faults -- peak`. It wants the machine for itself, and some minutes. */
const ASKED = process.env['FAULTS'] === 'peak';
const SECONDS = Number(process.env['PEAK_SECONDS'] ?? 60);
/** Parcels made before each stretch of sending; making them costs as much as taking them in. */
const STRETCH = Number(process.env['PEAK_PARCELS'] ?? 10_000);
const CONNECTIONS = 32;
const READY_MAX_S = 60;

if (!ASKED)
  process.stdout.write(
    '  peak: not asked for; npm run faults -- peak measures the recovery after a minute at peak\n',
  );

describe.skipIf(!ASKED)(`kill -9 of PostgreSQL after ${SECONDS} s at peak`, () => {
  let town: Town;
  let keys: ReadonlyMap<string, string>;
  beforeAll(async () => {
    town = await openTown();
    await town.start();
    keys = await town.settle();
  }, 120_000);
  afterAll(() => town.close());

  it(`is ready again within ${READY_MAX_S} s, with everything acknowledged`, async () => {
    const before = await town.database();
    const logBegin = await walBytes(before);
    await before.close();
    let sent = 0;
    let parcels = 0;
    let seconds = 0;
    const stretch = () => {
      const number = Math.round(parcels / STRETCH);
      const shots: readonly Shot[] = makeLoad({
        parcels: STRETCH,
        at: Date.now() - 3_600_000,
        seed: `peak-${number}`,
        first: 1 + parcels,
      });
      parcels += STRETCH;
      sent += shots.length;
      return {
        shots,
        sending: send(town.url, keys, shots, { name: `peak-${number}`, connections: CONNECTIONS }),
      };
    };
    while (seconds < SECONDS) {
      const { sending } = stretch();
      const begun = performance.now();
      await sending.done;
      seconds += (performance.now() - begun) / 1000;
    }
    // One more, and the kill comes in its middle.
    const whole = parcels;
    const { shots, sending } = stretch();
    while (sending.acknowledged.length < shots.length / 2) await pause(5);
    const database = await town.database();
    const log = (await walBytes(database)) - logBegin;
    const [redo] = await database.query<{ bytes: string }>(
      'select (pg_current_wal_lsn() - redo_lsn)::text as bytes from pg_control_checkpoint()',
    );
    await database.close();
    const ready = await town.killDatabase();
    await sending.done;
    const after = await town.database();
    const [kept] = await after.query<{ envelopes: number }>(
      'select count(*)::int as envelopes from gateway.envelope',
    );
    expect(kept?.envelopes).toBe(sent);
    expect(await brokenInvariants(after, await town.sealer(after))).toEqual([]);
    await after.close();
    report(
      'kill -9 of PostgreSQL at peak',
      1,
      `${whole} declarations in ${seconds.toFixed(0)} s of sending; log written ${mib(log)} MiB (${(log / (whole + STRETCH / 2) / 1024).toFixed(1)} KiB a declaration), of it ${mib(Number(redo?.bytes ?? 0))} MiB after the last checkpoint and played again; ready after ${ready.toFixed(1)} s`,
    );
    expect(ready).toBeLessThan(READY_MAX_S);
  }, 3_600_000);
});

function mib(bytes: number): string {
  return (bytes / 1_048_576).toFixed(0);
}
