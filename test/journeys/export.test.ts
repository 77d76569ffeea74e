import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  arrivalOf,
  departureOf,
  type ExportParcel,
  exportDocumentsOf,
  exportParcel,
  exportReturnOf,
  masterListOf,
  revocationOf,
  tallyOf,
} from '../../demo/index.ts';
import { shippedLaw } from '../../law/index.ts';
import { type Document, encodeJson } from '../../messages/index.ts';
import type { ExportMode } from '../../rules/index.ts';
import { AT, type Door, messageFor, openDoor } from '../door/door.ts';
import { expectReplayEqual } from '../exactness/replayed.ts';

const law = shippedLaw();
let door: Door;
let operator: { authorization: string };
beforeAll(async () => {
  door = await openDoor();
  operator = await door.keyFor('3701DM0501');
});
afterAll(async () => {
  expect(door.alarms).toEqual([]);
  await expectReplayEqual(door.zone);
  await door.close();
});

let serial = 0;
const fresh = (mode: ExportMode, more: Partial<ExportParcel['wish']> = {}) => {
  serial += 1;
  return exportParcel({ seed: 'export journey', at: AT - 3_600_000, serial, mode, ...more }, law);
};
const paper = (copNo: string) => {
  serial += 1;
  return { seed: 'export journey', at: AT, copNo: `${copNo}${serial}` };
};

interface Became {
  readonly state: string;
  readonly cases: readonly string[];
  readonly findings: readonly { readonly code: string }[];
}

/** Hands a document in and gives what became of it. */
async function send(document: Document): Promise<Became> {
  door.zone.now += 1000;
  const { status, body } = await door.hand(messageFor([document]));
  expect([200, 202, 422]).toContain(status);
  const [record] = body['records'] as Became[];
  if (!record) throw new Error('the answer names no record');
  return record;
}

const view = async (key: string) =>
  (await door.ask(`/v1/cases/${encodeURIComponent(key)}`, { key: operator })).body;

/** The states that a document's receipts have told its sender, in order. */
async function told(type: string, key: { readonly name: string; readonly value: string }, org: string) {
  const { body } = await door.ask('/v1/receipts?limit=1000', { key: await door.keyFor(org) });
  const receipts = body['receipts'] as {
    type: string;
    records: { head: Record<string, string> }[];
  }[];
  return receipts
    .filter(receipt => receipt.type === `CEB${type}Message`)
    .flatMap(receipt => receipt.records)
    .filter(({ head }) => head[key.name] === key.value)
    .map(({ head }) => head);
}

describe('an export from order to departure, through the door', () => {
  it.each<ExportMode>(['9610', '1210', '1239', '9710', '9810'])('%s', async mode => {
    const it = fresh(mode);
    for (const document of exportDocumentsOf(it)) {
      expect(await send(document)).toMatchObject({ state: 'current', findings: [] });
    }
    expect(await view(it.key)).toMatchObject({
      ...{ status: 'reviewed', outcome: 'wait', mode },
      findings: [{ code: 'waits-for-arrival' }],
    });
    const { invtNo } = (await view(it.key)) as { invtNo: string };
    expect(invtNo).toMatch(/^\d{4}2026E\d{9}$/);
    const master = masterListOf([it], paper('ZF'), () => invtNo);
    expect((await send(master)).cases).toEqual([it.key]);
    await send(arrivalOf([it], paper('YD')));
    expect(await view(it.key)).toMatchObject({
      status: 'released',
      outcome: 'release',
      billNo: master.head['billNo'],
    });
    await send(departureOf([it], paper('LJ')));
    const gone = await view(it.key);
    expect(gone).toMatchObject({ status: 'departed', outcome: 'release', invtNo });
    for (const name of ['arrivedAt', 'releasedAt', 'departedAt', 'leftAt']) expect(gone[name]).toBeDefined();
    expect(gone['tax']).toBeUndefined();
    expect((gone['documents'] as { type: string }[]).map(({ type }) => type)).toEqual([
      'CEB603Message',
      'CEB303Message',
      'CEB505Message',
    ]);
    const { agentCode = '', copNo = '' } = it.list.head;
    const receipts = await told('604', { name: 'copNo', value: copNo }, agentCode);
    expect(receipts.map(head => head['returnStatus'])).toEqual(['2', '120', '399', '800', '899']);
    expect(receipts.every(head => head['invtNo'] === invtNo)).toBe(true);
  });

  it('many parcels leave on one bill, and the arrival comes before some of the lists', async () => {
    const first = fresh('9610');
    const { logistics } = first.wish;
    const parcels = [
      first,
      ...Array.from({ length: 29 }, () => fresh('9610', logistics ? { logistics } : {})),
    ];
    for (const it of parcels.slice(0, 20)) for (const document of exportDocumentsOf(it)) await send(document);
    expect((await send(arrivalOf(parcels, paper('YD')))).cases).toHaveLength(20);
    await send(departureOf(parcels, paper('LJ')));
    for (const it of parcels.slice(20)) for (const document of exportDocumentsOf(it)) await send(document);
    const statuses = await Promise.all(parcels.map(async it => (await view(it.key))['status']));
    expect(new Set(statuses)).toEqual(new Set(['departed']));
  });

  it('a revoked list does not leave; a number that is none of its own is refused', async () => {
    const it = fresh('9710');
    for (const document of exportDocumentsOf(it)) await send(document);
    const { invtNo } = (await view(it.key)) as { invtNo: string };
    expect(await send(revocationOf(it, `9999${invtNo.slice(4)}`, paper('CX')))).toMatchObject({
      state: 'refused',
      findings: [{ code: '-623003' }],
    });
    expect(await send(revocationOf(it, invtNo, paper('CX')))).toMatchObject({
      state: 'current',
      cases: [it.key],
    });
    await send(arrivalOf([it], paper('YD')));
    expect(await view(it.key)).toMatchObject({ status: 'revoked', outcome: 'reject' });
  });

  it('an officer inspects what he put down, and lets it go', async () => {
    const it = fresh('9610');
    for (const document of exportDocumentsOf(it)) await send(document);
    const act = (verb: string) =>
      door.ask(`/v1/cases/${encodeURIComponent(it.key)}/acts`, {
        key: operator,
        type: 'application/json',
        body: JSON.stringify({ verb, reason: '演示布控', officer: '演示关员' }),
      });
    expect((await act('inspect')).body).toMatchObject({
      status: 'reviewed',
      inspect: { reason: '演示布控' },
    });
    await send(arrivalOf([it], paper('YD')));
    const queue = await door.ask('/v1/queue', { key: operator });
    expect((queue.body['cases'] as { key: string }[]).map(({ key }) => key)).toContain(it.key);
    expect((await act('release')).body).toMatchObject({ status: 'released', outcome: 'release' });
    expect((await act('release')).status).toBe(409);
  });

  it('goods come back: application, tally, and everything is told', async () => {
    const it = fresh('9610');
    for (const document of [...exportDocumentsOf(it), arrivalOf([it], paper('YD'))]) await send(document);
    const { invtNo } = (await view(it.key)) as { invtNo: string };
    const application = exportReturnOf(it, invtNo, paper('TH'));
    expect(await send(application)).toMatchObject({ state: 'current', cases: [it.key] });
    expect(await send(tallyOf(application, paper('LH')))).toMatchObject({
      state: 'current',
      cases: [it.key],
    });
    expect(await view(it.key)).toMatchObject({ status: 'returned' });
    const { coElNo = '', agentCode = '' } = application.head;
    const receipts = await told('214', { name: 'coElNo', value: coElNo }, agentCode);
    expect(receipts.map(head => head['returnStatus'])).toEqual(['2', '120', '800']);
  });

  it('an export set is prechecked with what the platform knows', async () => {
    const it = fresh('9610');
    const answer = await door.ask('/v1/precheck', {
      key: operator,
      type: 'application/json',
      body: `[${exportDocumentsOf(it)
        .map(document => encodeJson(messageFor([document])))
        .join(',')}]`,
    });
    expect(answer.body['cases']).toMatchObject([{ key: it.key, outcome: 'release', findings: [] }]);
  });
});
