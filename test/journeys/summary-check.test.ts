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
import { type Document, encodeXml } from '../../messages/index.ts';
import { type HttpZone, httpZone } from '../http-zone.ts';

const MAY = Date.parse('2026-05-20T10:00:00+08:00');
const law = shippedLaw();
const [seller, other] = exporters;
const [agent] = zone.filter(firm => firm.roles.some(role => role.role === 'broker'));

/** Two to be summarised, one for statistics, one that has not left, one of another seller. */
const parcels = Array.from({ length: 5 }, (_, serial) =>
  exportParcel(
    {
      seed: 'summary-check',
      at: MAY,
      serial,
      mode: '9610',
      statisticsFlag: serial === 2 ? 'A' : 'B',
      ...(seller && other ? { seller: serial === 4 ? other : seller } : {}),
      ...(agent ? { agent } : {}),
    },
    law,
  ),
);

interface Said {
  readonly code: string;
  readonly severity: string;
  readonly path: string;
  readonly value: string;
  readonly message: { readonly zh: string; readonly en: string };
}

describe('a summary application is looked at against its lists', () => {
  let http: HttpZone;
  const numbers: string[] = [];
  let guids = 0;

  beforeAll(async () => {
    http = await httpZone({ enterprises: zone, at: MAY });
    for (const document of parcels.flatMap(exportDocumentsOf)) await send(document);
    http.zone.now += 3_600_000;
    for (const [index, parcel] of parcels.entries()) {
      const wish = { seed: 'summary-check', at: http.zone.now, copNo: `DEMOCHK${index}` };
      if (index !== 3) await send(arrivalOf([parcel], wish), departureOf([parcel], wish));
    }
    http.zone.now += 3_600_000;
    const reader = await http.keyFor(agent?.code ?? '', { scopes: ['read'] });
    for (const parcel of parcels) {
      const answer = await fetch(`${http.url}/v1/cases/${encodeURIComponent(parcel.key)}`, {
        headers: reader,
      });
      numbers.push(((await answer.json()) as { invtNo: string }).invtNo);
    }
  });
  afterAll(() => http.close());

  const guid = () => random(`summary-check/${guids++}`).guid();

  async function send(...documents: readonly Document[]): Promise<void> {
    for (const document of documents)
      expect(
        (await http.zone.send(messageOf(senderOf(document), [document], guid()))).outcome.results,
      ).toMatchObject([{ state: 'current' }]);
  }

  function application(copNo: string, lists: readonly string[]): string {
    const head = parcels[0]?.list.head ?? {};
    const pick = (...names: string[]) => Object.fromEntries(names.map(name => [name, head[name] ?? '']));
    const document: Document = {
      type: 'CEB701Message',
      head: {
        guid: guid(),
        appType: '1',
        appTime: '20260520120000',
        appStatus: '2',
        ...pick('customsCode', 'agentCode', 'agentName', 'ebcCode', 'ebcName'),
        copNo,
        declAgentCode: head['agentCode'] ?? '',
        declAgentName: head['agentName'] ?? '',
        summaryFlag: '2',
        itemNameFlag: '0',
        msgCount: '1',
        msgSeqNo: '1',
      },
      lines: lists.map(invtNo => ({ invtNo })),
    };
    return encodeXml(messageOf(head['agentCode'] ?? '', [document], guid()));
  }

  async function post<T>(path: string, body: string, org = agent?.code ?? ''): Promise<T> {
    const headers = await http.keyFor(org, { scopes: ['submit', 'precheck', 'read'] });
    const answer = await fetch(`${http.url}${path}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/xml' },
      body,
    });
    expect(answer.status).toBe(200);
    return (await answer.json()) as T;
  }
  const precheck = async (xml: string, org?: string) => {
    const { cases } = await post<{ cases: readonly { outcome: string; findings: readonly Said[] }[] }>(
      '/v1/precheck',
      xml,
      org,
    );
    return { outcome: cases[0]?.outcome, findings: cases.flatMap(it => it.findings) };
  };
  const shown = (findings: readonly Said[]) => findings.map(it => `${it.code} ${it.severity} ${it.path}`);

  const against = [
    'summary-list-statistics hold SummaryApplyList[2]/invtNo',
    'summary-list-not-released hold SummaryApplyList[3]/invtNo',
    'summary-list-other-consignor hold SummaryApplyList[4]/invtNo',
    'summary-list-unknown warn SummaryApplyList[5]/invtNo',
  ];
  const lists = () => [numbers[0], ...numbers.slice(2), '43012026E999999999'].map(number => number ?? '');

  it('before it is sent: each list that customs would refuse is named, in both languages', async () => {
    expect(await precheck(application('DEMO-RIGHT', numbers.slice(0, 2)))).toEqual({
      outcome: 'release',
      findings: [],
    });
    const { outcome, findings } = await precheck(application('DEMO-WRONG', lists()));
    expect(shown(findings)).toEqual(against);
    expect(outcome).toBe('hold');
    for (const { message, value } of findings) {
      expect(message.zh).toContain(value);
      expect(message.zh).toMatch(/[一-鿿]。$/);
      expect(message.en).toContain(value);
    }
  });

  it('on the accepted record too, at once and later; the application itself does not stand against it', async () => {
    const done = await post<{
      envelope: string;
      records: readonly { state: string; findings: readonly Said[] }[];
    }>('/v1/envelopes', application('DEMO-SENT', lists()));
    expect(done.records.map(it => it.state)).toEqual(['current']);
    expect(shown(done.records.flatMap(it => it.findings))).toEqual(against);
    const reader = await http.keyFor(agent?.code ?? '', { scopes: ['read'] });
    const stored = await fetch(`${http.url}/v1/envelopes/${done.envelope}`, { headers: reader });
    const { records } = (await stored.json()) as typeof done;
    expect(shown(records.flatMap(it => it.findings))).toEqual(against);
  });

  it('a list that another application holds already', async () => {
    const { findings } = await precheck(application('DEMO-TWICE', numbers.slice(0, 2)));
    expect(shown(findings)).toEqual(['summary-list-already-summarised hold SummaryApplyList[1]/invtNo']);
    expect(findings[0]?.message.zh).toContain('DEMO-SENT');
  });

  it('of other enterprises’ lists one learns nothing: they are as unknown as a number that nobody has', async () => {
    const { findings } = await precheck(application('DEMO-NOSY', numbers.slice(0, 2)), other?.code);
    const own = findings.filter(it => it.code.startsWith('summary-list'));
    expect(own.map(it => it.code)).toEqual(['summary-list-unknown', 'summary-list-unknown']);
  });

  it('names fifty and counts the rest', async () => {
    const strange = Array.from({ length: 60 }, (_, n) => `43012026E${String(900_000_000 + n)}`);
    const { findings } = await precheck(application('DEMO-MANY', strange));
    expect(findings).toHaveLength(51);
    expect(findings.at(-1)?.message.zh).toContain('另有 10 份');
  });
});
