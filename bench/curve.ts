import { createFiller } from './fill.ts';
import { fireAll } from './gun.ts';
import { inRounds, makeLoad } from './load.ts';
import { standUp } from './standing.ts';

export interface CurvePoint {
  /** Declarations stored when the measuring began. */
  readonly stored: number;
  readonly perSecond: number;
  /** Of the rate of the empty database. */
  readonly share: number;
  readonly cpu: { readonly server: number; readonly database: number };
  readonly databaseMiB: number;
  /** True: bytes of envelopes and answers were cut in the copies, because the disk would not hold them. */
  readonly bytesCut: boolean;
}

const RECORDS_OF_ONE = 4;
/** The program reaches its speed only after some thousand declarations. */
const WARM_SECONDS = 12;

/** The rate of the door with ever more declarations stored: measured, filled up, measured again, on one server. */
export async function measureCurve({
  points,
  seconds,
  parcels,
  say = () => undefined,
}: {
  /** Declarations stored at each point after the empty one, growing. */
  points: readonly number[];
  seconds: number;
  parcels: number;
  say?: (line: string) => void;
}): Promise<readonly CurvePoint[]> {
  const rounds = inRounds(makeLoad({ parcels, at: Date.now() - 3_600_000, seed: 'curve' }));
  const standing = await standUp();
  const fire = (time: number) => fireAll(standing.gun, () => rounds.next(), { seconds: time });
  const measure = async (warm: number): Promise<Pick<CurvePoint, 'perSecond' | 'cpu'>> => {
    await fire(warm);
    const before = standing.cpu();
    const fired = await fire(seconds);
    const after = standing.cpu();
    const declarations = fired.records / RECORDS_OF_ONE;
    const per = (part: 'server' | 'database') => (after[part] - before[part]) / declarations;
    return {
      perSecond: declarations / fired.seconds,
      cpu: { server: per('server'), database: per('database') },
    };
  };
  try {
    // A young process is slow: its first rate must not make the later ones look good.
    const empty = await measure(Math.max(seconds, WARM_SECONDS));
    const filler = await createFiller(standing.databaseUrl, standing.dataDir);
    const curve: CurvePoint[] = [
      { stored: 0, share: 1, bytesCut: false, databaseMiB: await filler.databaseMiB(), ...empty },
    ];
    for (const point of points) {
      const begun = performance.now();
      const { copies, bytesCut } = await filler.fillTo(point);
      const stored = await filler.stored();
      const databaseMiB = await filler.databaseMiB();
      say(`filled to ${stored} (${copies} copies) in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
      const measured = await measure(Math.min(10, seconds / 3));
      curve.push({ stored, share: measured.perSecond / empty.perSecond, bytesCut, databaseMiB, ...measured });
    }
    await filler.close();
    return curve;
  } finally {
    await standing.stop();
  }
}
