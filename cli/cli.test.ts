import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
  return quantongIn({}, ...args);
}

function quantongIn(env: Readonly<Record<string, string>>, ...args: string[]): Promise<Ran> {
  return new Promise(resolve => {
    execFile(
      process.execPath,
      [join(ROOT, 'bin', 'quantong.mjs'), ...args],
      { cwd: ROOT, maxBuffer: 1 << 26, env: { ...process.env, ...env } },
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

  it('names the cell of a spreadsheet, and writes the sheet with that cell marked', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'quantong-annotated-'));
    const sheet = readFileSync(join(SAMPLES, 'gallery', 'orders-utf8.csv'), 'utf8').replace(
      ',132.77,',
      ',132.78,',
    );
    const file = join(folder, 'orders.csv');
    writeFileSync(file, sheet);
    const { code, out } = await quantong('precheck', file, '--json', '--annotated', folder);
    expect(code).toBe(1);
    const { cases } = JSON.parse(out) as { cases: { findings: { path: string; cell?: string }[] }[] };
    expect(cases[0]?.findings.find(it => it.path === 'OrderHead/acturalPaid')?.cell).toBe('O2');
    expect(readFileSync(join(folder, 'orders.annotated.xlsx')).subarray(0, 2).toString()).toBe('PK');
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

describe('quantong org import, key create, data-key, replay, without a running server', () => {
  it('start the database for themselves and end it again', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'quantong-cli-'));
    chmodSync(dataDir, 0o755);
    const own = (...args: string[]) => quantongIn({ DATA_DIR: dataDir }, ...args);
    const file = join(dataDir, 'enterprises.csv');
    writeFileSync(
      file,
      'code,name,role,from,to,suspended,signature,deposit\n3701DMT001,演示测试卖家,seller,2020-01-01,,,,1000.50\n3701DMT001,演示测试卖家,broker,2020-01-01\n',
    );
    expect(await own('org', 'import', file)).toMatchObject({ code: 0, out: expect.stringContaining('1') });
    const key = await own('key', 'create', '--org', '3701DMT001', '--test', '--json');
    expect(key.code).toBe(0);
    expect(JSON.parse(key.out)).toMatchObject({
      id: expect.stringMatching(/^kt_/),
      secret: expect.stringMatching(/^qt_test_/),
    });
    expect(await own('key', 'create', '--org', '3701DMT999')).toMatchObject({
      code: 3,
      err: expect.stringContaining('org import'),
    });
    expect((await own('data-key', 'rotate')).code).toBe(0);
    expect((await own('data-key', 'list')).out).toContain('retired');
    expect(await own('replay', '--json')).toMatchObject({
      code: 0,
      out: expect.stringContaining('"equal":true'),
    });
    const wrong = join(dataDir, 'wrong.csv');
    writeFileSync(wrong, 'code,name,role\n12,没有代码,seller\n');
    expect(await own('org', 'import', wrong)).toMatchObject({
      code: 2,
      err: expect.stringContaining('第 2 行'),
    });
    rmSync(dataDir, { recursive: true, force: true });
  }, 120_000);
});

describe('package', () => {
  it('offers the two commands of the README', () => {
    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
    expect(readme).toContain('npm ci && npm start');
    expect(readme).toContain('npm ci && npm test');
  });
});
