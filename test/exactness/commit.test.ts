import { afterEach, describe, expect, it } from 'vitest';
import { documentsOf, messageOf, parcel, random, senderOf, zone } from '../../demo/index.ts';
import { shippedLaw } from '../../law/index.ts';
import { encodeXml } from '../../messages/index.ts';
import { KeyUsed } from '../../server/gateway/index.ts';
import { isDatabaseAway } from '../../server/store/index.ts';
import { parseStamp } from '../../shared/index.ts';
import { type TestZone, testZone } from '../zone.ts';
import { expectInvariants } from './invariants.ts';
import { expectReplayEqual } from './replayed.ts';

const AT = parseStamp('20261124173000') ?? 0;
const it1 = parcel({ seed: 'commit', at: AT - 3_600_000, serial: 1 }, shippedLaw());

const zones: TestZone[] = [];
afterEach(async () => {
  for (const city of zones.splice(0)) await city.close();
});

/** The next commit of this zone's batches loses its connection: before the database hears of it, or just before it answers. */
function breakNextCommit(city: TestZone, when: 'before' | 'after'): void {
  const { pool } = city.platform.database;
  let armed = true;
  pool.on('acquire', client => {
    const query = client.query.bind(client) as (...asked: unknown[]) => Promise<unknown>;
    const breaking = async (...asked: unknown[]): Promise<unknown> => {
      if (!armed || asked[0] !== 'commit') return query(...asked);
      armed = false;
      if (when === 'after') await query('commit');
      await query('select pg_terminate_backend(pg_backend_pid())').catch(() => undefined);
      return query('commit');
    };
    Object.assign(client, { query: breaking });
  });
}

describe('a connection that dies at the commit', () => {
  it.each(['before', 'after'] as const)(
    '%s it took place: sent again, everything is there once',
    async when => {
      const city = await testZone({ enterprises: zone, at: AT });
      zones.push(city);
      const chance = random('commit');
      const [order, payment, waybill, list] = documentsOf(it1);
      for (const document of [order, payment, waybill])
        if (document) await city.send(messageOf(senderOf(document), [document], chance.guid()));
      if (!list) throw new Error('a parcel has a list');
      const submission = {
        caller: city.callerOf(senderOf(list)),
        bytes: Buffer.from(encodeXml(messageOf(senderOf(list), [list], chance.guid()))),
        contentType: 'application/xml',
      };
      breakNextCommit(city, when);
      const failed = await city.platform.flow.submit({ ...submission, idempotencyKey: 'K1' }).then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(isDatabaseAway(failed)).toBe(true);

      // With the same key: the first answer stands when there is one. Without it: the record knows itself.
      const again = await city.platform.flow
        .submit({ ...submission, idempotencyKey: 'K1' })
        .catch((error: unknown) => error);
      if (when === 'after') {
        expect(again).toBeInstanceOf(KeyUsed);
        expect(again).toMatchObject({ sameBody: true });
      } else expect(again).toMatchObject({ outcome: { results: [{ state: 'current' }] } });
      const third = await city.platform.flow.submit(submission);
      expect(third.outcome.results.map(result => result.state)).toEqual(['duplicate']);

      const counts = await city.platform.database.query<{
        released: number;
        claims: number;
        journal: number;
        bills: number;
      }>(
        `select (select count(*)::int from clearance.kase where status = 'released') as released,
              (select count(*)::int from ledgers.quota_entry) as claims,
              (select count(*)::int from gateway.input where kind = 'record') as journal,
              (select count(*)::int from gateway.told where type = 'CEB816Message') as bills`,
      );
      expect(counts).toEqual([{ released: 1, claims: 1, journal: 4, bills: 1 }]);
      await expectInvariants(city.platform.database);
      await expectReplayEqual(city);
    },
  );
});
