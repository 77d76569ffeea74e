import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoDay, person, zone } from '../../demo/index.ts';
import { encodeXml } from '../../messages/index.ts';
import { clearAct, readCases, readQueue } from '../../server/clearance/index.ts';
import { deposit } from '../../server/operator.ts';
import type { Platform } from '../../server/platform.ts';
import { parseStamp } from '../../shared/index.ts';
import { type TestZone, testZone } from '../zone.ts';
import { expectInvariants } from './invariants.ts';
import { expectReplayEqual, secondPlatform } from './replayed.ts';

const AT = parseStamp('20261124173000') ?? 0;

describe('a demo day with officers, returns and deposits, over two platforms', () => {
  let city: TestZone;
  let other: Platform;
  const day = demoDay({ at: AT, seed: 'exactness', cases: 80 });

  beforeAll(async () => {
    city = await testZone({ enterprises: zone, at: AT - 86_400_000 });
    other = await secondPlatform(city);
    for (const [index, { message, at }] of day.messages.entries()) {
      city.now = at;
      if (index % 2) await city.send(message);
      else
        await other.flow.submit({
          caller: city.callerOf(message.transfer?.['copCode'] ?? ''),
          bytes: Buffer.from(encodeXml(message)),
          contentType: 'application/xml',
        });
    }
    const realm = city.platform.realm(false);
    for (const { caseKey, message } of day.story.later) {
      const [view] = await readCases(city.platform.database, realm, [caseKey]);
      city.now += 60_000;
      const sent = message(view?.invtNo ?? '', city.now);
      expect((await city.send(sent.message)).outcome.results.map(result => result.state)).toEqual([
        'current',
      ]);
    }
    const verbs = ['release', 'inspect', 'reject', 'priority'] as const;
    for (const [index, row] of (await readQueue(city.platform.database, realm, 100)).entries()) {
      city.now += 1000;
      const verb = verbs[index % verbs.length] ?? 'reject';
      await other.database.transaction(async tx =>
        clearAct(tx, realm, await other.editions.under(tx), other.judging, {
          verb,
          caseKey: row.key,
          officer: '演示关员',
          reason: '演示',
          at: city.now,
          version: row.version,
        }),
      );
    }
    const given = { account: zone[0]?.code ?? '', fen: '12345', entry: 'more', test: false };
    expect(await deposit(city.platform.database, given, city.now)).toEqual({ booked: true });
    expect(await deposit(city.platform.database, given, city.now)).toEqual({ booked: false });
    city.now += 40 * 86_400_000;
    expect((await city.platform.expireWaiting()) + (await other.expireWaiting())).toBeGreaterThan(0);
  });
  afterAll(async () => {
    await other.close();
    await city.close();
  });

  it('leaves a database in which everything balances', async () => {
    await expectInvariants(city.platform.database);
  });

  it('comes out of a replay to the letter', async () => {
    await expectReplayEqual(city);
  });

  it('shows every kind of ending', async () => {
    const rows = await city.platform.database.query<{ status: string }>(
      "select distinct status from clearance.kase where status <> 'new' order by status",
    );
    expect(rows.map(row => row.status)).toEqual(
      expect.arrayContaining(['expired', 'rejected', 'released', 'returned', 'revoked']),
    );
  });

  it('holds no name, identity number, telephone or address of a buyer in clear', async () => {
    const database = city.platform.database;
    const columns = await database.query<{ schema: string; table: string; column: string; type: string }>(
      `select table_schema as schema, table_name as table, column_name as column, data_type as type from information_schema.columns
       where table_schema in ('gateway', 'clearance', 'ledgers', 'identity', 'law', 'store') and data_type in ('text', 'jsonb', 'bytea', 'ARRAY')`,
    );
    expect(columns.length).toBeGreaterThan(40);
    const bare = 'DEMO20261124999999,演示买家甲,37010219000101001X,13800138000,山东省济南市历下区演示路1号\n';
    await city.platform.flow.submit({
      caller: city.callerOf(zone[0]?.code ?? ''),
      bytes: Buffer.from(bare),
      contentType: 'text/csv',
    });
    const secrets = [
      ...secretsOf(day.messages.flatMap(({ message }) => message.documents)),
      ...bare.trim().split(',').slice(1),
    ].filter((_, index, all) => index % Math.ceil(all.length / 150) === 0 || index >= all.length - 4);
    expect(secrets.length).toBeGreaterThan(100);
    const found: string[] = [];
    for (const { schema, table, column, type } of columns) {
      const rows = await database.query<{ value: Buffer | string }>(
        `select ${type === 'bytea' ? column : `${column}::text`} as value from ${schema}.${table} where ${column} is not null`,
      );
      const everything = Buffer.concat(rows.map(({ value }) => Buffer.from(value)));
      for (const secret of secrets)
        if (everything.includes(secret)) found.push(`${schema}.${table}.${column}: ${secret}`);
    }
    expect([...new Set(found)]).toEqual([]);
  });
});

const PERSONAL = [
  'buyerName',
  'buyerIdNumber',
  'buyerTelephone',
  'buyerRegNo',
  'payerName',
  'payerIdNumber',
  'telephone',
  'consignee',
  'consigneeTelephone',
  'consigneeAddress',
  'consigneeIdNumber',
];

function secretsOf(documents: readonly { readonly head: Readonly<Record<string, string>> }[]): Set<string> {
  const secrets = new Set<string>([person(9990).idNumber]);
  for (const { head } of documents)
    for (const name of PERSONAL) {
      const value = head[name];
      if (value && value.length >= 4) secrets.add(value);
    }
  return secrets;
}
