import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentsOf, messageOf, parcel, senderOf, zone } from '../../demo/index.ts';
import { shippedLaw } from '../../law/index.ts';
import { type Document, encodeXml } from '../../messages/index.ts';
import { type HttpZone, httpZone } from '../http-zone.ts';

const AT = Date.parse('2026-06-01T18:00:00+08:00');

interface Shown {
  readonly outcome: string;
  readonly findings: readonly { readonly code: string; readonly path: string }[];
}

describe('a case that waits', () => {
  let city: HttpZone;
  beforeAll(async () => {
    city = await httpZone({ enterprises: zone, at: AT });
  });
  afterAll(() => city.close());

  async function send(document: Document): Promise<Shown | undefined> {
    const sender = senderOf(document);
    const answer = await fetch(`${city.url}/v1/envelopes?wait=decision`, {
      method: 'POST',
      headers: { ...(await city.keyFor(sender)), 'content-type': 'application/xml' },
      body: encodeXml(messageOf(sender, [document], '5D6C1E1C-0000-4000-8000-000000000001')),
    });
    const body = (await answer.json()) as { cases: Shown[] };
    return body.cases[0];
  }

  it('tells at once what is wrong in the documents that are there, and still waits', async () => {
    const it = parcel({ seed: 'waiting', at: AT, serial: 1 }, shippedLaw());
    const [order] = documentsOf(it).filter(document => document.type === 'CEB311Message');
    if (!order) throw new Error('a parcel has an order');
    const wrong = { ...order, head: { ...order.head, acturalPaid: '1.00' } };
    const shown = await send(wrong);
    expect(shown?.outcome).toBe('wait');
    expect(shown?.findings.map(finding => finding.path)).toContain('OrderHead/acturalPaid');
    expect(shown?.findings.map(finding => finding.code)).toContain('waits-for-list');
  });

  it('says nothing but what it waits for when what is there is right', async () => {
    const it = parcel({ seed: 'waiting', at: AT, serial: 2 }, shippedLaw());
    let shown: Shown | undefined;
    for (const document of documentsOf(it).slice(0, 3)) shown = (await send(document)) ?? shown;
    expect(shown?.outcome).toBe('wait');
    expect(shown?.findings.every(finding => finding.code.startsWith('waits-for-'))).toBe(true);
  });
});
