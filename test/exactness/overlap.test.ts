import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentsOf, parcel, random, sellers, zone } from '../../demo/index.ts';
import { shippedLaw } from '../../law/index.ts';
import type { Document } from '../../messages/index.ts';
import { readCases } from '../../server/clearance/index.ts';
import { deposit } from '../../server/operator.ts';
import type { Platform } from '../../server/platform.ts';
import { parseStamp, stamp14 } from '../../shared/index.ts';
import { type TestZone, testZone } from '../zone.ts';
import { clearHeld, overlap } from './held-open.ts';
import { expectInvariants } from './invariants.ts';
import { expectReplayEqual, secondPlatform } from './replayed.ts';

const AT = parseStamp('20261124173000') ?? 0;
const law = shippedLaw();
const chance = random('overlap');
/** A seller without a guarantee account, and one with. */
const [poor, rich] = sellers;
let serials = 0;

function made(more: Partial<Parameters<typeof parcel>[0]> = {}) {
  serials += 1;
  return parcel(
    { seed: 'overlap', at: AT - 3_600_000, serial: serials, mode: '1210', seller: rich, ...more },
    law,
  );
}

const but = (document: Document, head: Readonly<Record<string, string>>): Document => ({
  ...document,
  head: { ...document.head, guid: chance.guid(), ...head },
});

/** Two transactions of two processes that really overlap: the first has done everything but its commit when the second begins. */
describe('two transactions at once', () => {
  let city: TestZone;
  let other: Platform;
  let both: readonly [Platform, Platform];
  beforeAll(async () => {
    city = await testZone({ enterprises: zone, at: AT, depositFen: 0n });
    for (const { code } of zone)
      if (code !== poor.code)
        await deposit(
          city.platform.database,
          { account: code, fen: '100000000', entry: 'opening', test: false },
          AT,
        );
    other = await secondPlatform(city);
    both = [city.platform, other];
  });
  afterAll(async () => {
    await expectInvariants(city.platform.database);
    await expectReplayEqual(city);
    await other.close();
    await city.close();
  });
  const view = async (key: string) => {
    const [found] = await readCases(city.platform.database, city.platform.realm(false), [key]);
    return {
      status: found?.status,
      codes: found?.findings.map(finding => finding.code),
      version: found?.version,
    };
  };

  it('bring one document each of a case: it is decided once', async () => {
    for (const last of [0, 1, 2, 3]) {
      const it = made();
      const documents = documentsOf(it);
      const [first, second, ...early] = [...documents.slice(last), ...documents.slice(0, last)];
      for (const document of early) await clearHeld(city.platform, document, AT);
      if (first && second) await overlap(both, [first, second], AT);
      expect(await view(it.key)).toMatchObject({ status: 'released', version: 1 });
    }
  });

  it('complete two cases on one waybill number: one of them is released', async () => {
    const one = made();
    const two = made({ ...(one.wish.logistics ? { logistics: one.wish.logistics } : {}) });
    const list = but(two.list, { logisticsNo: one.list.head['logisticsNo'] ?? '' });
    for (const document of [one.order, one.waybill, one.list, two.order, list])
      await clearHeld(city.platform, document, AT);
    await overlap(both, [one.payment, two.payment], AT);
    expect(await view(one.key)).toMatchObject({ status: 'released' });
    const refused = await view(two.key);
    expect(refused.status).toBe('rejected');
    expect(refused.codes).toContain('waybill-reused');
  });

  it('name one waybill number for the first time in two lists', async () => {
    const one = made();
    const two = made({ ...(one.wish.logistics ? { logistics: one.wish.logistics } : {}) });
    const list = but(two.list, { logisticsNo: one.list.head['logisticsNo'] ?? '' });
    for (const document of [one.order, one.payment, one.waybill, two.order, two.payment])
      await clearHeld(city.platform, document, AT);
    await overlap(both, [list, one.list], AT);
    expect(await view(one.key)).toMatchObject({ status: 'released' });
    expect((await view(two.key)).status).toBe('rejected');
  });

  it('change and delete one document of a type without a case', async () => {
    const { logisticsCode = '', logisticsName = '', logisticsNo = '' } = made().waybill.head;
    const time = stamp14(AT - 60_000);
    const status: Document = {
      type: 'CEB513Message',
      head: {
        guid: chance.guid(),
        appType: '1',
        appTime: time,
        appStatus: '2',
        logisticsCode,
        logisticsName,
        logisticsNo,
        logisticsStatus: 'S',
        logisticsTime: time,
      },
      lines: [],
    };
    await clearHeld(city.platform, status, AT);
    const change = but(status, { appType: '2', appTime: stamp14(AT - 50_000) });
    const deletion = but(status, { appType: '3', appTime: stamp14(AT - 40_000) });
    await overlap(both, [change, deletion], AT);
    const rows = await city.platform.database.query<{ app_type: string; state: string }>(
      "select app_type, state from clearance.document where type = 'CEB513Message' order by journal",
    );
    expect(rows.map(row => `${row.app_type} ${row.state}`)).toEqual([
      '1 superseded',
      '2 deleted',
      '3 deleted',
    ]);
  });

  it('open a guarantee account while a parcel that names it is judged', async () => {
    const { code } = poor;
    const it = made({ seller: poor });
    const list = but(it.list, { assureCode: code });
    for (const document of documentsOf(it).slice(0, 3)) await clearHeld(city.platform, document, AT);
    // The deposit has opened the account and waits for its number in the journal when the parcel is judged.
    const { database } = city.platform;
    let opening: Promise<unknown> = Promise.resolve();
    let judging: Promise<unknown> = Promise.resolve();
    await database.transaction(async tx => {
      await tx.query('select 1 from gateway.counter for update');
      opening = deposit(
        other.database,
        { account: code, fen: '10000000', entry: 'opening', test: false },
        AT,
      );
      await pause();
      judging = clearHeld(city.platform, list, AT);
      await pause();
    });
    await Promise.all([opening, judging]);
    expect((await view(it.key)).status).toBe('released');
  });

  it('send the same document: it is there once', async () => {
    const { order } = made();
    await overlap(both, [order, { ...order }], AT);
    const rows = await city.platform.database.query('select 1 from clearance.document where key = $1', [
      `${order.head['ebpCode']}|${order.head['orderNo']}`,
    ]);
    expect(rows).toHaveLength(1);
  });
});

function pause(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, 80));
}
