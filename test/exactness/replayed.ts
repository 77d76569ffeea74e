import { expect } from 'vitest';
import { compareDatabases } from '../../server/compare.ts';
import { editionReader } from '../../server/identity/index.ts';
import { openPlatform, type Platform, type PlatformOptions } from '../../server/platform.ts';
import { replay } from '../../server/replay.ts';
import { openDatabase } from '../../server/store/index.ts';
import { freshDatabase } from '../fresh-database.ts';
import type { TestZone } from '../zone.ts';

/** Feeds the zone's journal one by one into an empty database and expects everything to come out again to the letter. */
export async function expectReplayEqual(zone: TestZone): Promise<void> {
  const fresh = await freshDatabase(3);
  // Thousands of small transactions, and nobody would miss them after a crash.
  await fresh.database.query(
    `do $$ begin execute format('alter database %I set synchronous_commit to off', current_database()); end $$`,
  );
  const target = openDatabase(fresh.url, 3);
  try {
    await replay({
      source: zone.platform,
      target,
      targetEditions: editionReader(target),
      judging: zone.platform.judging,
    });
    const differences = await compareDatabases(zone.platform.database, target, zone.platform.sealer());
    expect(differences).toEqual([]);
  } finally {
    await target.close();
    await fresh.drop();
  }
}

/** Another process's platform on the same database, with the same keys and the zone's clock. */
export function secondPlatform(
  zone: TestZone,
  more: Partial<Omit<PlatformOptions, 'config'>> = {},
): Promise<Platform> {
  return openPlatform({ config: zone.platform.config, now: () => zone.now, ...more });
}
