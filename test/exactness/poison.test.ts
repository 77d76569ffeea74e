import { afterEach, describe, expect, it } from 'vitest';
import { documentsOf, messageOf, type Parcel, parcel, random, senderOf, zone } from '../../demo/index.ts';
import { shippedLaw } from '../../law/index.ts';
import { encodeXml, type Message } from '../../messages/index.ts';
import { catalogue, judge } from '../../rules/index.ts';
import { judge as judgeWith } from '../../rules/judge.ts';
import { readCases } from '../../server/clearance/index.ts';
import { type Envelope, keepEnvelopes, readFeed } from '../../server/gateway/index.ts';
import type { PlatformOptions } from '../../server/platform.ts';
import { parseStamp } from '../../shared/index.ts';
import { type TestZone, testZone } from '../zone.ts';
import { expectInvariants } from './invariants.ts';
import { expectReplayEqual, secondPlatform } from './replayed.ts';

const AT = parseStamp('20261124173000') ?? 0;
type Judge = NonNullable<PlatformOptions['judge']>;

const agent = zone.find(firm => firm.roles.some(({ role }) => role === 'broker'))?.code ?? '';

/** Parcels whose lists all come from one declarant, so that they fit into two messages of a hundred. */
function parcelsOf(count: number): readonly Parcel[] {
  const law = shippedLaw();
  return Array.from({ length: count }, (_, serial) => {
    const it = parcel({ seed: 'poison', at: AT - 3_600_000, serial, mode: '1210' }, law);
    const { code: agentCode, name: agentName } = zone.find(firm => firm.code === agent) ?? {
      code: '',
      name: '',
    };
    return { ...it, list: { ...it.list, head: { ...it.list.head, agentCode, agentName } } };
  });
}

/** Orders, payments and waybills of the parcels, gathered by sender and type. */
function partners(parcels: readonly Parcel[]): readonly Message[] {
  const groups = new Map<string, Parcel['order'][]>();
  for (const document of parcels.flatMap(it => documentsOf(it).slice(0, 3))) {
    const name = `${senderOf(document)} ${document.type}`;
    groups.set(name, [...(groups.get(name) ?? []), document]);
  }
  const chance = random('partners');
  return [...groups.values()].flatMap(group => {
    const messages: Message[] = [];
    for (let at = 0; at < group.length; at += 100) {
      const some = group.slice(at, at + 100);
      const [first] = some;
      if (first) messages.push(messageOf(senderOf(first), some, chance.guid()));
    }
    return messages;
  });
}

function lists(parcels: readonly Parcel[]): readonly Message[] {
  const chance = random('lists');
  const messages: Message[] = [];
  for (let at = 0; at < parcels.length; at += 100)
    messages.push(
      messageOf(
        agent,
        parcels.slice(at, at + 100).map(it => it.list),
        chance.guid(),
      ),
    );
  return messages;
}

const zones: TestZone[] = [];

async function cityWith(
  judging: Judge,
  parcels: readonly Parcel[],
): Promise<TestZone & { alarms: string[] }> {
  const alarms: string[] = [];
  const city = await testZone({
    enterprises: zone,
    at: AT,
    judge: judging,
    alarm: (what, error) => alarms.push(`${what}: ${error instanceof Error ? error.message : String(error)}`),
  });
  zones.push(city);
  for (const message of partners(parcels)) await city.send(message);
  return Object.assign(city, { alarms });
}

afterEach(async () => {
  for (const city of zones.splice(0)) await city.close();
});

const states = (city: TestZone) =>
  city.platform.database.query<{ status: string; count: number }>(
    "select status, count(*)::int from clearance.kase where status not in ('new', 'collecting') group by status order by status",
  );

describe('one record among many that breaks the program', () => {
  const all = parcelsOf(200);
  const poisoned = all[37] ?? never();
  const poison = poisoned.key;

  const breaks: readonly {
    readonly title: string;
    readonly judge: Judge;
    readonly count: number;
    readonly replayed: boolean;
  }[] = [
    {
      title: 'by throwing outside every rule',
      count: 200,
      replayed: false,
      judge: (...asked) => {
        if (asked[0].key === poison) throw new Error('demo: the judge itself is broken');
        return judge(...asked);
      },
    },
    {
      title: 'by giving what PostgreSQL cannot store',
      count: 60,
      replayed: true,
      judge: (...asked) => {
        const said = judge(...asked);
        return asked[0].key === poison ? { ...said, tax: { ...said.tax, dutiable: 10n ** 30n } } : said;
      },
    },
  ];

  it.each(breaks)(
    '$title, among $count, is put aside and answered alone, and taken in once the program is mended',
    async ({ judge: broken, count, replayed }) => {
      const parcels = all.slice(0, count);
      const city = await cityWith(broken, parcels);
      const acknowledged = await Promise.all(lists(parcels).map(message => city.send(message)));
      const results = acknowledged.flatMap(one => one.outcome.results);
      expect(new Set(acknowledged.map(one => one.outcome.state))).toEqual(new Set(['done']));
      expect(results.filter(result => result.state === 'current')).toHaveLength(count - 1);
      expect(results.filter(result => result.state === 'quarantined').map(result => result.key)).toEqual([
        poison,
      ]);
      expect(await states(city)).toEqual([{ status: 'released', count: count - 1 }]);
      const feed = await readFeed(city.platform.database, city.platform.sealer(), {
        orgCode: agent,
        test: false,
        after: 0n,
        limit: 1000,
      });
      const answers = feed.filter(item => item.key === poison).flatMap(item => item.records);
      expect(answers.map(record => record.head['returnStatus'])).toEqual(['-1']);
      await expectInvariants(city.platform.database);

      // Still broken: it stays where it is. Sent again: the same record, nothing happens.
      expect(await city.platform.flow.resume()).toBe(0);
      const again = await city.send(messageOf(agent, [poisoned.list], random('again').guid()));
      expect(again.outcome.results.map(result => result.state)).toEqual(['duplicate']);

      // The mended program starts and takes it in, once.
      const mended = await secondPlatform(city);
      expect(await states(city)).toEqual([{ status: 'released', count }]);
      expect(await mended.flow.resume()).toBe(0);
      await expectInvariants(city.platform.database);
      await mended.close();
      // A program that never breaks plays it again as it was: put aside there, taken in later.
      Object.assign(city.platform.judging, { judge });
      if (replayed) await expectReplayEqual(city);
    },
  );
});

function never(): never {
  throw new Error('the pool has fewer parcels than the test thinks');
}

describe('a rule that throws', () => {
  it('leaves the case to an officer with the finding rule-failed', async () => {
    const parcels = parcelsOf(3);
    const [first, ...others] = catalogue;
    if (!first) never();
    const failing = {
      ...first,
      judge: () => {
        throw new Error('demo: a rule is broken');
      },
    };
    const city = await cityWith((...asked) => judgeWith(...asked, [failing, ...others]), parcels);
    for (const message of lists(parcels)) await city.send(message);
    expect(await states(city)).toEqual([{ status: 'held', count: 3 }]);
    const realm = city.platform.realm(false);
    const [view] = await readCases(city.platform.database, realm, [parcels[0]?.key ?? '']);
    expect(view?.findings.map(finding => `${finding.severity} ${finding.code}`)).toEqual([
      'hold rule-failed',
    ]);
    expect(city.alarms).toEqual([]);
  });
});

describe('when everything breaks after the bytes are kept', () => {
  const parcels = parcelsOf(30);

  it('the envelopes stay, and resume finishes them exactly once', async () => {
    const city = await cityWith(judge, parcels);
    const { database } = city.platform;
    await database.query('alter table clearance.document rename to document_away');
    const chance = random('whole');
    const bad = { ...messageOf(agent, [parcels[0]?.list ?? never()], chance.guid()) };
    const acknowledged = await Promise.all([
      ...lists(parcels).map(message => city.send(message)),
      city.platform.flow.submit({
        caller: city.callerOf(agent),
        bytes: Buffer.from(encodeXml(bad).slice(0, 900)),
        contentType: 'application/xml',
      }),
    ]);
    expect(acknowledged.map(one => one.outcome.state)).toContain('kept');
    expect(city.alarms.some(line => line.includes('is kept and waits'))).toBe(true);
    const kept = () => database.query("select id from gateway.envelope where state = 'kept'");
    const left = (await kept()).length;
    expect(left).toBeGreaterThan(0);
    expect(await city.platform.flow.resume({})).toBe(0);

    await database.query('alter table clearance.document_away rename to document');
    // Two processes start at once; both find the same envelopes.
    const starts = await Promise.all([
      secondPlatform(city, { alarm: () => undefined }),
      secondPlatform(city, { alarm: () => undefined }),
    ]);
    expect(await kept()).toEqual([]);
    expect(await states(city)).toEqual([{ status: 'released', count: 30 }]);
    for (const platform of starts) await platform.close();
    expect(await city.platform.flow.resume()).toBe(0);
    const [envelope] = await database.query<{ results: { state: string }[] }>(
      "select results from gateway.envelope where type = 'CEB621Message' and state = 'done'",
    );
    expect(new Set(envelope?.results.map(result => result.state))).toEqual(new Set(['current']));
    await expectInvariants(database);
    await expectReplayEqual(city);
  });

  it('a process that ended between keeping and working is finished by the next one', async () => {
    const city = await cityWith(judge, parcels);
    const { database } = city.platform;
    const [message] = lists(parcels);
    if (!message) never();
    const bytes = Buffer.from(encodeXml(message));
    const envelope: Envelope = {
      id: '00000000-0000-4000-8000-000000000001',
      receivedAt: AT,
      orgCode: agent,
      keyId: 'kl_test',
      test: false,
      media: 'xml',
      type: 'CEB621Message',
      digest: Buffer.alloc(32),
      bytes,
      records: 30,
      meta: { contentType: 'application/xml', policy: 'if-present' },
    };
    await database.transaction(tx =>
      keepEnvelopes(tx, city.platform.sealer(), [{ envelope, outcome: { state: 'kept', results: [] } }]),
    );
    // Half of it had been taken in when the process ended.
    await city.send({ ...message, documents: message.documents.slice(0, 15) });
    const next = await secondPlatform(city);
    expect(await states(city)).toEqual([{ status: 'released', count: 30 }]);
    await next.close();
    await expectInvariants(database);
    await expectReplayEqual(city);
  });
});
