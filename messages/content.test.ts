import { describe, expect, test } from 'vitest';
import { type Change, contentCases } from './content-cases.ts';
import {
  checkDocument,
  type Document,
  decodeXml,
  encodeXml,
  exampleDocument,
  exampleMessage,
  type Fields,
  type KnownType,
  messageTypes,
  planOf,
} from './index.ts';

function changed(fields: Fields, change: Change): Fields {
  const all = { ...fields, ...change };
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null),
  );
}

/** What is said of the example of a type after a change of its head and of its first line, with the repairs. */
function said(type: KnownType, head: Change, line: Change = {}): string[] {
  const example = exampleDocument(type);
  const lines = example.lines.map(fields => changed(fields, line));
  return tell({ type, head: changed(example.head, head), lines });
}

function tell(document: Document): string[] {
  return checkDocument(document, { at: Date.parse('2025-07-01T00:00:00Z') }).map(
    ({ rule, code, severity, path, repair }) =>
      `${rule.slice(9)} ${code} ${severity} ${path}${repair === undefined ? '' : ` → ${repair.value}`}`,
  );
}

describe('what is said', () => {
  test.each(contentCases)('%s', (_, type, head, line, expected) => {
    expect(said(type, head, line)).toEqual(expected);
  });

  test('every finding is in both languages, names its field in Chinese and cites the annex', () => {
    for (const [, type, head, line] of contentCases) {
      const example = exampleDocument(type);
      const lines = example.lines.map(fields => changed(fields, line));
      for (const finding of checkDocument({ type, head: changed(example.head, head), lines })) {
        expect(finding.message.zh).toMatch(/^[\u4e00-\u9fff].*（\w+）.*。$/u);
        expect(finding.message.en).toMatch(/^\w+ .*\.$/);
        expect(finding.cites[0]?.article).toBe(`${type} ${finding.path.replace(/\[\d+\]/, '')}`);
        expect(finding.document).toEqual({ type, key: expect.any(String) });
      }
    }
  });

  test('a long value is shortened', () => {
    const example = exampleDocument('CEB621Message');
    const [finding] = checkDocument({ ...example, head: { ...example.head, note: '演'.repeat(1001) } });
    expect(finding?.code).toBe('too-long');
    expect(finding?.value?.length).toBeLessThan(100);
  });
});

describe('lines', () => {
  const example = exampleDocument('CEB621Message');
  const line = example.lines[0] ?? {};
  const numbers = (...gnums: string[]) => tell({ ...example, lines: gnums.map(gnum => ({ ...line, gnum })) });

  test('are numbered from 1', () => {
    expect(numbers('1', '2', '3')).toEqual([]);
    expect(numbers('2', '1')).toEqual([]);
    expect(numbers('1', '3')).toEqual(['content gnum-gap reject InventoryList[2]/gnum']);
    expect(numbers('1', '1')).toEqual(['content gnum-repeated reject InventoryList[2]/gnum']);
    expect(numbers('0', '1')).toEqual(['content gnum-range reject InventoryList[1]/gnum']);
  });

  test('of a return point at other lines: no gap is one', () => {
    const refund = exampleDocument('CEB625Message');
    const one = refund.lines[0] ?? {};
    expect(tell({ ...refund, lines: [{ ...one, gnum: '7' }] })).toEqual([]);
    expect(tell({ ...refund, lines: [one, one] })).toEqual([
      'content gnum-repeated reject InvtRefundList[2]/gnum',
    ]);
  });

  test('may not be too many or none', () => {
    const many = Array.from({ length: 100 }, (_, index) => ({ ...line, gnum: String(index + 1) }));
    expect(tell({ ...example, lines: many })).toEqual(['format too-many reject InventoryList']);
    expect(tell({ ...example, lines: [] })).toEqual(['format missing reject InventoryList']);
  });

  test('of a summary application may be absent only when a range of time is given', () => {
    const summary = exampleDocument('CEB701Message');
    expect(tell({ ...summary, lines: [] })).toEqual([]);
    const { startTime, endTime, ...head } = summary.head;
    expect([startTime, endTime]).not.toContain(undefined);
    expect(tell({ ...summary, head, lines: [] })).toEqual(['content list-or-range reject SummaryApplyList']);
  });
});

describe('a message', () => {
  const message = exampleMessage('CEB311Message');
  const order = exampleDocument('CEB311Message');
  const codes = (...heads: Fields[]) => {
    const documents = heads.map(head => ({ ...order, head: { ...order.head, ...head } }));
    const decoded = decodeXml(Buffer.from(encodeXml({ ...message, documents })));
    return decoded.records.map(record => record.findings.map(finding => `${finding.code} ${finding.path}`));
  };
  const guid = (n: number) => `${String(n).padStart(8, '0')}-0000-4000-8000-000000000000`;

  test('with two records that share nothing is fine', () => {
    expect(codes({ guid: guid(1), orderNo: 'A' }, { guid: guid(2), orderNo: 'B' })).toEqual([[], []]);
  });
  test('with a guid twice', () => {
    expect(codes({ guid: guid(1), orderNo: 'A' }, { guid: guid(1), orderNo: 'B' })).toEqual([
      [],
      ['guid-repeated OrderHead/guid'],
    ]);
  });
  test('with a business key twice', () => {
    expect(codes({ guid: guid(1) }, { guid: guid(2) })).toEqual([[], ['key-repeated OrderHead/orderNo']]);
  });
  test('that is a receipt may repeat itself', () => {
    const receipt = exampleMessage('CEB312Message');
    const twice = [...receipt.documents, ...receipt.documents];
    const { records } = decodeXml(Buffer.from(encodeXml({ ...receipt, documents: twice })));
    expect(records.flatMap(record => record.findings)).toEqual([]);
  });
  test('with known misspellings is read', () => {
    const waybill = exampleMessage('CEB511Message');
    const xml = encodeXml(waybill).replaceAll('ceb:consignee>', 'ceb:consingee>');
    const { records } = decodeXml(Buffer.from(xml));
    expect(records[0]?.document).toEqual(waybill.documents[0]);
    expect(records[0]?.findings.map(({ code, severity, path }) => `${code} ${severity} ${path}`)).toEqual([
      'misspelt warn LogisticsHead/consignee',
    ]);
  });
  test('with an element that is unknown tells its value', () => {
    const xml = encodeXml(message).replace('<ceb:note>', '<ceb:extra><a>b</a> c</ceb:extra><ceb:note>');
    const [finding] = decodeXml(Buffer.from(xml)).records[0]?.findings ?? [];
    expect(finding).toMatchObject({
      code: 'unknown-element',
      severity: 'warn',
      path: 'OrderHead/extra',
      value: 'b c',
    });
  });
  test('with a thousand faults tells a bounded number, and that there are more', () => {
    const lines = Array.from({ length: 1500 }, () => ({ ...order.lines[0], gnum: 'x' }));
    const findings = checkDocument({ ...order, lines });
    expect(findings.length).toBe(1001);
    expect(findings.at(-1)).toMatchObject({ code: 'more', severity: 'reject' });
  });
});

describe('in every type', () => {
  const parts = messageTypes.flatMap(type => {
    const { head, lines } = planOf(type);
    return [head, ...(lines === undefined ? [] : [lines])].flatMap(part =>
      part.fields.map(field => ({ type, part, field })),
    );
  });
  const put = (type: KnownType, inHead: boolean, name: string, value: string) =>
    inHead ? said(type, { [name]: value }) : said(type, {}, { [name]: value });

  test('a wrong code is found', () => {
    const open = new Set(['returnStatus', 'itemNameFlag', 'feeFlag']);
    const missed = parts
      .filter(({ field }) => field.codes !== undefined && !open.has(field.codes))
      .filter(({ type, part, field }) => {
        const wrong = '?'.repeat(Math.max(1, field.facets.min));
        return !put(type, part === planOf(type).head, field.name, wrong).some(text =>
          text.includes(`/${field.name}`),
        );
      });
    expect(missed.map(({ type, field }) => `${type} ${field.name}`)).toEqual([]);
  });

  test('30 February is found', () => {
    const moments = parts.filter(({ field }) => field.moment);
    expect(moments.length).toBeGreaterThan(50);
    for (const { type, part, field } of moments) {
      const value = '20250230083000000'.slice(0, field.facets.max);
      expect(put(type, part === planOf(type).head, field.name, value)).toEqual([
        expect.stringMatching(`content moment reject .*/${field.name}$`),
      ]);
    }
  });

  test('full-width characters in what is no natural language are found and mended', () => {
    for (const { type, part, field } of parts.filter(({ field }) => field.facets.kind === 'decimal')) {
      const [text] = put(type, part === planOf(type).head, field.name, '１２．５');
      expect(text).toMatch(`reject ${part.element}`);
      expect(text).toMatch(/→ 12\.5$/);
    }
  });
});
