import { type Fired, fireAll, type Gun, percentile } from './gun.ts';
import { inRounds, makeLoad, type Rounds } from './load.ts';
import { type Standing, standUp } from './standing.ts';

export interface DoorWish {
  /** Length of the measured time at full load. A fifth of it, at most 20 seconds, runs before it unmeasured. */
  readonly seconds: number;
  /** Different declarations made beforehand; they come again in rounds, with numbers of their own. */
  readonly parcels: number;
  /** Where a CPU profile of the server is written; it slows the server down a little. */
  readonly profile?: string | undefined;
}

export interface Latency {
  readonly p50: number;
  readonly p99: number;
  readonly messages: number;
}

export interface DoorFigures {
  readonly seconds: number;
  /** Declarations (four records each) answered in the measured time. */
  readonly declarations: number;
  readonly perSecond: number;
  readonly messagesPerSecond: number;
  /** Milliseconds until a message is acknowledged: at full load, at a third of it, and one alone. */
  readonly full: Latency;
  readonly third: Latency;
  readonly alone: Latency;
  /** CPU microseconds per declaration by process, in the measured time. */
  readonly cpu: { readonly server: number; readonly database: number; readonly generator: number };
  readonly serverRssMiB: number;
  readonly databaseMiB: number;
  readonly decided: Readonly<Record<string, number>>;
}

const RECORDS_OF_ONE = 4;
const WARM_SHARE = 1 / 5;
const WARM_MAX_SECONDS = 20;

/**
 * The door under load: server and PostgreSQL as their own processes, messages over HTTP, durable commits, everything on but signatures.
 * A case is decided in the transaction that acknowledges its last document, so a message's acknowledgement is also its decision.
 */
export async function measureDoor({ seconds, parcels, profile }: DoorWish): Promise<DoorFigures> {
  const rounds = inRounds(makeLoad({ parcels, at: Date.now() - 3_600_000, seed: `bench-${parcels}` }));
  const standing = await standUp(profile);
  try {
    const { gun } = standing;
    await fireAll(gun, rounds.next, { seconds: Math.min(WARM_MAX_SECONDS, seconds * WARM_SHARE) });
    const before = cpuNow(standing);
    const full = await fireAll(gun, rounds.next, { seconds });
    const after = cpuNow(standing);
    const declarations = full.records / RECORDS_OF_ONE;
    const perSecond = declarations / full.seconds;
    const third = await pacedLoad(gun, rounds, perSecond / 3, Math.min(20, seconds / 2));
    const alone = await oneByOne(gun, parcels);
    const per = (part: 'server' | 'database' | 'generator') => (after[part] - before[part]) / declarations;
    return {
      seconds: full.seconds,
      declarations,
      perSecond,
      messagesPerSecond: full.took.length / full.seconds,
      full: latencyOf(full.took),
      third: latencyOf(third),
      alone: latencyOf(alone),
      cpu: { server: per('server'), database: per('database'), generator: per('generator') },
      serverRssMiB: standing.serverMiB(),
      ...(await stored(standing)),
    };
  } finally {
    await standing.stop();
  }
}

function latencyOf(took: Fired['took']): Latency {
  return { p50: percentile(took, 0.5), p99: percentile(took, 0.99), messages: took.length };
}

function cpuNow(standing: Standing) {
  const { user, system } = process.cpuUsage();
  return { ...standing.cpu(), generator: user + system };
}

/** Messages at a fixed rate of declarations, whether earlier ones are answered or not. */
async function pacedLoad(gun: Gun, rounds: Rounds, perSecond: number, seconds: number): Promise<number[]> {
  const begun = performance.now();
  const took: number[] = [];
  const under: Promise<void>[] = [];
  let sent = 0;
  for (;;) {
    const elapsed = (performance.now() - begun) / 1000;
    if (elapsed >= seconds) break;
    while (sent < elapsed * perSecond * RECORDS_OF_ONE) {
      const shot = rounds.next();
      if (!shot) break;
      sent += shot.records;
      const from = performance.now();
      under.push(gun.fire(shot).then(() => void took.push(performance.now() - from)));
    }
    await new Promise(resolve => setTimeout(resolve, 2));
  }
  await Promise.all(under);
  return took;
}

const ALONE = 300;

/** Messages of one record, each sent when the one before is answered. The first ones only warm up. */
async function oneByOne(gun: Gun, parcels: number): Promise<readonly number[]> {
  const shots = makeLoad({
    parcels: Math.ceil(ALONE / RECORDS_OF_ONE),
    at: Date.now() - 7_200_000 - parcels,
    seed: 'alone',
    recordsMax: 1,
  });
  let at = 0;
  const { took } = await fireAll(gun, () => shots[at++], { lanes: 1 });
  return took.slice(ALONE / 6);
}

async function stored({ database }: Standing): Promise<Pick<DoorFigures, 'decided' | 'databaseMiB'>> {
  const rows = await database.query<{ status: string; n: bigint }>(
    "select status, count(*) as n from clearance.kase where status <> 'new' group by status order by status",
  );
  const [size] = await database.query<{ bytes: bigint }>(
    'select pg_database_size(current_database()) as bytes',
  );
  return {
    decided: Object.fromEntries(rows.map(row => [row.status, Number(row.n)])),
    databaseMiB: Math.round(Number(size?.bytes ?? 0n) / 1_048_576),
  };
}
