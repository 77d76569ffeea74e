import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deposits, zone } from '../demo/index.ts';
import { type Database, openDatabase, startEmbedded } from '../server/store/index.ts';
import { BASELINE_SCHEMA } from './baseline-tables.ts';
import { freePort } from './free-port.ts';
import { fireAll, gunAt, percentile } from './gun.ts';
import { inRounds, makeLoad } from './load.ts';
import { cpuMicros, peakMiB, postgresPids } from './processes.ts';

export interface BaselineFigures {
  readonly seconds: number;
  readonly declarations: number;
  readonly perSecond: number;
  /** Milliseconds until a message is acknowledged. */
  readonly p50: number;
  readonly p99: number;
  /** CPU microseconds per declaration. */
  readonly cpu: { readonly server: number; readonly database: number };
  readonly serverMiB: number;
  readonly decided: Readonly<Record<string, number>>;
}

const RECORDS_OF_ONE = 4;

/** The baseline under the load of the door: its own process, the same PostgreSQL with the same settings, 32 connections. */
export async function measureBaseline({
  seconds,
  parcels,
}: {
  seconds: number;
  parcels: number;
}): Promise<BaselineFigures> {
  const rounds = inRounds(makeLoad({ parcels, at: Date.now() - 3_600_000, seed: `bench-${parcels}` }));
  const dataDir = mkdtempSync(join(tmpdir(), 'quantong-baseline-'));
  chmodSync(dataDir, 0o755);
  const embedded = await startEmbedded(dataDir, () => undefined);
  const database = openDatabase(embedded.url, 2);
  const port = await freePort();
  const keys = await prepareBaseline(database);
  const server = spawn(process.execPath, [fileURLToPath(new URL('baseline-process.js', import.meta.url))], {
    env: { ...process.env, DATABASE_URL: embedded.url, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise(resolve => server.once('exit', resolve));
  const gun = gunAt(port, keys);
  try {
    await Promise.race([new Promise(resolve => server.stdout.once('data', resolve)), ended]);
    const pid = server.pid ?? 0;
    await fireAll(gun, () => rounds.next(), { seconds: Math.min(20, seconds / 5) });
    const before = { server: cpuMicros([pid]), database: cpuMicros(postgresPids(dataDir)) };
    const fired = await fireAll(gun, () => rounds.next(), { seconds });
    const declarations = fired.records / RECORDS_OF_ONE;
    return {
      seconds: fired.seconds,
      declarations,
      perSecond: declarations / fired.seconds,
      p50: percentile(fired.took, 0.5),
      p99: percentile(fired.took, 0.99),
      cpu: {
        server: (cpuMicros([pid]) - before.server) / declarations,
        database: (cpuMicros(postgresPids(dataDir)) - before.database) / declarations,
      },
      serverMiB: peakMiB(pid),
      decided: await decidedBy(database),
    };
  } finally {
    gun.close();
    server.kill('SIGTERM');
    await ended;
    await database.close();
    await embedded.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Makes its tables in an empty database and registers the demo zone. Gives the API keys by enterprise. */
export async function prepareBaseline(database: Database): Promise<ReadonlyMap<string, string>> {
  await database.query(BASELINE_SCHEMA);
  const keys = new Map<string, string>();
  for (const { code } of zone) {
    const secret = randomBytes(24).toString('base64url');
    keys.set(code, secret);
    await database.query('insert into baseline.api_key values ($1, $2)', [
      createHash('sha256').update(secret).digest(),
      code,
    ]);
  }
  for (const [account, fen] of deposits)
    await database.query('insert into baseline.guarantee (account, deposit) values ($1, $2)', [
      account,
      (fen * 1000n).toString(),
    ]);
  return keys;
}

/** How many cases ended how. */
export async function decidedBy(database: Database): Promise<Readonly<Record<string, number>>> {
  const rows = await database.query<{ outcome: string; n: bigint }>(
    'select outcome, count(*) as n from baseline.decision group by outcome order by outcome',
  );
  return Object.fromEntries(rows.map(row => [row.outcome, Number(row.n)]));
}
