import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  arrivalOf,
  departureOf,
  exportDocumentsOf,
  exportParcel,
  masterListOf,
  messageOf,
  senderOf,
} from '../../demo/index.ts';
import { type Document, encodeXml, readTransport } from '../../messages/index.ts';
import { diskFiles, type Files } from '../../server/exchange/index.ts';
import {
  type CustomsPlace,
  customsPlace,
  law,
  NOON,
  nextGuid,
  nextParcel,
  sendParcel,
} from '../customs-place.ts';
import { expectReplayEqual } from '../exactness/replayed.ts';

describe('a parcel that customs decides', () => {
  let here: CustomsPlace;
  beforeAll(async () => {
    here = await customsPlace();
  });
  afterAll(() => here.close());

  it('is forwarded, released by customs, and takes the limit and the guarantee then', async () => {
    const one = nextParcel();
    await sendParcel(here.city, one);
    expect(await here.view(one.key)).toMatchObject({ status: 'forwarded', outcome: 'wait' });
    const { database } = here.city.platform;
    const used = async () => {
      const [row] = await database.query<{ used: bigint }>(
        'select coalesce(sum(used), 0)::bigint as used from ledgers.quota',
      );
      return row?.used;
    };
    expect(await used()).toBe(0n);
    const broker = senderOf(one.list);
    expect(await here.told(broker)).toEqual(['622 2']);
    await here.round(10);
    const view = await here.view(one.key);
    expect(view).toMatchObject({ status: 'released', outcome: 'release' });
    expect(view?.invtNo).toMatch(/^\d{8}I\d{9}$/);
    expect(await used()).toBeGreaterThan(0n);
    const told = await here.told(broker);
    expect([...told].sort()).toEqual(['622 120', '622 2', '622 2', '622 399', '622 800', '816 1']);
    expect(await here.told(senderOf(one.order))).toContain('312 120');
    expect(here.lying()).toEqual([]);
  });

  it('replays to the letter', async () => {
    await expectReplayEqual(here.city);
  });
});

describe('what goes into the folder', () => {
  it('is a transport message with the good records of an unsigned message', async () => {
    const here = await customsPlace({ twin: false });
    const { order: document } = nextParcel();
    const order = messageOf(senderOf(document), [document], nextGuid());
    const bad: Document = {
      ...document,
      head: { ...document.head, guid: nextGuid(), orderNo: 'DEMO-BAD', goodsValue: 'viel' },
    };
    await here.city.send({ ...order, documents: [bad, document] });
    await here.round();
    const [name = ''] = here.lying();
    expect(name).toMatch(/^CEB_CEB311_DXPENT0000000001_EPORT_\d{21}\.xml$/);
    const transport = readTransport(readFileSync(join(here.folder, 'send', name)));
    if (!transport || 'fault' in transport || transport.kind !== 'message') throw new Error('no message');
    expect(transport.message).toMatchObject({
      senderId: 'DXPENT0000000001',
      receiverIds: ['DXPEDCCEB0000002'],
      msgType: 'CEB311Message',
    });
    expect(Buffer.from(transport.message.data).toString()).toBe(encodeXml(order));
    writeFileSync(join(here.folder, 'receive', 'nothing.txt'), 'hello');
    await here.round(2);
    expect(readdirSync(join(here.folder, 'receive', 'failed'))).toContain('nothing.txt.json');
    await here.close();
  });
});

class Ended extends Error {}

/** The process ends before its n-th step on files. */
function endingAt(step: number): Files {
  let count = 0;
  return Object.fromEntries(
    Object.entries(diskFiles).map(([name, work]) => [
      name,
      async (...args: unknown[]) => {
        count += 1;
        if (count >= step) throw new Ended();
        return (work as (...given: unknown[]) => Promise<unknown>)(...args);
      },
    ]),
  ) as unknown as Files;
}

describe('the exchange survives', () => {
  it('an end of the process at any step: every record goes once, every parcel is released', async () => {
    const here = await customsPlace();
    const keys: string[] = [];
    for (let step = 1; step <= 45; step += 4) {
      const one = nextParcel();
      keys.push(one.key);
      await sendParcel(here.city, one);
      await here.restart(endingAt(step));
      await here.round().catch((error: unknown) => {
        if (!(error instanceof Ended)) throw error;
      });
      await here.restart();
      await here.round(2);
    }
    await here.round(8);
    for (const key of keys) expect((await here.view(key))?.status, key).toBe('released');
    const inputs = readFileSync(join(here.folder, 'twin', 'inputs.jsonl'), 'utf8')
      .trim()
      .split('\n');
    const ids = inputs.map(line => {
      const { bytes } = JSON.parse(line) as { bytes: string };
      const transport = readTransport(Buffer.from(bytes, 'base64'));
      return transport && 'kind' in transport && transport.kind === 'message'
        ? transport.message.copMsgId
        : '';
    });
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe(4 * keys.length);
    await expectReplayEqual(here.city);
    await here.close();
  }, 90_000);

  it('a full disk: it is told, and everything goes when there is room again', async () => {
    const here = await customsPlace();
    const one = nextParcel();
    await sendParcel(here.city, one);
    await here.restart({
      ...diskFiles,
      write: async () => {
        throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      },
    });
    await here.round(2);
    expect(await here.city.platform.exchange.channel()).toMatchObject({
      up: false,
      why: expect.stringContaining('磁盘已满'),
    });
    expect(here.lying()).toEqual([]);
    await here.restart();
    await here.round(10);
    expect(await here.city.platform.exchange.channel()).toMatchObject({ up: true });
    expect((await here.view(one.key))?.status).toBe('released');
    await here.close();
  });

  it('an e-port client that has stopped taking files: nothing more is put there', async () => {
    const here = await customsPlace({ twin: false });
    await sendParcel(here.city, nextParcel());
    await here.round(2);
    expect(here.lying()).toHaveLength(4);
    here.city.now += 11 * 60_000;
    await sendParcel(here.city, nextParcel());
    await here.round();
    expect(here.lying()).toHaveLength(4);
    expect(await here.city.platform.exchange.channel()).toMatchObject({ up: false });
    await here.close();
  });
});

describe('a sending that failed (4)', () => {
  it('goes again by itself, under an id of its own, three times at most', async () => {
    const here = await customsPlace({ twin: false });
    const one = nextParcel();
    await sendParcel(here.city, one);
    await here.round();
    const before = here.lying().length;
    const { head } = one.list;
    for (let n = 1; n <= 4; n++) {
      const receipt = `<CEB622Message xmlns="http://www.chinaport.gov.cn/ceb" version="1.0" guid="${nextGuid()}"><InventoryReturn><guid>${nextGuid()}</guid><customsCode>${head['customsCode']}</customsCode><ebpCode>${head['ebpCode']}</ebpCode><ebcCode>${head['ebcCode']}</ebcCode><agentCode>${head['agentCode']}</agentCode><copNo>${head['copNo']}</copNo><preNo>B20260601000000001</preNo><returnStatus>4</returnStatus><returnTime>2026060113000${n}000</returnTime><returnInfo>演示：发送失败</returnInfo></InventoryReturn></CEB622Message>`;
      writeFileSync(join(here.folder, 'receive', `r${n}.xml`), receipt);
      await here.round(2);
      expect(here.lying().length).toBe(before + Math.min(n, 2));
    }
    expect((await here.view(one.key))?.status).toBe('forwarded');
    await here.close();
  });
});

describe('an export that customs decides', () => {
  it('is reviewed, released on arrival and ended by departure, all by customs', async () => {
    const here = await customsPlace();
    const one = exportParcel({ seed: 'customs', at: NOON - 3_600_000, serial: 1, mode: '9610' }, law);
    const wish = { seed: 'customs', at: NOON - 1000, copNo: 'DEMOCK0001' };
    const sender = (document: Document) =>
      senderOf(document) || document.head['agentCode'] || document.head['ebcCode'] || '3701DM0502';
    const papers = [masterListOf([one], wish), arrivalOf([one], wish), departureOf([one], wish)];
    for (const document of [...exportDocumentsOf(one), ...papers]) {
      const org = document.head['operatorCode'] ?? sender(document);
      const ack = await here.city.send(messageOf(org, [document], nextGuid()));
      expect(ack.outcome.results, JSON.stringify(ack.records[0]?.findings)).toMatchObject([
        { state: 'current' },
      ]);
    }
    const view = await here.view(one.key);
    expect(view?.status, JSON.stringify(view?.findings)).toBe('forwarded');
    await here.round(12);
    expect((await here.view(one.key))?.status).toBe('departed');
    await expectReplayEqual(here.city);
    await here.close();
  });
});
