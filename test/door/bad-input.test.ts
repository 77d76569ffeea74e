import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { columnsOf, type Document, encodeJson, encodeXml } from '../../messages/index.ts';
import type { Finding } from '../../shared/index.ts';
import { type Answered, type Door, freshParcel, messageFor, openDoor, said } from './door.ts';
import { zipOf } from './zip.ts';

let door: Door;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(async () => {
  expect(door.alarms).toEqual([]);
  await door.close();
});

/** One order in all its forms; every row of the tables changes one of its own. */
function order() {
  const document = freshParcel().order;
  const message = messageFor([document]);
  const xml = encodeXml(message);
  return {
    document,
    sender: message.transfer?.['copCode'] ?? '',
    xml,
    json: encodeJson(message),
    csv: (separator = ',') => csvOf(document, separator),
    /** The XML with another value, as it stands between the tags. */
    with: (name: string, value: string) =>
      xml.replace(new RegExp(`(<ceb:${name}>)[^<]*`), (_, tag) => tag + value),
    jsonWith: (name: string, value: string) =>
      encodeJson(message).replace(new RegExp(`"${name}":"[^"]*"`), () => `"${name}":${value}`),
  };
}
type Order = ReturnType<typeof order>;

function csvOf({ type, head, lines }: Document, separator: string): string {
  const columns = columnsOf(type);
  const rows = lines.map(line =>
    columns.map(({ part, field }) => (part === 'head' ? head : line)[field.name] ?? ''),
  );
  const cell = (text: string) => (text.includes(separator) ? `"${text}"` : text);
  return [columns.map(column => column.label), ...rows]
    .map(row => `${row.map(cell).join(separator)}\r\n`)
    .join('');
}

async function workbook(document: Document, change: (sheet: ExcelJS.Worksheet) => void): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('订单');
  for (const row of csvOf(document, '\t').trimEnd().split('\r\n')) sheet.addRow(row.split('\t'));
  change(sheet);
  return Buffer.from(await book.xlsx.writeBuffer());
}

function bilingual(finding: Finding | undefined): void {
  expect(finding?.message.zh).toMatch(/[\u4e00-\u9fff]/);
  expect(finding?.message.en).toMatch(/[a-z]{3}/);
  expect(finding?.cites.length).toBeGreaterThan(0);
}

const findingsOf = (answer: Answered) => (answer.body['findings'] ?? []) as readonly Finding[];
const recordsOf = (answer: Answered) =>
  (answer.body['records'] ?? []) as readonly {
    state: string;
    cases: string[];
    findings: readonly Finding[];
  }[];

type Body = string | Uint8Array;
interface Row {
  readonly title: string;
  readonly body: (it: Order) => Body | Promise<Body>;
  readonly type?: string;
  readonly code: string;
}

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map(part => Buffer.from(part as string)));
const cut = (it: Order) => it.xml.indexOf('<ceb:orderNo>');

/** What nobody can read: the whole message is refused, kept, and answered with a format-check receipt. */
const UNREADABLE: readonly Row[] = [
  { title: 'empty body', body: () => '', code: 'empty' },
  { title: 'only blanks', body: () => ' \n\t ', code: 'empty' },
  { title: 'XML cut in a record', body: it => it.xml.slice(0, cut(it) + 20), code: 'truncated' },
  { title: 'XML cut in its tail', body: it => it.xml.slice(0, -20), code: 'truncated' },
  { title: 'two roots', body: it => it.xml + it.xml.replace(/<\?[^>]*\?>/, ''), code: 'malformed' },
  { title: 'UTF-16 without a mark', body: it => Buffer.from(it.xml, 'utf16le'), code: 'encoding' },
  {
    title: 'bytes of no encoding',
    body: it => bytes(it.xml.slice(0, cut(it) + 13), [0xff, 0xfe, 0x80], it.xml.slice(cut(it) + 13)),
    code: 'encoding',
  },
  {
    title: 'DTD',
    body: it => it.xml.replace('?>', '?><!DOCTYPE a SYSTEM "file:///etc/passwd">'),
    code: 'doctype',
  },
  {
    title: 'entity bomb',
    body: () =>
      `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "${'x'.repeat(1000)}">${Array.from({ length: 20 }, (_, i) => `<!ENTITY a${i} "${`&a${i === 0 ? '' : i - 1};`.repeat(20)}">`).join('')}]><l>&a19;</l>`,
    code: 'doctype',
  },
  { title: 'entity of one’s own', body: it => it.with('orderNo', '&xxe;'), code: 'entity' },
  { title: 'XML 100,000 deep', body: it => it.with('buyerName', '<a>'.repeat(100_000)), code: 'too-deep' },
  { title: 'JSON 100,000 deep', body: () => '{"a":'.repeat(100_000), code: 'too-deep' },
  { title: 'another root', body: () => '<html><body/></html>', code: 'wrong-root' },
  {
    title: 'unknown type',
    body: it => it.xml.replaceAll('CEB311Message', 'CEB999Message'),
    code: 'unknown-type',
  },
  {
    title: 'unknown type in JSON',
    body: it => it.json.replace('CEB311Message', 'CEB999Message'),
    code: 'unknown-type',
  },
  {
    title: 'two types in one message',
    body: it => it.xml.replace('</ceb:Order>', '</ceb:Order><ceb:Payment><ceb:PaymentHead/></ceb:Payment>'),
    code: 'mixed-types',
  },
  { title: 'control character', body: it => it.with('buyerName', '甲\u0001乙'), code: 'illegal-character' },
  {
    title: 'control character by number',
    body: it => it.with('buyerName', '甲&#2;乙'),
    code: 'illegal-character',
  },
  { title: 'U+0000', body: it => it.with('buyerName', '甲\u0000乙'), code: 'illegal-character' },
  { title: 'U+0000 by number', body: it => it.with('buyerName', '甲&#x0;乙'), code: 'illegal-character' },
  {
    title: 'half a surrogate by number',
    body: it => it.with('buyerName', '甲&#xD800;乙'),
    code: 'illegal-character',
  },
  {
    title: 'half a surrogate as bytes',
    body: it => bytes(it.xml.slice(0, cut(it) + 13), [0xed, 0xa0, 0x80], it.xml.slice(cut(it) + 13)),
    code: 'encoding',
  },
  {
    title: 'U+0000 in JSON',
    body: it => it.jsonWith('buyerName', '"甲\\u0000乙"'),
    code: 'illegal-character',
  },
  {
    title: 'half a surrogate in JSON',
    body: it => it.jsonWith('buyerName', '"甲\\ud800乙"'),
    code: 'illegal-character',
  },
  {
    title: 'JSON with __proto__',
    body: it => it.json.replace('"head":{', '"head":{"__proto__":{"polluted":"yes"},'),
    code: 'prototype-key',
  },
  {
    title: 'JSON with constructor',
    body: it => it.json.replace('{', '{"constructor":{"prototype":{"polluted":"yes"}},'),
    code: 'prototype-key',
  },
  { title: 'JSON cut off', body: it => it.json.slice(0, -10), code: 'truncated' },
  {
    title: 'JSON with a comma too many',
    body: it => it.json.replace('"documents"', ',"documents"'),
    code: 'malformed',
  },
  { title: 'JSON text', body: () => '"CEB311Message"', type: 'application/json', code: 'wrong-root' },
  {
    title: 'CSV without our columns',
    body: () => 'a,b,c\r\n1,2,3\r\n',
    type: 'text/csv',
    code: 'sheet-header',
  },
  {
    title: 'CSV with a separator nobody uses',
    body: it => it.csv('~'),
    type: 'text/csv',
    code: 'sheet-header',
  },
  {
    title: 'CSV in no encoding',
    body: it => bytes(it.csv(), [0xff, 0xff, 0x80]),
    type: 'text/csv',
    code: 'sheet-encoding',
  },
  { title: 'plain prose', body: () => '您好，订单见附件。', type: 'text/plain', code: 'sheet-header' },
  { title: 'PDF', body: () => '%PDF-1.7\n1 0 obj', type: 'application/pdf', code: 'sheet-header' },
  {
    title: 'random bytes of unknown type',
    body: () => bytes([1, 2, 3, 0, 0, 255, 254, 7]),
    type: 'application/x-whatever',
    code: 'sheet-encoding',
  },
  {
    title: 'old Excel',
    body: () => bytes([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]),
    code: 'old-excel',
  },
  { title: 'damaged XLSX', body: () => bytes('PK\x03\x04 and no more'), code: 'sheet-damaged' },
  {
    title: 'XLSX bomb',
    body: () =>
      zipOf({
        '[Content_Types].xml': '<Types/>',
        'xl/workbook.xml': '<workbook/>',
        'xl/worksheets/sheet1.xml': Buffer.alloc(300 * 1024 * 1024, 0x20),
      }),
    code: 'sheet-too-large',
  },
];

describe('what nobody can read', () => {
  it.each(UNREADABLE)('$title → $code', async ({ body, type = 'application/xml', code }) => {
    const it = order();
    const sent = Buffer.from((await body(it)) as string);
    const key = await door.keyFor(it.sender);
    const before = await door.counts();

    const checked = await door.ask('/v1/precheck', { key, type, body: sent });
    expect(checked.status).toBe(200);
    expect((checked.body['refused'] as Finding | undefined)?.code).toBe(code);
    expect(await door.counts()).toEqual(before);

    const answer = await door.ask('/v1/envelopes', { key, type, body: sent });
    expect(answer.status).toBe(422);
    expect(answer.body['state']).toBe('refused');
    const [finding] = findingsOf(answer);
    expect(finding).toMatchObject({ code, severity: 'reject' });
    bilingual(finding);
    expect(recordsOf(answer)).toEqual([]);
    // Kept as it came, journalled, answered with a format-check receipt, and nothing else.
    expect(await door.counts()).toEqual({
      ...before,
      envelopes: before.envelopes + 1,
      answers: before.answers + 1,
      journal: before.journal + 1,
    });
    const id = String(answer.body['envelope']);
    const stored = await fetch(`${door.url}/v1/envelopes/${id}/bytes`, { headers: key });
    expect(Buffer.from(await stored.arrayBuffer()).equals(sent)).toBe(true);
    const again = await door.ask(`/v1/envelopes/${id}`, { key });
    expect(findingsOf(again)[0]?.code).toBe(code);
    const feed = await door.ask('/v1/receipts?type=CEB900Message&limit=1000', { key });
    expect((feed.body['receipts'] as { key: string }[]).filter(item => item.key === id)).toHaveLength(1);
  });
});

interface RecordRow {
  readonly title: string;
  readonly body: (it: Order) => Body | Promise<Body>;
  readonly type?: string;
  readonly says: string;
}

/** What can be read and is wrong: the record is refused by name, its message acknowledged. */
const WRONG: readonly RecordRow[] = [
  {
    title: '30 February',
    body: it => it.with('appTime', '20260230120000'),
    says: 'moment reject OrderHead/appTime',
  },
  {
    title: 'the year 9999',
    body: it => it.with('appTime', '99991231235959'),
    says: 'moment-year reject OrderHead/appTime',
  },
  {
    title: 'a negative amount',
    body: it => it.with('goodsValue', '-361.00'),
    says: 'negative reject OrderHead/goodsValue',
  },
  {
    title: 'twenty digits',
    body: it => it.with('goodsValue', '12345678901234567890'),
    says: 'digits reject OrderHead/goodsValue',
  },
  {
    title: 'full-width digits',
    body: it => it.with('goodsValue', '３６１．００'),
    says: 'not-decimal reject OrderHead/goodsValue',
  },
  {
    title: 'a number in E notation',
    body: it => it.with('goodsValue', '3.61e2'),
    says: 'not-decimal reject OrderHead/goodsValue',
  },
  {
    title: 'a JSON number beyond floats',
    body: it => it.jsonWith('goodsValue', '12345678901234567890'),
    says: 'digits reject OrderHead/goodsValue',
  },
  {
    title: 'a JSON object for a text',
    body: it => it.jsonWith('goodsValue', '{"a":1}'),
    says: 'wrong-kind reject OrderHead/goodsValue',
  },
  {
    title: 'markup for a code',
    body: it => it.with('currency', '&lt;img src=x onerror=alert(1)&gt;'),
    says: 'length reject OrderHead/currency',
  },
  {
    title: 'a CSV cell that is a formula',
    body: it => it.csv().replace(it.document.head['goodsValue'] ?? '', '=1+1'),
    type: 'text/csv',
    says: 'sheet-formula reject OrderHead/goodsValue',
  },
  {
    title: 'an XLSX formula',
    body: it =>
      workbook(it.document, sheet => {
        sheet.getCell(2, columnOf('goodsValue')).value = {
          formula: 'HYPERLINK("http://evil.example","x")',
          result: 5,
        } as ExcelJS.CellFormulaValue;
      }),
    says: 'sheet-formula reject OrderHead/goodsValue',
  },
];

function columnOf(name: string): number {
  return columnsOf('CEB311Message').findIndex(column => column.field.name === name) + 1;
}

describe('what is wrong in a record', () => {
  it.each(WRONG)('$title → $says', async ({ body, type = 'application/xml', says }) => {
    const it = order();
    const sent = await body(it);
    const key = await door.keyFor(it.sender);
    const before = await door.counts();
    const checked = await door.ask('/v1/precheck', { key, type, body: sent });
    expect(checked.status).toBe(200);
    const judged = checked.body['cases'] as { outcome: string; findings: Finding[] }[];
    expect(judged[0]?.outcome).toBe('reject');
    expect(judged[0]?.findings.map(said)).toContain(says);
    expect(await door.counts()).toEqual(before);

    const answer = await door.ask('/v1/envelopes?type=CEB311Message', { key, type, body: sent });
    expect(answer.status).toBe(200);
    const [record] = recordsOf(answer);
    expect(record?.state).toBe('refused');
    expect(record?.findings.map(said)).toContain(says);
    bilingual(record?.findings.find(finding => said(finding) === says));
    expect(await door.counts()).toEqual({
      ...before,
      envelopes: before.envelopes + 1,
      documents: before.documents + 1,
      answers: before.answers + 1,
      journal: before.journal + 1,
    });
  });
});

describe('what looks strange and is right', () => {
  const STRANGE: readonly { title: string; value: string; escaped?: string; warns?: string }[] = [
    { title: 'characters of four bytes', value: '演示𠮷𩸽田' },
    { title: 'right-to-left override', value: '演示\u202e甲乙', warns: 'bidi warn OrderHead/buyerName' },
    { title: 'SQL', value: "演'); drop table clearance.document; --" },
    { title: 'HTML', value: '<script>alert(1)</script>', escaped: '&lt;script&gt;alert(1)&lt;/script&gt;' },
    { title: 'template and shell signs', value: '#{7*7}{{7*7}}$(id)`id`%s%n' },
  ];
  it.each(STRANGE)('$title is kept and given back as text', async ({ value, escaped = value, warns }) => {
    const it = order();
    const key = await door.keyFor(it.sender);
    const sent = it.with('buyerName', escaped);
    const answer = await door.ask('/v1/envelopes', { key, type: 'application/xml', body: sent });
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    const [record] = recordsOf(answer);
    expect(record?.state).toBe('current');
    expect(record?.findings.map(said)).toEqual(warns ? [warns] : []);
    const stored = await door.ask(`/v1/envelopes/${answer.body['envelope']}/bytes`, { key });
    expect(stored.text).toBe(sent);
    const shown = await door.ask(`/v1/cases/${encodeURIComponent(record?.cases[0] ?? '')}`, { key });
    expect(shown.status).toBe(200);
    expect((await door.counts()).documents).toBeGreaterThan(0);
    // Quoted by a finding it is the same text: here the name is in a field that takes only a code.
    const wrong = order();
    const quoted = await door.ask('/v1/precheck', {
      key: await door.keyFor(wrong.sender),
      type: 'application/json',
      body: wrong.jsonWith('currency', JSON.stringify(value)),
    });
    const [judged] = quoted.body['cases'] as { outcome: string; findings: Finding[] }[];
    expect(judged?.outcome).toBe('reject');
    expect(judged?.findings.find(finding => finding.path === 'OrderHead/currency')?.value).toBe(value);
  });
});

describe('doubles inside one message', () => {
  it('the same guid with other content: the second is refused by name', async () => {
    const [first, second] = [freshParcel().order, freshParcel().order];
    const sender = first.head['ebpCode'] ?? '';
    const twin: Document = {
      ...second,
      head: {
        ...second.head,
        guid: first.head['guid'] ?? '',
        ebpCode: sender,
        ebpName: first.head['ebpName'] ?? '',
      },
    };
    const answer = await door.hand(messageFor([first, twin]));
    expect(recordsOf(answer).map(record => record.state)).toEqual(['current', 'refused']);
    expect(recordsOf(answer)[1]?.findings.map(said)).toEqual(['guid-repeated reject OrderHead/guid']);
  });

  it('the same business key twice: the second is refused, the first stands', async () => {
    const { order: first } = freshParcel();
    const twin: Document = {
      ...first,
      head: { ...first.head, guid: 'AAAAAAAA-0000-4000-8000-00000000AAAA', note: '演示：同号' },
    };
    const before = await door.counts();
    const answer = await door.hand(messageFor([first, twin]));
    expect(recordsOf(answer).map(record => record.state)).toEqual(['current', 'refused']);
    bilingual(recordsOf(answer)[1]?.findings[0]);
    expect(await door.counts()).toMatchObject({
      documents: before.documents + 2,
      answers: before.answers + 2,
      cases: before.cases + 1,
    });
  });

  it('the very same record twice counts once', async () => {
    const { order: only } = freshParcel();
    const before = await door.counts();
    const answer = await door.hand(messageFor([only, only]));
    const states = recordsOf(answer).map(record => record.state);
    expect(states[0]).toBe('current');
    expect((await door.counts()).cases).toBe(before.cases + 1);
    const current = await door.zone.platform.database.query(
      "select 1 from clearance.document where state = 'current' and key = $1",
      [`${only.head['ebpCode']}|${only.head['orderNo']}`],
    );
    expect(current).toHaveLength(1);
  });
});

describe('sheets as people save them', () => {
  it.each([
    ['comma', ','],
    ['semicolon', ';'],
    ['tab', '\t'],
  ])('CSV with %s is read', async (_, separator) => {
    const it = order();
    const answer = await door.ask('/v1/envelopes', {
      key: await door.keyFor(it.sender),
      type: 'text/csv',
      body: it.csv(separator),
    });
    expect(recordsOf(answer).map(record => record.state)).toEqual(['current']);
  });

  it('pollutes no prototype', () => {
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
