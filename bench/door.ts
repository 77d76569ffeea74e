import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deposits, zone } from '../demo/index.ts';
import { readConfig } from '../server/config.ts';
import { createKey } from '../server/identity/index.ts';
import { deposit, importOrgs } from '../server/operator.ts';
import { openPlatform } from '../server/platform.ts';
import { inRounds, makeLoad, type Rounds, type Shot } from './load.ts';

export interface DoorWish {
  /** Length of the measured time at full load; a fifth of it, at most 20 seconds, runs before it unmeasured. */
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

const PORT = 18_977;
const CONNECTIONS = 32;
const RECORDS_OF_ONE = 4;

/** The door under load: server and PostgreSQL as their own processes, messages over HTTP, durable commits, everything on but signatures. */
export async function measureDoor({ seconds, parcels, profile }: DoorWish): Promise<DoorFigures> {
  const dataDir = mkdtempSync(join(tmpdir(), 'quantong-bench-'));
  chmodSync(dataDir, 0o755);
  const rounds = inRounds(makeLoad({ parcels, at: Date.now() - 3_600_000, seed: `bench-${parcels}` }));
  const cli = fileURLToPath(new URL('../cli/main.js', import.meta.url));
  const flags = profile ? ['--cpu-prof', '--cpu-prof-interval=2000', `--cpu-prof-dir=${profile}`] : [];
  const server = spawn(process.execPath, [...flags, cli, 'start', '--no-demo', '--port', String(PORT)], {
    env: { ...process.env, DATA_DIR: dataDir, QUANTONG_RATE_PER_MINUTE: '100000000' },
    stdio: 'ignore',
  });
  try {
    await ready();
    const gun = gunOf(await seed(dataDir));
    const pids = postgresPids(dataDir);
    await fullLoad(gun, rounds, Math.min(20, seconds / 5));
    const before = cpuNow(server.pid ?? 0, pids);
    const full = await fullLoad(gun, rounds, seconds);
    const after = cpuNow(server.pid ?? 0, pids);
    const declarations = full.records / RECORDS_OF_ONE;
    const perSecond = declarations / full.seconds;
    const third = await pacedLoad(gun, rounds, perSecond / 3, Math.min(20, seconds / 2));
    const alone = await oneByOne(gun, parcels);
    gun.agent.destroy();
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
      serverRssMiB: rssMiB(server.pid ?? 0),
      ...(await stored(dataDir)),
    };
  } finally {
    server.kill('SIGTERM');
    await new Promise(resolve => server.once('exit', resolve));
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function latencyOf(took: readonly number[]): Latency {
  const sorted = [...took].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
  return { p50: at(0.5), p99: at(0.99), messages: sorted.length };
}

function cpuNow(server: number, database: () => number[]) {
  const { user, system } = process.cpuUsage();
  return { server: cpuMicros([server]), database: cpuMicros(database()), generator: user + system };
}

interface Gun {
  readonly agent: Agent;
  readonly keys: ReadonlyMap<string, string>;
}

function gunOf(keys: ReadonlyMap<string, string>): Gun {
  return { keys, agent: new Agent({ keepAlive: true, maxSockets: 2 * CONNECTIONS }) };
}

interface Fired {
  readonly took: readonly number[];
  readonly records: number;
  readonly seconds: number;
}

/** A fixed number of connections, each sending as fast as it is answered. */
async function fullLoad(gun: Gun, rounds: Rounds, seconds: number): Promise<Fired> {
  const begun = performance.now();
  const until = begun + seconds * 1000;
  const took: number[] = [];
  let records = 0;
  const lane = async () => {
    while (performance.now() < until) {
      const shot = rounds.next();
      if (!shot) return;
      const from = performance.now();
      await post(gun, shot);
      took.push(performance.now() - from);
      records += shot.records;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, lane));
  return { took, records, seconds: (performance.now() - begun) / 1000 };
}

/** Messages at a fixed rate, whether earlier ones are answered or not. */
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
      under.push(post(gun, shot).then(() => void took.push(performance.now() - from)));
    }
    await new Promise(resolve => setTimeout(resolve, 2));
  }
  await Promise.all(under);
  return took;
}

const ALONE = 300;

/** Messages of one record, each sent when the one before is answered. The first ones only warm up. */
async function oneByOne(gun: Gun, parcels: number): Promise<number[]> {
  const shots = makeLoad({
    parcels: Math.ceil(ALONE / RECORDS_OF_ONE),
    at: Date.now() - 7_200_000 - parcels,
    seed: 'alone',
    recordsMax: 1,
  });
  const took: number[] = [];
  for (const shot of shots) {
    const from = performance.now();
    await post(gun, shot);
    took.push(performance.now() - from);
  }
  return took.slice(ALONE / 6);
}

async function ready(): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const ok = await fetch(`http://127.0.0.1:${PORT}/readyz`).then(
      answer => answer.ok,
      () => false,
    );
    if (ok) return;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  throw new Error('the server did not become ready');
}

async function seed(dataDir: string): Promise<ReadonlyMap<string, string>> {
  const platform = await openPlatform({ config: readConfig({ DATA_DIR: dataDir }) });
  const at = Date.now();
  await importOrgs(
    platform.database,
    zone.map(({ code, name, roles, suspended = false }) => ({
      code,
      name,
      roles,
      suspended,
      signature: 'if-present',
      demo: true,
    })),
    at,
  );
  for (const [account, fen] of deposits)
    await deposit(
      platform.database,
      { account, fen: (fen * 1000n).toString(), entry: 'bench', test: false },
      at,
    );
  const keys = new Map<string, string>();
  for (const { code } of zone)
    keys.set(
      code,
      (
        await createKey(
          platform.database,
          { orgCode: code, scopes: ['submit'], test: false, label: 'bench' },
          at,
        )
      ).secret,
    );
  await platform.close();
  return keys;
}

function post({ agent, keys }: Gun, shot: Shot): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        agent,
        host: '127.0.0.1',
        port: PORT,
        path: '/v1/envelopes',
        method: 'POST',
        headers: {
          authorization: `Bearer ${keys.get(shot.sender) ?? ''}`,
          'content-type': 'application/xml',
          'content-length': shot.body.length,
        },
      },
      answer => {
        answer.resume();
        answer.on('end', () =>
          answer.statusCode === 200 ? resolve() : reject(new Error(`HTTP ${answer.statusCode}`)),
        );
      },
    );
    sent.on('error', reject);
    sent.end(shot.body);
  });
}

async function stored(dataDir: string): Promise<Pick<DoorFigures, 'decided' | 'databaseMiB'>> {
  const platform = await openPlatform({ config: readConfig({ DATA_DIR: dataDir }) });
  const rows = await platform.database.query<{ status: string; n: bigint }>(
    "select status, count(*) as n from clearance.kase where status <> 'new' group by status order by status",
  );
  const [size] = await platform.database.query<{ bytes: bigint }>(
    'select pg_database_size(current_database()) as bytes',
  );
  await platform.close();
  return {
    decided: Object.fromEntries(rows.map(row => [row.status, Number(row.n)])),
    databaseMiB: Math.round(Number(size?.bytes ?? 0n) / 1_048_576),
  };
}

/** User and system CPU of processes in microseconds, from /proc (Linux only; elsewhere 0). */
function cpuMicros(pids: readonly number[]): number {
  let ticks = 0;
  for (const pid of pids) {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      ticks += Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
    } catch {
      // The process ended meanwhile; its share is lost, which the figure may show as a little less.
    }
  }
  return ticks * 10_000;
}

/** The postmaster of this data folder and all its children, asked anew each time. */
function postgresPids(dataDir: string): () => number[] {
  const postmaster = Number(readFileSync(join(dataDir, 'db', 'postmaster.pid'), 'utf8').split('\n')[0]);
  return () => {
    try {
      const children = readFileSync(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8')
        .trim()
        .split(' ')
        .filter(Boolean)
        .map(Number);
      return [postmaster, ...children];
    } catch {
      return [];
    }
  };
}

function rssMiB(pid: number): number {
  try {
    return Math.round(
      Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024,
    );
  } catch {
    return 0;
  }
}
