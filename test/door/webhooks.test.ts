import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { platforms } from '../../demo/index.ts';
import {
  addressFault,
  deliverDue,
  isPrivateAddress,
  verifyDelivery,
  type WebhookRules,
} from '../../server/gateway/index.ts';
import { type Door, freshParcel, messageFor, openDoor } from './door.ts';

let door: Door;
beforeAll(async () => {
  door = await openDoor({ env: { QUANTONG_WEBHOOK_PRIVATE: 'allow' } });
});
afterAll(async () => {
  expect(door.alarms).toEqual([]);
  await door.close();
});

const ORG = '3701DM0101';
const OPEN: WebhookRules = { privateAllowed: true, timeoutMs: 400 };

interface Received {
  readonly body: string;
  readonly signature: string;
}

/** A receiver of one's own; what it answers is decided per test. */
async function receiver(answer: (count: number, request: IncomingMessage, reply: ServerResponse) => void) {
  const received: Received[] = [];
  const listen: RequestListener = (request, reply) => {
    let body = '';
    request.on('data', data => {
      body += data;
    });
    request.on('end', () => {
      received.push({ body, signature: String(request.headers['quantong-signature']) });
      answer(received.length, request, reply);
    });
  };
  const server = createServer(listen).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    received,
    url: `http://127.0.0.1:${port}/hook`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

let key: { authorization: string };
const open: { close(): Promise<void> }[] = [];
const hooks: string[] = [];
beforeEach(async () => {
  key = await door.keyFor(ORG);
});
afterEach(async () => {
  for (const hook of hooks.splice(0)) await door.ask(`/v1/webhooks/${hook}`, { key, method: 'DELETE' });
  for (const one of open.splice(0)) await one.close();
});

const json = (value: unknown) => ({ type: 'application/json', body: JSON.stringify(value) });

async function hookTo(answer: Parameters<typeof receiver>[0]) {
  const there = await receiver(answer);
  open.push(there);
  const made = await door.ask('/v1/webhooks', { key, ...json({ url: there.url }) });
  expect(made.status).toBe(201);
  const { id } = made.body['webhook'] as { id: string };
  hooks.push(id);
  return { ...there, id, secret: String(made.body['secret']) };
}

const order = () => freshParcel({ platform: platformOf(ORG) }).order;
function platformOf(code: string) {
  const found = platforms.find(one => one.code === code);
  if (!found) throw new Error(`no platform ${code}`);
  return found;
}

/** So many receipts for the organisation. */
async function receipts(count: number): Promise<void> {
  for (let one = 0; one < count; one++) expect((await door.hand(messageFor([order()]))).status).toBe(200);
}

const deliver = (rules = OPEN) =>
  deliverDue(door.zone.platform.database, door.zone.platform.sealer(), { at: door.zone.now, rules });
const log = async (id: string) =>
  (await door.ask(`/v1/webhooks/${id}/deliveries`, { key })).body['deliveries'] as {
    attempt: number;
    status: number | null;
    error: string | null;
    at: string;
  }[];
const state = async (id: string) =>
  (
    (await door.ask('/v1/webhooks', { key })).body['webhooks'] as {
      id: string;
      failures: number;
      stopped: boolean;
      cursor: string;
    }[]
  ).find(one => one.id === id);
const keysIn = ({ body }: Received) =>
  (JSON.parse(body) as { receipts: { key: string; cursor: string }[] }).receipts;

describe('delivery', () => {
  it('is signed, in the order of the feed, whole, and once when confirmed', async () => {
    await receipts(1);
    const hook = await hookTo((_, __, reply) => reply.end('ok'));
    await receipts(3);
    expect(await deliver()).toBe(1);
    expect(await deliver()).toBe(0);
    const [first] = hook.received;
    if (!first) throw new Error('nothing was delivered');
    const { now } = door.zone;
    expect(verifyDelivery(hook.secret, first.body, first.signature, now)).toBe(true);
    expect(verifyDelivery(hook.secret, `${first.body} `, first.signature, now)).toBe(false);
    expect(verifyDelivery('whsec_other', first.body, first.signature, now)).toBe(false);
    expect(verifyDelivery(hook.secret, first.body, first.signature, now + 301_000)).toBe(false);
    expect(verifyDelivery(hook.secret, first.body, 't=1,v1=zz', now)).toBe(false);
    const feed = (await door.ask('/v1/receipts?limit=1000', { key })).body['receipts'] as unknown[];
    expect(keysIn(first)).toEqual(feed.slice(-3));
    expect((await log(hook.id)).map(({ attempt, status }) => [attempt, status])).toEqual([[1, 200]]);
    await receipts(60);
    expect(await deliver()).toBe(2);
    const sent = hook.received.flatMap(keysIn).map(item => BigInt(item.cursor));
    expect(sent).toHaveLength(63);
    expect(sent).toEqual([...sent].sort((a, b) => (a < b ? -1 : 1)));
    expect(new Set(sent).size).toBe(63);
  });

  it('is tried again with growing pauses and loses nothing meanwhile', async () => {
    let well = false;
    const hook = await hookTo((_, __, reply) => {
      reply.statusCode = well ? 204 : 500;
      reply.end();
    });
    await receipts(1);
    const pauses = [1, 5, 30, 120, 600, 1800, 3600, 3600];
    for (const [index, seconds] of pauses.entries()) {
      expect(await deliver()).toBe(1);
      expect((await state(hook.id))?.failures).toBe(index + 1);
      door.zone.now += seconds * 1000 - 1;
      expect(await deliver()).toBe(0);
      door.zone.now += 1;
    }
    await receipts(1);
    well = true;
    expect(await deliver()).toBe(1);
    expect((await state(hook.id))?.failures).toBe(0);
    expect(keysIn(hook.received.at(-1) ?? { body: '{"receipts":[]}', signature: '' })).toHaveLength(2);
    expect((await log(hook.id)).map(entry => entry.status)).toEqual([204, ...pauses.map(() => 500)]);
    key = await door.keyFor(ORG);
  });

  it('replays from a cursor, also while a delivery is under way', async () => {
    const gate: { open?: () => void } = {};
    const hook = await hookTo((count, _, reply) => {
      if (count === 2) gate.open = () => reply.end();
      else reply.end();
    });
    const begin = (await state(hook.id))?.cursor ?? '';
    await receipts(2);
    await deliver();
    await receipts(1);
    const running = deliver({ ...OPEN, timeoutMs: 5000 });
    while (!gate.open) await new Promise(resolve => setTimeout(resolve, 10));
    expect(
      (await door.ask(`/v1/webhooks/${hook.id}/replay`, { key, ...json({ after: begin }) })).status,
    ).toBe(200);
    gate.open();
    await running;
    await deliver();
    const all = hook.received.map(one => keysIn(one).length);
    expect(all.slice(0, 2)).toEqual([2, 1]);
    expect(all.at(-1)).toBe(3);
  });

  it('a slow receiver is cut off and holds up nobody', async () => {
    const slow = await hookTo(() => undefined);
    const quick = await hookTo((_, __, reply) => reply.end());
    await receipts(1);
    const running = deliver({ ...OPEN, timeoutMs: 1500 });
    const begun = performance.now();
    while (quick.received.length === 0 && performance.now() - begun < 1400)
      await new Promise(resolve => setTimeout(resolve, 10));
    expect(quick.received).toHaveLength(1);
    // While one receiver sits on its answer, the door works.
    expect((await door.hand(messageFor([order()]))).status).toBe(200);
    await running;
    const [entry] = await log(slow.id);
    expect(entry?.status).toBeNull();
    expect(entry?.error).toMatch(/abort|timeout/i);
    expect((await state(slow.id))?.failures).toBe(1);
  });

  it.each<[string, (reply: ServerResponse, request: IncomingMessage) => void, number | null]>([
    ['a redirect', reply => reply.writeHead(307, { location: 'http://127.0.0.1:1/' }).end(), 307],
    ['304', reply => reply.writeHead(304).end(), 304],
    ['a connection cut off', (_, request) => request.socket.destroy(), null],
    ['no HTTP', (_, request) => request.socket.end('hello\r\n\r\n'), null],
    [
      'an endless answer to an error',
      reply => {
        reply.writeHead(503);
        reply.write('x'.repeat(100_000));
      },
      503,
    ],
  ])('%s is no confirmation', async (_, answer, status) => {
    const hook = await hookTo((__, request, reply) => answer(reply, request));
    await receipts(1);
    expect(await deliver()).toBe(1);
    expect((await log(hook.id))[0]?.status).toBe(status);
    expect((await state(hook.id))?.failures).toBe(1);
    expect((await state(hook.id))?.cursor).not.toBe(
      (await door.ask('/v1/receipts/end', { key })).body['cursor'],
    );
  });

  it('an endless answer to 200 is a confirmation and no trap', async () => {
    const hook = await hookTo((_, __, reply) => {
      reply.writeHead(200);
      const drip = setInterval(() => reply.write('x'.repeat(10_000)), 5);
      reply.on('close', () => clearInterval(drip));
    });
    await receipts(1);
    const begun = performance.now();
    expect(await deliver()).toBe(1);
    expect(performance.now() - begun).toBeLessThan(1000);
    expect((await state(hook.id))?.failures).toBe(0);
  });

  it('stops after too many failures, says so, and starts again with a replay', async () => {
    const hook = await hookTo((count, _, reply) => {
      reply.statusCode = count === 1 ? 500 : 200;
      reply.end();
    });
    await receipts(1);
    await door.zone.platform.database.query('update gateway.webhook set failures = 199 where id = $1', [
      hook.id,
    ]);
    expect(await deliver()).toBe(1);
    expect((await state(hook.id))?.stopped).toBe(true);
    door.zone.now += 86_400_000;
    expect(await deliver()).toBe(0);
    key = await door.keyFor(ORG);
    await door.ask(`/v1/webhooks/${hook.id}/replay`, { key, ...json({ after: '0' }) });
    expect(await deliver()).toBeGreaterThan(0);
    expect((await state(hook.id))?.stopped).toBe(false);
  });

  it('a process that died in the middle leaves the delivery to the next one', async () => {
    const hook = await hookTo((_, __, reply) => reply.end());
    await receipts(1);
    // Taken by somebody who never came back.
    await door.zone.platform.database.query('update gateway.webhook set next_at = $2 where id = $1', [
      hook.id,
      door.zone.now + 30_000,
    ]);
    expect(await deliver()).toBe(0);
    door.zone.now += 30_001;
    expect(await deliver()).toBe(1);
  });

  it('belongs to its organisation and its world', async () => {
    const hook = await hookTo((_, __, reply) => reply.end());
    for (const other of [
      await door.keyFor('3701DM0102', { scopes: ['read', 'submit', 'officer'] }),
      await door.keyFor(ORG, { test: true }),
    ]) {
      expect((await door.ask('/v1/webhooks', { key: other })).body['webhooks']).toEqual([]);
      expect((await door.ask(`/v1/webhooks/${hook.id}/deliveries`, { key: other })).status).toBe(404);
      expect(
        (await door.ask(`/v1/webhooks/${hook.id}/replay`, { key: other, ...json({ after: '0' }) })).status,
      ).toBe(404);
      expect((await door.ask(`/v1/webhooks/${hook.id}`, { key: other, method: 'DELETE' })).body).toEqual({
        removed: false,
      });
    }
    expect((await door.ask('/v1/webhooks', { key })).text).not.toContain(hook.secret);
    const operator = await door.keyFor('3701DM0102', { scopes: ['read', 'operator'] });
    expect((await door.ask(`/v1/webhooks/${hook.id}/deliveries`, { key: operator })).status).toBe(200);
  });
});

const CLOSED: WebhookRules = { privateAllowed: false };
const INSIDE = [
  'https://127.0.0.1/x',
  'https://127.1/x',
  'https://2130706433/x',
  'https://0x7f.0.0.1/x',
  'https://0177.0.0.1/x',
  'https://0/x',
  'https://localhost/x',
  'https://LOCALHOST./x',
  'https://a.localhost/x',
  'https://10.1.2.3/x',
  'https://172.16.0.1/x',
  'https://192.168.1.1/x',
  'https://169.254.169.254/latest/meta-data',
  'https://100.64.0.1/x',
  'https://0.0.0.0/x',
  'https://255.255.255.255/x',
  'https://224.0.0.1/x',
  'https://１２７.0.0.1/x',
  'https://[::1]/x',
  'https://[::]/x',
  'https://[::ffff:127.0.0.1]/x',
  'https://[::ffff:10.0.0.1]/x',
  'https://[::127.0.0.1]/x',
  'https://[fe80::1]/x',
  'https://[fd00::1]/x',
  'https://[64:ff9b::7f00:1]/x',
  'https://[2002:7f00:1::]/x',
  'http://example.com/x',
  'ftp://example.com/x',
  'file:///etc/passwd',
  'https://user:secret@example.com/x',
  'https://',
  'example.com',
];

describe('addresses inside', () => {
  it.each(INSIDE)('%s is refused at registration and at delivery', async url => {
    const fault = addressFault(url, CLOSED);
    expect(fault?.zh).toMatch(/[\u4e00-\u9fff]/);
    expect(fault?.en).toMatch(/[a-z]/);
  });

  it('what is outside is taken', () => {
    for (const url of [
      'https://erp.example.com/hook',
      'https://8.8.8.8/x',
      'https://[2606:4700::1111]/x',
      'https://例子.中国/x',
    ])
      expect(addressFault(url, CLOSED)).toBeUndefined();
    expect(isPrivateAddress('no address')).toBe(true);
  });

  it('over HTTP: refused with a problem unless the operator allows it', async () => {
    const strict = await openDoor();
    try {
      const own = await strict.keyFor(ORG);
      const refused = await strict.ask('/v1/webhooks', {
        key: own,
        ...json({ url: 'https://169.254.169.254/' }),
      });
      expect([refused.status, refused.body['code'], refused.body['where']]).toEqual([
        422,
        'webhook-address',
        'body.url',
      ]);
      expect(refused.body['fix']).toBeDefined();
      expect((await strict.ask('/v1/webhooks', { key: own })).body['webhooks']).toEqual([]);
    } finally {
      await strict.close();
    }
  });

  it('a name that resolves inside is not connected to, whatever it resolved to before', async () => {
    const there = await receiver((_, __, reply) => reply.end());
    open.push(there);
    const { port } = new URL(there.url);
    const made = await door.ask('/v1/webhooks', {
      key,
      ...json({ url: `https://rebinding.example:${port}/x` }),
    });
    const { id } = made.body['webhook'] as { id: string };
    hooks.push(id);
    await receipts(1);
    for (const address of ['127.0.0.1', '10.0.0.1', '169.254.169.254']) {
      door.zone.now += 60_000;
      expect(
        await deliver({
          privateAllowed: false,
          timeoutMs: 400,
          resolve: (_, __, done) => done(null, [{ address, family: 4 }]),
        }),
      ).toBe(1);
      expect((await log(id))[0]?.error).toContain('private address refused');
    }
    door.zone.now += 600_000;
    await deliver({
      privateAllowed: false,
      timeoutMs: 400,
      resolve: (_, __, done) => done(null, [{ address: '::1', family: 6 }]),
    });
    expect((await log(id))[0]?.error).toContain('private address refused');
    expect(there.received).toEqual([]);
  });
});
