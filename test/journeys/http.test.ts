import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoDay, zone } from '../../demo/index.ts';
import { encodeXml } from '../../messages/index.ts';
import { type HttpZone, httpZone } from '../http-zone.ts';

const AT = Date.parse('2026-06-01T20:00:00+08:00');

describe('over HTTP', () => {
  let city: HttpZone;
  beforeAll(async () => {
    city = await httpZone({ enterprises: zone, at: AT });
  });
  afterAll(() => city.close());

  it('works', async () => {
    const day = demoDay({ at: AT, seed: 'http', cases: 60 });
    for (const { message, sender } of day.messages.slice(0, 10)) {
      const key = await city.keyFor(sender);
      const answer = await fetch(`${city.url}/v1/envelopes?wait=decision`, { method: 'POST', headers: { ...key, 'content-type': 'application/xml' }, body: encodeXml(message) });
      const body = await answer.json();
      console.log(answer.status, JSON.stringify(body).slice(0, 600));
      const receipts = await fetch(`${city.url}/v1/receipts?limit=2`, { headers: key });
      console.log(receipts.status, (await receipts.text()).slice(0, 500));
      const xml = await fetch(`${city.url}/v1/receipts?limit=2`, { headers: {...key, accept: 'application/xml'} });
      console.log(xml.status, (await xml.text()).slice(0, 800));
    }
    const api = await fetch(`${city.url}/openapi.json`);
    const openapi = await api.json();
    console.log(api.status, Object.keys(openapi.paths), Object.keys(openapi.components.schemas));
    const quote = await fetch(`${city.url}/v1/tax/quote`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(openapi.paths['/v1/tax/quote'].post.requestBody.content['application/json'].schema.examples?.[0] ?? openapi.paths['/v1/tax/quote'].post.requestBody.content['application/json'].example) });
    console.log(quote.status, (await quote.text()).slice(0, 900));
    expect(api.status).toBe(200);
  });
});
