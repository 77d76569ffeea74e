import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeXml } from '../../messages/index.ts';
import { type Door, freshParcel, messageFor, messagesOf, openDoor } from './door.ts';

let door: Door;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(async () => {
  expect(door.alarms).toEqual([]);
  await door.close();
});

const withKey = (name: string) => ({ headers: { 'idempotency-key': name } });

describe('Idempotency-Key', () => {
  it('same body: the same answer, marked as replayed, nothing doubled', async () => {
    const message = messageFor([freshParcel().order]);
    const first = await door.hand(message, withKey('one'));
    expect(first.status).toBe(200);
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    const before = await door.counts();
    for (let count = 0; count < 3; count++) {
      const again = await door.hand(message, withKey('one'));
      expect(again.status).toBe(200);
      expect(again.headers.get('idempotent-replayed')).toBe('true');
      expect(again.body).toEqual(first.body);
    }
    expect(await door.counts()).toEqual(before);
  });

  it('the same answer for refused messages and for messages with remarks', async () => {
    const message = messageFor([freshParcel().order]);
    const xml = encodeXml(message);
    const bodies = [
      ['cut', xml.slice(0, 900), 422],
      ['record', xml.replace(/(<ceb:currency>)\d+/, '$1abc'), 200],
      ['remark', xml.replace('</ceb:dxpMode>', '</ceb:dxpMode><ceb:unknownThing>1</ceb:unknownThing>'), 200],
    ] as const;
    for (const [name, body, status] of bodies) {
      const asked = { body, ...withKey(`say-${name}`) };
      const first = await door.hand(message, asked);
      expect(first.status).toBe(status);
      expect(JSON.stringify([first.body['findings'], first.body['records']])).toContain('"zh"');
      const again = await door.hand(message, asked);
      expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([status, 'true']);
      expect(again.body).toEqual(first.body);
      const read = await door.ask(`/v1/envelopes/${first.body['envelope']}`, {
        key: await door.keyFor(message.transfer?.['copCode'] ?? ''),
      });
      expect(read.body).toEqual(first.body);
    }
  });

  it('other body: 409, and the first stands', async () => {
    const [first, second] = [messageFor([freshParcel().waybill]), messageFor([freshParcel().waybill])];
    const sender = first.transfer?.['copCode'] ?? '';
    const other = encodeXml(second);
    await door.hand(first, withKey('two'));
    const before = await door.counts();
    const answer = await door.hand(first, { body: other, ...withKey('two') });
    expect([answer.status, answer.body['code']]).toEqual([409, 'idempotency-key-used']);
    expect(answer.headers.get('content-type')).toMatch(/problem\+json/);
    expect(answer.body['fix']).toBeDefined();
    expect(await door.counts()).toEqual(before);
    // A single blank more is another body.
    const blank = await door.hand(first, { body: `${encodeXml(first)} `, ...withKey('two') });
    expect(blank.status).toBe(409);
    expect(sender).not.toBe('');
  });

  it('twenty requests at once with one key: one envelope, one answer', async () => {
    const message = messageFor([freshParcel().order]);
    const before = await door.counts();
    const answers = await Promise.all(Array.from({ length: 20 }, () => door.hand(message, withKey('race'))));
    expect(answers.map(answer => answer.status)).toEqual(Array(20).fill(200));
    expect(answers.filter(answer => answer.headers.get('idempotent-replayed') === null)).toHaveLength(1);
    for (const answer of answers) expect(answer.body).toEqual(answers[0]?.body);
    expect(await door.counts()).toMatchObject({
      envelopes: before.envelopes + 1,
      documents: before.documents + 1,
      answers: before.answers + 1,
      journal: before.journal + 1,
    });
  });

  it('two bodies at once with one key: one wins, the other is told', async () => {
    const [one, two] = [messageFor([freshParcel().order]), messageFor([freshParcel().order])];
    const before = await door.counts();
    const answers = await Promise.all(
      [one, two, one, two].map(message => door.hand(one, { body: encodeXml(message), ...withKey('duel') })),
    );
    expect(answers.map(answer => answer.status).sort()).toEqual([200, 200, 409, 409]);
    expect((await door.counts()).envelopes).toBe(before.envelopes + 1);
  });

  it('organisations do not disturb each other, nor do test and live', async () => {
    const it = freshParcel();
    for (const message of messagesOf(it)) {
      const live = await door.hand(message, withKey('mine'));
      expect([live.status, live.headers.get('idempotent-replayed')]).toEqual([200, null]);
      const test = await door.hand(message, { ...withKey('mine'), test: true });
      expect([test.status, test.headers.get('idempotent-replayed')]).toEqual([200, null]);
      expect(test.body['envelope']).not.toBe(live.body['envelope']);
    }
  });
});

describe('the same bytes without a key', () => {
  it('are duplicates: no document, receipt, decision or quota twice', async () => {
    const it = freshParcel({ mode: '9610' });
    const messages = messagesOf(it);
    for (const message of messages) await door.hand(message);
    const before = await door.counts();
    expect(BigInt(before.quota)).toBeGreaterThan(0n);
    for (const message of [...messages, ...messages.toReversed()]) {
      const again = await door.hand(message, { query: '?wait=decision' });
      expect(again.status).toBe(200);
      expect((again.body['records'] as { state: string }[]).map(record => record.state)).toEqual([
        'duplicate',
      ]);
      expect((again.body['cases'] as { status: string }[])[0]?.status).toBe('released');
    }
    const after = await door.counts();
    expect(after).toEqual({ ...before, envelopes: before.envelopes + 2 * messages.length });
  });

  it('in another form or another envelope are duplicates too', async () => {
    const { order } = freshParcel();
    await door.hand(messageFor([order]));
    const before = await door.counts();
    const again = await door.hand(messageFor([order]));
    expect((again.body['records'] as { state: string }[])[0]?.state).toBe('duplicate');
    expect(await door.counts()).toEqual({ ...before, envelopes: before.envelopes + 1 });
  });
});
