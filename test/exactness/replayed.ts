import { expect } from 'vitest';
import { compareDatabases } from '../../server/compare.ts';
import { editionReader } from '../../server/identity/index.ts';
import { openPlatform, type Platform, type PlatformOptions } from '../../server/platform.ts';
import { replay } from '../../server/replay.ts';
import { freshDatabase } from '../fresh-database.ts';
import type { TestZone } from '../zone.ts';

/** Feeds the zone's journal one by one into an empty database and expects everything to come out again to the letter. */
export async function expectReplayEqual(zone: TestZone): Promise<void> {
  const fresh = await freshDatabase(3);
  // Thousands of small transactions, and nobody would miss them after a crash.
  fresh.database.pool.on('connect', client => void client.query('set synchronous_commit to off'));
  try {
    await replay({
      source: zone.platform,
      target: fresh.database,
      targetEditions: editionReader(fresh.database),
      judging: zone.platform.judging,
    });
    const differences = await compareDatabases(
      zone.platform.database,
      fresh.database,
      zone.platform.sealer(),
    );
    expect(differences).toEqual([]);
  } finally {
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
