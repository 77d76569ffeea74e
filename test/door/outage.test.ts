import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { platforms } from '../../demo/index.ts';
import type { Message } from '../../messages/index.ts';
import { freshDatabase } from '../fresh-database.ts';
import { type Answered, type Door, freshParcel, messageFor, openDoor } from './door.ts';

type Mode = 'through' | 'refuse' | 'hold' | 'lose-commit';

/** A wire to the database that can be cut, held, or cut just when a commit's answer comes back. */
async function wireTo(url: string) {
  const target = new URL(url);
  const wire = { mode: 'through' as Mode, commitsLost: 0 };
  const pairs = new Set<readonly [Socket, Socket]>();
  const server = createServer(inner => {
    if (wire.mode === 'refuse') {
      inner.destroy();
      return;
    }
    const outer = connect(Number(target.port), target.hostname);
    const pair = [inner, outer] as const;
    pairs.add(pair);
    let deaf = false;
    inner.on('data', data => {
      if (wire.mode === 'lose-commit' && data.includes('commit\0')) {
        deaf = true;
        wire.commitsLost += 1;
        setTimeout(() => inner.destroy(), 150);
      }
      outer.write(data);
    });
    outer.on('data', data => {
      if (!deaf) inner.write(data);
    });
    const end = () => {
      inner.destroy();
      outer.destroy();
      pairs.delete(pair);
    };
    for (const socket of pair) {
      socket.on('close', end);
      socket.on('error', () => undefined);
    }
    if (wire.mode === 'hold') for (const socket of pair) socket.pause();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxied = new URL(url);
  proxied.hostname = '127.0.0.1';
  proxied.port = String((server.address() as AddressInfo).port);
  return Object.assign(wire, {
    url: proxied.toString(),
    cut() {
      wire.mode = 'refuse';
      for (const [inner, outer] of pairs) {
        inner.destroy();
        outer.destroy();
      }
    },
    hold() {
      wire.mode = 'hold';
      for (const pair of pairs) for (const socket of pair) socket.pause();
    },
    mend() {
      wire.mode = 'through';
      for (const pair of pairs) for (const socket of pair) socket.resume();
    },
    async close() {
      wire.mode = 'refuse';
      for (const [inner, outer] of pairs) {
        inner.destroy();
        outer.destroy();
      }
      server.close();
      await once(server, 'close');
    },
  });
}

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let wire: Awaited<ReturnType<typeof wireTo>>;
let door: Door;
beforeAll(async () => {
  fresh = await freshDatabase(2);
  wire = await wireTo(fresh.url);
  door = await openDoor({ env: { DATABASE_URL: wire.url } });
  expect((await door.hand(order())).status).toBe(200);
});
afterAll(async () => {
  wire.mend();
  await door.close();
  await wire.close();
  await fresh.drop();
});

/** All by one sender, whose key is made while the wire is whole. */
const order = () => messageFor([freshParcel({ platform: platforms[0] }).order]);
const withKey = (name: string) => ({ headers: { 'idempotency-key': name } });
const states = (answer: Answered) =>
  (answer.body['records'] as { state: string }[] | undefined)?.map(record => record.state);

/** Looked at past the wire. */
async function rows(): Promise<{ envelopes: number; documents: number; answers: number; journal: number }> {
  const [row] = await fresh.database.query<Record<string, bigint>>(
    `select (select count(*) from gateway.envelope) as envelopes, (select count(*) from clearance.document) as documents,
            (select count(*) from gateway.told) as answers, (select count(*) from gateway.input where kind = 'record') as journal`,
  );
  return Object.fromEntries(
    Object.entries(row ?? {}).map(([name, count]) => [name, Number(count)]),
  ) as Awaited<ReturnType<typeof rows>>;
}

function away(answer: Answered): void {
  expect([answer.status, answer.body['code']]).toEqual([503, 'database-away']);
  expect(answer.headers.get('content-type')).toMatch(/problem\+json/);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(answer.body['message']).toMatchObject({
    zh: expect.stringMatching(/数据库/),
    en: expect.stringMatching(/database/),
  });
  expect(answer.body['fix']).toBeDefined();
}

describe('the database is away', () => {
  it('nothing is acknowledged, and afterwards the same message goes in once', async () => {
    const messages = [order(), order(), order()];
    await door.hand(order());
    const before = await rows();
    wire.cut();
    for (const [index, message] of messages.entries())
      away(await door.hand(message, withKey(`away-${index}`)));
    away(await door.ask('/v1/receipts', { key: await keyOf(messages[0]) }));
    expect((await door.ask('/healthz')).status).toBe(200);
    expect((await door.ask('/readyz')).status).toBe(503);
    expect(await rows()).toEqual(before);
    wire.mend();
    expect((await door.ask('/readyz')).status).toBe(200);
    for (const [index, message] of messages.entries()) {
      const first = await door.hand(message, withKey(`away-${index}`));
      expect([first.status, states(first)]).toEqual([200, ['current']]);
      expect((await door.hand(message, withKey(`away-${index}`))).headers.get('idempotent-replayed')).toBe(
        'true',
      );
    }
    expect(await rows()).toEqual({
      envelopes: before.envelopes + 3,
      documents: before.documents + 3,
      answers: before.answers + 3,
      journal: before.journal + 3,
    });
  });

  it('it hangs for a while: requests wait and go in once', async () => {
    const before = await rows();
    await door.hand(order());
    wire.hold();
    const asked = Array.from({ length: 10 }, () => door.hand(order()));
    await new Promise(resolve => setTimeout(resolve, 1500));
    wire.mend();
    for (const answer of await Promise.all(asked))
      expect([answer.status, states(answer)]).toEqual([200, ['current']]);
    expect((await rows()).documents).toBe(before.documents + 11);
  });

  it('the connection breaks when the commit is already done: told as not acknowledged, and not taken twice', async () => {
    for (const keyed of [true, false]) {
      const message = order();
      await door.hand(order());
      const before = await rows();
      wire.mode = 'lose-commit';
      const lost = await door.hand(message, keyed ? withKey('lost') : {});
      wire.mode = 'through';
      expect(wire.commitsLost).toBeGreaterThan(0);
      away(lost);
      const again = await door.hand(message, keyed ? withKey('lost') : {});
      expect(again.status).toBe(200);
      if (keyed) expect(again.headers.get('idempotent-replayed')).toBe('true');
      else expect(states(again)).toEqual(['duplicate']);
      expect(await rows()).toEqual({
        ...before,
        envelopes: before.envelopes + (keyed ? 1 : 2),
        documents: before.documents + 1,
        answers: before.answers + 1,
        journal: before.journal + 1,
      });
    }
  });

  it('connections are killed again and again under load: every document is in once', async () => {
    const messages = Array.from({ length: 40 }, order);
    const before = await rows();
    let over = false;
    const killer = (async () => {
      while (!over) {
        await fresh.database.query(
          'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
        );
        await new Promise(resolve => setTimeout(resolve, 25));
      }
    })();
    const send = async (message: Message, name: string): Promise<string> => {
      for (let count = 0; count < 200; count++) {
        const answer = await door.hand(message, withKey(name));
        if (answer.status === 200) return String(states(answer));
        if (answer.status === 202) return 'kept';
        expect(answer.status).toBe(503);
        await new Promise(resolve => setTimeout(resolve, 20));
      }
      throw new Error('never acknowledged');
    };
    const sending = Promise.all(messages.map((message, index) => send(message, `kill-${index}`)));
    await new Promise(resolve => setTimeout(resolve, 1500));
    over = true;
    await killer;
    const ends = await sending;
    await door.zone.platform.flow.drained();
    await door.zone.platform.flow.resume();
    expect(ends.filter(end => end !== 'current' && end !== 'kept')).toEqual([]);
    const after = await rows();
    expect(after).toMatchObject({
      documents: before.documents + 40,
      answers: before.answers + 40,
      journal: before.journal + 40,
    });
  });
});

async function keyOf(message: Message | undefined): Promise<{ authorization: string }> {
  // A key made while the wire is cut is made past it.
  const { createKey, SCOPES } = await import('../../server/identity/index.ts');
  const { secret } = await createKey(
    fresh.database,
    { orgCode: message?.transfer?.['copCode'] ?? '', scopes: SCOPES, test: false, label: 'past the wire' },
    door.zone.now,
  );
  return { authorization: `Bearer ${secret}` };
}
