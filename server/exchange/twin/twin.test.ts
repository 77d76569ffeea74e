import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  arrivalOf,
  departureOf,
  documentsOf,
  exportDocumentsOf,
  exportParcel,
  masterListOf,
  messageOf,
  parcel,
  senderOf,
} from '../../../demo/index.ts';
import { shippedLaw } from '../../../law/index.ts';
import {
  type Document,
  decodeXml,
  encodeTransport,
  encodeXml,
  readTransport,
} from '../../../messages/index.ts';
import { openTwin, type TwinOptions, twinDefaults } from '../index.ts';

const law = shippedLaw();
const NOON = Date.parse('2026-06-01T12:00:00+08:00');

function channel(options: Partial<TwinOptions> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'quantong-twin-'));
  const clock = { now: NOON };
  let dropped = 0;
  mkdirSync(join(folder, 'send'));
  return {
    folder,
    clock,
    open: () =>
      openTwin({
        folder,
        store: join(folder, 'store'),
        setting: twinDefaults,
        law,
        now: () => clock.now,
        ...options,
      }),
    drop(business: string | Buffer, type = 'CEB000Message') {
      dropped += 1;
      const id = `COP-${dropped}`;
      const bytes = encodeTransport({
        copMsgId: id,
        senderId: 'DXPDEMO000000001',
        receiverIds: ['DXPEDCCEB0000002'],
        createdAt: NOON,
        msgType: type,
        data: Buffer.from(business),
      });
      writeFileSync(join(folder, 'send', `${id}.xml`), bytes);
      return id;
    },
    dropDocument(document: Document) {
      return this.drop(
        encodeXml(
          messageOf(
            senderOf(document),
            [document],
            `4D8A2C10-7E5B-4F3A-9C61-${String(dropped).padStart(12, '0')}`,
          ),
        ),
        document.type,
      );
    },
    /** Everything that customs said so far, and takes it away. */
    said() {
      return readdirSync(join(folder, 'receive'), { withFileTypes: true })
        .filter(entry => entry.isFile())
        .flatMap(({ name }) => {
          const path = join(folder, 'receive', name);
          const transport = readTransport(readFileSync(path));
          rmSync(path);
          if (!transport || 'fault' in transport || transport.kind !== 'message') throw new Error(name);
          const decoded = decodeXml(transport.message.data, { codes: law, at: NOON });
          expect(decoded.refused).toBeUndefined();
          for (const { document, findings } of decoded.records) {
            const wrong = findings.filter(finding => finding.severity === 'reject');
            expect(wrong, JSON.stringify(document)).toEqual([]);
          }
          return decoded.records.map(record => record.document);
        })
        .map(({ type, head }) => `${type.slice(3, 6)} ${head['returnStatus'] ?? head['status']}`)
        .sort();
    },
  };
}

/** Runs the twin until it has nothing more to say. */
async function runOut(place: ReturnType<typeof channel>) {
  const twin = await place.open();
  const said: string[] = [];
  for (let n = 0; n < 40; n++) {
    await twin.round();
    said.push(...place.said());
    place.clock.now += 100;
  }
  expect(twin.waiting()).toBe(0);
  return said.sort();
}

const IMPORT_STORY = [
  ...['312 120', '312 2', '412 120', '412 2', '512 120', '512 2'],
  ...['622 120', '622 2', '622 399', '622 800', '816 1'],
];

describe('the twin of customs', () => {
  it('compares the four documents of an import parcel, in any order of arrival', async () => {
    for (const turn of [0, 1, 2, 3]) {
      const place = channel();
      const documents = documentsOf(parcel({ seed: `twin-${turn}`, at: NOON - 3_600_000, serial: 1 }, law));
      for (const document of [...documents.slice(turn), ...documents.slice(0, turn)])
        place.dropDocument(document);
      expect(await runOut(place)).toEqual(IMPORT_STORY);
    }
  });

  it('refuses what does not agree, with the code of the finding', async () => {
    const place = channel();
    const documents = documentsOf(parcel({ seed: 'wrong', at: NOON - 3_600_000, serial: 1 }, law));
    for (const document of documents)
      place.dropDocument(
        document.type === 'CEB621Message'
          ? { ...document, head: { ...document.head, buyerName: '别人（演示）' } }
          : document,
      );
    const said = await runOut(place);
    expect(said).toContain('622 100');
    expect(said).not.toContain('622 800');
  });

  it('follows an export parcel from order to departure', async () => {
    const place = channel();
    const one = exportParcel({ seed: 'twin', at: NOON - 3_600_000, serial: 1, mode: '9610' }, law);
    const wish = { seed: 'twin', at: NOON - 1000, copNo: 'DEMOCK0001' };
    for (const document of exportDocumentsOf(one)) place.dropDocument(document);
    for (const document of [masterListOf([one], wish), arrivalOf([one], wish), departureOf([one], wish)])
      place.dropDocument(document);
    const said = await runOut(place);
    expect(said.filter(line => line.startsWith('604'))).toEqual([
      '604 120',
      '604 2',
      '604 399',
      '604 800',
      '604 899',
    ]);
    for (const type of ['508', '510', '608']) expect(said).toContain(`${type} 399`);
  });

  it('answers what it cannot read with a 900 that names the CopMsgId', async () => {
    const place = channel();
    const id = place.drop('<ceb:CEB311Message xmlns:ceb="http://www.chinaport.gov.cn/ceb"><broken');
    const twin = await place.open();
    place.clock.now += 1000;
    await twin.round();
    place.clock.now += 1000;
    await twin.round();
    const [name = ''] = readdirSync(join(place.folder, 'receive')).filter(entry => entry.endsWith('.xml'));
    const transport = readTransport(readFileSync(join(place.folder, 'receive', name)));
    if (!transport || 'fault' in transport || transport.kind !== 'message') throw new Error('no message');
    expect(decodeXml(transport.message.data).records[0]?.document.head['oriCopMsgId']).toBe(id);
  });

  it('is deaf during an outage and works everything off after it', async () => {
    const place = channel({ outages: [{ from: NOON - 1, to: NOON + 500 }] });
    for (const document of documentsOf(parcel({ seed: 'out', at: NOON - 3_600_000, serial: 1 }, law)))
      place.dropDocument(document);
    const twin = await place.open();
    expect(await twin.round()).toEqual({ taken: 0, given: 0, down: true });
    expect(readdirSync(join(place.folder, 'send')).length).toBe(4);
    expect(await runOut(place)).toEqual(IMPORT_STORY);
  });

  it('refuses the given share, always the same ones', async () => {
    const run = async () => {
      const place = channel({
        setting: { ...twinDefaults, refuseShare: 0.5, refuseCodes: ['1313', '1322'] },
      });
      for (let serial = 0; serial < 6; serial++)
        for (const document of documentsOf(parcel({ seed: 'share', at: NOON - 3_600_000, serial }, law)))
          place.dropDocument(document);
      return (await runOut(place)).filter(line => line === '622 100').length;
    };
    const refused = await run();
    expect(refused).toBeGreaterThan(0);
    expect(refused).toBeLessThan(6);
    expect(await run()).toBe(refused);
  });

  it('opened again after every round it says the same, once', async () => {
    const place = channel();
    for (const document of documentsOf(parcel({ seed: 'again', at: NOON - 3_600_000, serial: 1 }, law)))
      place.dropDocument(document);
    const said: string[] = [];
    for (let n = 0; n < 25; n++) {
      await (await place.open()).round();
      said.push(...place.said());
      if (n === 3) appendFileSync(join(place.folder, 'store', 'inputs.jsonl'), '{"key":"broken of');
      place.clock.now += 100;
    }
    expect(said.sort()).toEqual(IMPORT_STORY);
  });
});
