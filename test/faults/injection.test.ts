import { afterEach, describe, expect, it } from 'vitest';
import { type Random, random, zone } from '../../demo/index.ts';
import { shippedLaw } from '../../law/index.ts';
import { encodeXml, type Message } from '../../messages/index.ts';
import { KeyUsed } from '../../server/gateway/index.ts';
import type { Platform } from '../../server/platform.ts';
import { isDatabaseAway } from '../../server/store/index.ts';
import { DAY_MS, parseStamp } from '../../shared/index.ts';
import { cut, pool } from '../exactness/pool.ts';
import { expectReplayEqual, secondPlatform } from '../exactness/replayed.ts';
import { freshDatabase } from '../fresh-database.ts';
import { expectAllInvariants } from '../invariants.ts';
import { type TestZone, testZone } from '../zone.ts';
import { injector } from './injected.ts';
import { report } from './report.ts';
import { FULL, pause } from './town.ts';
import { unreliableWire } from './wire.ts';

const SEED = process.env['FAULTS_SEED'] ?? 'injection';
const AT = parseStamp('20261124173000') ?? 0;
const ROUNDS = FULL ? 8 : 1;

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function city(env: Readonly<Record<string, string>> = {}): Promise<TestZone & { alarms: string[] }> {
  const alarms: string[] = [];
  const it = await testZone({
    enterprises: zone,
    at: AT,
    env,
    alarm: (what, error) => alarms.push(`${what}: ${error instanceof Error ? error.message : String(error)}`),
  });
  open.push(it);
  return Object.assign(it, { alarms });
}

const messagesOf = (name: string, chance: Random): readonly Message[] =>
  cut(pool(`${SEED}/${name}`, AT, shippedLaw(), chance).documents, chance, FULL ? 4 : 12);

interface Taken {
  readonly ids: Map<string, string>;
  turnedAway: number;
}

/** A sender that repeats each message with its key until it is acknowledged, several at once. */
async function persist(
  platforms: readonly Platform[],
  town: TestZone,
  messages: readonly Message[],
  name: string,
): Promise<Taken> {
  const taken: Taken = { ids: new Map(), turnedAway: 0 };
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < messages.length; index = next++) {
      const message = messages[index];
      const platform = platforms[index % platforms.length];
      if (!message || !platform) return;
      const key = `${name}-${index}`;
      for (let tries = 0; ; tries++) {
        if (tries > 400) throw new Error('never acknowledged');
        try {
          const done = await platform.flow.submit({
            caller: town.callerOf(message.transfer?.['copCode'] ?? ''),
            bytes: Buffer.from(encodeXml(message)),
            contentType: 'application/xml',
            idempotencyKey: key,
          });
          taken.ids.set(key, done.envelope.id);
          break;
        } catch (error) {
          if (error instanceof KeyUsed) {
            // It had gone in although the answer was lost: the sender is told so, and that is an acknowledgement.
            taken.ids.set(key, error.envelopeId);
            break;
          }
          if (!isDatabaseAway(error)) throw error;
          taken.turnedAway += 1;
          await pause(2);
        }
      }
    }
  };
  await Promise.all(Array.from({ length: 6 }, lane));
  return taken;
}

/** Every message in, once, with its own envelope; nothing waits; all sums right. */
async function expectWhole(town: TestZone, taken: ReadonlyMap<string, string>): Promise<void> {
  const { database } = town.platform;
  const keys = await database.query<{ key: string; id: string }>(
    'select key, envelope_id::text as id from gateway.idempotency',
  );
  expect(new Map(keys.map(row => [row.key, row.id]))).toEqual(taken);
  const [row] = await database.query<{ count: number }>(
    'select count(*)::int as count from gateway.envelope',
  );
  expect(row?.count).toBe(taken.size);
  await expectAllInvariants(database, town.platform.sealer());
}

/** SQLSTATE → what it stands for, and whether the platform tells the sender to come again (else it saves and goes on). */
const CODES: readonly (readonly [string, string])[] = [
  ['40001', 'serialisation failure'],
  ['40P01', 'deadlock'],
  ['57014', 'statement time-out'],
  ['53100', 'disk full'],
  ['58030', 'input/output error'],
  ['25006', 'read-only standby'],
  ['57P01', 'administrator ends the connection'],
  ['XX000', 'internal error of the database'],
  ['22P02', 'a value that the database refuses'],
];

describe(`faults raised inside transactions (FAULTS_SEED=${SEED})`, () => {
  it('each kind, again and again: everything acknowledged is in once, and replays to the letter', async () => {
    const town = await city();
    const strikes = await injector(town.platform.database);
    const chance = random(`${SEED}/codes`);
    const taken = new Map<string, string>();
    for (const [code, says] of CODES) {
      let injected = 0;
      let turnedAway = 0;
      for (let round = 0; round < ROUNDS; round++) {
        const messages = chance.shuffled(messagesOf(`${code}/${round}`, chance)).slice(0, FULL ? 60 : 14);
        // A large batch writes some twenty times: a shorter beat would strike each of its attempts.
        await strikes.strike(code, chance.whole(31, 59));
        const done = await persist([town.platform], town, messages, `${code}/${round}`);
        injected += await strikes.rest();
        turnedAway += done.turnedAway;
        for (const [key, id] of done.ids) taken.set(key, id);
      }
      expect(injected, says).toBeGreaterThan(0);
      report(
        `${says} (SQLSTATE ${code}) in mid-transaction`,
        injected,
        `${turnedAway} attempts told to come again`,
      );
    }
    // What was kept while it could not be worked through, and what was put aside, goes on when the fault is over.
    await town.platform.flow.drained();
    await town.platform.flow.resume();
    await expectWhole(town, taken);
    const [aside] = await town.platform.database.query<{ count: number }>(
      "select count(*)::int as count from clearance.document where state = 'quarantined'",
    );
    expect(aside?.count).toBe(0);
    await town.platform.database.query('drop schema fault cascade');
    await expectReplayEqual(town);
    report('messages under injected faults', taken.size, 'each in once, nothing left aside, replay equal');
  }, 300_000);
});

describe('the database insists on serialisable transactions', () => {
  it('real conflicts between two processes are tried again until they pass', async () => {
    const town = await city();
    const { database } = town.platform;
    const [name] = await database.query<{ name: string }>('select current_database() as name');
    await database.query(`alter database "${name?.name}" set default_transaction_isolation = 'serializable'`);
    const platforms = [await secondPlatform(town), await secondPlatform(town)];
    open.push(...platforms);
    const chance = random(`${SEED}/serializable`);
    const taken = new Map<string, string>();
    let turnedAway = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const messages = messagesOf(`serializable/${round}`, chance).slice(0, FULL ? 200 : 30);
      const done = await persist(platforms, town, messages, `serializable-${round}`);
      turnedAway += done.turnedAway;
      for (const [key, id] of done.ids) taken.set(key, id);
    }
    for (const platform of platforms) await platform.flow.drained();
    // Sessions hand in their statistics when they have been idle for a moment.
    await pause(1500);
    const [rolled] = await database.query<{ count: number }>(
      'select xact_rollback::int as count from pg_stat_database where datname = current_database()',
    );
    await town.platform.flow.resume();
    await expectWhole(town, taken);
    report(
      'transactions rolled back by real conflicts',
      rolled?.count ?? 0,
      `${taken.size} messages in once, ${turnedAway} told to come again`,
    );
  }, 300_000);
});

describe('an unreliable wire to the database', () => {
  it('connections cut, half closed, slowed, in crumbs, refused: everything acknowledged is in once', async () => {
    const fresh = await freshDatabase(2);
    open.push({ close: fresh.drop });
    const chance = random(`${SEED}/wire`);
    const wire = await unreliableWire(fresh.url, chance);
    open.push(wire);
    // Registers and keys are made past the wire, by a zone on the same database.
    const town = await city({ DATABASE_URL: fresh.url });
    const far = await secondOver(wire.url, town);
    open.push(far);
    const taken = new Map<string, string>();
    let turnedAway = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const messages = messagesOf(`wire/${round}`, chance).slice(0, FULL ? 200 : 30);
      const done = await persist([far], town, messages, `wire-${round}`);
      turnedAway += done.turnedAway;
      for (const [key, id] of done.ids) taken.set(key, id);
    }
    wire.mend();
    await far.flow.drained();
    await town.platform.flow.resume();
    await expectWhole(town, taken);
    const counts = [...wire.counts].map(([fate, times]) => `${fate} ${times}`).join(', ');
    report(
      'connections to the database through an unreliable wire',
      [...wire.counts].reduce((sum, [fate, times]) => sum + (fate === 'through' ? 0 : times), 0),
      `${counts}; ${taken.size} messages in once, ${turnedAway} told to come again`,
    );
  }, 300_000);
});

/** A platform whose database lies behind the wire. Opening it may need several tries: the wire is as bad then. */
async function secondOver(url: string, town: TestZone): Promise<Platform> {
  for (let tries = 0; ; tries++) {
    try {
      return await secondPlatform({
        ...town,
        platform: { ...town.platform, config: { ...town.platform.config, databaseUrl: url } },
      } as TestZone);
    } catch (error) {
      if (tries > 50 || !isDatabaseAway(error)) throw error;
    }
  }
}

describe('the clock jumps', () => {
  it('hours and days back and forth: no case is decided twice, the journal stays in order, replay equal', async () => {
    const town = await city();
    const chance = random(`${SEED}/clock`);
    const messages = messagesOf('clock', chance).slice(0, FULL ? 400 : 60);
    let jumps = 0;
    for (const message of messages) {
      if (chance.chance(40)) {
        jumps += 1;
        town.now = AT + chance.whole(-72 * 60, 72 * 60) * 60_000;
      }
      await town.send(message);
      if (chance.chance(5)) {
        // The timer of waiting cases runs while the clock stands far ahead, and then it is set right.
        const right = town.now;
        town.now = AT + 45 * DAY_MS;
        await town.platform.expireWaiting();
        town.now = right;
      }
    }
    await expectAllInvariants(town.platform.database, town.platform.sealer());
    await expectReplayEqual(town);
    report(
      'jumps of the clock by up to three days',
      jumps,
      `${messages.length} messages; invariants hold, replay equal`,
    );
  }, 300_000);
});
