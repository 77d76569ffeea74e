import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  arrivalOf,
  departureOf,
  exportDocumentsOf,
  exporters,
  exportParcel,
  messageOf,
  senderOf,
  zone,
} from '../../demo/index.ts';
import type { Document } from '../../messages/index.ts';
import { follow, readCandidates, readStanding } from '../../server/declarations/index.ts';
import { twinDefaults } from '../../server/exchange/index.ts';
import { applicationMessages, planSummary } from '../../summary/index.ts';
import { type CustomsPlace, customsPlace, law, NOON, nextGuid } from '../customs-place.ts';

const [seller] = exporters;
const [agent] = zone.filter(firm => firm.roles.some(role => role.role === 'broker'));
const RESULT_LINES = 3;

const parcels = Array.from({ length: 6 }, (_, serial) =>
  exportParcel(
    {
      seed: 'exchange-summary',
      at: NOON - 3_600_000,
      serial,
      mode: '9610',
      statisticsFlag: serial === 5 ? 'A' : 'B',
      country: '502',
      ...(seller && agent ? { seller, agent } : {}),
    },
    law,
  ),
);

describe('a month’s summary by folder: 701, 702 and 792', () => {
  let place: CustomsPlace;
  beforeAll(async () => {
    place = await customsPlace({ twin: { setting: { ...twinDefaults, resultLinesMax: RESULT_LINES } } });
    await send(...parcels.flatMap(exportDocumentsOf));
    await place.round(12);
    const wish = { seed: 'exchange-summary', at: place.city.now - 1000 };
    for (const [index, parcel] of parcels.entries())
      await send(
        arrivalOf([parcel], { ...wish, copNo: `DEMOA${index}` }),
        departureOf([parcel], { ...wish, copNo: `DEMOD${index}` }),
      );
    await place.round(12);
  });
  afterAll(() => place.close());

  async function send(...documents: readonly Document[]): Promise<void> {
    for (const document of documents) {
      const done = await place.city.send(messageOf(senderOf(document), [document], nextGuid()));
      expect(done.outcome.results.map(result => result.state)).toEqual(['current']);
    }
  }

  async function plan() {
    const { platform } = place.city;
    await follow(platform);
    const ebcCode = seller?.code ?? '';
    const lists = await readCandidates(platform, { test: false, month: '2026-06', ebcCode });
    return planSummary({ month: '2026-06', ebcCode, summaryFlag: '2', itemNameFlag: '0', lists, law });
  }

  it('gives each list its declaration number, from what came through the folder alone', async () => {
    const { platform } = place.city;
    const before = await plan();
    expect(before.declared.lists).toBe(5);
    const [application] = before.applications;
    if (!application) throw new Error('no application');
    const messages = applicationMessages(before, {
      at: place.city.now,
      law,
      transfer: { copCode: agent?.code ?? '', copName: '演示', dxpId: 'DXPDEMO1' },
      by: 'lists',
      // Two parts: customs waits for both.
      listsPerMessage: 3,
    });
    expect(messages).toHaveLength(2);
    const [first, second] = messages.flatMap(message => message.documents);
    if (!first || !second) throw new Error('no parts');
    await send(second);
    await place.round(12);
    const told = () => place.told(agent?.code ?? '');
    expect((await told()).filter(line => line.startsWith('702'))).toEqual(['702 2', '702 2', '702 399']);
    expect((await told()).filter(line => line.startsWith('792'))).toEqual([]);
    await send(first);
    await place.round(12);
    const lines = application.forms.reduce(
      (sum, form) => sum + Math.ceil(form.items.flatMap(item => item.lines).length / RESULT_LINES),
      0,
    );
    expect((await told()).filter(line => line.startsWith('792'))).toHaveLength(lines);
    expect(lines).toBeGreaterThan(application.forms.length);
    await follow(platform);
    for (const parcel of parcels.slice(0, 5)) {
      const view = await place.view(parcel.key);
      const invtNo = view?.invtNo;
      const { declarations, applications } = await readStanding(platform, false, {
        caseKey: parcel.key,
        invtNo,
      });
      expect(applications).toMatchObject([{ status: '399' }]);
      expect(declarations.every(it => /^\d{4}20260\d{9}$/.test(it.entryId ?? ''))).toBe(true);
      expect(declarations.flatMap(it => it.lines)).toHaveLength(parcel.list.lines.length);
    }
    const after = await plan();
    expect(after.declared.lists).toBe(0);
    const [unmatched] = await platform.database.query<{ n: bigint }>(
      "select count(*) as n from clearance.document where type like 'CEB792%' and state <> 'current'",
    );
    expect(unmatched?.n).toBe(0n);
  });

  it('refuses what is summarised already, and a list that has only statistics', async () => {
    const told = async () =>
      (await place.told(agent?.code ?? '')).filter(line => line.startsWith('702')).at(-1);
    for (const [place0, parcel] of [parcels[0], parcels[5]].entries()) {
      const view = parcel && (await place.view(parcel.key));
      const head = parcel?.list.head ?? {};
      const pick = (...names: string[]) => Object.fromEntries(names.map(name => [name, head[name] ?? '']));
      await send({
        type: 'CEB701Message',
        head: {
          guid: nextGuid(),
          appType: '1',
          appTime: '20260601130000',
          appStatus: '2',
          copNo: `DEMO-AGAIN${place0}`,
          ...pick('customsCode', 'agentCode', 'agentName', 'ebcCode', 'ebcName'),
          declAgentCode: head['agentCode'] ?? '',
          declAgentName: head['agentName'] ?? '',
          summaryFlag: '2',
          itemNameFlag: '0',
          msgCount: '1',
          msgSeqNo: '1',
        },
        lines: [{ invtNo: view?.invtNo ?? '' }],
      });
      await place.round(12);
      expect(await told()).toBe('702 100');
    }
  });
});
