import { afterEach, describe, expect, it } from 'vitest';
import { documentsOf, messageOf, type Parcel, parcel, random, senderOf, zone } from '../../demo/index.ts';
import { shippedLaw } from '../../law/index.ts';
import { type Document, encodeXml } from '../../messages/index.ts';
import { clearAct, readCases } from '../../server/clearance/index.ts';
import { findEnvelope, readFeed } from '../../server/gateway/index.ts';
import { destroyDataKey, rotateDataKey } from '../../server/identity/index.ts';
import type { Platform } from '../../server/platform.ts';
import { parseStamp, stamp14 } from '../../shared/index.ts';
import { type TestZone, testZone } from '../zone.ts';
import { expectInvariants } from './invariants.ts';
import { refund } from './life.ts';
import { expectReplayEqual, secondPlatform } from './replayed.ts';

const AT = parseStamp('20261124173000') ?? 0;
const law = shippedLaw();
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const it of open.splice(0).toReversed()) await it.close();
});

async function twoPlatforms(): Promise<{ city: TestZone; other: Platform; alarms: string[] }> {
  const alarms: string[] = [];
  const alarm = (what: string, error: unknown) => {
    alarms.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  };
  const city = await testZone({ enterprises: zone, at: AT, alarm });
  open.push(city);
  const other = await secondPlatform(city, { alarm });
  open.push(other);
  return { city, other, alarms };
}

function submit(platform: Platform, city: TestZone, document: Document) {
  const sender = senderOf(document);
  const bytes = Buffer.from(encodeXml(messageOf(sender, [document], document.head['guid'] ?? '')));
  return platform.flow.submit({ caller: city.callerOf(sender), bytes, contentType: 'application/xml' });
}

const made = (serial: number): Parcel =>
  parcel({ seed: 'keys', at: AT - 3_600_000, serial, mode: '1210' }, law);

describe('data keys', () => {
  it('turn under load: what is old stays readable, what is new lies under the new key, in every process', async () => {
    const { city, other, alarms } = await twoPlatforms();
    const parcels = Array.from({ length: 30 }, (_, serial) => made(serial));
    const platforms = [city.platform, other];
    const chance = random('keys');
    const work = chance.shuffled(parcels.flatMap(documentsOf));
    const turns = [0, 1, 2].map(async turn => {
      await new Promise(resolve => setTimeout(resolve, 40 * (turn + 1)));
      await rotateDataKey(city.platform.database, city.platform.masterKey, city.now);
    });
    for (let from = 0; from < work.length; from += 12)
      await Promise.all(
        work.slice(from, from + 12).map(document => submit(chance.pick(platforms), city, document)),
      );
    await Promise.all(turns);
    const late = made(500);
    for (const document of documentsOf(late)) await submit(other, city, document);

    expect(alarms).toEqual([]);
    const used = await city.platform.database.query<{ data_key: number }>(
      'select distinct data_key from clearance.document order by data_key',
    );
    expect(used.length).toBeGreaterThan(1);
    expect(used.at(-1)?.data_key).toBe(city.platform.sealer().current);
    expect(city.platform.sealer().current).toBe(other.sealer().current);
    const realm = city.platform.realm(false);
    const views = await readCases(
      city.platform.database,
      realm,
      [...parcels, late].map(it => it.key),
    );
    expect(new Set(views.map(view => view.status))).toEqual(new Set(['released']));
    await expectInvariants(city.platform.database);
    await expectReplayEqual(city);
  });

  it('destroyed: the data are gone and say so, and the platform goes on', async () => {
    const { city, other, alarms } = await twoPlatforms();
    const done = made(1);
    const waiting = made(2);
    for (const document of documentsOf(done)) await submit(city.platform, city, document);
    for (const document of documentsOf(waiting).slice(0, 3)) await submit(city.platform, city, document);
    const realm = other.realm(false);
    const [before] = await readCases(other.database, realm, [done.key]);
    const old = other.sealer().current;
    const [first] = await city.platform.database.query<{ id: string }>(
      'select id from gateway.envelope limit 1',
    );
    await rotateDataKey(city.platform.database, city.platform.masterKey, city.now);
    await expect(
      destroyDataKey(city.platform.database, city.platform.sealer().current + 1, city.now),
    ).rejects.toThrow();
    await destroyDataKey(city.platform.database, old, city.now);

    // The other process: its next batch knows, and so does whatever it reads afterwards.
    const fresh = made(3);
    for (const document of documentsOf(fresh))
      expect((await submit(other, city, document)).outcome.state).toBe('done');
    const [gone, alive] = await readCases(other.database, realm, [done.key, fresh.key]);
    expect(gone).toMatchObject({ status: 'released', documents: [], findings: [] });
    // Of a clean release only sums were kept, and they are nobody's.
    expect(gone?.decisions[0]).toMatchObject({ outcome: 'release', findings: [] });
    expect(alive?.status).toBe('released');
    const feed = await readFeed(other.database, other.sealer(), {
      orgCode: senderOf(done.list),
      test: false,
      after: 0n,
      limit: 100,
    });
    expect(feed.some(item => item.records.length === 0)).toBe(true);
    expect((await findEnvelope(other.database, first?.id ?? ''))?.id).toBe(first?.id);
    expect(() => other.sealer().open(old, Buffer.alloc(40))).toThrow('已销毁');

    // A return on a list that is gone is refused with that reason; nothing breaks.
    const back = refund(done.list, before?.invtNo ?? '');
    const returned = await submit(other, city, { ...back, head: { ...back.head, appTime: stamp14(AT) } });
    expect(returned.records[0]?.findings.map(finding => finding.code)).toEqual(['life-data-destroyed']);
    // A case that waited has lost its documents: it asks for them again, and takes them as changes.
    await submit(other, city, waiting.list);
    expect((await readCases(other.database, realm, [waiting.key]))[0]?.status).toBe('collecting');
    for (const document of documentsOf(waiting).slice(0, 3)) {
      const again = {
        ...document.head,
        guid: random(document.type).guid(),
        appType: '2',
        appTime: stamp14(AT),
      };
      expect((await submit(other, city, { ...document, head: again })).outcome.results[0]?.state).toBe(
        'current',
      );
    }
    expect((await readCases(other.database, realm, [waiting.key]))[0]?.status).toBe('released');
    const verdict = await other.database.transaction(async tx =>
      clearAct(tx, realm, await other.editions.under(tx), other.judging, {
        verb: 'release',
        caseKey: done.key,
        officer: '演示关员',
        reason: '演示',
        at: city.now,
      }),
    );
    expect(verdict.done).toBe(false);
    expect(alarms).toEqual([]);
    await expectInvariants(city.platform.database);
    await expect(expectReplayEqual(city)).rejects.toThrow('已销毁');
  });
});
