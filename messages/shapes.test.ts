import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  businessKey,
  catalogue,
  checkDocument,
  checkFrame,
  type DocumentOf,
  exampleMessage,
  type HeadOf,
  jsonSchemaOf,
  type LineOf,
  messageTypes,
  planOf,
} from './index.ts';

describe('the catalogue', () => {
  test('has every folder and nothing else', () => {
    const folders = readdirSync(new URL('.', import.meta.url)).filter(name => /^ceb\d+$/.test(name));
    const listed = messageTypes.map(type => `ceb${type.slice(3, 6)}`).sort();
    expect(listed).toEqual(folders.sort());
    expect(listed).toHaveLength(42);
  });

  test.each(messageTypes)('%s is consistent', type => {
    const { root, key, receipt, kind, record, head, lines } = catalogue[
      type
    ] as (typeof catalogue)['CEB311Message'];
    expect(root).toBe(type);
    for (const field of key) expect(Object.keys(head.fields)).toContain(field);
    if (kind === 'declaration') expect(messageTypes).toContain(receipt);
    expect(record === (head.element as string)).toBe(planOf(type).flat);
    for (const field of [...planOf(type).head.fields, ...(planOf(type).lines?.fields ?? [])]) {
      expect(field.zh).toMatch(/[\u4e00-\u9fff]/);
      expect(field.en).not.toBe('');
      if (field.pairedWith)
        expect(Object.keys(lines?.fields ?? head.fields).concat(Object.keys(head.fields))).toContain(
          field.pairedWith,
        );
    }
  });

  test.each(messageTypes)('the example of %s is without fault', type => {
    const { documents, ...frame } = exampleMessage(type);
    expect(checkFrame(frame)).toEqual([]);
    // The import example is 9610: what is only for bonded goods may be there, nothing else is to be said.
    expect(documents.flatMap(document => checkDocument(document))).toEqual([]);
  });

  test.each(messageTypes)('%s has a JSON schema', type => {
    const schema = JSON.parse(JSON.stringify(jsonSchemaOf(type)));
    expect(schema.properties.type).toEqual({ const: type });
    expect(Object.keys(schema.properties.documents.items.properties.head.properties)).toEqual(
      planOf(type).head.fields.map(field => field.name),
    );
  });
});

describe('types are inferred from the shapes', () => {
  test('required and optional fields', () => {
    const line: LineOf<'CEB711Message'> = { gnum: '1', logisticsNo: 'DEMO1' };
    const head: HeadOf<'CEB312Message'> = {
      guid: '',
      ebpCode: 'P',
      ebcCode: 'E',
      orderNo: 'O',
      returnStatus: '2',
      returnTime: '',
      returnInfo: '',
    };
    // @ts-expect-error acturalPaid is the official spelling
    const wrong: keyof HeadOf<'CEB311Message'> = 'actualPaid';
    const document: DocumentOf<'CEB312Message'> = { type: 'CEB312Message', head, lines: [] };
    expect(businessKey(document)).toBe('P|E|O');
    expect([line.note, wrong]).toEqual([undefined, 'actualPaid']);
  });
});
