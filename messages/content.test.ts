import { describe, expect, test } from 'vitest';
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

type Change = Readonly<Record<string, string | null>>;

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

/** Name, type, change of the head, change of the line, what is said. */
const table: readonly (readonly [string, KnownType, Change, Change, readonly string[]])[] = [
  ['nothing', 'CEB621Message', {}, {}, []],
  // Fixed values
  [
    'currency of an import order',
    'CEB311Message',
    { currency: '502' },
    {},
    ['format fixed reject OrderHead/currency → 142'],
  ],
  ['order type', 'CEB311Message', { orderType: 'E' }, {}, ['content fixed reject OrderHead/orderType → I']],
  [
    'pieces of an import list',
    'CEB621Message',
    { packNo: '2' },
    {},
    ['content fixed reject InventoryHead/packNo → 1'],
  ],
  ['pieces written with a zero', 'CEB621Message', { packNo: '01' }, {}, []],
  [
    'identity document',
    'CEB411Message',
    { payerIdType: '2' },
    {},
    ['content fixed reject PaymentHead/payerIdType → 1'],
  ],
  [
    'change of a cancellation',
    'CEB623Message',
    { appType: '2' },
    {},
    ['content fixed reject InvtCancel/appType → 1'],
  ],
  [
    'export list flagged import',
    'CEB603Message',
    { ieFlag: 'I' },
    {},
    ['content one-of reject InventoryHead/ieFlag → E'],
  ],
  [
    'return sent to China',
    'CEB213Message',
    { country: '142' },
    {},
    ['content none-of reject InvtRefundHead/country'],
  ],
  // Codes
  [
    'mode of export in an import list',
    'CEB621Message',
    { tradeMode: '9710' },
    {},
    ['content one-of reject InventoryHead/tradeMode'],
  ],
  [
    'unknown submission type',
    'CEB621Message',
    { appType: '9' },
    {},
    ['content code reject InventoryHead/appType'],
  ],
  ['letters as a unit', 'CEB621Message', {}, { unit: 'aaa' }, ['content code reject InventoryList[1]/unit']],
  [
    'a unit that is in no table',
    'CEB621Message',
    {},
    { unit: '999' },
    ['content code-unknown hold InventoryList[1]/unit'],
  ],
  [
    'an office that is in no table',
    'CEB621Message',
    { customsCode: '9999' },
    {},
    ['content code-unknown warn InventoryHead/customsCode'],
  ],
  [
    'a flag in small letters',
    'CEB603Message',
    { statisticsFlag: 'b' },
    {},
    ['content code reject InventoryHead/statisticsFlag → B'],
  ],
  [
    'a country without its zeros',
    'CEB603Message',
    { country: '1' },
    {},
    ['format length reject InventoryHead/country → 001'],
  ],
  [
    'a unit without its zero',
    'CEB621Message',
    {},
    { unit: '11' },
    ['format length reject InventoryList[1]/unit → 011'],
  ],
  [
    'a commodity code without its zero',
    'CEB621Message',
    {},
    { gcode: '402100000' },
    ['format length reject InventoryList[1]/gcode → 0402100000'],
  ],
  [
    'a commodity code with letters',
    'CEB621Message',
    {},
    { gcode: '33049900AB' },
    ['content gcode reject InventoryList[1]/gcode'],
  ],
  // Moments
  [
    '30 February',
    'CEB621Message',
    { declTime: '20250230' },
    {},
    ['content moment reject InventoryHead/declTime'],
  ],
  [
    '29 February of a common year',
    'CEB621Message',
    { appTime: '20250229000000' },
    {},
    ['content moment reject InventoryHead/appTime'],
  ],
  ['29 February of a leap year', 'CEB621Message', { appTime: '20240229000000' }, {}, []],
  [
    'hour 24',
    'CEB621Message',
    { appTime: '20250601240000' },
    {},
    ['content moment reject InventoryHead/appTime'],
  ],
  [
    'letters in a moment',
    'CEB621Message',
    { appTime: '2025060108300x' },
    {},
    ['content moment reject InventoryHead/appTime'],
  ],
  [
    'year 9999',
    'CEB411Message',
    { payTime: '99990101000000' },
    {},
    ['content moment-year reject PaymentHead/payTime'],
  ],
  [
    'year 1970',
    'CEB411Message',
    { payTime: '19700101000000' },
    {},
    ['content moment-year reject PaymentHead/payTime'],
  ],
  [
    'next month',
    'CEB411Message',
    { payTime: '20250801000000' },
    {},
    ['content moment-future warn PaymentHead/payTime'],
  ],
  ['an announced arrival', 'CEB621Message', { ieDate: '20250801' }, {}, []],
  [
    'a moment with separators',
    'CEB621Message',
    { appTime: '2025-06-01 08:30:00' },
    {},
    ['format length reject InventoryHead/appTime → 20250601083000'],
  ],
  [
    'an empty optional date',
    'CEB621Message',
    { ieDate: '' },
    {},
    ['format empty reject InventoryHead/ieDate → null'],
  ],
  // Conditions
  [
    '9610 without conveyance',
    'CEB621Message',
    { trafNo: null, voyageNo: '' },
    {},
    [
      'content required-when reject InventoryHead/trafNo',
      'content required-when reject InventoryHead/voyageNo',
    ],
  ],
  [
    '1210 without its account book',
    'CEB621Message',
    {
      tradeMode: '1210',
      country: '142',
      trafNo: null,
      voyageNo: null,
      billNo: null,
      emsNo: null,
      areaCode: null,
      areaName: null,
    },
    { itemRecordNo: null },
    [
      'content required-when reject InventoryHead/emsNo',
      'content required-when reject InventoryHead/areaCode',
      'content required-when reject InventoryHead/areaName',
      'content required-when reject InventoryList[1]/itemRecordNo',
    ],
  ],
  [
    '1210 as it should be',
    'CEB621Message',
    { tradeMode: '1210', country: '142', trafNo: null, voyageNo: null, billNo: null },
    {},
    [],
  ],
  [
    '1210 with conveyance',
    'CEB621Message',
    { tradeMode: '1210', country: '142', voyageNo: null, billNo: null },
    {},
    ['content absent-when warn InventoryHead/trafNo → null'],
  ],
  [
    '1239 from abroad',
    'CEB621Message',
    { tradeMode: '1239', trafNo: null, voyageNo: null, billNo: null },
    {},
    ['content fixed-when reject InventoryHead/country → 142'],
  ],
  [
    'a second unit without quantity',
    'CEB621Message',
    {},
    { qty2: null },
    ['content pair reject InventoryList[1]/qty2'],
  ],
  [
    'a second quantity without unit',
    'CEB621Message',
    {},
    { unit2: null },
    ['content pair reject InventoryList[1]/unit2'],
  ],
  ['neither', 'CEB621Message', {}, { unit2: null, qty2: null }, []],
  [
    'an end without start',
    'CEB701Message',
    { startTime: null },
    {},
    ['content pair reject SummaryApplyHead/startTime'],
  ],
  [
    'what only the table requires',
    'CEB511Message',
    { insuredFee: null },
    {},
    ['content annex-requires warn LogisticsHead/insuredFee'],
  ],
  [
    'an empty required field of export',
    'CEB303Message',
    { orderNo: '' },
    {},
    ['content empty reject OrderHead/orderNo'],
  ],
  // Numbers
  [
    'a negative amount',
    'CEB311Message',
    { freight: '-1' },
    {},
    ['content negative reject OrderHead/freight'],
  ],
  ['no freight', 'CEB311Message', { freight: '0' }, {}, []],
  ['no quantity', 'CEB621Message', {}, { qty: '0.00' }, ['content not-positive reject InventoryList[1]/qty']],
  [
    '20 digits',
    'CEB311Message',
    { freight: '12345678901234567890' },
    {},
    ['format digits reject OrderHead/freight'],
  ],
  ['six places', 'CEB311Message', { freight: '0.123456' }, {}, ['format places reject OrderHead/freight']],
  ['places that do not count', 'CEB311Message', { freight: '0.1000000' }, {}, []],
  [
    'full-width digits',
    'CEB311Message',
    { freight: '１２．５' },
    {},
    ['format not-decimal reject OrderHead/freight → 12.5'],
  ],
  [
    'thousands',
    'CEB311Message',
    { freight: '1,234.50' },
    {},
    ['format not-decimal reject OrderHead/freight → 1234.50'],
  ],
  [
    'a comma that may be a point',
    'CEB311Message',
    { freight: '1,234' },
    {},
    ['format not-decimal reject OrderHead/freight'],
  ],
  [
    'exponent',
    'CEB311Message',
    { freight: '1.2E+3' },
    {},
    ['format not-decimal reject OrderHead/freight → 1200'],
  ],
  [
    'small exponent',
    'CEB311Message',
    { freight: '1.25e-3' },
    {},
    ['format not-decimal reject OrderHead/freight → 0.00125'],
  ],
  [
    'a currency sign',
    'CEB311Message',
    { freight: '¥12' },
    {},
    ['format not-decimal reject OrderHead/freight'],
  ],
  [
    'a whole number with a point',
    'CEB621Message',
    { packNo: '1.0' },
    {},
    ['format not-integer reject InventoryHead/packNo → 1'],
  ],
  // Signs
  [
    'full-width digits in a number',
    'CEB621Message',
    { orderNo: 'ＤＥＭＯ１' },
    {},
    ['content full-width reject InventoryHead/orderNo → DEMO1'],
  ],
  ['full-width signs in an address', 'CEB621Message', { consigneeAddress: '演示路１号（东）' }, {}, []],
  [
    'a zero-width blank in a number',
    'CEB621Message',
    { orderNo: 'DE\u200bMO' },
    {},
    ['content invisible reject InventoryHead/orderNo → DEMO'],
  ],
  [
    'a zero-width blank in a name',
    'CEB621Message',
    { buyerName: '演\u200b示' },
    {},
    ['content invisible warn InventoryHead/buyerName → 演示'],
  ],
  [
    'a turned number',
    'CEB621Message',
    { orderNo: 'DE\u202eOM' },
    {},
    ['content bidi reject InventoryHead/orderNo → DEOM'],
  ],
  [
    'a turned name',
    'CEB621Message',
    {},
    { gname: '演\u202e示' },
    ['content bidi warn InventoryList[1]/gname → 演示'],
  ],
  [
    'a tab behind a number',
    'CEB621Message',
    { copNo: 'DEMO\t' },
    {},
    ['content blanks warn InventoryHead/copNo → DEMO'],
  ],
  [
    'a control character in a number',
    'CEB621Message',
    { copNo: 'DE\u0085MO' },
    {},
    ['content control reject InventoryHead/copNo → DEMO'],
  ],
  ['lines in an address', 'CEB621Message', { consigneeAddress: '演示路\n1号' }, {}, []],
  [
    'nothing but blanks',
    'CEB621Message',
    { orderNo: '  ' },
    {},
    ['content blank reject InventoryHead/orderNo'],
  ],
  [
    'damaged text',
    'CEB621Message',
    { buyerName: '演\ufffd示' },
    {},
    ['content broken-text warn InventoryHead/buyerName'],
  ],
  ['a sign of four bytes', 'CEB621Message', { buyerName: '演示𠮷' }, {}, []],
  [
    'HTML and SQL are text',
    'CEB621Message',
    { note: "<script>alert(1)</script>'; DROP TABLE x; --" },
    {},
    [],
  ],
];

describe('what is said', () => {
  test.each(table)('%s', (_, type, head, line, expected) => {
    expect(said(type, head, line)).toEqual(expected);
  });

  test('every finding is in both languages, names its field in Chinese and cites the annex', () => {
    for (const [, type, head, line] of table) {
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
