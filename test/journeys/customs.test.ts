import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messageOf, senderOf } from '../../demo/index.ts';
import { type Document, encodeXml, readTransport } from '../../messages/index.ts';
import { type CustomsPlace, customsPlace, nextGuid, nextParcel, sendParcel } from '../customs-place.ts';
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
