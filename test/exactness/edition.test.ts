import { afterEach, describe, expect, it } from 'vitest';
import { monthsAfter } from '../../cases/index.ts';
import { documentsOf, messageOf, type Parcel, parcel, random, senderOf, zone } from '../../demo/index.ts';
import { shippedLaw } from '../../law/index.ts';
import { type Document, encodeXml } from '../../messages/index.ts';
import { readCases } from '../../server/clearance/index.ts';
import { addLaw, importOrgs } from '../../server/operator.ts';
import { beijingDate, parseStamp, stamp14 } from '../../shared/index.ts';
import { type TestZone, testZone } from '../zone.ts';
import { expectInvariants } from './invariants.ts';
import { expectReplayEqual } from './replayed.ts';

const AT = parseStamp('20261124173000') ?? 0;
const law = shippedLaw();
const chance = random('edition');
const open: TestZone[] = [];
afterEach(async () => {
  for (const city of open.splice(0)) await city.close();
});

async function cityOf(): Promise<TestZone> {
  const city = await testZone({ enterprises: zone, at: AT });
  open.push(city);
  return city;
}

function made(serial: number, at = AT): Parcel {
  return parcel({ seed: 'edition', at: at - 3_600_000, serial, mode: '1210' }, law);
}

const but = (document: Document, head: Readonly<Record<string, string>>): Document => ({
  ...document,
  head: { ...document.head, guid: chance.guid(), ...head },
});

async function send(city: TestZone, document: Document, test = false): Promise<string> {
  const done = await city.send(messageOf(senderOf(document), [document], chance.guid()), { test });
  return done.outcome.results[0]?.state ?? '';
}

const statusOf = async (city: TestZone, key: string) => {
  const realm = city.platform.realm(false);
  return (await readCases(city.platform.database, realm, [key]))[0]?.status;
};

describe('law and registers that change on the way', () => {
  it('a message read before a change and decided after it is read again, and a replay meets each edition in its place', async () => {
    const city = await cityOf();
    const it = made(1);
    const unknown = but(it.list, { customsCode: '4399', portCode: '4399' });
    for (const document of documentsOf(it).slice(0, 3)) await send(city, document);

    const { database } = city.platform;
    const bytes = Buffer.from(encodeXml(messageOf(senderOf(unknown), [unknown], chance.guid())));
    // The change of the law holds off the batch; the message has been read by then, with the law as it was.
    const code = { list: 'customs', code: '4399', name: '泉城海关（演示）' };
    const waiting = database.transaction(async tx => {
      await tx.query('select pg_advisory_xact_lock(7301002)');
      const submitted = city.platform.flow.submit({
        caller: city.callerOf(senderOf(unknown)),
        bytes,
        contentType: 'application/xml',
      });
      await new Promise(resolve => setTimeout(resolve, 80));
      await tx.query('update identity.edition set version = version + 1');
      await tx.query(
        "insert into law.addition (kind, value, at, actor) values ('codes', $1, now(), 'demo')",
        [JSON.stringify(code)],
      );
      await tx.query('update gateway.counter set journal = journal + 1');
      await tx.query(
        `insert into gateway.journal (seq, at, kind, body) select journal, $1, 'law', $2 from gateway.counter`,
        [city.now, JSON.stringify({ kind: 'codes', values: [code], actor: 'demo' })],
      );
      return { submitted };
    });
    const { submitted } = await waiting;
    const { records } = await submitted;
    expect(records[0]?.result.state).toBe('current');
    // Read before the code was known, it would carry a warning.
    expect(records[0]?.findings).toEqual([]);
    const before = made(4);
    const warned = but(before.list, { customsCode: '4398', portCode: '4398' });
    const told = await city.send(messageOf(senderOf(warned), [warned], chance.guid()));
    expect(told.records[0]?.findings.map(finding => finding.severity)).toContain('warn');
    expect(await statusOf(city, it.key)).toBe('released');

    await importOrgs(
      database,
      [
        {
          code: senderOf(it.list),
          name: '演示',
          roles: [],
          suspended: true,
          signature: 'if-present',
          demo: true,
        },
      ],
      city.now,
    );
    const late = made(2);
    for (const document of documentsOf(late)) await send(city, document);
    await addLaw(
      database,
      'numbers',
      { id: 'import.single-limit', value: '1', from: '2026-01-01', document: '演示公告' },
      { at: city.now, actor: 'demo' },
    );
    const last = made(3);
    for (const document of documentsOf(last)) await send(city, document);
    await expectInvariants(database);
    await expectReplayEqual(city);
  });
});

describe('test mode', () => {
  it('shares nothing with live data: the same records are new there, and move no live limit', async () => {
    const city = await cityOf();
    // More parcels than buckets, so that live and test rows of a record meet in one.
    const parcels = Array.from({ length: 80 }, (_, serial) => made(serial));
    for (const test of [true, false])
      for (const it of parcels) {
        const message = messageOf(senderOf(it.list), [it.list], chance.guid());
        expect((await city.send(message, { test })).outcome.results[0]?.state).toBe('current');
      }
    await expectInvariants(city.platform.database);
  });
});

describe('a waybill number given again after the months of no reuse, through the door', () => {
  it.each(['waybill first', 'list first'])('%s', async order => {
    const city = await cityOf();
    const first = made(1);
    for (const document of documentsOf(first)) await send(city, document);
    expect(await statusOf(city, first.key)).toBe('released');

    const months = Number(law.number('waybill.no-reuse-months', beijingDate(AT)).value);
    city.now = parseStamp(`${monthsAfter(beijingDate(AT), months).replaceAll('-', '')}120000`) ?? 0;
    const plain = parcel(
      {
        seed: 'edition',
        at: city.now - 3_600_000,
        serial: 2,
        mode: '1210',
        ...(first.wish.logistics ? { logistics: first.wish.logistics } : {}),
      },
      law,
    );
    const { logisticsNo = '' } = first.list.head;
    const waybill = but(plain.waybill, { logisticsNo, appTime: stamp14(city.now - 7_200_000) });
    const list = but(plain.list, { logisticsNo });
    const documents = order === 'waybill first' ? [waybill, list] : [list, waybill];
    for (const document of [plain.order, plain.payment, ...documents])
      expect(await send(city, document)).toBe('current');
    expect(await statusOf(city, plain.key)).toBe('released');
    expect(await statusOf(city, first.key)).toBe('released');
    await expectInvariants(city.platform.database);
    await expectReplayEqual(city);
  });
});
