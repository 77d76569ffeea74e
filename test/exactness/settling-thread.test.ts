import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentsOf, messageOf, parcel, senderOf, zone } from '../../demo/index.ts';
import { shippedLaw } from '../../law/index.ts';
import { encodeXml } from '../../messages/index.ts';
import type { KeyUsed } from '../../server/gateway/index.ts';
import type { openSettler, Settler } from '../../server/settler.ts';
import { isDatabaseAway } from '../../server/store/index.ts';
import { readSubmission, type Work } from '../../server/work.ts';
import { type TestZone, testZone } from '../zone.ts';

/** The thread runs the built program, as `quantong start` does. */
const built = new URL('../../dist/server/settler.js', import.meta.url).href;
const gateway = new URL('../../dist/server/gateway/index.js', import.meta.url).href;

describe('the thread that settles batches', () => {
  let city: TestZone;
  let settler: Settler;
  const alarms: string[] = [];
  beforeAll(async () => {
    city = await testZone({ enterprises: zone });
    const { openSettler: open } = (await import(built)) as { openSettler: typeof openSettler };
    const { platform } = city;
    settler = await open(
      {
        databaseUrl: city.url,
        masterKey: platform.masterKey,
        config: { stance: 'authority', bodyMax: platform.config.bodyMax },
      },
      what => alarms.push(what),
    );
  });
  afterAll(async () => {
    await settler.close();
    await city.close();
  });

  let serial = 0;
  const works = async (key?: string): Promise<readonly Work[]> => {
    serial += 1;
    const documents = documentsOf(parcel({ seed: 'thread', at: city.now, serial }, shippedLaw()));
    return Promise.all(
      documents.map((document, index) => {
        const sender = senderOf(document);
        const guid = `DEMO0000-0000-4000-8000-${String(serial * 10 + index).padStart(12, '0')}`;
        return readSubmission(city.platform, {
          caller: city.callerOf(sender),
          bytes: Buffer.from(encodeXml(messageOf(sender, [document], guid))),
          contentType: 'application/xml',
          ...(key === undefined ? {} : { idempotencyKey: `${key}-${index}` }),
        });
      }),
    );
  };
  const released = async () => {
    const rows = await city.platform.database.query<{ n: bigint }>(
      "select count(*) as n from clearance.kase where status = 'released'",
    );
    return Number(rows[0]?.n);
  };

  it('answers as the same batch in place would, with the bytes as they came', async () => {
    const batch = await works('once');
    const settled = await settler.settle(batch);
    expect(settled.map(one => one.ok && one.value.outcome.state)).toEqual(Array(4).fill('done'));
    expect(settled.map(one => one.ok && one.value.read)).toEqual(batch.map(work => work.read));
    expect(await released()).toBe(1);
    // Replay reads every envelope again: bytes, digests and identities have come through the copy unchanged.
    for (const { envelope } of batch) {
      const [stored] = await city.platform.database.query<{
        data_key: number;
        sealed: Buffer;
        digest: Buffer;
      }>('select data_key, sealed, digest from gateway.envelope where id = $1', [envelope.id]);
      if (!stored) throw new Error('the envelope was not kept');
      expect(city.platform.sealer().open(stored.data_key, stored.sealed)).toEqual(envelope.bytes);
      expect(stored.digest).toEqual(envelope.digest);
    }
  });

  it('tells of a used idempotency key by the earlier envelope', async () => {
    const [first] = await works('twice');
    if (!first) throw new Error('no work');
    await settler.settle([first]);
    const [again] = await settler.settle([
      { ...first, envelope: { ...first.envelope, id: crypto.randomUUID() } },
    ]);
    expect(again).toMatchObject({ ok: false, error: { envelopeId: first.envelope.id, sameBody: true } });
    const door = (await import(gateway)) as { KeyUsed: typeof KeyUsed };
    expect(again && !again.ok && again.error).toBeInstanceOf(door.KeyUsed);
  });

  it('when it ends, what was under way is told as a broken connection, and the next thread goes on', async () => {
    const [work] = await works();
    if (!work) throw new Error('no work');
    const broken = { ...work, envelope: { ...work.envelope, bytes: undefined as unknown as Buffer } };
    const failed = await settler.settle([broken]).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(isDatabaseAway(failed)).toBe(true);
    expect(alarms).toEqual(['the settling thread failed']);
    // Between two threads the answer is the same: try again.
    expect(isDatabaseAway(await settler.settle([work]).catch((error: unknown) => error))).toBe(true);
    await expect
      .poll(
        () =>
          settler.settle([work]).then(
            ([one]) => one?.ok,
            () => false,
          ),
        { timeout: 20_000, interval: 200 },
      )
      .toBe(true);
  });

  it('does not open on a database that is not there', async () => {
    const { openSettler: open } = (await import(built)) as { openSettler: typeof openSettler };
    await expect(
      open(
        {
          databaseUrl: 'postgres://nobody@127.0.0.1:1/nothing',
          masterKey: city.platform.masterKey,
          config: { stance: 'authority', bodyMax: 1000 },
        },
        () => undefined,
      ),
    ).rejects.toThrow();
  });
});
