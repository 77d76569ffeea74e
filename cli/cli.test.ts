import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SAMPLES = join(ROOT, 'samples');

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line as users do: the built program in its own process. */
function quantong(...args: string[]): Promise<Ran> {
  return new Promise(resolve => {
    execFile(
      process.execPath,
      [join(ROOT, 'bin', 'quantong.mjs'), ...args],
      { cwd: ROOT, maxBuffer: 1 << 26 },
      (error, out, err) => {
        resolve({ code: error ? Number(error.code ?? 1) : 0, out, err });
      },
    );
  });
}

const set = (name: string) =>
  ['order', 'payment', 'waybill', 'list'].map(part => join(SAMPLES, name, `${part}.xml`));

describe('quantong precheck', () => {
  it('passes a right parcel with exit code 0', async () => {
    const { code, out } = await quantong('precheck', ...set('right-set'), '--json');
    expect(code).toBe(0);
    const report = JSON.parse(out) as { cases: { outcome: string; findings: unknown[] }[] };
    expect(report.cases).toHaveLength(1);
    expect(report.cases[0]).toMatchObject({ outcome: 'release', findings: [] });
  });

  it('names three faults with field, clause and repair, and says that the repaired parcel would pass', async () => {
    const { code, out } = await quantong('precheck', ...set('faulty-set'), '--json');
    expect(code).toBe(1);
    const { cases } = JSON.parse(out) as {
      cases: {
        outcome: string;
        afterRepair: { outcome: string };
        findings: { path: string; cites: unknown[]; repair?: unknown }[];
      }[];
    };
    expect(cases[0]?.outcome).toBe('reject');
    expect(cases[0]?.afterRepair.outcome).toBe('release');
    for (const path of ['InventoryHead/buyerIdNumber', 'OrderHead/acturalPaid', 'InventoryList[1]/qty1']) {
      const finding = cases[0]?.findings.find(it => it.path === path);
      expect(finding, path).toBeDefined();
      expect(finding?.cites.length, path).toBeGreaterThan(0);
      expect(finding?.repair, path).toBeDefined();
    }
  });

  it('writes the repaired files, which then pass', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'quantong-repaired-'));
    await quantong('precheck', ...set('faulty-set'), '--repaired', folder);
    const repaired = ['order', 'payment', 'waybill', 'list'].map(part =>
      join(folder, `${part}.repaired.xml`),
    );
    expect((await quantong('precheck', ...repaired)).code).toBe(0);
  });

  it('shows people a table with the clause and the repair', async () => {
    const { out } = await quantong('precheck', ...set('faulty-set'));
    expect(out).toContain('退单 reject');
    expect(out).toContain('acturalPaid');
    expect(out).toContain('§');
    expect(out).toContain('→');
  });

  it('answers unreadable input with exit code 2 and a sentence', async () => {
    const { code, out } = await quantong('precheck', join(SAMPLES, 'gallery', 'truncated.xml'));
    expect(code).toBe(2);
    expect(out).toMatch(/截断|不完整|结束/);
    expect((await quantong('precheck', '/nowhere/at-all.xml')).code).toBe(2);
  });

  it('answers wrong usage with exit code 3', async () => {
    expect((await quantong('precheck')).code).toBe(3);
    expect((await quantong('does-not-exist')).code).toBe(3);
  });

  it('teaches with --help', async () => {
    const { code, out } = await quantong('--help');
    expect(code).toBe(0);
    for (const word of ['start', 'submit', 'precheck', 'quote', 'org', 'key', 'replay', '退出码'])
      expect(out).toContain(word);
  });
});

describe('quantong quote', () => {
  const file = (question: unknown) => {
    const path = join(mkdtempSync(join(tmpdir(), 'quantong-quote-')), 'question.json');
    writeFileSync(path, JSON.stringify(question));
    return path;
  };
  const cream = { lines: [{ gcode: '3304990029', totalPrice: '425', qty1: '0.02', unit1: '035' }] };

  it('taxes skincare of 21.25 CNY per gram with consumption tax, every step with its law', async () => {
    const { code, out } = await quantong('quote', file(cream), '--date', '2025-11-14');
    expect(code).toBe(0);
    expect(out).toContain('52.50');
    expect(out).toContain('45.50');
    expect(out).toContain('98.00');
    expect(out).toContain('财关税');
  });

  it('knows the rate of any date', async () => {
    const milk = { lines: [{ gcode: '1901101090', totalPrice: '100', qty1: '0.8', unit1: '035' }] };
    const { out } = await quantong('quote', file(milk), '--date', '2016-04-08', '--json');
    expect(out).toContain('"total":{"$int":"1190"}');
  });

  it('says where a question is wrong', async () => {
    const { code, err } = await quantong('quote', file({ lines: [{ gcode: '33', totalPrice: '1' }] }));
    expect(code).toBe(2);
    expect(err).toContain('lines[0].gcode');
  });
});

describe('package', () => {
  it('offers the two commands of the README', () => {
    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
    expect(readme).toContain('npm ci && npm start');
    expect(readme).toContain('npm ci && npm test');
  });
});
