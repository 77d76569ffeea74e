import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  arrivalOf,
  departureOf,
  exportDocumentsOf,
  exporters,
  exportParcel,
  messageOf,
  random,
  senderOf,
  zone,
} from '../demo/index.ts';
import { shippedLaw } from '../law/index.ts';
import { decodeXml } from '../messages/index.ts';
import { type HttpZone, httpZone } from '../test/http-zone.ts';
import { adviseCommand } from './advise.ts';
import { summaryCommand } from './summary.ts';

const ORDER = fileURLToPath(new URL('../samples/advice/order.json', import.meta.url));

/** Runs a command and gives what it wrote. */
async function ran(command: () => Promise<number>): Promise<{ code: number; out: string }> {
  const out: string[] = [];
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation(text => {
    out.push(String(text));
    return true;
  });
  try {
    return { code: await command(), out: out.join('') };
  } finally {
    spy.mockRestore();
  }
}

describe('quantong advise', () => {
  it('tells every way with its reasons, and the best with papers, days and law', async () => {
    const { code, out } = await ran(() => adviseCommand(ORDER, { date: '2026-10-12' }));
    expect(code).toBe(0);
    for (const word of ['9610', '9710', '9810', '1210', '0110', '建议 / best', '2026-11-16', '§'])
      expect(out).toContain(word);
  });

  it('gives programs the same as JSON, amounts as text', async () => {
    const { out } = await ran(() => adviseCommand(ORDER, { date: '2026-10-12', json: true }));
    const advice = JSON.parse(out) as { best: { mode: string }; valueCny: string };
    expect(advice.best.mode).toBe('9610-B');
    expect(advice.valueCny).toMatch(/^\d+\.\d{2}$/);
  });

  it('names the place of a fault and stops with exit code 2', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'quantong-advise-'));
    const file = join(folder, 'order.json');
    writeFileSync(file, '{"buyer":"consumer","currency":"USD","goods":[]}');
    await expect(adviseCommand(file, {})).rejects.toMatchObject({
      code: 2,
      message: expect.stringContaining('currency'),
    });
    rmSync(folder, { recursive: true });
  });
});

describe('quantong summary', () => {
  const AT = Date.parse('2026-05-20T10:00:00+08:00');
  const [seller] = exporters;
  const ebc = seller?.code ?? '';
  let http: HttpZone;
  let options: { month: string; ebc: string; server: string; key: string; flag: string };

  beforeAll(async () => {
    http = await httpZone({ enterprises: zone, at: AT });
    const parcels = [0, 1].map(serial =>
      exportParcel(
        { seed: 'cli', at: AT, serial, mode: '9610', statisticsFlag: 'B', ...(seller ? { seller } : {}) },
        shippedLaw(),
      ),
    );
    const [gone] = parcels;
    if (!gone) throw new Error('no parcel');
    const wish = { seed: 'cli', at: AT + 1000, copNo: 'DEMOCLI1' };
    const documents = [
      ...parcels.flatMap(exportDocumentsOf),
      arrivalOf([gone], wish),
      departureOf([gone], wish),
    ];
    for (const [index, document] of documents.entries())
      await http.zone.send(messageOf(senderOf(document), [document], random(`cli/${index}`).guid()));
    const { authorization } = await http.keyFor(ebc, { scopes: ['submit', 'read'] });
    options = {
      month: '2026-05',
      ebc,
      server: http.url,
      key: authorization.slice('Bearer '.length),
      flag: '2',
    };
  });
  afterAll(() => http.close());

  it('previews: what is declared, by when, what is left out and why', async () => {
    const { code, out } = await ran(() => summaryCommand(options));
    expect(code).toBe(0);
    for (const word of ['2026-06-15', '1 份清单', '清单尚未放行']) expect(out).toContain(word);
  });

  it('writes the official messages into a folder, and sends them', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'quantong-summary-'));
    const { out } = await ran(() =>
      summaryCommand({ ...options, out: folder, submit: true, dxpId: 'DXPDEMO1' }),
    );
    const [file] = readdirSync(folder);
    const decoded = decodeXml(readFileSync(join(folder, file ?? '')));
    expect(decoded.records).toMatchObject([{ document: { type: 'CEB701Message' }, findings: [] }]);
    expect(out).toContain('已报送');
    const again = await ran(() => summaryCommand(options));
    expect(again.out).toContain('不重复申报');
    rmSync(folder, { recursive: true });
  });

  it('asks for the exchange number before it makes anything', async () => {
    await expect(summaryCommand({ ...options, submit: true })).rejects.toMatchObject({ code: 3 });
  });
});
