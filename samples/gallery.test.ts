import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { zoneEnterprise } from '../demo/index.ts';
import { shippedLaw } from '../law/index.ts';
import {
  type DecodedRecord,
  decodeJson,
  decodeSheet,
  decodeXml,
  embeddedOnly,
  encodeXml,
  verifySignature,
} from '../messages/index.ts';
import { type ImportCase, judge } from '../rules/index.ts';
import { type Finding, outcomeOf, parseStamp } from '../shared/index.ts';
import { gallery, type LoadedEntry, loadGallery, loadSet } from './gallery.ts';

const law = shippedLaw();
const at = parseStamp('20250618153000') ?? 0;
const options = { codes: law, at };

interface Reading {
  readonly records: readonly DecodedRecord[];
  readonly findings: readonly Finding[];
  readonly refused?: Finding;
}

async function read({ media, bytes }: LoadedEntry): Promise<Reading> {
  if (media === 'json') return decodeJson(bytes, options);
  if (media === 'xml') return decodeXml(bytes, options);
  return decodeSheet(bytes, options);
}

const loaded = loadGallery();

describe('the format gallery', () => {
  it('lists every file once, and every file is there', () => {
    const files = readdirSync(fileURLToPath(new URL('./gallery', import.meta.url)));
    expect(gallery.map(entry => entry.file).sort()).toEqual(files.sort());
  });

  it.each(loaded.map(entry => [entry.file, entry] as const))(
    '%s is what its title says',
    async (_, entry) => {
      const { records, findings, refused } = await read(entry);
      const all = [...(refused ? [refused] : []), ...findings, ...records.flatMap(record => record.findings)];
      const said = all.map(one => `${one.severity} ${one.code} ${one.path}`);
      const found = refused ? 'refused' : all.length > 0 ? 'told' : 'clean';
      expect({ found, said, records: records.length }).toMatchObject({
        found: entry.expect,
        records: entry.records,
      });
      if (entry.code !== undefined) expect(all.map(one => one.code)).toContain(entry.code);
      if (entry.expect !== 'clean')
        expect(all.every(one => one.message.zh !== '' && one.message.en !== '')).toBe(true);
    },
  );

  it('says the same in every namespace and encoding', () => {
    const documents = (names: readonly string[]) =>
      names.map(name => {
        const entry = loaded.find(one => one.file === name);
        return decodeXml(entry?.bytes ?? Buffer.of(), options).records.map(record => record.document);
      });
    const [orders, ...others] = documents([
      'prefix-ceb.xml',
      'prefix-other.xml',
      'prefix-default.xml',
      'prefix-none.xml',
    ]);
    for (const other of others) expect(other).toEqual(orders);
    const [list, ...lists] = documents([
      'utf8-bom.xml',
      'gb2312-declared.xml',
      'gb18030-declared-utf8.xml',
      'utf8-declared-gb2312.xml',
      'utf16-bom.xml',
      'single-line.xml',
      'pretty-printed.xml',
      'signed-621.xml',
    ]);
    for (const other of lists) expect(other).toEqual(list);
  });

  it('says the same as XML, JSON and sheet', async () => {
    const xml = loaded.find(one => one.file === 'prefix-ceb.xml');
    const orders = decodeXml(xml?.bytes ?? Buffer.of()).records.map(record => record.document);
    for (const file of ['orders.json', 'orders-utf8.csv', 'orders-gb18030.csv']) {
      const entry = loaded.find(one => one.file === file);
      if (entry === undefined) throw new Error(file);
      expect((await read(entry)).records.map(record => record.document)).toEqual(orders);
    }
  });

  it('holds a signature that is sound and one that is not', () => {
    for (const { signature, bytes } of loaded) {
      if (signature === undefined) continue;
      const verdict = verifySignature(bytes.toString('utf8'), { find: embeddedOnly, at });
      expect(verdict.state).toBe(signature);
    }
  });

  it('is written again without loss wherever it can be read', () => {
    for (const { media, expect: expected, bytes } of loaded) {
      if (media !== 'xml' || expected !== 'clean') continue;
      const { frame, records } = decodeXml(bytes);
      if (frame === undefined) throw new Error('a clean sample has a frame');
      const documents = records.map(record => record.document);
      const again = decodeXml(Buffer.from(encodeXml({ ...frame, documents })));
      expect(again.records.map(record => record.document)).toEqual(documents);
      expect(again.frame).toEqual(frame);
    }
  });
});

describe('the sample sets', () => {
  const judged = (name: 'right-set' | 'faulty-set') => {
    const decoded = loadSet(name).map(({ bytes }) => decodeXml(bytes, options));
    const [order, payment, waybill, list] = decoded.map(it => it.records[0]?.document);
    if (!order || !payment || !waybill || !list) throw new Error(`${name} is not whole`);
    const it: ImportCase = { key: '', mode: '9610', order, payment, waybill, list };
    const checked = decoded.flatMap(one => [
      ...one.findings,
      ...one.records.flatMap(record => record.findings),
    ]);
    return [
      ...checked,
      ...judge(it, at, law, { stance: 'precheck' }).findings,
      ...judge(it, at, law, { stance: 'precheck', enterprise: zoneEnterprise }).findings,
    ];
  };

  it('right: nothing is said', () => {
    expect(judged('right-set')).toEqual([]);
  });

  it('faulty: exactly the three faults are found', () => {
    const findings = judged('faulty-set');
    expect(outcomeOf(findings)).toBe('reject');
    const places = new Set(findings.map(one => `${one.document.type} ${one.path}`));
    expect([...places].sort()).toEqual([
      'CEB311Message OrderHead/acturalPaid',
      'CEB621Message InventoryHead/buyerIdNumber',
      'CEB621Message InventoryList[1]/qty1',
    ]);
  });
});
