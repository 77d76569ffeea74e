import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoDay, demoDay, deposits, faults, zone } from '../../demo/index.ts';
import { type CaseView, readCases } from '../../server/clearance/index.ts';
import { type TestZone, testZone } from '../zone.ts';

const AT = Date.parse('2026-06-01T18:00:00+08:00');

describe('a day of the zone through the door', () => {
  let city: TestZone;
  let day: DemoDay;
  let views: ReadonlyMap<string, CaseView>;

  const read = async (keys: readonly string[]) =>
    readCases(city.platform.database, city.platform.realm(false), keys);

  beforeAll(async () => {
    city = await testZone({ enterprises: zone, deposits, at: AT - 12 * 3_600_000 });
    day = demoDay({ at: AT, seed: 'a day', cases: 100 });
    for (const { message, at } of day.messages) {
      city.now = at;
      await city.send(message);
    }
    city.now = AT;
    for (const step of day.story.later) {
      const [view] = await read([step.caseKey]);
      await city.send(step.message(view?.invtNo ?? '', AT).message);
    }
    const all = await read(day.story.cases.map(told => told.caseKey));
    views = new Map(all.map(view => [view.key, view]));
  });
  afterAll(() => city.close());

  const of = (part: string) => day.story.cases.filter(told => told.part === part);
  const statusOf = (caseKey: string) => views.get(caseKey)?.status;

  it('releases every right parcel without a word, with its tax', () => {
    for (const { caseKey } of of('right')) {
      expect(views.get(caseKey), caseKey).toMatchObject({ outcome: 'release', findings: [] });
      expect(views.get(caseKey)?.tax?.total, caseKey).toBeGreaterThan(0n);
    }
  });

  it('stops every faulty parcel and says where, why and by which clause', () => {
    for (const { caseKey, fault } of of('faulty')) {
      if (faults.find(it => it.id === fault)?.outcome === 'warn') continue;
      const view = views.get(caseKey);
      expect(view?.outcome, `${fault} ${caseKey}`).not.toBe('release');
      const [reason] = view?.findings ?? [];
      expect(reason?.path, `${fault} ${caseKey}`).not.toBe('');
      expect(reason?.cites.length, `${fault} ${caseKey}`).toBeGreaterThan(0);
      expect(reason?.message.zh.length, `${fault} ${caseKey}`).toBeGreaterThan(8);
    }
  });

  it('waits where a partner is missing, and names the document', () => {
    for (const { caseKey } of of('waits')) {
      expect(statusOf(caseKey), caseKey).toBe('collecting');
      expect(views.get(caseKey)?.findings.some(finding => finding.code.startsWith('waits-for-'))).toBe(true);
    }
  });

  it('keeps one buyer within the yearly limit to the last order', () => {
    const { caseKeys } = day.story.limit;
    expect(caseKeys.slice(0, -1).map(statusOf)).toEqual(caseKeys.slice(0, -1).map(() => 'released'));
    const last = views.get(caseKeys.at(-1) ?? '');
    expect(last?.status).toBe('rejected');
    expect(last?.findings.map(finding => finding.rule)).toContain('yearly-limit');
  });

  it('releases what was mended, taxes one dear item in full, takes back, revokes, and holds for an officer', () => {
    expect(of('changed').map(told => statusOf(told.caseKey))).toEqual(['released']);
    expect(of('changed').map(told => views.get(told.caseKey)?.decisions.map(it => it.outcome))).toEqual([
      ['reject', 'release'],
    ]);
    expect(of('dear').map(told => views.get(told.caseKey)?.tax?.treatment)).toEqual(['full']);
    expect(of('returned').map(told => statusOf(told.caseKey))).toEqual(['returned']);
    expect(of('revoked').map(told => statusOf(told.caseKey))).toEqual(['revoked']);
    expect(of('priority').map(told => statusOf(told.caseKey))).toEqual(['held']);
  });
});
