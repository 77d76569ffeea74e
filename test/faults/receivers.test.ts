import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { platforms, random } from '../../demo/index.ts';
import { deliverDue, type WebhookRules } from '../../server/gateway/index.ts';
import { type Door, freshParcel, messageFor, openDoor } from '../door/door.ts';
import { report } from './report.ts';
import { FULL } from './town.ts';

const SEED = process.env['FAULTS_SEED'] ?? 'receivers';
const RULES: WebhookRules = { privateAllowed: true, timeoutMs: 250 };
const RECEIPTS = FULL ? 400 : 40;

/** What a receiver may do with a delivery. Only `stores` keeps it; `lies` says 200 and has not. */
const MANNERS = [
  'stores',
  'stores',
  'lies',
  'hangs',
  'drips',
  'resets',
  'redirects',
  'fails',
  'huge',
  'refuses',
] as const;
type Manner = (typeof MANNERS)[number];

describe(`webhook receivers that are slow or lie (FAULTS_SEED=${SEED})`, () => {
  let door: Door;
  let key: { authorization: string };
  beforeAll(async () => {
    door = await openDoor({ env: { QUANTONG_WEBHOOK_PRIVATE: 'allow' } });
    key = await door.keyFor('3701DM0101');
  });
  afterAll(async () => {
    expect(door.alarms).toEqual([]);
    await door.close();
  });

  it('lose nothing that they did not claim to have, get all of it back by replay, and hold up nobody else', async () => {
    const chance = random(SEED);
    const counts = new Map<Manner, number>();
    const stored: string[] = [];
    let honest = false;
    const server = createServer((request, reply) => {
      let body = '';
      request.on('data', piece => {
        body += piece;
      });
      request.on('end', () => {
        const manner = honest ? 'stores' : chance.pick(MANNERS);
        counts.set(manner, (counts.get(manner) ?? 0) + 1);
        switch (manner) {
          case 'stores':
            stored.push(
              ...(JSON.parse(body) as { receipts: { cursor: string }[] }).receipts.map(it => it.cursor),
            );
            reply.writeHead(200).end();
            break;
          case 'lies':
            reply.writeHead(200).end('stored');
            break;
          case 'hangs':
            break;
          case 'drips':
            reply.writeHead(500);
            reply.write('x');
            break;
          case 'resets':
            request.socket.destroy();
            break;
          case 'redirects':
            reply.writeHead(307, { location: 'http://127.0.0.1:1/' }).end();
            break;
          case 'fails':
            reply.writeHead(503).end('{"ok":true}');
            break;
          case 'huge':
            reply.writeHead(200);
            for (let piece = 0; piece < 200; piece++) reply.write(Buffer.alloc(65_536, 65));
            reply.end();
            break;
          case 'refuses':
            reply.writeHead(410).end();
        }
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const made = await door.ask('/v1/webhooks', {
      key,
      type: 'application/json',
      body: JSON.stringify({ url: `http://127.0.0.1:${port}/` }),
    });
    const { id } = made.body['webhook'] as { id: string };

    const { database } = door.zone.platform;
    const turn = () => deliverDue(database, door.zone.platform.sealer(), { at: door.zone.now, rules: RULES });
    const [platform] = platforms;
    for (let sent = 0; sent < RECEIPTS; sent++) {
      expect((await door.hand(messageFor([freshParcel({ platform }).order]))).status).toBe(200);
      if (chance.chance(50)) {
        // Past the longest pause, so that a failure is tried again at once.
        door.zone.now += 3_700_000;
        await turn();
      }
    }
    const feed = (
      (await door.ask('/v1/receipts?limit=1000', { key })).body['receipts'] as { cursor: string }[]
    ).map(it => it.cursor);
    expect(feed.length).toBeGreaterThanOrEqual(RECEIPTS);
    const lost = () => feed.filter(cursor => !stored.includes(cursor));

    // The receiver comes to its senses: what it never claimed to have arrives by itself, in order.
    honest = true;
    for (let rounds = 0; rounds < 40; rounds++) {
      door.zone.now += 3_700_000;
      if ((await turn()) === 0) break;
    }
    const claimed = lost().length;
    const lies = (counts.get('lies') ?? 0) + (counts.get('huge') ?? 0);
    expect(claimed === 0 || lies > 0).toBe(true);
    // What it lied about comes with a replay from the beginning.
    await door.ask(`/v1/webhooks/${id}/replay`, { key, type: 'application/json', body: '{"after":"0"}' });
    stored.length = 0;
    for (let rounds = 0; rounds < 40; rounds++) {
      door.zone.now += 3_700_000;
      if ((await turn()) === 0) break;
    }
    expect(stored).toEqual(feed);
    server.closeAllConnections();
    server.close();
    const told = [...counts].map(([manner, times]) => `${manner} ${times}`).join(', ');
    report(
      'deliveries to a receiver that hangs, lies, resets, redirects or answers without end',
      [...counts.values()].reduce((sum, times) => sum + times, 0) - (counts.get('stores') ?? 0),
      `${told}; ${feed.length} receipts, ${claimed} of them claimed and not kept; after a replay all are there, in order`,
    );
  }, 300_000);

  it('a clock set back by a day does not hold up deliveries for a day', async () => {
    const seen: string[] = [];
    const server = createServer((request, reply) => {
      request.resume();
      seen.push('delivery');
      reply.writeHead(seen.length === 1 ? 500 : 200).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await door.ask('/v1/webhooks', {
      key,
      type: 'application/json',
      body: JSON.stringify({ url: `http://127.0.0.1:${port}/` }),
    });
    await door.hand(messageFor([freshParcel({ platform: platforms[0] }).order]));
    const turn = () =>
      deliverDue(door.zone.platform.database, door.zone.platform.sealer(), {
        at: door.zone.now,
        rules: RULES,
      });
    await turn();
    expect(seen).toHaveLength(1);
    door.zone.now -= 86_400_000;
    await turn();
    expect(seen).toHaveLength(2);
    server.closeAllConnections();
    server.close();
  });
});
