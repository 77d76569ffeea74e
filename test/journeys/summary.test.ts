import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  arrivalOf,
  departureOf,
  exportDocumentsOf,
  exporters,
  exportParcel,
  messageOf,
  random,
  senderOf,
  zone,
} from '../../demo/index.ts';
import { shippedLaw } from '../../law/index.ts';
import type { Document, Message } from '../../messages/index.ts';
import { decodeXml } from '../../messages/index.ts';
import { stamp14, stamp17 } from '../../shared/index.ts';
import { type HttpZone, httpZone } from '../http-zone.ts';

const MAY = Date.parse('2026-05-20T10:00:00+08:00');
const JUNE = Date.parse('2026-06-03T10:00:00+08:00');
const law = shippedLaw();
const [seller, other] = exporters;
const [agent] = zone.filter(firm => firm.roles.some(role => role.role === 'broker'));

/** Eight parcels: five to be summarised, one for statistics, one that has not left, one of another seller. */
const parcels = Array.from({ length: 8 }, (_, serial) =>
  exportParcel(
    {
      seed: 'summary',
      at: MAY,
      serial,
      mode: '9610',
      statisticsFlag: serial === 5 ? 'A' : 'B',
      currency: '502',
      ...(seller && other ? { seller: serial === 7 ? other : seller } : {}),
      ...(agent ? { agent } : {}),
    },
    law,
  ),
);
const summed = parcels.slice(0, 5);
const seller0 = seller?.code ?? '';

let http: HttpZone;
let key: { authorization: string };
let agentKey: { authorization: string };
let messages = 0;

beforeAll(async () => {
  http = await httpZone({ enterprises: zone, at: MAY });
  key = await http.keyFor(seller0, { scopes: ['submit', 'read'] });
  agentKey = await http.keyFor(agent?.code ?? '', { scopes: ['submit', 'read'] });
  await send(parcels.flatMap(exportDocumentsOf));
  const gone = parcels.filter((_, serial) => serial !== 6);
  for (const [index, parcel] of gone.entries()) {
    const wish = { seed: 'summary', at: MAY + 3_600_000, copNo: `DEMOSUM${index}` };
    http.zone.now = wish.at;
    await send([arrivalOf([parcel], wish), departureOf([parcel], wish)]);
  }
  http.zone.now = JUNE;
});
afterAll(() => http.close());

async function send(documents: readonly Document[]): Promise<void> {
  for (const document of documents) {
    const guid = random(`summary/message/${messages++}`).guid();
    const done = await http.zone.send(messageOf(senderOf(document), [document], guid));
    const told = done.records.flatMap(record => record.findings.filter(it => it.severity === 'reject'));
    expect(told.map(it => `${it.document.type} ${it.code} ${it.message.zh}`)).toEqual([]);
  }
}

async function ask<T>(path: string, body?: unknown, who = key): Promise<T> {
  const answer = await fetch(`${http.url}${path}`, {
    headers: { ...who, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  expect(answer.status, text).toBe(200);
  return JSON.parse(text) as T;
}

interface Plan {
  readonly formCount: number;
  readonly deadline: { readonly by: string };
  readonly declared: {
    readonly lists: number;
    readonly lines: number;
    readonly amounts: Record<string, string>;
  };
  readonly statistics: { readonly lists: number };
  readonly leftOutCounts: Record<string, number>;
}
interface Trades {
  readonly totals: readonly {
    readonly mode: string;
    readonly trades: number;
    readonly amounts: Record<string, string>;
    readonly waiting: number;
    readonly carriers: Record<string, number>;
  }[];
  readonly notCounted: readonly { readonly id: string; readonly reason: string }[];
}
interface Case {
  readonly invtNo: string;
  readonly status: string;
  readonly summary: {
    readonly applications: readonly { readonly status?: string }[];
    readonly declarations: readonly { readonly entryId?: string; readonly lines: readonly unknown[] }[];
    readonly forms: readonly string[];
  };
}

const caseOf = (parcel: { readonly key: string }) =>
  ask<Case>(`/v1/cases/${encodeURIComponent(parcel.key)}`, undefined, agentKey);
const preview = () => ask<Plan>(`/v1/summaries?month=2026-05&ebcCode=${seller0}`);
const tradesOf = () => ask<Trades>('/v1/trades?month=2026-05');
const total = async () => (await tradesOf()).totals.find(it => it.mode === '9610');

describe('the month’s summary, from preview to declaration number', () => {
  it('previews the closed lists with flag B and names the others', async () => {
    const plan = await preview();
    expect(plan.declared.lists).toBe(5);
    expect(plan.statistics.lists).toBe(1);
    expect(plan.leftOutCounts).toEqual({ statistics: 1, 'not-released': 1 });
    expect(plan.deadline.by).toBe('2026-06-15');
    expect(plan.formCount).toBeGreaterThan(0);
  });

  it('counts the lists while nothing else carries them', async () => {
    expect(await total()).toMatchObject({ trades: 6, carriers: { form: 0, summary: 0, list: 6 } });
  });

  it('a stranger’s application that names the lists, or the month, holds none of them', async () => {
    const body = { month: '2026-05', ebcCode: seller0, dxpId: 'DXPDEMO9' };
    for (const by of ['lists', 'range']) {
      const { messages: made } = await ask<{ messages: readonly { xml: string }[] }>('/v1/summaries', {
        ...body,
        by,
      });
      for (const { xml } of made) {
        const done = await http.zone.platform.flow.submit({
          caller: http.zone.callerOf(other?.code ?? '', { scopes: ['submit'] }),
          bytes: Buffer.from(xml.replace(/(?<=<(?:\w+:)?copNo>)/, `X${by.slice(0, 1)}`)),
          contentType: 'application/xml',
        });
        expect(done.records.map(record => record.result.state)).toEqual(['current']);
      }
    }
    expect((await preview()).declared.lists).toBe(5);
  });

  it('makes the applications and sends them; a second time nothing is left to summarise', async () => {
    const before = await total();
    const made = await ask<{ messages: readonly { xml: string }[]; submitted: readonly { state: string }[] }>(
      '/v1/summaries',
      { month: '2026-05', ebcCode: seller0, dxpId: 'DXPDEMO1', submit: true },
    );
    const decoded = made.messages.map(({ xml }) => decodeXml(Buffer.from(xml)));
    expect(decoded.flatMap(it => it.records.flatMap(record => record.document.lines))).toHaveLength(5);
    expect(made.submitted.every(it => it.state === 'done')).toBe(true);
    const after = await preview();
    expect(after.declared.lists).toBe(0);
    expect(after.leftOutCounts).toEqual({ 'already-summarised': 5, statistics: 1, 'not-released': 1 });
    expect(await total()).toEqual(before);
  });

  it('takes customs’ answers in: a refused application frees its lists, a later answer holds them again', async () => {
    const application = await current('CEB701Message');
    const answer = (status: string, at: number) =>
      receipt('CEB702Message', {
        ...application,
        returnStatus: status,
        returnTime: stamp17(at),
        returnInfo: `[Code:${status};Desc:演示]`,
      });
    await deliver(answer('100', JUNE + 1000));
    expect((await preview()).declared.lists).toBeGreaterThan(0);
    await deliver(answer('399', JUNE + 2000));
    // An older answer that comes late changes nothing.
    await deliver(answer('2', JUNE + 500));
    expect((await preview()).declared.lists).toBe(0);
    const [parcel] = summed;
    if (!parcel) throw new Error('no parcel');
    const view = await caseOf(parcel);
    expect(view.status).toBe('departed');
    expect(view.summary.applications).toHaveLength(1);
  });

  it('knows each list’s declaration number after the result (792), and counts the summary instead of its lists', async () => {
    const before = await total();
    const application = await current('CEB701Message');
    const lines = [];
    for (const parcel of summed) {
      const { invtNo } = await caseOf(parcel);
      for (const line of parcel.list.lines)
        lines.push({
          invtNo,
          logisticsNo: 'DEMO',
          gseqno: '1',
          gnum: line['gnum'] ?? '',
          gcode: line['gcode'] ?? '',
        });
    }
    await deliver({
      type: 'CEB792Message',
      head: {
        guid: random('summary/792').guid(),
        customsCode: application['customsCode'] ?? '',
        sumNo: 'S43412026000000001',
        opDate: stamp17(JUNE + 5000),
        declSeqNo: 'D43412026000000001',
        entryId: '434120260000000001',
        decState: '10',
        ...pick(
          application,
          'agentCode',
          'agentName',
          'ebcCode',
          'ebcName',
          'declAgentCode',
          'declAgentName',
        ),
        grossWeight: '10',
        netWeight: '9',
        msgCount: '1',
        msgSeqNo: '1',
      },
      lines,
    });
    for (const parcel of summed) {
      const { summary } = await caseOf(parcel);
      expect(summary.declarations).toMatchObject([{ entryId: '434120260000000001' }]);
      expect(summary.declarations[0]?.lines).toHaveLength(parcel.list.lines.length);
    }
    const after = await total();
    expect(after).toMatchObject({ trades: 2, carriers: { form: 0, summary: 1, list: 1 } });
    expect(after?.amounts).toEqual(before?.amounts);
  });

  it('counts the summary’s form, handed in as a file, instead of the summary; and again after its correction', async () => {
    const csv = (fob: string, appType: string, at: number) => {
      const row: Record<string, string> = {
        appType,
        appTime: stamp14(at),
        agreementNo: 'DEMO-XY-1',
        agreementBody: '演示报关行',
        agreementPurpose: '贸易统计',
        agreementTo: '20271231',
        EntryId: '434120260000000001',
        IEFlag: 'E',
        CustomMaster: '4341',
        IEPort: '4341',
        DDate: '20260605',
        IEDate: '20260520',
        TradeCode: seller0,
        TradeName: '演示',
        OwnerCode: seller0,
        OwnerName: '演示',
        AgentCode: agent?.code ?? '',
        AgentName: '演示',
        TradeMode: '9610',
        TrafMode: '5',
        TradeCountry: '502',
        TransMode: '3',
        PackNo: '5',
        GrossWet: '10',
        NetWt: '9',
        BillNo: 'DEMO-NOBODY',
        GNo: '1',
        CodeTS: '6109100021',
        GName: '演示商品',
        GQty: '1',
        GUnit: '011',
        FirstQty: '1',
        FirstUnit: '011',
        DeclPrice: fob,
        DeclTotal: fob,
        TradeCurr: '502',
        OriginCountry: '142',
        DestinationCountry: '502',
      };
      return `${Object.keys(row).join(',')}\r\n${Object.values(row).join(',')}\r\n`;
    };
    const post = async (body: string) => {
      const answer = await fetch(`${http.url}/v1/envelopes?type=DeclarationForm`, {
        method: 'POST',
        headers: { ...key, 'content-type': 'text/csv' },
        body,
      });
      const told = (await answer.json()) as {
        records: readonly { state: string; findings: readonly unknown[] }[];
      };
      expect(told.records, JSON.stringify(told)).toMatchObject([{ state: 'current' }]);
    };
    await post(csv('100.00', '1', JUNE));
    const once = await total();
    expect(once).toMatchObject({ trades: 2, carriers: { form: 1, summary: 0, list: 1 } });
    await post(csv('200.00', '2', JUNE + 60_000));
    const corrected = await total();
    expect(corrected).toMatchObject({ trades: 2, carriers: { form: 1, summary: 0, list: 1 } });
    expect(Number(corrected?.amounts['502']) - Number(once?.amounts['502'])).toBeCloseTo(100);
    const [parcel] = summed;
    if (!parcel) throw new Error('no parcel');
    expect((await caseOf(parcel)).summary.forms).toEqual(['434120260000000001']);
  });

  it('knows the lists of an application by time range, which names none', async () => {
    const ebc = other?.code ?? '';
    const own = await http.keyFor(ebc, { scopes: ['submit', 'read'] });
    const look = () => ask<Plan>(`/v1/summaries?month=2026-05&ebcCode=${ebc}`, undefined, own);
    expect((await look()).declared.lists).toBe(1);
    const body = { month: '2026-05', ebcCode: ebc, dxpId: 'DXPDEMO2', by: 'range', submit: true };
    const made = await ask<{ messages: readonly { xml: string }[] }>('/v1/summaries', body, own);
    expect(made.messages[0]?.xml).toContain('20260531235959');
    expect(made.messages[0]?.xml).not.toContain('SummaryApplyList');
    const after = await look();
    expect(after.declared.lists).toBe(0);
    expect(after.leftOutCounts).toEqual({ 'already-summarised': 1 });
  });

  it('shows a seller nothing of another’s', async () => {
    const foreign = await http.keyFor(other?.code ?? '', { scopes: ['read'] });
    const answer = await fetch(`${http.url}/v1/summaries?month=2026-05&ebcCode=${seller0}`, {
      headers: foreign,
    });
    const plan = (await answer.json()) as Plan;
    expect(plan.declared.lists).toBe(0);
    expect(plan.leftOutCounts).toEqual({});
  });
});

function pick(head: Readonly<Record<string, string>>, ...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map(name => [name, head[name] ?? '']));
}

/** The head of the current document of a type, as the platform holds it. */
async function current(type: string): Promise<Readonly<Record<string, string>>> {
  const { readDocuments } = await import('../../server/clearance/index.ts');
  const rows = await http.zone.platform.database.query<{ key: string }>(
    "select key from clearance.document where type = $1 and state = 'current' order by key",
    [type],
  );
  const [held] = await readDocuments(
    http.zone.platform.database,
    http.zone.platform.realm(false),
    rows.map(row => ({ type, key: row.key })),
  );
  return held?.document.head ?? {};
}

function receipt(type: Document['type'], head: Readonly<Record<string, string>>): Document {
  return {
    type,
    head: {
      guid: random(`summary/${type}/${head['returnTime']}`).guid(),
      ...pick(head, 'agentCode', 'ebcCode', 'copNo'),
      preNo: 'Y20260603000000001',
      sumNo: 'S43412026000000001',
      ...pick(head, 'msgSeqNo', 'returnStatus', 'returnTime', 'returnInfo'),
    },
    lines: [],
  };
}

/** Customs delivers a receipt or a result. */
async function deliver(document: Document): Promise<void> {
  const message: Message = {
    type: document.type,
    guid: random(`summary/customs/${messages++}`).guid(),
    version: '1.0',
    subscribes: [],
    documents: [document],
  };
  const done = await http.zone.send(message);
  expect(done.records.map(record => record.result.state)).toEqual(['current']);
}
