import { describe, expect, it } from 'vitest';
import {
  arrivalOf,
  departureOf,
  exportDocumentsOf,
  exportParcel,
  masterListOf,
  messageOf,
  random,
  senderOf,
  zone,
} from '../../demo/index.ts';
import { shippedLaw } from '../../law/index.ts';
import { type Document, encodeXml } from '../../messages/index.ts';
import { parseStamp } from '../../shared/index.ts';
import { testZone } from '../zone.ts';
import { expectInvariants } from './invariants.ts';
import { secondPlatform } from './replayed.ts';

const law = shippedLaw();
const AT = parseStamp('20261124173000') ?? 0;
/** Parcels on one arrival; more with EXPORT_LARGE. */
const COUNT = Number(process.env['EXPORT_LARGE'] ?? 600);

describe('an arrival and a departure of a whole flight', () => {
  it(`move ${COUNT} parcels, whether their lists came before or while they were told`, async () => {
    const city = await testZone({ enterprises: zone, at: AT });
    const other = await secondPlatform(city);
    const chance = random('large');
    try {
      const first = exportParcel({ seed: 'large', at: AT - 3_600_000, serial: 0 }, law);
      const { logistics, seller, platform } = first.wish;
      const one = {
        ...(logistics ? { logistics } : {}),
        ...(seller ? { seller, agent: seller } : {}),
        ...(platform ? { platform } : {}),
      };
      const parcels = Array.from({ length: COUNT }, (_, at) =>
        exportParcel({ seed: 'large', at: AT - 3_600_000, serial: at + 1, mode: '9610', ...one }, law),
      );
      const send = (documents: readonly Document[], to = city.platform) => {
        const [lead] = documents;
        const sender = lead ? senderOf(lead) : '';
        const message = messageOf(sender, documents, chance.guid());
        const bytes = Buffer.from(encodeXml(message));
        return to.flow.submit({ caller: city.callerOf(sender), bytes, contentType: 'application/xml' });
      };
      const all = parcels.flatMap(exportDocumentsOf);
      const messages = [...new Set(all.map(({ type }) => type))].flatMap(type => {
        const own = all.filter(document => document.type === type);
        return Array.from({ length: Math.ceil(own.length / 100) }, (_, n) =>
          own.slice(n * 100, n * 100 + 100),
        );
      });
      const paper = (copNo: string) => ({ seed: 'large', at: AT, copNo });
      const half = Math.floor(messages.length / 2);
      await Promise.all(messages.slice(0, half).map(documents => send(documents)));
      const began = performance.now();
      const [arrived] = await Promise.all([
        send([arrivalOf(parcels, paper('YD1'))]),
        send([masterListOf(parcels, paper('ZF1'))], other),
        ...messages.slice(half).map(documents => send(documents, other)),
        send([departureOf(parcels, paper('LJ1'))], other),
      ]);
      const seconds = (performance.now() - began) / 1000;
      expect(arrived.outcome.results.map(({ state }) => state)).toEqual(['current']);
      const rows = await city.platform.database.query<{ status: string; count: bigint }>(
        "select status, count(*) from clearance.kase where status <> 'new' group by status",
      );
      expect(rows).toEqual([{ status: 'departed', count: BigInt(COUNT) }]);
      await expectInvariants(city.platform.database);
      if (COUNT > 1000)
        console.warn(`${COUNT} parcels, second half with arrival and departure: ${seconds.toFixed(1)} s`);
    } finally {
      await other.close();
      await city.close();
    }
  }, 120_000);
});
