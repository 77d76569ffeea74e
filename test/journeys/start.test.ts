import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const BIN = fileURLToPath(new URL('../../bin/quantong.mjs', import.meta.url));

interface Running {
  readonly child: ChildProcess;
  readonly out: () => string;
  stop(signal: NodeJS.Signals): Promise<void>;
}

/** The day passes through the door in seconds; a slow, shared machine may need longer. */
const PATIENCE_MS = 150_000;

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

describe('npm start as a newcomer meets it', () => {
  let dataDir: string;
  let port: number;
  const running: Running[] = [];

  async function start(): Promise<Running> {
    let out = '';
    const child = spawn(process.execPath, [BIN, 'start'], {
      env: { ...process.env, DATA_DIR: dataDir, PORT: String(port), NODE_ENV: '' },
    });
    child.stdout.on('data', chunk => {
      out += String(chunk);
    });
    child.stderr.on('data', chunk => {
      out += String(chunk);
    });
    const ended = new Promise<void>(resolve => child.once('exit', () => resolve()));
    const one: Running = {
      child,
      out: () => out,
      async stop(signal) {
        child.kill(signal);
        await ended;
      },
    };
    running.push(one);
    const begun = Date.now();
    while (!out.includes('serving at')) {
      if (child.exitCode !== null || Date.now() - begun > PATIENCE_MS)
        throw new Error(`did not start:\n${out.slice(-3000)}`);
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    return one;
  }

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'quantong-start-'));
    chmodSync(dataDir, 0o755);
    port = await freePort();
  });

  afterAll(async () => {
    for (const { child } of running) child.kill('SIGKILL');
    // A database that outlived its killed server is ended by its own pid file.
    try {
      process.kill(
        Number(readFileSync(join(dataDir, 'db', 'postmaster.pid'), 'utf8').split('\n')[0]),
        'SIGQUIT',
      );
    } catch {
      // It has ended already.
    }
    await new Promise(resolve => setTimeout(resolve, 300));
    rmSync(dataDir, { recursive: true, force: true });
  });

  it(
    'shows the decided day and the gallery, keeps its data over a stop, and attaches to its database after a kill',
    async () => {
      const first = await start();
      const told = first.out();
      for (const word of [
        '演示',
        '放行',
        '退单',
        '等待',
        '9610',
        '1210',
        '1239',
        '报文样式库',
        'truncated.xml',
        '年度',
        '9610 A',
        '9610 B',
        '9710',
        '9810',
        '汇总申请',
        '报关单 form (792)',
        'jkfResult',
      ])
        expect(told, word).toContain(word);
      const keys = JSON.parse(readFileSync(join(dataDir, 'demo-keys.json'), 'utf8')) as { operator: string };
      const month = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7);
      const counted = await fetch(`http://127.0.0.1:${port}/v1/trades?month=${month}`, {
        headers: { authorization: `Bearer ${keys.operator}` },
      });
      const { totals } = (await counted.json()) as {
        totals: { mode: string; carriers: { form: number; summary: number; list: number } }[];
      };
      expect(totals.map(it => it.mode).sort()).toEqual(['1210', '1239', '9610', '9710', '9810']);
      const carriers = (mode: string) => totals.find(it => it.mode === mode)?.carriers;
      for (const count of Object.values(carriers('9610') ?? {})) expect(count).toBeGreaterThan(0);
      expect([carriers('9710')?.form, carriers('9810')?.form]).toEqual([1, 1]);
      const queue = await fetch(`http://127.0.0.1:${port}/v1/queue`, {
        headers: { authorization: `Bearer ${keys.operator}` },
      });
      const waiting = (await queue.json()) as { cases: { priority: boolean }[] };
      expect(waiting.cases.length).toBeGreaterThan(0);
      expect(waiting.cases[0]?.priority).toBe(true);
      await first.stop('SIGTERM');

      const second = await start();
      expect(second.out()).toContain('沿用已有数据');
      const again = await fetch(`http://127.0.0.1:${port}/v1/queue`, {
        headers: { authorization: `Bearer ${keys.operator}` },
      });
      expect(await again.json()).toEqual(waiting);
      await second.stop('SIGKILL');

      const third = await start();
      expect(third.out()).toMatch(/attached to the database|沿用已有数据/);
      await third.stop('SIGTERM');
    },
    PATIENCE_MS * 2,
  );
});
