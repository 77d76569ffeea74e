import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentsOf, messageOf, parcel, senderOf, zone } from '../../demo/index.ts';
import { shippedLaw } from '../../law/index.ts';
import { type Document, encodeXml } from '../../messages/index.ts';
import { type HttpZone, httpZone } from '../http-zone.ts';

const AT = Date.parse('2026-06-01T18:00:00+08:00');
const GUID = '5D6C1E1C-0000-4000-8000-000000000001';

describe('what a party sees of the persons in a case', () => {
  let city: HttpZone;
  const it1 = parcel({ seed: 'eyes', at: AT, serial: 1 }, shippedLaw());
  const { order, payment, waybill, list } = it1;
  const wrongList = { ...list, head: { ...list.head, buyerName: '演示他人' } };
  const buyer = order.head['buyerName'] ?? '';

  beforeAll(async () => {
    city = await httpZone({ enterprises: zone, at: AT });
    for (const document of [order, payment, waybill, wrongList]) await post('/v1/envelopes', document);
  });
  afterAll(() => city.close());

  async function post(path: string, document: Document, sender = senderOf(document)): Promise<string> {
    const answer = await fetch(`${city.url}${path}`, {
      method: 'POST',
      headers: {
        ...(await city.keyFor(sender, { scopes: ['submit', 'read', 'precheck'] })),
        'content-type': 'application/xml',
      },
      body: encodeXml(messageOf(sender, [document], GUID)),
    });
    return answer.text();
  }

  async function look(orgCode: string, scopes: readonly ('read' | 'officer')[]): Promise<string> {
    const answer = await fetch(`${city.url}/v1/cases/${encodeURIComponent(it1.key)}`, {
      headers: await city.keyFor(orgCode, { scopes }),
    });
    expect(answer.status).toBe(200);
    return answer.text();
  }

  it('has parcels whose parties are different enterprises', () => {
    expect(documentsOf(it1).map(senderOf)).toContain(senderOf(waybill));
    expect(new Set([senderOf(waybill), senderOf(order), senderOf(list)]).size).toBe(3);
  });

  it('the carrier reads that names differ and where, but no name', async () => {
    const seen = await look(senderOf(waybill), ['read']);
    expect(seen).toContain('InventoryHead/buyerName');
    expect(seen).not.toContain('演示他人');
    expect(seen).not.toContain(buyer);
  });

  it('the declarant sees what he declared, not what the others did', async () => {
    const seen = await look(senderOf(list), ['read']);
    expect(seen).toContain('演示他人');
    expect(seen).not.toContain(buyer);
  });

  it('an officer sees both', async () => {
    const seen = await look(senderOf(list), ['read', 'officer']);
    expect(seen).toContain('演示他人');
    expect(seen).toContain(buyer);
  });

  it('a precheck of a guessed order number opens nothing of the documents that are held', async () => {
    const stranger =
      zone.find(org => ![order, payment, waybill, list].map(senderOf).includes(org.code))?.code ?? '';
    const guess = { ...wrongList, head: { ...wrongList.head, buyerIdNumber: '370199190001071777' } };
    const seen = await post('/v1/precheck', guess, stranger);
    expect(seen).toContain('waits-for-order');
    for (const name of ['buyerName', 'buyerIdNumber', 'buyerTelephone', 'consigneeAddress']) {
      const value = order.head[name] ?? '';
      if (value !== guess.head[name as 'buyerName']) expect(seen, name).not.toContain(value);
    }
  });
});
