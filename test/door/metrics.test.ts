import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Door, freshParcel, messageFor, openDoor } from './door.ts';

let door: Door;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(() => door.close());

const metric = (text: string, name: string): number | undefined => {
  const line = text.split('\n').find(one => one.startsWith(`${name} `));
  return line === undefined ? undefined : Number(line.slice(name.length + 1));
};

describe('/metrics', () => {
  it('tells what an operator watches, by route and never by name', async () => {
    const { order } = freshParcel();
    expect((await door.hand(messageFor([order]))).status).toBe(200);
    await door.ask('/v1/cases/3701DM0101%7CNOBODY', { key: await door.keyFor('3701DM0101') });
    await door.ask('/v1/nothing-of-the-kind');
    const { status, text } = await door.ask('/metrics');
    expect(status).toBe(200);
    expect(metric(text, 'quantong_answers_total{route="POST /v1/envelopes",status="200"}')).toBe(1);
    expect(metric(text, 'quantong_answers_total{route="GET /v1/cases/:id",status="404"}')).toBe(1);
    expect(metric(text, 'quantong_answer_seconds_count{route="POST /v1/envelopes"}')).toBe(1);
    expect(metric(text, 'quantong_database_up')).toBe(1);
    expect(metric(text, 'quantong_alarms_total')).toBe(0);
    for (const name of [
      'kept_messages',
      'quarantined_records',
      'officer_queue_cases',
      'webhooks_failing',
      'webhooks_stopped',
    ])
      expect(metric(text, `quantong_${name}`), name).toBe(0);
    expect(text).not.toMatch(/NOBODY|nothing-of-the-kind|3701DM/);
  });

  it('an alarm is counted', async () => {
    door.zone.platform.alarm('demo', new Error('demo'));
    expect(metric((await door.ask('/metrics')).text, 'quantong_alarms_total')).toBe(1);
  });
});
