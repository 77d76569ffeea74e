import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deposits, documentsOf, messageOf, type Parcel, senderOf, zone } from '../../demo/index.ts';
import { type Document, encodeXml } from '../../messages/index.ts';
import { NOON, nextGuid, nextParcel } from '../customs-place.ts';
import { type HttpZone, httpZone } from '../http-zone.ts';

interface Shown {
  readonly receipts: readonly {
    readonly type: string;
    readonly key: string;
    readonly cameLater: boolean;
    readonly names: readonly { readonly code: string; readonly registered: boolean }[];
    readonly why: { readonly zh: string; readonly en: string };
    readonly fix: { readonly zh: string; readonly en: string };
  }[];
  readonly next?: string;
}

describe('receipts of customs that fit nothing', () => {
  let http: HttpZone;
  beforeAll(async () => {
    http = await httpZone({ enterprises: zone, deposits, at: NOON, env: { QUANTONG_STANCE: 'precheck' } });
  });
  afterAll(() => http.close());

  const say = async (document: Document): Promise<void> => {
    const done = await http.zone.platform.flow.submit({
      caller: http.zone.callerOf('customs', { scopes: ['submit', 'customs'] }),
      bytes: Buffer.from(
        encodeXml({
          type: document.type,
          guid: nextGuid(),
          version: '1.0',
          subscribes: [],
          documents: [document],
        }),
      ),
      contentType: 'application/xml',
    });
    expect(done.outcome.results).toMatchObject([{ cases: [] }]);
  };
  const head = (one: Parcel, names: readonly string[], document: Document) => ({
    guid: nextGuid().toLowerCase(),
    ...Object.fromEntries(names.map(name => [name, document.head[name] ?? ''])),
    returnStatus: '120',
    returnTime: `2026060113000${one.key.length % 10}000`.slice(0, 17),
    returnInfo: '演示',
  });
  const onList = (one: Parcel): Document => ({
    type: 'CEB622Message',
    head: {
      ...head(one, ['customsCode', 'ebpCode', 'ebcCode', 'agentCode', 'copNo'], one.list),
      preNo: 'B20260601000000001',
    },
    lines: [],
  });
  const list = async (query = '', who?: { authorization: string }) => {
    const headers = who ?? (await http.keyFor('3701DM0701', { scopes: ['operator'] }));
    const answer = await fetch(`${http.url}/v1/exchange/unmatched${query}`, { headers });
    return { status: answer.status, body: (await answer.json()) as Shown };
  };

  it('are listed for the operator, newest first, with why and what to do', async () => {
    const [known, later] = [nextParcel(), nextParcel()];
    await say(onList(known));
    await say({
      type: 'CEB312Message',
      head: head(later, ['ebpCode', 'ebcCode', 'orderNo'], later.order),
      lines: [],
    });
    const stranger = nextParcel();
    const foreign = onList(stranger);
    await say({
      ...foreign,
      head: { ...foreign.head, ebpCode: '9999X1', ebcCode: '9999X2', agentCode: '9999X3' },
    });
    await say({
      type: 'CEB702Message',
      head: {
        ...head(stranger, [], stranger.list),
        agentCode: senderOf(known.list),
        ebcCode: senderOf(known.list),
        copNo: 'DEMO-NOBODY',
        preNo: 'H20260601000000001',
        msgSeqNo: '1',
      },
      lines: [],
    });
    // A result answers no document and is none of these.
    const result = {
      customsCode: '4301',
      sumNo: 'S20260601000000001',
      opDate: '20260601130000000',
      declSeqNo: 'D43012026000000001',
      entryId: '430120260000000001',
      decState: '10',
      ...Object.fromEntries(
        ['agentCode', 'agentName', 'ebcCode', 'ebcName', 'declAgentCode', 'declAgentName'].map(name => [
          name,
          '演示',
        ]),
      ),
      grossWeight: '1',
      netWeight: '1',
      msgCount: '1',
      msgSeqNo: '1',
    };
    await say({ type: 'CEB792Message', head: { guid: nextGuid().toLowerCase(), ...result }, lines: [] });
    const [order] = documentsOf(later);
    if (order) await http.zone.send(messageOf(senderOf(order), [order], nextGuid()));

    const { body } = await list();
    expect(body.receipts.map(it => [it.type, it.cameLater])).toEqual([
      ['CEB702Message', false],
      ['CEB622Message', false],
      ['CEB312Message', true],
      ['CEB622Message', false],
    ]);
    const [, strange, late, unknown] = body.receipts;
    expect(strange?.why.zh).toContain('均未在本平台备案');
    expect(strange?.names.every(it => !it.registered)).toBe(true);
    expect(late?.why.en).toContain('came later');
    expect(unknown?.names.some(it => it.registered)).toBe(true);
    for (const { why, fix } of body.receipts)
      for (const text of [why, fix]) {
        expect(text.zh).toMatch(/[一-鿿]/);
        expect(text.en).toMatch(/^[A-Z]/);
      }
  });

  it('page by page, and for nobody else', async () => {
    const seen: string[] = [];
    let query = '?limit=1';
    for (let n = 0; n < 10; n++) {
      const { body } = await list(query);
      seen.push(...body.receipts.map(it => it.type));
      if (body.next === undefined) break;
      query = `?limit=1&before=${body.next}`;
    }
    expect(seen).toEqual(['CEB702Message', 'CEB622Message', 'CEB312Message', 'CEB622Message']);
    expect((await list('', await http.keyFor('3701DM0701', { scopes: ['read'] }))).status).toBe(403);
  });
});
