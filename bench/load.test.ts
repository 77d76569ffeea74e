import { describe, expect, it } from 'vitest';
import { deposits, zone } from '../demo/index.ts';
import { businessKey, type Document, decodeXml } from '../messages/index.ts';
import { type TestZone, testZone } from '../test/zone.ts';
import { inRounds, makeLoad, type Shot } from './load.ts';

const NOW = Date.parse('2026-06-01T12:00:00+08:00');
const wish = { parcels: 40, at: NOW - 3_600_000, seed: 'rounds', recordsMax: 7 };

/** The messages of some rounds, each with bytes of its own. */
function rounds(count: number): readonly (readonly Shot[])[] {
  const shots = makeLoad(wish);
  const all = inRounds(shots);
  return Array.from({ length: count }, () =>
    shots.map(() => {
      const shot = all.next();
      if (!shot) throw new Error('the rounds have ended');
      return { ...shot, body: Buffer.from(shot.body) };
    }),
  );
}

const documentsOf = (shots: readonly Shot[]): readonly Document[] =>
  shots.flatMap(shot => decodeXml(shot.body, { check: false }).records.map(record => record.document));

const keysOf = (shots: readonly Shot[]) => documentsOf(shots).map(it => `${it.type} ${businessKey(it)}`);

/** The check of GB 11643, written out: the sum of all places by their weights is 1 modulo 11, X counting ten. */
function right(id: string): boolean {
  const sum = [...id].reduce((all, sign, at) => all + 2 ** (17 - at) * (sign === 'X' ? 10 : Number(sign)), 0);
  return /^\d{17}[\dX]$/.test(id) && sum % 11 === 1;
}

describe('the load in rounds', () => {
  it('has numbers of its own in each round', () => {
    const keys = rounds(12).flatMap(keysOf);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('keeps each parcel together', () => {
    const documentsPerOrder = (shots: readonly Shot[]) => {
      const counts = new Map<string, number>();
      for (const { head } of documentsOf(shots))
        if (head['orderNo']) counts.set(head['orderNo'], (counts.get(head['orderNo']) ?? 0) + 1);
      return [...counts.values()].sort();
    };
    const [first, ...later] = rounds(3).map(documentsPerOrder);
    expect(first?.filter(count => count >= 3).length).toBeGreaterThan(30);
    for (const counts of later) expect(counts).toEqual(first);
  });

  it('has buyers of its own, whose identity numbers are as right and as wrong as before', () => {
    const buyers = rounds(12).map(shots =>
      documentsOf(shots).flatMap(({ head }) => head['buyerIdNumber'] ?? head['payerIdNumber'] ?? []),
    );
    const [first = []] = buyers;
    const demo = (id: string) => id.startsWith('37019919');
    for (const later of buyers.slice(1)) {
      expect(later.map(right)).toEqual(first.map(right));
      expect(later.filter(demo).some(id => first.includes(id))).toBe(false);
    }
    expect(first.filter(right).length).toBeGreaterThan(100);
  });

  it('is decided the same in every round', async () => {
    const zoneOf: TestZone = await testZone({ enterprises: zone, deposits, at: NOW });
    const decided: string[][] = [];
    for (const shots of rounds(3)) {
      for (const { sender, body } of shots)
        await zoneOf.platform.flow.submit({ caller: zoneOf.callerOf(sender), bytes: body });
      const keys = new Set(documentsOf(shots).map(businessKey));
      const rows = await zoneOf.platform.database.query<{ case_key: string; outcome: string }>(
        'select case_key, outcome from clearance.decision',
      );
      decided.push(
        rows
          .filter(row => keys.has(row.case_key))
          .map(row => `${row.case_key.slice(-6)} ${row.outcome}`)
          .sort(),
      );
    }
    await zoneOf.close();
    expect(decided[0]?.length).toBeGreaterThan(30);
    expect(decided[1]).toEqual(decided[0]);
    expect(decided[2]).toEqual(decided[0]);
  });
});
