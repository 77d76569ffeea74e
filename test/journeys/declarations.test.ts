import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  exportDocumentsOf,
  exporters,
  exportParcel,
  messageOf,
  random,
  senderOf,
  zone,
} from '../../demo/index.ts';
import { shippedLaw } from '../../law/index.ts';
import type { Document } from '../../messages/index.ts';
import { follow, readCarriers, readForm } from '../../server/declarations/index.ts';
import { stamp14, stamp17 } from '../../shared/index.ts';
import { countTrades } from '../../trades/index.ts';
import { type TestZone, testZone } from '../zone.ts';

const AT = Date.parse('2026-05-20T10:00:00+08:00');
const law = shippedLaw();
const [seller] = exporters;
const code = seller?.code ?? '';
const booking = exportParcel(
  { seed: 'forms', at: AT, serial: 1, mode: '9810', currency: '502', ...(seller ? { seller } : {}) },
  law,
);

/** The form of a trade that goes by declaration form. */
function form(more: Readonly<Record<string, string>>, guid: string): Document {
  const amount = more['DeclTotal'] ?? '100';
  const { DeclTotal: _, ...head } = more;
  return {
    type: 'DeclarationForm',
    head: {
      guid: random(`form/${guid}`).guid(),
      appType: '1',
      appTime: stamp14(AT),
      appStatus: '2',
      agreementNo: 'DEMO-XY-1',
      agreementBody: '演示报关行',
      agreementPurpose: '贸易统计',
      agreementTo: '20271231',
      EntryId: '434120260000000001',
      IEFlag: 'E',
      CustomMaster: '4341',
      IEPort: '4341',
      DDate: '20260520',
      TradeCode: code,
      TradeName: '演示',
      OwnerCode: code,
      OwnerName: '演示',
      AgentCode: code,
      AgentName: '演示',
      TradeMode: '9810',
      TrafMode: '5',
      TradeCountry: '502',
      TransMode: '3',
      PackNo: '1',
      GrossWet: '2',
      NetWt: '1',
      ...head,
    },
    lines: [
      {
        GNo: '1',
        CodeTS: '6109100021',
        GName: '演示商品',
        GQty: '1',
        GUnit: '011',
        FirstQty: '1',
        FirstUnit: '011',
        DeclPrice: amount,
        DeclTotal: amount,
        TradeCurr: '502',
        OriginCountry: '142',
        DestinationCountry: '502',
      },
    ],
  };
}

async function take(city: TestZone, document: Document): Promise<readonly string[]> {
  const body =
    document.type === 'DeclarationForm'
      ? JSON.stringify({
          type: document.type,
          guid: random(`message/${JSON.stringify(document.head)}`).guid(),
          version: '1.0',
          documents: [{ head: document.head, lines: document.lines }],
        })
      : undefined;
  if (body !== undefined) {
    const done = await city.platform.flow.submit({
      caller: city.callerOf(code),
      bytes: Buffer.from(body),
      contentType: 'application/json',
    });
    return done.records.map(record => record.result.state);
  }
  const kind = ['CEB702Message', 'CEB792Message'].includes(document.type);
  const guid = random(`message/${document.type}/${JSON.stringify(document.head)}`).guid();
  const message = kind
    ? { type: document.type, guid, version: '1.0', subscribes: [], documents: [document] }
    : messageOf(senderOf(document), [document], guid);
  const done = await city.send(message);
  return done.records.map(record => record.result.state);
}

describe('a declaration form and its booking', () => {
  let city: TestZone;
  beforeAll(async () => {
    city = await testZone({ enterprises: zone, at: AT });
  });
  afterAll(() => city.close());

  const total = async () => {
    await follow(city.platform);
    return countTrades(await readCarriers(city.platform, { test: false, month: '2026-05' }));
  };

  it('waits while the booking is unknown, and is counted; finds it when it comes', async () => {
    const orderNo = booking.order.head['orderNo'] ?? '';
    expect(await take(city, form({ orderNo, BillNo: 'DEMO-B1' }, 'first'))).toEqual(['current']);
    expect((await total()).counted).toMatchObject([{ by: 'form', waiting: true }]);
    expect((await readForm(city.platform, false, '434120260000000001'))?.waitsFor).toEqual([
      'bill DEMO-B1',
      `order ${orderNo}`,
    ]);
    const [order] = exportDocumentsOf(booking).filter(it => it.type === 'CEB303Message');
    if (!order) throw new Error('no order');
    await take(city, order);
    const [counted] = (await total()).counted;
    expect(counted?.by).toBe('form');
    expect(counted?.waiting).toBeUndefined();
    const view = await readForm(city.platform, false, '434120260000000001');
    expect(view?.partners).toMatchObject([{ type: 'CEB303Message' }]);
    expect(view?.agreement).toMatchObject({ number: 'DEMO-XY-1', purpose: '贸易统计' });
  });

  it('is corrected and taken back like any document; only by its sender', async () => {
    const later = (more: Record<string, string>, at: number) =>
      form({ appTime: stamp14(AT + at), ...more }, `later ${at}`);
    expect(await take(city, later({ appType: '1' }, 1000))).toEqual(['refused']);
    expect(await take(city, later({ appType: '2', DeclTotal: '250' }, 2000))).toEqual(['current']);
    expect((await total()).counted).toMatchObject([{ by: 'form', amounts: { 502: 25_000_000n } }]);
    expect(await take(city, later({ appType: '3' }, 3000))).toEqual(['deleted']);
    expect((await total()).counted).toEqual([]);
  });

  it('is kept but not believed when a stranger hands it in', async () => {
    const stranger = city.callerOf(exporters[1]?.code ?? '', { scopes: ['submit'] });
    const { head, lines } = form({ EntryId: '434120260000000003' }, 'stranger');
    const body = {
      type: 'DeclarationForm',
      guid: random('stranger').guid(),
      version: '1.0',
      documents: [{ head, lines }],
    };
    await city.platform.flow.submit({
      caller: stranger,
      bytes: Buffer.from(JSON.stringify(body)),
      contentType: 'application/json',
    });
    expect((await total()).counted).toEqual([]);
    expect(await readForm(city.platform, false, '434120260000000003')).toMatchObject({ believed: false });
    // Its number can be guessed: whom the form really names hands in his own all the same.
    expect(await take(city, form({ EntryId: '434120260000000003' }, 'the real one'))).toEqual(['current']);
    await follow(city.platform);
    expect(await readForm(city.platform, false, '434120260000000003')).toMatchObject({
      believed: true,
      sender: code,
    });
    expect(
      await take(
        city,
        form({ EntryId: '434120260000000003', appType: '3', appTime: stamp14(AT + 9000) }, 'away'),
      ),
    ).toEqual(['deleted']);
  });

  it('is refused when its agreement has ended', async () => {
    expect(
      await take(city, form({ EntryId: '434120260000000002', agreementTo: '20260519' }, 'ended')),
    ).toEqual(['refused']);
  });
});

describe('applications, receipts and results in any order', () => {
  const head = {
    agentCode: code,
    agentName: '演示',
    ebcCode: code,
    ebcName: '演示',
    declAgentCode: code,
    declAgentName: '演示',
  };
  const invtNo = '43412026E000000001';
  const application: Document = {
    type: 'CEB701Message',
    head: {
      guid: random('701').guid(),
      appType: '1',
      appTime: stamp14(AT),
      appStatus: '2',
      customsCode: '4341',
      copNo: 'DEMO-SUM-1',
      ...head,
      summaryFlag: '2',
      itemNameFlag: '0',
      msgCount: '1',
      msgSeqNo: '1',
    },
    lines: [{ invtNo }],
  };
  const receipt = (status: string, at: number): Document => ({
    type: 'CEB702Message',
    head: {
      guid: random(`702/${status}`).guid(),
      agentCode: code,
      ebcCode: code,
      copNo: 'DEMO-SUM-1',
      preNo: 'Y20260603000000001',
      sumNo: 'S43412026000000001',
      msgSeqNo: '1',
      returnStatus: status,
      returnTime: stamp17(AT + at),
      returnInfo: '演示',
    },
    lines: [],
  });
  const result = (entryId: string | undefined, at: number): Document => ({
    type: 'CEB792Message',
    head: {
      guid: random(`792/${at}`).guid(),
      customsCode: '4341',
      sumNo: 'S43412026000000001',
      opDate: stamp17(AT + at),
      declSeqNo: 'D43412026000000001',
      ...(entryId === undefined ? {} : { entryId }),
      decState: entryId === undefined ? '1' : '10',
      ...head,
      grossWeight: '1',
      netWeight: '1',
      msgCount: '1',
      msgSeqNo: '1',
    },
    lines: [{ invtNo, logisticsNo: 'DEMO', gseqno: '1', gnum: '1', gcode: '6109100021' }],
  });
  const documents = [
    application,
    receipt('2', 1),
    receipt('399', 2),
    result(undefined, 3),
    result('434120260000000009', 4),
  ];

  it('leave the same rows', async () => {
    const seen = new Set<string>();
    for (const order of [
      [0, 1, 2, 3, 4],
      [4, 3, 2, 1, 0],
      [2, 0, 4, 1, 3],
      [3, 1, 4, 2, 0],
    ]) {
      const city = await testZone({ enterprises: zone, at: AT });
      try {
        for (const index of order) {
          const document = documents[index];
          if (document) expect(await take(city, document)).toEqual(['current']);
          // Followed after each or after several: it makes no difference.
          if (index % 2) await follow(city.platform);
        }
        await follow(city.platform);
        seen.add(await rowsOf(city));
      } finally {
        await city.close();
      }
    }
    expect(seen.size).toBe(1);
    const [rows] = seen;
    expect(rows).toContain('434120260000000009');
    expect(rows).toContain('"status":"399"');
  });

  it('are believed of nobody but customs', async () => {
    const city = await testZone({ enterprises: zone, at: AT });
    try {
      for (const document of documents) {
        const guid = random(`forged/${document.type}/${document.head['guid']}`).guid();
        const transfer = { copCode: code, copName: '演示', dxpMode: 'DXP', dxpId: 'DXPDEMO1' };
        const message = { type: document.type, guid, version: '1.0', subscribes: [], documents: [document] };
        await city.send(document.type === 'CEB701Message' ? { ...message, transfer } : message, {
          scopes: ['submit'],
        });
      }
      await follow(city.platform);
      const rows = await rowsOf(city);
      expect(rows).toContain('DEMO-SUM-1');
      expect(rows).not.toContain('434120260000000009');
      expect(rows).not.toContain('"status":"399"');
    } finally {
      await city.close();
    }
  });

  async function rowsOf(city: TestZone): Promise<string> {
    const tables = ['application', 'application_list', 'application_answer', 'result', 'result_line'];
    const told: unknown[] = [];
    for (const table of tables)
      told.push(
        await city.platform.database.query(
          `select to_jsonb(t) as row from declarations.${table} t order by to_jsonb(t)::text`,
        ),
      );
    return JSON.stringify(told);
  }
});
