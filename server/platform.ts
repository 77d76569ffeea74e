import { mkdirSync } from 'node:fs';
import { beijingDate, DAY_MS, type Instant } from '../shared/index.ts';

import { clearExpiry, expiredCases, type Judging } from './clearance/index.ts';
import type { Config } from './config.ts';
import { type ExchangeDesk, exchangeDesk } from './exchange-desk.ts';
import { createFlow, type Flow, type FlowParts } from './flow.ts';
import { type EditionReader, type KeyVerdict, keyReader, readMasterKey } from './identity/index.ts';
import { openParts } from './parts.ts';
import { openSettler } from './settler.ts';
import { type Database, type Embedded, migrate, openDatabase, startEmbedded } from './store/index.ts';

/** The running platform without its HTTP surface: what the server, the command line and the tests hold in their hands. */
export interface Platform extends FlowParts {
  readonly config: Config;
  readonly flow: Flow;
  /** The queue to customs and what comes back. */
  readonly exchange: ExchangeDesk;
  readonly editions: EditionReader;
  readonly masterKey: Buffer;
  /** Address of the database in use. */
  readonly databaseUrl: string;
  readonly whoHolds: (secret: string, at: Instant) => Promise<KeyVerdict>;
  /** Loads the data keys again after a rotation. */
  reloadKeys(): Promise<void>;
  /** How many alarms this process has raised. */
  readonly alarms: () => number;
  /** Sends back cases that have waited longer than the setting allows; gives their number. */
  expireWaiting(): Promise<number>;
  close(): Promise<void>;
}

export interface PlatformOptions {
  readonly config: Config;
  readonly now?: () => Instant;
  readonly judge?: Judging['judge'];
  readonly judgeExport?: Judging['judgeExport'];
  readonly say?: (line: string) => void;
  readonly alarm?: FlowParts['alarm'];
  /** Settles batches on a thread of its own; the clock and the judges are then the real ones. */
  readonly settleThread?: boolean;
}

/** Opens (and where needed starts and migrates) the database, loads the keys, and goes on with what an earlier process left. */
export async function openPlatform(options: PlatformOptions): Promise<Platform> {
  const { config } = options;
  const say = options.say ?? (() => undefined);
  mkdirSync(config.dataDir, { recursive: true });
  const embedded = config.databaseUrl === undefined ? await startEmbedded(config.dataDir, say) : undefined;
  if (embedded?.reattached) say('接上仍在运行的数据库 / attached to the database that was still running');
  const databaseUrl = config.databaseUrl ?? embedded?.url ?? '';
  const database = openDatabase(databaseUrl);
  try {
    return await openOn(database, databaseUrl, embedded, options);
  } catch (error) {
    // A start that fails must not leave a database behind that nobody answers for.
    await database.close();
    await embedded?.stop();
    throw error;
  }
}

async function openOn(
  database: Database,
  databaseUrl: string,
  embedded: Embedded | undefined,
  options: PlatformOptions,
): Promise<Platform> {
  const { config } = options;
  const say = options.say ?? (() => undefined);
  const now = options.now ?? Date.now;
  const fresh = await migrate(database);
  if (fresh.length > 0) say(`数据库结构 / migrations: ${fresh.join(', ')}`);
  const masterKey = readMasterKey(config.masterKey, config.dataDir);
  let alarms = 0;
  const tell: FlowParts['alarm'] =
    options.alarm ??
    ((what, error) => process.stderr.write(`${new Date(now()).toISOString()} ${what}: ${reasonOf(error)}\n`));
  const alarm: FlowParts['alarm'] = (what, error) => {
    alarms += 1;
    tell(what, error);
  };
  const { reloadKeys, ...parts } = await openParts(database, {
    config,
    masterKey,
    now,
    judge: options.judge,
    judgeExport: options.judgeExport,
    alarm,
  });
  const settler = options.settleThread
    ? await openSettler(
        { databaseUrl, masterKey, config: { stance: config.stance, bodyMax: config.bodyMax } },
        alarm,
      )
    : undefined;
  const flow = createFlow(parts, settler?.settle);
  const resumed = await flow.resume();
  if (resumed > 0) say(`继续处理上次未完成的报文 / went on with ${resumed} kept messages`);
  return {
    ...parts,
    config,
    flow,
    alarms: () => alarms,
    exchange: exchangeDesk({ ...parts, flow, config, masterKey }),
    masterKey,
    databaseUrl,
    whoHolds: keyReader(database),
    reloadKeys,
    expireWaiting: () => expireWaiting(parts),
    async close() {
      await flow.drained();
      await settler?.close();
      await database.close();
      await embedded?.stop();
    },
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function expireWaiting(parts: FlowParts): Promise<number> {
  const at = parts.now();
  const { law } = await parts.editions.newest();
  const days = Number(law.number('case.wait-days', beijingDate(at)).value);
  const cases = await expiredCases(parts.database, at - days * DAY_MS, 500);
  let expired = 0;
  for (const { key, test } of cases) {
    const done = await parts.database.transaction(async tx =>
      clearExpiry(tx, parts.realm(test), await parts.editions.under(tx), { caseKey: key, at }),
    );
    if (done) expired += 1;
  }
  return expired;
}
