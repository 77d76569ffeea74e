import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XmlBufferInputProvider, XmlDocument, XsdValidator, xmlRegisterInputProvider } from 'libxml2-wasm';
import { describe, expect, test } from 'vitest';
import { shippedLaw } from '../law/index.ts';
import { businessKey, checkDocument, checkFrame, encodeXml } from '../messages/index.ts';
import { closedList } from '../test/closed-list.ts';
import { applicationMessages, type FilingOptions, planSummary } from './index.ts';

const law = shippedLaw();
const lists = Array.from({ length: 7 }, (_, n) =>
  closedList({ n, customsCode: n < 5 ? '4303' : '4301', loctNo: 'P1' }),
);
const plan = planSummary({
  month: '2024-01',
  ebcCode: 'E1',
  summaryFlag: '2',
  itemNameFlag: '0',
  lists,
  law,
});
const options: FilingOptions = {
  at: Date.parse('2024-02-05T09:00:00+08:00'),
  law,
  transfer: { copCode: '3701DM0001', copName: '演示平台', dxpId: 'DXPDEMO00000001' },
  by: 'lists',
};

describe('the official messages of a summary', () => {
  test('one application per office; every list named once', () => {
    const messages = applicationMessages(plan, options);
    expect(messages).toHaveLength(2);
    const named = messages.flatMap(({ documents }) =>
      documents.flatMap(({ lines }) => lines.map(line => line['invtNo'])),
    );
    expect(named.sort()).toEqual(lists.map(list => list.invtNo).sort());
  });

  test('a long application is split under one number, in sequence without gaps', () => {
    const messages = applicationMessages(plan, { ...options, listsPerMessage: 2 });
    const heads = messages.flatMap(({ documents }) => documents.map(({ head }) => head));
    const long = heads.filter(head => head['customsCode'] === '4303');
    expect(long.map(head => [head['msgSeqNo'], head['msgCount']])).toEqual([
      ['1', '3'],
      ['2', '3'],
      ['3', '3'],
    ]);
    expect(new Set(long.map(head => head['copNo'])).size).toBe(1);
    const keys = messages.flatMap(({ documents }) => documents.map(businessKey));
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(messages.map(message => message.guid)).size).toBe(messages.length);
  });

  test('by time range: the month from its first to its last second, no list named', () => {
    const [document] = applicationMessages(plan, { ...options, by: 'range' })[0]?.documents ?? [];
    expect(document?.lines).toEqual([]);
    expect(document?.head).toMatchObject({ startTime: '20240101000000', endTime: '20240131235959' });
  });

  test('nothing is wrong with them, and the same question gives the same bytes', () => {
    for (const by of ['lists', 'range'] as const) {
      const messages = applicationMessages(plan, { ...options, by });
      for (const { documents, ...frame } of messages) {
        expect(checkFrame(frame)).toEqual([]);
        for (const document of documents)
          expect(checkDocument(document).filter(finding => finding.severity !== 'warn')).toEqual([]);
      }
      expect(applicationMessages(plan, { ...options, by })).toEqual(messages);
    }
  });
});

const dir = process.env['CEB_XSD_DIR'];
if (dir === undefined) console.warn('CEB_XSD_DIR is not given: 701 is not held against the official schema.');

describe.skipIf(dir === undefined)('the official schema', () => {
  test('accepts every message, by list, by range and split', () => {
    if (dir === undefined) return;
    xmlRegisterInputProvider(
      new XmlBufferInputProvider({
        'xmldsig-core-schema.xsd': readFileSync(join(dir, 'xmldsig-core-schema.xsd')),
      }),
    );
    const schema = XmlDocument.fromBuffer(readFileSync(join(dir, 'ceb-export-202205.xsd')), {
      url: 'ceb-export.xsd',
    });
    const validator = XsdValidator.fromDoc(schema);
    const ways = [options, { ...options, by: 'range' as const }, { ...options, listsPerMessage: 2 }];
    const messages = ways.flatMap(way => applicationMessages(plan, way));
    expect(messages.length).toBeGreaterThan(6);
    for (const message of messages) {
      const xml = XmlDocument.fromString(encodeXml(message));
      expect(() => validator.validate(xml)).not.toThrow();
      xml.dispose();
    }
    validator.dispose();
  });
});
