import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoDay, zone } from '../../demo/index.ts';
import { readCases } from '../../server/clearance/index.ts';
import { type TestZone, testZone } from '../zone.ts';

const AT = Date.parse('2026-06-01T08:00:00+08:00');

describe('the demo day through the door', () => {
  let city: TestZone;
  beforeAll(async () => {
    city = await testZone({ enterprises: zone, at: AT });
  });
  afterAll(() => city.close());

  it('decides every case as its story tells', async () => {
    const day = demoDay({ at: AT, seed: 'day', cases: 60 });
    for (const { message, at } of day.messages) {
      city.now = at;
      await city.send(message);
    }
    const realm = { test: false, sealer: city.platform.sealer() };
    const views = await readCases(
      city.platform.database,
      realm,
      day.story.cases.map(told => told.caseKey),
    );
    const table = views.map(view => [
      view.key,
      view.outcome,
      view.status,
      view.findings.map(f => `${f.severity}:${f.code}`).join(' '),
    ]);
    console.log(table.map(r => r.join('  ')).join('\n'));
    expect(views.length).toBeGreaterThan(30);
  });
});
