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
import { makeLoad, type Shot } from './load.ts';

export interface DoorFigures {
  readonly parcels: number;
  readonly seconds: number;
  readonly declarationsPerSecond: number;
  readonly messagesPerSecond: number;
  readonly ackMs: { readonly p50: number; readonly p99: number };
  /** CPU microseconds per declaration by process. */
  readonly cpu: { readonly server: number; readonly database: number; readonly generator: number };
  readonly serverRssMiB: number;
  readonly decided: Readonly<Record<string, number>>;
}

const PORT = 18_977;
const CONNECTIONS = 32;

/** The door under load: server and PostgreSQL as their own processes, messages over HTTP, durable commits, everything on but signatures. */
export async function measureDoor(parcels: number): Promise<DoorFigures> {
  const dataDir = mkdtempSync(join(tmpdir(), 'quantong-bench-'));
  chmodSync(dataDir, 0o755);
  const shots = makeLoad({ parcels, at: Date.now() - 3_600_000, seed: `bench-${parcels}` });
  const cli = fileURLToPath(new URL('../cli/main.js', import.meta.url));
  const profile = process.env['BENCH_PROFILE'];
  const flags = profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [];
  const server = spawn(process.execPath, [...flags, cli, 'start', '--no-demo', '--port', String(PORT)], {
    env: { ...process.env, DATA_DIR: dataDir, QUANTONG_RATE_PER_MINUTE: '100000000' },
    stdio: 'ignore',
  });
  try {
    await ready();
    const keys = await seed(dataDir);
    const databasePids = postgresPids(dataDir);
    const before = {
      server: cpuMicros([server.pid ?? 0]),
      database: cpuMicros(databasePids()),
      generator: process.cpuUsage(),
    };
    const begun = performance.now();
    const took = await fire(shots, keys);
    const seconds = (performance.now() - begun) / 1000;
    const generator = process.cpuUsage(before.generator);
    const cpu = {
      server: (cpuMicros([server.pid ?? 0]) - before.server) / parcels,
      database: (cpuMicros(databasePids()) - before.database) / parcels,
      generator: (generator.user + generator.system) / parcels,
    };
    took.sort((a, b) => a - b);
    return {
      parcels,
      seconds,
      declarationsPerSecond: parcels / seconds,
      messagesPerSecond: shots.length / seconds,
      ackMs: {
        p50: took[Math.floor(took.length * 0.5)] ?? 0,
        p99: took[Math.floor(took.length * 0.99)] ?? 0,
      },
      cpu,
      serverRssMiB: rssMiB(server.pid ?? 0),
      decided: await decided(dataDir),
    };
  } finally {
    server.kill('SIGTERM');
    await new Promise(resolve => server.once('exit', resolve));
    rmSync(dataDir, { recursive: true, force: true });
  }
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

/** Sends everything over a fixed number of connections, each as fast as it is answered. Gives the milliseconds of each message. */
async function fire(shots: readonly Shot[], keys: ReadonlyMap<string, string>): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const took: number[] = [];
  let next = 0;
  const lane = async () => {
    for (let shot = shots[next++]; shot; shot = shots[next++]) {
      const begun = performance.now();
      await post(agent, shot, keys.get(shot.sender) ?? '');
      took.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, lane));
  agent.destroy();
  return took;
}

function post(agent: Agent, shot: Shot, key: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        agent,
        host: '127.0.0.1',
        port: PORT,
        path: '/v1/envelopes',
        method: 'POST',
        headers: {
          authorization: `Bearer ${key}`,
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

async function decided(dataDir: string): Promise<Record<string, number>> {
  const platform = await openPlatform({ config: readConfig({ DATA_DIR: dataDir }) });
  const rows = await platform.database.query<{ status: string; n: bigint }>(
    "select status, count(*) as n from clearance.kase where status <> 'new' group by status order by status",
  );
  await platform.close();
  return Object.fromEntries(rows.map(row => [row.status, Number(row.n)]));
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
