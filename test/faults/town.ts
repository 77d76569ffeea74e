import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { Shot } from '../../bench/load.ts';
import { deposits, zone } from '../../demo/index.ts';
import { createKey, readMasterKey, readSealer, SCOPES, type Sealer } from '../../server/identity/index.ts';
import { deposit, importOrgs } from '../../server/operator.ts';
import { type Database, openDatabase } from '../../server/store/index.ts';

const CLI = process.env['QUANTONG_CLI'] ?? fileURLToPath(new URL('../../bin/quantong.mjs', import.meta.url));
const PATIENCE_MS = 90_000;

/** True in `npm run faults`: the long form. In `npm test` each file takes seconds. */
export const FULL = process.env['FAULTS'] === 'full';

/** The real platform as its own processes: `quantong start` and the PostgreSQL that it starts, on a data folder of its own. */
export interface Town {
  readonly dataDir: string;
  readonly url: string;
  /** Starts the server; gives the seconds until `/readyz` says yes. */
  start(env?: Readonly<Record<string, string>>): Promise<number>;
  readonly server: () => ChildProcess;
  /** What the server has printed. */
  readonly said: () => string;
  /** Ends the server and waits; gives its exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>;
  /** Kills PostgreSQL's first process; gives the seconds until the platform says again that it is ready. */
  killDatabase(): Promise<number>;
  postmaster(): number | undefined;
  /** Registers the demo zone with deposits; gives a key for each enterprise and the operator's under `''`. */
  settle(): Promise<ReadonlyMap<string, string>>;
  /** Runs a command of the command line on this data folder. */
  run(...args: readonly string[]): Promise<{ code: number | null; out: string; err: string }>;
  /** The database, past the server. To be closed by the caller. */
  database(): Promise<Database>;
  sealer(database: Database): Promise<Sealer>;
  close(): Promise<void>;
}

export async function openTown(): Promise<Town> {
  const dataDir = mkdtempSync(join(tmpdir(), 'quantong-town-'));
  chmodSync(dataDir, 0o755);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  let said = '';
  const environment = {
    ...process.env,
    DATA_DIR: dataDir,
    PORT: String(port),
    NODE_ENV: '',
    DATABASE_URL: undefined,
  };
  const postmaster = () => {
    try {
      const pid = Number(readFileSync(join(dataDir, 'db', 'postmaster.pid'), 'utf8').split('\n')[0]);
      process.kill(pid, 0);
      return pid;
    } catch {
      return undefined;
    }
  };
  const databaseUrl = () => {
    const dbPort = readFileSync(join(dataDir, 'db', 'postmaster.pid'), 'utf8').split('\n')[3];
    const password = readFileSync(join(dataDir, 'db-password'), 'utf8').trim();
    return `postgres://quantong:${password}@127.0.0.1:${dbPort}/quantong`;
  };
  const ready = async (): Promise<number> => {
    const begun = performance.now();
    for (;;) {
      const ok = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2000) }).then(
        answer => answer.ok,
        () => false,
      );
      if (ok) return (performance.now() - begun) / 1000;
      if (child?.exitCode !== null || performance.now() - begun > PATIENCE_MS)
        throw new Error(`not ready:\n${said.slice(-3000)}`);
      await pause(20);
    }
  };
  const town: Town = {
    dataDir,
    url,
    async start(env = {}) {
      said = '';
      child = spawn(process.execPath, [CLI, 'start', '--no-demo'], {
        env: { ...environment, QUANTONG_RATE_PER_MINUTE: '100000000', ...env },
      });
      for (const stream of [child.stdout, child.stderr])
        stream?.on('data', chunk => {
          said += String(chunk);
        });
      return ready();
    },
    server() {
      if (!child) throw new Error('not started');
      return child;
    },
    said: () => said,
    async end(signal) {
      const running = town.server();
      if (running.exitCode !== null || running.signalCode !== null) return running.exitCode;
      const ended = new Promise<number | null>(resolve => running.once('exit', code => resolve(code)));
      running.kill(signal);
      return ended;
    },
    async killDatabase() {
      const pid = postmaster();
      if (pid === undefined) throw new Error('PostgreSQL is not running');
      const begun = performance.now();
      process.kill(pid, 'SIGKILL');
      while (postmaster() === pid || postmaster() === undefined) await pause(10);
      await ready();
      return (performance.now() - begun) / 1000;
    },
    postmaster,
    async settle() {
      const database = openDatabase(databaseUrl(), 2);
      const at = Date.now();
      const operator = '3701DEMOGL';
      await importOrgs(
        database,
        [
          ...zone.map(({ code, name, roles, suspended = false }) => ({ code, name, roles, suspended })),
          { code: operator, name: '演示综试区运营中心', roles: [], suspended: false },
        ].map(org => ({ ...org, signature: 'if-present' as const, demo: true })),
        at,
      );
      for (const [account, fen] of deposits)
        await deposit(
          database,
          { account, fen: (fen * 1000n).toString(), entry: 'opening', test: false },
          at,
        );
      const keys = new Map<string, string>();
      for (const code of [operator, ...zone.map(it => it.code)]) {
        const wish = { orgCode: code, scopes: SCOPES, test: false, label: 'faults' };
        keys.set(code === operator ? '' : code, (await createKey(database, wish, at)).secret);
      }
      await database.close();
      return keys;
    },
    run(...args) {
      return new Promise(resolve => {
        const command = spawn(process.execPath, [CLI, ...args], { env: environment });
        let out = '';
        let err = '';
        command.stdout.on('data', chunk => {
          out += String(chunk);
        });
        command.stderr.on('data', chunk => {
          err += String(chunk);
        });
        command.on('exit', code => resolve({ code, out, err }));
      });
    },
    async database() {
      return openDatabase(databaseUrl(), 2);
    },
    sealer: database => readSealer(database, readMasterKey(undefined, dataDir)),
    async close() {
      if (child) await town.end('SIGKILL');
      const pid = postmaster();
      if (pid !== undefined) process.kill(pid, 'SIGQUIT');
      for (let tries = 0; postmaster() !== undefined && tries < 200; tries++) await pause(50);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  return town;
}

export interface Acknowledged {
  readonly shot: Shot;
  readonly key: string;
  readonly envelope: string;
  readonly status: number;
}

export interface Sending {
  /** Everything is acknowledged, or `stop` was called. */
  readonly done: Promise<void>;
  readonly acknowledged: readonly Acknowledged[];
  /** Messages of which at least one attempt ended without an acknowledgement: connection refused or broken, 503. */
  readonly unanswered: () => number;
  stop(): void;
}

export interface SendOptions {
  readonly connections?: number;
  /** Give up a shot on its first failure: for measuring what one outage does to each request. */
  readonly once?: boolean;
  /** Prefix of the idempotency keys. */
  readonly name?: string;
}

/**
 * Sends all shots over keep-alive connections. What is not acknowledged is sent again, unchanged and with the same key, until
 * it is: a sender as the platform asks them to be.
 */
export function send(
  url: string,
  keys: ReadonlyMap<string, string>,
  shots: readonly Shot[],
  { connections = 8, once = false, name = 'shot' }: SendOptions = {},
): Sending {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const acknowledged: Acknowledged[] = [];
  let unanswered = 0;
  let stopped = false;
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < shots.length && !stopped; index = next++) {
      const shot = shots[index];
      if (!shot) return;
      const key = `${name}-${index}`;
      for (let tries = 0; ; tries++) {
        const answer = await post(agent, url, shot, { secret: keys.get(shot.sender) ?? '', key }).catch(
          () => undefined,
        );
        if (answer && answer.status < 500) {
          if (answer.status !== 429) {
            const { envelope = '' } = JSON.parse(answer.text) as { envelope?: string };
            acknowledged.push({ shot, key, envelope, status: answer.status });
            break;
          }
        } else if (answer && answer.status !== 503) throw new Error(`HTTP ${answer.status}: ${answer.text}`);
        if (tries === 0) unanswered += 1;
        if (stopped || once) break;
        await pause(30);
      }
    }
  };
  const done = Promise.all(Array.from({ length: connections }, lane)).then(() => agent.destroy());
  return {
    done,
    acknowledged,
    unanswered: () => unanswered,
    stop() {
      stopped = true;
    },
  };
}

/** Posts one message; rejects when the connection breaks or ten seconds pass. */
export function post(
  agent: Agent,
  url: string,
  shot: Pick<Shot, 'body'>,
  { secret, key }: { secret: string; key?: string },
): Promise<{ status: number; text: string; headers: Readonly<Record<string, unknown>> }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${url}/v1/envelopes`,
      {
        agent,
        method: 'POST',
        headers: {
          authorization: `Bearer ${secret}`,
          'content-type': 'application/xml',
          'content-length': shot.body.length,
          ...(key === undefined ? {} : { 'idempotency-key': key }),
        },
        timeout: 20_000,
      },
      answer => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', chunk => {
          text += chunk;
        });
        answer.on('error', reject);
        answer.on('close', () =>
          answer.complete
            ? resolve({ status: answer.statusCode ?? 0, text, headers: answer.headers })
            : reject(new Error('cut off')),
        );
      },
    );
    sent.on('timeout', () => sent.destroy(new Error('no answer in 20 s')));
    sent.on('error', reject);
    sent.end(shot.body);
  });
}

/** Bytes of the log written so far, as PostgreSQL counts them. */
export async function walBytes(database: Database): Promise<number> {
  const [row] = await database.query<{ bytes: string }>(
    "select (pg_current_wal_lsn() - '0/0'::pg_lsn)::text as bytes",
  );
  return Number(row?.bytes ?? 0);
}

export async function asAdmin<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export function freePort(): Promise<number> {
  return new Promise(resolve => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

export const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms));
