import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeXml } from '../../messages/index.ts';
import { type Door, freshParcel, messageFor, openDoor } from '../door/door.ts';

/** What the fuzzer found, each made small: it must not come back. */
describe('found by fuzzing', () => {
  let door: Door;
  let key: { authorization: string };
  beforeAll(async () => {
    door = await openDoor();
    key = await door.keyFor('3701DM0101');
  });
  afterAll(async () => {
    expect(door.alarms).toEqual([]);
    await door.close();
  });
  const json = (value: unknown) => ({ type: 'application/json', body: JSON.stringify(value) });

  it('an enterprise named twice in one request is told, and none is registered', async () => {
    const one = { code: '3701DEMOX8', name: '演示示例卖家', roles: [{ role: 'seller', from: '2020-01-01' }] };
    const answer = await door.ask('/v1/registers/enterprises', {
      key,
      method: 'PUT',
      ...json({ enterprises: [one, { ...one, name: '演示示例卖家二' }] }),
    });
    expect([answer.status, answer.body['code'], answer.body['where']]).toEqual([
      422,
      'enterprise-twice',
      'body.enterprises.1.code',
    ]);
    expect((await door.ask('/v1/registers/enterprises/3701DEMOX8', { key })).status).toBe(404);
  });

  it('a control character in a cell of a sheet is a finding; receipts about it can be fetched as XML', async () => {
    const sheet = readFileSync(new URL('../../samples/gallery/orders-utf8.csv', import.meta.url), 'utf8');
    const lines = sheet.split('\n');
    const cells = (lines[1] ?? '').split(',');
    for (const at of cells.keys()) {
      const spoiled = cells.map((cell, index) =>
        index === at ? `${cell.slice(0, 1)}\u0017${cell.slice(1)}` : cell,
      );
      const body = [lines[0], spoiled.join(','), ...lines.slice(2)].join('\n');
      for (const path of ['/v1/precheck', '/v1/envelopes']) {
        const answer = await door.ask(path, { key, type: 'text/csv', body });
        expect([200, 422], answer.text).toContain(answer.status);
      }
    }
    for (const accept of ['application/xml', 'application/json']) {
      let after = '0';
      for (let pages = 0; pages < 40; pages++) {
        const answer = await door.ask(`/v1/receipts?after=${after}&limit=100`, { key, headers: { accept } });
        expect(answer.status, answer.text).toBeLessThan(300);
        const next = answer.headers.get('x-next-cursor') ?? String(answer.body['next']);
        if (next === after) break;
        after = next;
      }
    }
  });

  it('registers change while messages and prechecks fill all connections: nobody waits for a connection in vain', async () => {
    const asked: Promise<{ status: number }>[] = [];
    const begun = Date.now();
    for (let turn = 0; turn < 6; turn++) {
      // Past the time for which certificates are remembered: every batch has to ask for them.
      door.zone.now += 6000;
      asked.push(
        door.ask('/v1/registers/enterprises', {
          key,
          method: 'PUT',
          ...json({
            enterprises: [
              {
                code: '3701DEMOX7',
                name: `演示示例卖家${turn}`,
                roles: [{ role: 'seller', from: '2020-01-01' }],
              },
            ],
          }),
        }),
      );
      for (let count = 0; count < 12; count++) {
        const xml = encodeXml(messageFor([freshParcel().order]));
        asked.push(door.ask('/v1/precheck', { key, type: 'application/xml', body: xml }));
        asked.push(door.ask('/v1/envelopes', { key, type: 'application/xml', body: xml }));
      }
    }
    const statuses = (await Promise.all(asked)).map(answer => answer.status);
    expect(statuses.filter(status => status >= 500)).toEqual([]);
    expect(Date.now() - begun).toBeLessThan(20_000);
  });
});
