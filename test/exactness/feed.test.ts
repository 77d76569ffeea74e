import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentsOf, messageOf, parcel, random, senderOf, zone } from '../../demo/index.ts';
import { shippedLaw } from '../../law/index.ts';
import { encodeXml, type Message } from '../../messages/index.ts';
import { readFeed } from '../../server/gateway/index.ts';
import type { Platform } from '../../server/platform.ts';
import { parseStamp } from '../../shared/index.ts';
import { type TestZone, testZone } from '../zone.ts';
import { clearHeld, holdOpen } from './held-open.ts';
import { secondPlatform } from './replayed.ts';

const AT = parseStamp('20261124173000') ?? 0;
const law = shippedLaw();

describe('the feed', () => {
  let city: TestZone;
  let other: Platform;
  beforeAll(async () => {
    city = await testZone({ enterprises: zone, at: AT });
    other = await secondPlatform(city);
  });
  afterAll(async () => {
    await other.close();
    await city.close();
  });

  const read = async (orgCode: string, after: bigint, limit = 1000) =>
    readFeed(city.platform.database, city.platform.sealer(), { orgCode, test: false, after, limit });

  it('is read once each and without gaps while many writers commit in any order', async () => {
    const chance = random('feed');
    const orders = Array.from({ length: 120 }, (_, serial) =>
      parcel({ seed: 'feed', at: AT - 3_600_000, serial }, law),
    ).flatMap(documentsOf);
    const senders = [...new Set(orders.map(senderOf))];
    const cursors = new Map(senders.map(sender => [sender, 0n]));
    const seen = new Map(senders.map(sender => [sender, [] as bigint[]]));
    let writing = true;
    const poll = async (sender: string) => {
      const items = await read(sender, cursors.get(sender) ?? 0n, 7);
      for (const item of items) seen.get(sender)?.push(BigInt(item.cursor));
      const last = items.at(-1);
      if (last) cursors.set(sender, BigInt(last.cursor));
      return items.length;
    };
    const readers = senders.map(async sender => {
      for (;;) {
        // What was committed before the writers ended is found by a look that begins after it.
        const last = !writing;
        if ((await poll(sender)) === 0 && last) return;
        await new Promise(resolve => setTimeout(resolve, 2));
      }
    });
    for (let from = 0; from < orders.length; from += 48)
      await Promise.all(
        orders.slice(from, from + 48).map(document => {
          const sender = senderOf(document);
          const message = messageOf(sender, [document], chance.guid());
          return chance.chance(50)
            ? city.send(message)
            : other.flow.submit({
                caller: city.callerOf(sender),
                bytes: bytesOf(message),
                contentType: 'application/xml',
              });
        }),
      );
    writing = false;
    await Promise.all(readers);
    for (const sender of senders) {
      const rows = await city.platform.database.query<{ seq: bigint }>(
        'select seq from gateway.told where org_code = $1 order by seq',
        [sender],
      );
      expect(seen.get(sender)).toEqual(rows.map(row => row.seq));
    }
  });

  it('numbers follow the commits: a transaction that is open hands none out behind a reader', async () => {
    const [first, second] = [901, 902].map(
      serial => parcel({ seed: 'feed', at: AT - 3_600_000, serial }, law).order,
    );
    if (!first || !second) throw new Error('two orders are needed');
    const started = await holdOpen(city.platform, first, city.now);
    // The second transaction reaches the counter while the first holds it, and has to wait for its commit.
    let done = false;
    const waiting = clearHeld(other, second, city.now).then(() => {
      done = true;
    });
    await new Promise(resolve => setTimeout(resolve, 150));
    expect(done).toBe(false);
    const [end] = await city.platform.database.query<{ seq: bigint | null }>(
      'select max(seq) as seq from gateway.told',
    );
    started.finish();
    await started.ended;
    await waiting;
    const rows = await city.platform.database.query<{ key: string; seq: bigint }>(
      'select key, seq from gateway.told where seq > $1 order by seq',
      [end?.seq ?? 0n],
    );
    expect(rows.map(row => row.key)).toEqual(
      [first, second].map(it => `${it.head['ebpCode']}|${it.head['orderNo']}`),
    );
  });
});

function bytesOf(message: Message): Buffer {
  return Buffer.from(encodeXml(message));
}
