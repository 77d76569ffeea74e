import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deposits, documentsOf, messageOf, parcel, senderOf, zone } from '../../demo/index.ts';
import { shippedLaw } from '../../law/index.ts';
import { type Document, encodeXml, type Message, readTransport } from '../../messages/index.ts';
import { readCases } from '../../server/clearance/index.ts';
import { openTwin, twinDefaults } from '../../server/exchange/index.ts';
import { runExchange } from '../../server/exchange-desk.ts';
import { readFeed } from '../../server/gateway/index.ts';
import { expectReplayEqual } from '../exactness/replayed.ts';
import { type TestZone, testZone } from '../zone.ts';

const law = shippedLaw();
const NOON = Date.parse('2026-06-01T12:00:00+08:00');

interface Place {
  readonly city: TestZone;
  readonly folder: string;
  round(times?: number): Promise<void>;
  view(caseKey: string): Promise<Awaited<ReturnType<typeof readCases>>[number] | undefined>;
  told(org: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** A zone where customs decides, with the folders of the e-port client and the twin of customs on their other side. */
async function place(env: Readonly<Record<string, string>> = {}, twinOn = true): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'quantong-customs-'));
  mkdirSync(join(folder, 'send'));
  mkdirSync(join(folder, 'receive'));
  const city = await testZone({
    enterprises: zone,
    deposits,
    at: NOON,
    env: {
      QUANTONG_STANCE: 'precheck',
      QUANTONG_EXCHANGE_DIR: folder,
      QUANTONG_EXCHANGE_SETTLE_MS: '0',
      ...env,
    },
  });
  const runner = await runExchange(city.platform, city.platform.exchange);
  const twin = await openTwin({
    folder,
    store: join(folder, 'twin'),
    setting: twinDefaults,
    law,
    now: () => city.now,
  });
  return {
    city,
    folder,
    async round(times = 1) {
      for (let n = 0; n < times; n++) {
        await runner.round();
        if (twinOn) await twin.round();
        city.now += 300;
      }
    },
    async view(caseKey) {
      const [view] = await readCases(city.platform.database, city.platform.realm(false), [caseKey]);
      return view;
    },
    async told(org) {
      const items = await readFeed(city.platform.database, city.platform.sealer(), {
        orgCode: org,
        test: false,
        after: 0n,
        limit: 1000,
      });
      return items.flatMap(item =>
        item.records.map(({ head }) => `${item.type.slice(3, 6)} ${head['returnStatus'] ?? head['status']}`),
      );
    },
    async close() {
      await city.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const guid = (serial: number) => `4D8A2C10-7E5B-4F3A-9C61-${String(serial).padStart(12, '0')}`;

function parcelOf(serial: number, seed = 'customs') {
  const one = parcel({ seed, at: NOON - 3_600_000, serial }, law);
  const key = one.key;
  return { one, key, documents: documentsOf(one) };
}

async function sendAll(city: TestZone, documents: readonly Document[], serial = 1): Promise<void> {
  let n = serial * 10;
  for (const document of documents) {
    n += 1;
    await city.send(messageOf(senderOf(document), [document], guid(n)));
  }
}

const sent = (folder: string) =>
  readdirSync(join(folder, 'send'), { withFileTypes: true }).flatMap(entry =>
    entry.isFile() ? entry.name : [],
  );

describe('a parcel that customs decides', () => {
  let here: Place;
  beforeAll(async () => {
    here = await place();
  });
  afterAll(() => here.close());

  it('is forwarded, released by customs, and takes the limit and the guarantee then', async () => {
    const { key, one, documents } = parcelOf(1);
    await sendAll(here.city, documents);
    expect(await here.view(key)).toMatchObject({ status: 'forwarded', outcome: 'wait' });
    const { database } = here.city.platform;
    const used = async () =>
      (
        await database.query<{ used: bigint }>(
          'select coalesce(sum(used), 0)::bigint as used from ledgers.quota',
        )
      )[0]?.used;
    expect(await used()).toBe(0n);
    const broker = senderOf(one.list);
    expect(await here.told(broker)).toEqual(['622 2']);
    await here.round(10);
    const view = await here.view(key);
    expect(view).toMatchObject({ status: 'released', outcome: 'release' });
    expect(view?.invtNo).toMatch(/^\d{8}I\d{9}$/);
    expect(await used()).toBeGreaterThan(0n);
    const told = await here.told(broker);
    expect([...told].sort()).toEqual(['622 120', '622 2', '622 2', '622 399', '622 800', '816 1']);
    expect(await here.told(senderOf(one.order))).toContain('312 120');
    expect(sent(here.folder)).toEqual([]);
  });

  it('replays to the letter', async () => {
    await expectReplayEqual(here.city);
  });
});

describe('what goes into the folder', () => {
  it('is a transport message with the signed bytes as they came, or the good records', async () => {
    const here = await place({}, false);
    const { one, documents } = parcelOf(2);
    const order = messageOf(senderOf(one.order), [one.order], guid(21));
    const bad: Document = {
      ...one.order,
      head: { ...one.order.head, guid: guid(99), orderNo: 'DEMO-BAD', goodsValue: 'viel' },
    };
    const mixed: Message = { ...order, documents: [bad, one.order] };
    await here.city.send(mixed);
    await here.round();
    const [name = ''] = sent(here.folder);
    expect(name).toMatch(/^CEB_CEB311_DXPENT0000000001_EPORT_\d{21}\.xml$/);
    const transport = readTransport(readFileSync(join(here.folder, 'send', name)));
    if (!transport || 'fault' in transport || transport.kind !== 'message') throw new Error('no message');
    expect(transport.message).toMatchObject({
      senderId: 'DXPENT0000000001',
      receiverIds: ['DXPEDCCEB0000002'],
      msgType: 'CEB311Message',
    });
    expect(Buffer.from(transport.message.data).toString()).toBe(
      encodeXml({ ...order, documents: [one.order] }),
    );
    expect(documents.length).toBe(4);
    writeFileSync(join(here.folder, 'receive', 'nothing.txt'), 'hello');
    await here.round(2);
    expect(readdirSync(join(here.folder, 'receive', 'failed'))).toContain('nothing.txt.json');
    await here.close();
  });
});
