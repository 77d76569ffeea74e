import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { zone as enterprises } from '../../demo/index.ts';
import { encodeXml, exampleMessage } from '../../messages/index.ts';
import type { Scope } from '../../server/identity/index.ts';
import { type HttpZone, httpZone } from '../http-zone.ts';

let here: HttpZone;
const code = enterprises[0]?.code ?? '';
beforeAll(async () => {
  here = await httpZone({ enterprises, env: { QUANTONG_STANCE: 'precheck' } });
});
afterAll(() => here.close());

const asked = [
  ['GET', '/v1/exchange/outbox', undefined],
  ['POST', '/v1/exchange/outbox/sent', { ids: [] }],
  ['POST', '/v1/exchange/channel', { up: false, why: 'x' }],
  ['POST', '/v1/exchange/files?name=a.xml&key=a', '<a/>'],
] as const;

describe('the channel to customs', () => {
  it.each(asked)('%s %s is closed to test keys: everything in it is live', async (method, path, body) => {
    const ask = async (more: { test: boolean; scopes: readonly ('customs' | 'submit' | 'read')[] }) =>
      fetch(`${here.url}${path}`, {
        method,
        headers: {
          ...(await here.keyFor(code, more)),
          ...(body === undefined
            ? {}
            : { 'content-type': typeof body === 'string' ? 'application/xml' : 'application/json' }),
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
    const refused = await ask({ test: true, scopes: ['customs'] });
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ code: 'test-key' });
    expect((await ask({ test: false, scopes: ['customs'] })).status).toBe(200);
    expect((await ask({ test: false, scopes: ['submit', 'read'] })).status).toBe(403);
  });
});

describe('a key with the scope customs alone', () => {
  it('brings receipts and declares nothing in anybody’s name', async () => {
    const sent = async (
      type: 'CEB507Message' | 'CEB311Message' | 'CEB622Message',
      scopes: readonly Scope[],
    ) => {
      const { signature: _signature, extend: _extend, ...message } = exampleMessage(type);
      const answer = await fetch(`${here.url}/v1/envelopes`, {
        method: 'POST',
        headers: { ...(await here.keyFor(code, { scopes })), 'content-type': 'application/xml' },
        body: encodeXml(message),
      });
      const { state, findings } = (await answer.json()) as {
        state: string;
        findings: readonly { code: string }[];
      };
      return { state, first: findings[0]?.code };
    };
    for (const type of ['CEB507Message', 'CEB311Message'] as const) {
      const refused = { state: 'refused', first: 'customs-key-only-receipts' };
      expect(await sent(type, ['customs'])).toEqual(refused);
      expect((await sent(type, ['customs', 'submit'])).state).toBe('done');
    }
    expect((await sent('CEB622Message', ['customs'])).state).toBe('done');
  });
});
