import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { zone } from '../../demo/index.ts';
import { exampleEbp } from '../../server/api/examples.ts';
import { seedExamples } from '../../server/api/index.ts';
import { readConfig } from '../../server/config.ts';
import { createKey, SCOPES } from '../../server/identity/index.ts';
import { openPlatform } from '../../server/platform.ts';
import { brokenInvariants } from '../invariants.ts';
import { type Api, fuzzer, type Shot } from './fuzz.ts';
import { report } from './report.ts';
import { FULL, openTown, pause, type Town } from './town.ts';

const SEED = process.env['FUZZ_SEED'] ?? (FULL ? `fuzz-${Date.now()}` : 'fuzz');
/** The index of one request, to send it alone: `FUZZ_SEED=… FUZZ_ONLY=…`. */
const ONLY = process.env['FUZZ_ONLY'];
const COUNT = Number(process.env['FUZZ_COUNT'] ?? (FULL ? 200_000 : 3_000));
const LANES = 24;
/** Longer than this is a hang; a busy machine is slow, not silent. */
const HANG_MS = 30_000;
const MEMORY_MAX_MIB = 1024;

interface Seen {
  readonly status: number;
  readonly text: string;
}

/** What a stack trace, a path or a class of the program would look like in an answer. */
const INSIDE = /\n\s+at .+:\d+:\d+|node_modules\/|\bdist\/server\/|\.(ts|js):\d+:\d+|\bpg_catalog\b|SQLSTATE/;

describe(`fuzzing the HTTP surface from /openapi.json (FUZZ_SEED=${SEED})`, () => {
  let town: Town;
  let shotAt: (index: number) => Shot;
  beforeAll(async () => {
    town = await openTown();
    await town.start({ QUANTONG_WEBHOOK_PRIVATE: 'allow' });
    await town.settle();
    const database = await town.database();
    const platform = await openPlatform({ config: readConfig({ DATA_DIR: town.dataDir }) });
    await seedExamples(platform);
    await platform.close();
    const keyOf = async (orgCode: string, test: boolean) =>
      (await createKey(database, { orgCode, scopes: SCOPES, test, label: 'fuzz' }, Date.now())).secret;
    const keys = {
      operator: await keyOf(exampleEbp, false),
      sender: await keyOf(zone[3]?.code ?? exampleEbp, false),
      test: await keyOf(exampleEbp, true),
    };
    await database.close();
    const api = (await (await fetch(`${town.url}/openapi.json`)).json()) as Api;
    shotAt = fuzzer(api, keys, SEED);
  }, 120_000);
  afterAll(() => town.close());

  it(`${COUNT} requests: no 5xx, no stack trace, no hang, memory bounded, the books in order`, async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: LANES });
    const faults: string[] = [];
    const statuses = new Map<number, number>();
    const { port } = new URL(town.url);
    const begun = performance.now();
    let next = 0;
    let longest = 0;
    let slowest: Shot | undefined;
    const only = ONLY === undefined ? undefined : Number(ONLY);
    const lane = async () => {
      for (let index = next++; index < COUNT && faults.length < 20; index = next++) {
        const shot = shotAt(only ?? index);
        const started = performance.now();
        const seen = await (shot.raw ? wire(Number(port), shot.raw) : ask(agent, Number(port), shot));
        if (performance.now() - started > longest) {
          longest = performance.now() - started;
          slowest = shot;
        }
        const fault = faultOf(seen);
        statuses.set(seen?.status ?? 0, (statuses.get(seen?.status ?? 0) ?? 0) + 1);
        if (fault)
          faults.push(
            `FUZZ_SEED=${SEED} FUZZ_ONLY=${shot.index} ${shot.method} ${shot.path.slice(0, 200)} → ${fault}`,
          );
        if (only !== undefined) {
          process.stdout.write(
            `${JSON.stringify({ ...shot, body: shot.body?.toString('latin1') })}\n${JSON.stringify(seen)}\n`,
          );
          return;
        }
      }
    };
    await Promise.all(Array.from({ length: only === undefined ? LANES : 1 }, lane));
    agent.destroy();
    const seconds = (performance.now() - begun) / 1000;
    expect(faults, town.said().slice(-2000)).toEqual([]);

    expect(town.server().exitCode, town.said()).toBeNull();
    for (let tries = 0; ; tries++) {
      const alive = await fetch(`${town.url}/readyz`).then(
        answer => answer.ok,
        () => false,
      );
      if (alive) break;
      expect(tries).toBeLessThan(50);
      await pause(100);
    }
    // Engineers were told nothing: whatever came in was foreseen.
    expect(
      town
        .said()
        .split('\n')
        .filter(line => /unforeseen|failed|quarantined|kept and waits/.test(line)),
    ).toEqual([]);
    const memory = peakMiB(town.server().pid ?? 0);
    expect(memory).toBeLessThan(MEMORY_MAX_MIB);
    const database = await town.database();
    expect(await brokenInvariants(database, await town.sealer(database))).toEqual([]);
    await database.close();
    const classes = [...statuses].sort(([a], [b]) => a - b).map(([status, times]) => `${status}×${times}`);
    report(
      `fuzzed requests, seed ${SEED}`,
      COUNT,
      `no 5xx, no stack trace, no hang (longest ${(longest / 1000).toFixed(1)} s: ${slowest?.method} ${slowest?.path.slice(0, 60)}, FUZZ_ONLY=${slowest?.index}); ${(COUNT / seconds).toFixed(0)} requests/s; server at most ${memory} MiB; ${classes.join(' ')}`,
    );
  }, 3_600_000);
});

function faultOf(seen: Seen | undefined): string | undefined {
  if (!seen) return 'no answer';
  if (seen.status >= 500) return `${seen.status}: ${seen.text.slice(0, 300)}`;
  const inside = INSIDE.exec(seen.text);
  if (inside)
    return `tells of its inside: ${seen.text.slice(Math.max(0, inside.index - 100), inside.index + 200)}`;
  return undefined;
}

/** By the HTTP library, over kept connections. Undefined: silence. A connection closed without an answer is status 0. */
function ask(agent: Agent, port: number, shot: Shot): Promise<Seen | undefined> {
  return new Promise(resolve => {
    const timer = setTimeout(() => {
      sent.destroy();
      resolve(undefined);
    }, HANG_MS);
    const done = (seen: Seen | undefined) => {
      clearTimeout(timer);
      resolve(seen);
    };
    const sent = request(
      {
        agent,
        host: '127.0.0.1',
        port,
        method: shot.method,
        path: shot.path,
        headers: {
          ...shot.headers,
          ...(shot.body === undefined || shot.chunked ? {} : { 'content-length': shot.body.length }),
        },
      },
      answer => {
        const pieces: Buffer[] = [];
        answer.on('data', (piece: Buffer) => pieces.push(piece));
        answer.on('error', () => undefined);
        answer.on('close', () =>
          done({ status: answer.statusCode ?? 0, text: Buffer.concat(pieces).toString('utf8') }),
        );
      },
    );
    sent.on('error', () => done({ status: 0, text: '' }));
    if (shot.body === undefined) sent.end();
    else if (!shot.chunked) sent.end(shot.body);
    else {
      for (let at = 0; at < shot.body.length; at += 700) sent.write(shot.body.subarray(at, at + 700));
      sent.end();
    }
  });
}

/** Bytes on the wire. A half request is not answered, rightly: after a moment we hang up. */
function wire(port: number, bytes: Buffer): Promise<Seen> {
  return new Promise(resolve => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    const timer = setTimeout(() => socket.destroy(), 150);
    socket.on('data', piece => {
      text += piece.toString('latin1');
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(timer);
      const statuses = [...text.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(match => Number(match[1]));
      resolve({ status: Math.max(0, ...statuses), text });
    });
  });
}

function peakMiB(pid: number): number {
  try {
    return Math.round(
      Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024,
    );
  } catch {
    return 0;
  }
}
