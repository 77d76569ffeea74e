import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Message } from '../messages/index.ts';
import { encodeXml } from '../messages/index.ts';
import type { Enterprise } from '../rules/index.ts';
import { readConfig } from '../server/config.ts';
import type { Acknowledgement } from '../server/flow.ts';
import { type Caller, type Org, SCOPES } from '../server/identity/index.ts';
import { deposit, importOrgs } from '../server/operator.ts';
import { openPlatform, type Platform, type PlatformOptions } from '../server/platform.ts';
import type { Instant } from '../shared/index.ts';
import { freshDatabase } from './fresh-database.ts';

export interface TestZone {
  readonly platform: Platform;
  readonly url: string;
  /** The clock of the zone; tests move it by hand. */
  now: Instant;
  callerOf(orgCode: string, options?: Partial<Caller>): Caller;
  send(message: Message, options?: Partial<Caller>): Promise<Acknowledgement>;
  close(): Promise<void>;
}

export interface TestZoneOptions extends Partial<Omit<PlatformOptions, 'config' | 'now'>> {
  readonly enterprises?: readonly Enterprise[];
  /** Fen on every enterprise's guarantee account; 0 opens none. */
  readonly depositFen?: bigint;
  /** Deposits in fen by guarantor, instead of the same for all. */
  readonly deposits?: ReadonlyMap<string, bigint>;
  readonly at?: Instant;
  readonly env?: Readonly<Record<string, string>>;
}

const NOON = Date.parse('2026-06-01T12:00:00+08:00');

/** A platform on its own database with the given enterprises registered and guaranteed. */
export async function testZone(options: TestZoneOptions = {}): Promise<TestZone> {
  const { enterprises = [], depositFen = 1_000_000_000n, deposits, at = NOON, env = {}, ...rest } = options;
  const fresh = await freshDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'quantong-zone-'));
  const zone = { now: at };
  const platform = await openPlatform({
    ...rest,
    config: readConfig({ DATABASE_URL: fresh.url, DATA_DIR: dataDir, PORT: '0', ...env }),
    now: () => zone.now,
  });
  const orgs: Org[] = enterprises.map(({ code, name, roles, suspended = false }) => ({
    code,
    name,
    roles,
    suspended,
    signature: 'if-present',
    demo: true,
  }));
  if (orgs.length > 0) await importOrgs(platform.database, orgs, at);
  const opening = deposits ?? new Map(depositFen > 0n ? orgs.map(({ code }) => [code, depositFen]) : []);
  for (const [account, fen] of opening)
    await deposit(platform.database, { account, fen: fen.toString(), entry: 'opening', test: false }, at);
  const callerOf = (orgCode: string, more: Partial<Caller> = {}): Caller => ({
    keyId: 'kl_test',
    orgCode,
    orgName: orgCode,
    scopes: SCOPES,
    test: false,
    signature: 'if-present',
    ...more,
  });
  return Object.assign(zone, {
    platform,
    url: fresh.url,
    callerOf,
    async send(message: Message, more: Partial<Caller> = {}) {
      const caller = callerOf(message.transfer?.['copCode'] ?? 'NOBODY', more);
      return platform.flow.submit({
        caller,
        bytes: Buffer.from(encodeXml(message)),
        contentType: 'application/xml',
      });
    },
    async close() {
      await platform.close();
      await fresh.drop();
    },
  });
}
