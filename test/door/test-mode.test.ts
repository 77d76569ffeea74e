import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FORCED_SUFFIXES } from '../../cases/index.ts';
import type { Parcel } from '../../demo/index.ts';
import type { Document } from '../../messages/index.ts';
import { type Door, freshParcel, messagesOf, openDoor } from './door.ts';

let door: Door;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(async () => {
  expect(door.alarms).toEqual([]);
  await door.close();
});

/** The parcel under an order number that ends so. */
function ending(it: Parcel, suffix: string): Parcel {
  const orderNo = `D${it.order.head['orderNo']?.slice(-8)}${suffix}`;
  const renamed = (document: Document): Document => ({ ...document, head: { ...document.head, orderNo } });
  return {
    ...it,
    key: `${it.order.head['ebpCode']}|${orderNo}`,
    order: renamed(it.order),
    payment: renamed(it.payment),
    waybill: renamed(it.waybill),
    list: renamed(it.list),
  };
}

const OUTCOMES: Readonly<Record<string, string>> = {
  '-TEST-RELEASE': 'released',
  '-TEST-REJECT': 'rejected',
  '-TEST-HOLD': 'held',
};

async function readers(it: Parcel) {
  const declarant = it.list.head['agentCode'] ?? '';
  return { live: await door.keyFor(declarant), test: await door.keyFor(declarant, { test: true }) };
}

const path = (it: Parcel) => `/v1/cases/${encodeURIComponent(it.key)}`;

describe('test mode', () => {
  it('the same parcel lives once in each world and neither sees the other', async () => {
    const it = freshParcel({ mode: '9610' });
    const { live, test } = await readers(it);
    for (const message of messagesOf(it)) await door.hand(message, { test: true });
    const after = await door.counts();
    expect((await door.ask(path(it), { key: live })).status).toBe(404);
    expect((await door.ask(path(it), { key: test })).status).toBe(200);

    const quota = {
      type: 'application/json',
      body: JSON.stringify({ buyerIdNumber: it.list.head['buyerIdNumber'] }),
    };
    expect((await door.ask('/v1/quota/query', { key: live, ...quota })).body['used']).toBe('0.00');
    const receipts = await door.ask('/v1/receipts?limit=1000', { key: live });
    expect(receipts.text).not.toContain(it.order.head['orderNo']);

    for (const message of messagesOf(it)) {
      const answer = await door.hand(message);
      expect((answer.body['records'] as { state: string }[])[0]?.state).toBe('current');
      expect(answer.body['test']).toBe(false);
    }
    const shown = await door.ask(path(it), { key: live });
    expect(shown.body['status']).toBe('released');
    expect((await door.counts()).documents).toBe(after.documents + 4);
    expect((await door.ask('/v1/quota/query', { key: live, ...quota })).body['used']).not.toBe('0.00');
    const theirs = await door.ask('/v1/receipts?limit=1000', { key: test });
    const mine = new Set(cursors(await door.ask('/v1/receipts?limit=1000', { key: live })));
    expect(cursors(theirs).length).toBeGreaterThan(0);
    expect(cursors(theirs).filter(cursor => mine.has(cursor))).toEqual([]);
  });

  it.each(FORCED_SUFFIXES)('%s forces its outcome for test keys only', async suffix => {
    const it = ending(freshParcel({ mode: '9610' }), suffix);
    const { live, test } = await readers(it);
    for (const message of messagesOf(it)) await door.hand(message, { test: true });
    const forced = await door.ask(path(it), { key: test });
    expect(forced.body['status']).toBe(OUTCOMES[suffix]);
    for (const message of messagesOf(it)) await door.hand(message);
    const judged = await door.ask(path(it), { key: live });
    expect(judged.body['status']).toBe('released');
  });

  it('the officers’ queues are apart, and so are acts', async () => {
    const it = ending(freshParcel({ mode: '9610' }), '-TEST-HOLD');
    for (const message of messagesOf(it)) await door.hand(message, { test: true });
    const officer = it.list.head['agentCode'] ?? '';
    const live = await door.keyFor(officer, { scopes: ['officer'] });
    const test = await door.keyFor(officer, { scopes: ['officer'], test: true });
    const keysOf = async (key: { authorization: string }) =>
      ((await door.ask('/v1/queue?limit=500', { key })).body['cases'] as { key: string }[]).map(
        one => one.key,
      );
    expect(await keysOf(test)).toContain(it.key);
    expect(await keysOf(live)).not.toContain(it.key);
    const act = {
      type: 'application/json',
      body: JSON.stringify({ verb: 'release', reason: '演示放行', officer: '演示关员' }),
    };
    expect((await door.ask(`${path(it)}/acts`, { key: live, ...act })).status).toBe(404);
    expect((await door.ask(`${path(it)}/acts`, { key: test, ...act })).body['status']).toBe('released');
  });

  it('a test deposit does not fill the live account', async () => {
    const account = freshParcel().order.head['ebpCode'] ?? '';
    const body = {
      type: 'application/json',
      body: JSON.stringify({ account, fen: '12345', entry: 'TEST-ONLY' }),
    };
    const live = await door.ask('/v1/guarantee/deposits', {
      key: await door.keyFor(account),
      type: 'application/json',
      body: JSON.stringify({ account, fen: '1', entry: 'LIVE-BEFORE' }),
    });
    await door.ask('/v1/guarantee/deposits', { key: await door.keyFor(account, { test: true }), ...body });
    const again = await door.ask('/v1/guarantee/deposits', {
      key: await door.keyFor(account),
      type: 'application/json',
      body: JSON.stringify({ account, fen: '1', entry: 'LIVE-BEFORE' }),
    });
    expect(again.body['booked']).toBe(false);
    expect(again.body['deposit']).toBe(live.body['deposit']);
  });
});

function cursors(answer: { body: Readonly<Record<string, unknown>> }): string[] {
  return (answer.body['receipts'] as { cursor: string }[]).map(receipt => receipt.cursor);
}
