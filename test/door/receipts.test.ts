import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XmlBufferInputProvider, XmlDocument, XsdValidator, xmlRegisterInputProvider } from 'libxml2-wasm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoDay, zone } from '../../demo/index.ts';
import { decodeXml, findShape } from '../../messages/index.ts';
import { AT, type Door, openDoor } from './door.ts';

const dir = process.env['CEB_XSD_DIR'];
if (dir === undefined)
  console.warn('CEB_XSD_DIR is not given: the receipts are not compared with the official schema.');

interface Item {
  readonly cursor: string;
  readonly type: string;
  readonly key: string;
  readonly caseKey?: string;
  readonly records: readonly { head: Record<string, string>; lines: readonly Record<string, string>[] }[];
}

let door: Door;
const keys = new Map<string, { authorization: string }>();
const senders = zone.filter(it => !it.suspended).map(it => it.code);
const day = demoDay({ at: AT, seed: 'receipts', cases: 80 });

beforeAll(async () => {
  door = await openDoor({ at: AT - 86_400_000 });
  for (const code of senders) keys.set(code, await door.keyFor(code));
  for (const { message, at } of day.messages) {
    door.zone.now = at;
    expect((await door.hand(message)).status).toBe(200);
  }
  const officer = keys.get(senders[0] ?? '');
  for (const step of day.story.later) {
    const shown = await door.ask(
      `/v1/cases/${encodeURIComponent(step.caseKey)}`,
      officer ? { key: officer } : {},
    );
    door.zone.now += 60_000;
    const { message } = step.message(String(shown.body['invtNo']), door.zone.now);
    expect((await door.hand(message)).status).toBe(200);
  }
  const broken = day.messages[0]?.message;
  if (broken) expect((await door.hand(broken, { body: '<ceb:CEB311Message' })).status).toBe(422);
}, 60_000);
afterAll(async () => {
  expect(door.alarms).toEqual([]);
  await door.close();
});

async function pages(code: string, limit: number, query = ''): Promise<Item[]> {
  const items: Item[] = [];
  for (let after = '0'; ; ) {
    const answer = await door.ask(`/v1/receipts?after=${after}&limit=${limit}${query}`, {
      key: keys.get(code) ?? { authorization: '' },
    });
    expect(answer.status).toBe(200);
    const page = answer.body['receipts'] as Item[];
    expect(page.length).toBeLessThanOrEqual(limit);
    items.push(...page);
    if (page.length === 0) {
      expect(answer.body['next']).toBe(after);
      return items;
    }
    expect(answer.body['next']).toBe(page.at(-1)?.cursor);
    after = String(answer.body['next']);
  }
}

async function xmlMessages(code: string): Promise<{ type: string; xml: string }[]> {
  const messages: { type: string; xml: string }[] = [];
  for (let after = '0'; ; ) {
    const answer = await door.ask(`/v1/receipts?after=${after}`, {
      key: keys.get(code) ?? { authorization: '' },
      headers: { accept: 'application/xml' },
    });
    const next = answer.headers.get('x-next-cursor') ?? '';
    if (answer.status === 204) {
      expect(answer.text).toBe('');
      expect(next).toBe(after);
      return messages;
    }
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^application\/xml/);
    expect(BigInt(next)).toBeGreaterThan(BigInt(after));
    messages.push({ type: /<ceb:(CEB\d+Message)/.exec(answer.text)?.[1] ?? '', xml: answer.text });
    after = next;
  }
}

describe('the feed of receipts', () => {
  it('pages of any size give every receipt once, in order, to its organisation only', async () => {
    const seen = new Map<string, string>();
    for (const code of senders) {
      const all = await pages(code, 1000);
      for (const size of [1, 7])
        if (all.length < 80 || size > 1) expect(await pages(code, size)).toEqual(all);
      const cursors = all.map(item => BigInt(item.cursor));
      expect(cursors).toEqual([...cursors].sort((a, b) => (a < b ? -1 : 1)));
      for (const item of all) {
        expect(seen.get(item.cursor)).toBeUndefined();
        seen.set(item.cursor, code);
      }
    }
    const rows = await door.zone.platform.database.query('select 1 from gateway.told where not test');
    expect(seen.size).toBe(rows.length);
  });

  it('one type alone is the same receipts', async () => {
    const code = '3701DM0501';
    const all = await pages(code, 1000);
    for (const type of new Set(all.map(item => item.type)))
      expect(await pages(code, 5, `&type=${type}`)).toEqual(all.filter(item => item.type === type));
  });

  it('official XML carries the same records', async () => {
    for (const code of senders) {
      const json = (await pages(code, 1000)).flatMap(item =>
        item.records.map(({ head, lines }) => ({ type: item.type, head, lines })),
      );
      const xml = (await xmlMessages(code)).flatMap(({ xml: text }) => {
        const decoded = decodeXml(Buffer.from(text));
        expect(decoded.refused).toBeUndefined();
        return decoded.records.map(record => record.document);
      });
      expect(xml).toEqual(json);
    }
  });

  it('shows every receipt of the day', async () => {
    const types = new Set(
      (await Promise.all(senders.map(code => pages(code, 1000)))).flat().map(item => item.type),
    );
    expect([...types].sort()).toEqual(
      [
        ...['214', '216', '304', '312', '412', '506', '508', '510', '512', '604', '606', '608'],
        ...['622', '624', '626', '816', '818', '900'],
      ].map(number => `CEB${number}Message`),
    );
  });

  it('the same question gives the same message', async () => {
    const asked = {
      key: keys.get('3701DM0501') ?? { authorization: '' },
      headers: { accept: 'application/xml' },
    };
    expect((await door.ask('/v1/receipts?after=0', asked)).text).toBe(
      (await door.ask('/v1/receipts?after=0', asked)).text,
    );
  });

  it('the cursor of now leaves nothing behind', async () => {
    const key = keys.get('3701DM0501') ?? { authorization: '' };
    const { cursor } = (await door.ask('/v1/receipts/end', { key })).body as { cursor: string };
    expect((await door.ask(`/v1/receipts?after=${cursor}`, { key })).body['receipts']).toEqual([]);
    expect((await door.ask('/v1/receipts?after=999999999999999999', { key })).body).toEqual({
      receipts: [],
      next: '999999999999999999',
    });
  });
});

describe.skipIf(dir === undefined)('against the official schema', () => {
  it('every receipt message of the day validates', async () => {
    const from = dir ?? '';
    const files = new XmlBufferInputProvider({
      'xmldsig-core-schema.xsd': readFileSync(join(from, 'xmldsig-core-schema.xsd')),
    });
    xmlRegisterInputProvider(files);
    const schemaOf = (direction: 'import' | 'export') => {
      const schema = XmlDocument.fromBuffer(readFileSync(join(from, `ceb-${direction}-202205.xsd`)), {
        url: `ceb-${direction}.xsd`,
      });
      return { schema, validator: XsdValidator.fromDoc(schema) };
    };
    const schemas = { import: schemaOf('import'), export: schemaOf('export') };
    const refused: string[] = [];
    let count = 0;
    for (const code of senders)
      for (const { type, xml } of await xmlMessages(code)) {
        const document = XmlDocument.fromString(xml);
        count += 1;
        try {
          schemas[findShape(type)?.direction === 'export' ? 'export' : 'import'].validator.validate(document);
        } catch (error) {
          refused.push(`${type}: ${error instanceof Error ? error.message.slice(0, 200) : String(error)}`);
        } finally {
          document.dispose();
        }
      }
    for (const { schema, validator } of Object.values(schemas)) {
      validator.dispose();
      schema.dispose();
    }
    expect(count).toBeGreaterThan(50);
    expect([...new Set(refused)]).toEqual([]);
  });
});
