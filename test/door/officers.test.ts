import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faults, faultyParcel, type Parcel } from '../../demo/index.ts';
import { shippedLaw } from '../../law/index.ts';
import { AT, type Door, freshParcel, messagesOf, openDoor } from './door.ts';

let door: Door;
let officer: { authorization: string };
beforeAll(async () => {
  door = await openDoor();
  officer = await door.keyFor('3701DM0701', { scopes: ['officer'] });
});
afterAll(async () => {
  expect(door.alarms).toEqual([]);
  await door.close();
});

let serial = 700_000;

/** A parcel whose cream was weighed with its bottle: held for review, nothing else wrong. */
async function held(): Promise<Parcel> {
  const fault = faults.find(one => one.id === 'weighed-with-bottle');
  if (!fault) throw new Error('the demo has lost a fault');
  serial += 1;
  door.zone.now += 1000;
  const it = faultyParcel(fault, { seed: 'officers', at: AT - 3_600_000, serial }, shippedLaw());
  for (const message of messagesOf(it)) await door.hand(message);
  return it;
}

const path = (it: Parcel) => `/v1/cases/${encodeURIComponent(it.key)}`;
const act = (it: Parcel, body: object, key = officer) =>
  door.ask(`${path(it)}/acts`, {
    key,
    type: 'application/json',
    body: JSON.stringify({ reason: '演示：人工审核', officer: '演示关员', ...body }),
  });
const queue = async () =>
  (await door.ask('/v1/queue?limit=500', { key: officer })).body['cases'] as {
    key: string;
    version: number;
    priority: boolean;
    priorityReason?: string;
    status: string;
  }[];

/** States of the list's receipts, and the types of everything said on the case, oldest first. */
async function told(it: Parcel) {
  const key = await door.keyFor(it.list.head['agentCode'] ?? '', { scopes: ['read'] });
  const items = (await door.ask('/v1/receipts?limit=1000', { key })).body['receipts'] as {
    type: string;
    caseKey?: string;
    records: { head: Record<string, string> }[];
  }[];
  const own = items.filter(item => item.caseKey === it.key);
  return {
    states: own
      .filter(item => item.type === 'CEB622Message')
      .flatMap(item => item.records.map(record => record.head['returnStatus'])),
    bills: own.filter(item => item.type === 'CEB816Message').length,
    texts: own.flatMap(item => item.records.map(record => record.head['returnInfo'])).join(' '),
  };
}

describe('the officer', () => {
  it('sees what waits, oldest first, and priority before all', async () => {
    const [first, second, third] = [await held(), await held(), await held()];
    door.zone.now += 1000;
    const keys = [first.key, second.key, third.key];
    const positions = async () => {
      const rows = await queue();
      return rows.map(row => row.key).filter(key => keys.includes(key));
    };
    expect(await positions()).toEqual(keys);
    const moved = await act(third, { verb: 'priority', reason: '鲜活商品，申请优先查验' });
    expect(moved.status).toBe(200);
    expect(moved.body['priority']).toMatchObject({ reason: '鲜活商品，申请优先查验' });
    expect(await positions()).toEqual([third.key, first.key, second.key]);
    const row = (await queue()).find(one => one.key === third.key);
    expect(row).toMatchObject({ priority: true, priorityReason: '鲜活商品，申请优先查验' });
    // Priority decides nothing.
    expect((await told(third)).states).not.toContain('800');
    expect(moved.body['status']).toBe('held');
  });

  it('releases with a reason: 399 and 800 and the tax bill follow, the limit is used, once', async () => {
    const it = await held();
    const before = await door.counts();
    const done = await act(it, { verb: 'release' });
    expect(done.status).toBe(200);
    expect(done.body).toMatchObject({ status: 'released', outcome: 'release' });
    const decisions = done.body['decisions'] as { by: string; reason?: string; outcome: string }[];
    expect(decisions.at(-1)).toMatchObject({
      by: '演示关员 (3701DM0701)',
      reason: '演示：人工审核',
      outcome: 'release',
    });
    const after = await told(it);
    expect(after.states.slice(-1)).toEqual(['800']);
    expect(after.bills).toBe(1);
    expect(BigInt((await door.counts()).quota)).toBeGreaterThan(BigInt(before.quota));
    const again = await act(it, { verb: 'release' });
    expect([again.status, again.body['code']]).toEqual([409, 'not-open']);
    expect((await told(it)).bills).toBe(1);
    expect((await queue()).map(row => row.key)).not.toContain(it.key);
  });

  it('rejects with a reason: 100 follows and nothing is used', async () => {
    const it = await held();
    const before = await door.counts();
    const done = await act(it, { verb: 'reject', reason: '演示：数量申报不实' });
    expect(done.body).toMatchObject({ status: 'rejected', outcome: 'reject' });
    const after = await told(it);
    expect(after.states.at(-1)).toBe('100');
    expect(after.texts).toContain('演示：数量申报不实');
    expect(after.bills).toBe(0);
    expect((await door.counts()).quota).toBe(before.quota);
  });

  it('inspects: 500 follows, and then releases', async () => {
    const it = await held();
    const inspected = await act(it, { verb: 'inspect', reason: '演示：开箱核对' });
    expect(inspected.body).toMatchObject({ status: 'inspection', outcome: 'hold' });
    expect((await told(it)).states.at(-1)).toBe('500');
    expect((await queue()).find(row => row.key === it.key)?.status).toBe('inspection');
    const released = await act(it, { verb: 'release' });
    expect(released.body['status']).toBe('released');
    expect((await told(it)).states.slice(-2)).toEqual(expect.arrayContaining(['800']));
  });

  it('cannot decide on a picture that has changed', async () => {
    const it = await held();
    const shown = await door.ask(path(it), { key: officer });
    const version = Number(shown.body['version']);
    const stale = await act(it, { verb: 'release', version: version - 1 });
    expect([stale.status, stale.body['code']]).toEqual([409, 'version-changed']);
    expect(stale.body['fix']).toBeDefined();
    const done = await Promise.all([
      act(it, { verb: 'release', version }),
      act(it, { verb: 'reject', version }),
    ]);
    expect(done.map(answer => answer.status).sort()).toEqual([200, 409]);
    const { states, bills } = await told(it);
    expect(states.filter(state => state === '800' || state === '100')).toHaveLength(1);
    expect(bills).toBeLessThanOrEqual(1);
  });

  it.each([
    ['no reason', { verb: 'release', reason: '' }, 400, 'value-invalid'],
    ['an unknown verb', { verb: 'delete' }, 400, 'value-invalid'],
    ['no officer', { verb: 'release', officer: '' }, 400, 'value-invalid'],
    ['an overlong reason', { verb: 'release', reason: '长'.repeat(501) }, 400, 'value-invalid'],
    ['U+0000 in the reason', { verb: 'release', reason: 'a\u0000b' }, 400, 'text-impossible'],
  ])('%s is refused and changes nothing', async (_, body, status, code) => {
    const it = await held();
    const before = await door.counts();
    const answer = await act(it, body);
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
    expect(await door.counts()).toEqual(before);
  });

  it('is an officer: a declarant’s key may not, and a waiting or unknown case cannot be decided', async () => {
    const it = await held();
    const own = await door.keyFor(it.list.head['agentCode'] ?? '', { scopes: ['read', 'submit'] });
    expect((await act(it, { verb: 'release' }, own)).status).toBe(403);
    const waits = freshParcel();
    const [order] = messagesOf(waits);
    if (order) await door.hand(order);
    const early = await act(waits, { verb: 'release' });
    expect([early.status, early.body['code']]).toEqual([409, 'not-open']);
    const nobody = await act(freshParcel(), { verb: 'release' });
    expect([nobody.status, nobody.body['code']]).toEqual([404, 'case-unknown']);
    // HTML in a reason is text.
    const done = await act(it, { verb: 'reject', reason: '<b onclick=alert(1)>演示</b>; drop table x' });
    expect(done.text).toContain('<b onclick=alert(1)>演示</b>; drop table x');
  });
});
