import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentsOf } from '../../demo/index.ts';
import { type Document, encodeJson } from '../../messages/index.ts';
import type { Finding } from '../../shared/index.ts';
import { type Door, freshParcel, messageFor, messagesOf, openDoor } from './door.ts';

let door: Door;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(async () => {
  expect(door.alarms).toEqual([]);
  await door.close();
});

interface Judged {
  readonly key: string;
  readonly outcome: string;
  readonly documents: readonly unknown[];
  readonly findings: readonly Finding[];
  readonly afterRepair?: { readonly outcome: string };
}

const check = async (body: string) => {
  const before = await door.counts();
  const answer = await door.ask('/v1/precheck', {
    key: await door.keyFor('3701DM0501', { scopes: ['precheck'] }),
    type: 'application/json',
    body,
  });
  expect(await door.counts()).toEqual(before);
  return answer;
};

describe('precheck of several messages', () => {
  it('documents of all messages are judged together', async () => {
    const it = freshParcel();
    const answer = await check(`[${messagesOf(it).map(encodeJson).join(',')}]`);
    expect(answer.status).toBe(200);
    const [judged, ...more] = answer.body['cases'] as Judged[];
    expect(more).toEqual([]);
    expect(judged).toMatchObject({ key: it.key, outcome: 'release', findings: [] });
    expect(judged?.documents).toHaveLength(4);
    expect(
      (answer.body['messages'] as { records: number; type: string }[]).map(one => [one.type, one.records]),
    ).toEqual(documentsOf(it).map(document => [document.type, 1]));
  });

  it('a message that cannot be read is told by its place and leaves the others judged', async () => {
    const it = freshParcel();
    const texts = messagesOf(it).map(encodeJson);
    const answer = await check(`[${texts[0]}, {"type":"CEB999Message"} ,${texts.slice(1).join(',')}, 5]`);
    const messages = answer.body['messages'] as { refused?: Finding }[];
    expect(messages.map(message => message.refused?.code)).toEqual([
      undefined,
      'unknown-type',
      undefined,
      undefined,
      undefined,
      'wrong-root',
    ]);
    expect((answer.body['cases'] as Judged[]).map(judged => judged.outcome)).toEqual(['release']);
    expect((answer.body['findings'] as Finding[]).map(finding => finding.code)).toEqual([
      'unknown-type',
      'wrong-root',
    ]);
  });

  it('repairs come back message by message and then pass', async () => {
    const it = freshParcel({ mode: '9610' });
    const wrong: Document = {
      ...it.order,
      head: { ...it.order.head, acturalPaid: `1${it.order.head['acturalPaid']}` },
    };
    const messages = [wrong, it.payment, it.waybill, it.list].map(document => messageFor([document]));
    const answer = await check(`[${messages.map(encodeJson).join(',')}]`);
    const [judged] = answer.body['cases'] as Judged[];
    expect(judged?.outcome).toBe('reject');
    expect(judged?.afterRepair?.outcome).toBe('release');
    const repaired = (answer.body['messages'] as { repaired?: string }[]).map(message => message.repaired);
    expect(repaired.map(text => text !== undefined)).toEqual([true, false, false, false]);
    expect(repaired[0]).toContain(`<ceb:acturalPaid>${it.order.head['acturalPaid']}<`);
  });

  it.each([
    ['an empty array', '[]', []],
    ['an array of arrays', '[[]]', ['wrong-root']],
    ['an array cut off', '[{"type":"CEB311Message"', undefined],
    ['text after the array', '[] []', undefined],
  ])('%s', async (_, body, codes) => {
    const answer = await check(body);
    expect(answer.status).toBe(200);
    if (codes) expect((answer.body['findings'] as Finding[]).map(finding => finding.code)).toEqual(codes);
    else expect((answer.body['refused'] as Finding).severity).toBe('reject');
  });

  it('submitting takes one message: an array is refused with its reason', async () => {
    const it = freshParcel();
    const answer = await door.ask('/v1/envelopes', {
      key: await door.keyFor(it.order.head['ebpCode'] ?? ''),
      type: 'application/json',
      body: `[${messagesOf(it).map(encodeJson).join(',')}]`,
    });
    expect(answer.status).toBe(422);
    expect((answer.body['findings'] as Finding[])[0]?.code).toBe('wrong-root');
  });
});
