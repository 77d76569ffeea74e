import { expect, it } from 'vitest';
import { zone } from '../demo/index.ts';
import { testZone } from '../test/zone.ts';
import { makeExportLoad } from './export.ts';

const NOW = Date.parse('2026-06-01T12:00:00+08:00');

it('every export of the load departs, also after a load of another seed', async () => {
  const our = await testZone({ enterprises: zone, at: NOW });
  const loads = ['one', 'two'].map((seed, day) =>
    makeExportLoad({ parcels: 25, at: NOW - 3_600_000 - day * 86_400_000, seed }),
  );
  for (const { declared, arrived, departed } of loads)
    for (const { sender, body } of [...declared, ...arrived, ...departed])
      await our.platform.flow.submit({ caller: our.callerOf(sender), bytes: body });
  const cases = await our.platform.database.query(
    "select status, count(*)::int as n from clearance.kase where status <> 'new' group by status",
  );
  await our.close();
  expect(cases).toEqual([{ status: 'departed', n: 50 }]);
});
