import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { messageTypes } from '../catalogue.ts';
import type { Document, Fields, MessageType } from '../document.ts';
import { matchHeader } from './columns.ts';
import { columnsOf, decodeSheet, sheetTemplate } from './index.ts';

/** A value of the right form for each field; meaning does not matter here. */
function sample(type: MessageType, row: number): { head: Fields; line: Fields } {
  const head: Record<string, string> = {};
  const line: Record<string, string> = {};
  for (const { field, part } of columnsOf(type)) {
    const { facets, name } = field;
    const target = part === 'head' ? head : line;
    const fixed = field.schemaFixed ?? field.fixed ?? field.oneOf?.[0];
    if (fixed !== undefined) target[name] = fixed;
    else if (field.moment && facets.kind === 'string')
      target[name] = '20250601083000123'.slice(0, facets.max);
    else if (facets.kind === 'string') {
      const text = name === 'guid' ? `DEMO-GUID-${row}` : `0${row}12345678901234567890`;
      target[name] =
        facets.min === facets.max
          ? text.padEnd(facets.max, '7').slice(0, facets.max)
          : text.slice(0, Math.min(facets.max, 20));
    } else if (facets.kind === 'decimal') target[name] = '1234567.00001';
    else target[name] = '1';
    if (field.numbering !== undefined) target[name] = '1';
  }
  return { head, line };
}

function documents(type: MessageType): Document[] {
  return [1, 2, 3].map(row => {
    const { head, line } = sample(type, row);
    const hasLines = Object.keys(line).length > 0;
    const lines = hasLines ? [line, { ...line, gnum: '2' }].slice(0, row === 2 ? 1 : 2) : [];
    return { type, head, lines };
  });
}

/** Values of each row under the template's own headers; head cells of later rows are blank or repeated. */
function rowsOf(document: Document, repeat: boolean): (string | null)[][] {
  const columns = columnsOf(document.type);
  const lines: readonly Fields[] = document.lines.length === 0 ? [{}] : document.lines;
  return lines.map((line, i) =>
    columns.map(({ part, field }) =>
      part === 'line'
        ? (line[field.name] ?? null)
        : i === 0 || repeat
          ? (document.head[field.name] ?? null)
          : null,
    ),
  );
}

const TYPES: readonly MessageType[] = [
  'CEB311Message',
  'CEB411Message',
  'CEB511Message',
  'CEB621Message',
  'CEB303Message',
  'CEB603Message',
];

describe('template → filled → decoded gives the same documents', () => {
  it.each(TYPES)('%s as XLSX', async type => {
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(Buffer.from(await sheetTemplate(type, 'xlsx')) as unknown as ArrayBuffer);
    const sheet = book.worksheets[0];
    const given = documents(type);
    for (const [i, document] of given.entries()) sheet?.addRows(rowsOf(document, i === 0));
    const decoded = await decodeSheet(new Uint8Array(await book.xlsx.writeBuffer()));
    expect(decoded.refused).toBeUndefined();
    expect(decoded).toMatchObject({ kind: 'xlsx', type, findings: [] });
    expect(decoded.records.map(({ document }) => document)).toEqual(given);
    expect(
      decoded.records.flatMap(({ findings }) => findings.filter(({ rule }) => rule === 'messages/sheet')),
    ).toEqual([]);
  });

  it.each(TYPES)('%s as CSV', async type => {
    const given = documents(type);
    const header = Buffer.from(await sheetTemplate(type, 'csv')).toString('utf8');
    const body = given
      .flatMap((document, i) => rowsOf(document, i === 1))
      .map(row => row.map(it => it ?? '').join(','));
    const decoded = await decodeSheet(Buffer.from(`${header}${body.join('\r\n')}\r\n`));
    expect(decoded).toMatchObject({ kind: 'csv', type, encoding: 'UTF-8', separator: ',', findings: [] });
    expect(decoded.records.map(({ document }) => document)).toEqual(given);
  });
});

describe('every type of the annex', () => {
  it.each(messageTypes)('%s: the template’s own headers are all recognised', async type => {
    const columns = columnsOf(type);
    const header = Buffer.from(await sheetTemplate(type, 'csv'))
      .toString('utf8')
      .replace(/^\ufeff/, '')
      .trim();
    const match = matchHeader(type, new Map(header.split(',').map((text, i) => [i, text])));
    expect([...match.columns].sort(([a], [b]) => a - b).map(([i, column]) => [i, column.label])).toEqual(
      columns.map(({ label }, i) => [i, label]),
    );
    expect([match.unknown, match.doubled]).toEqual([[], []]);
  });
});

const HEADER = [
  '支付企业代码',
  'payName',
  '支付交易编号 payTransactionId',
  '*订单编号（必填）',
  'ebpCode',
  '电商平台名称',
  'payerIdType',
  'payerIdNumber',
  '支付人姓名',
  'amountPaid',
  'currency',
  'payTime',
];
const ROW = [
  '370198Z001',
  '演示支付有限公司',
  'P0001',
  'DEMO-0001',
  '3701000001',
  '演示平台',
  '1',
  '11010119000101004X',
  '张三',
  '12.50',
  '142',
  '20250601083000',
];
const fill = (index: number) => ({
  guid: `DEMO0000-0000-0000-0000-${String(index).padStart(12, '0')}`,
  appType: '1',
  appTime: '20250601090000',
  appStatus: '2',
});
const csv = (separator: string, rows: readonly (readonly string[])[] = [HEADER, ROW]) =>
  rows.map(row => row.join(separator)).join('\n');

describe('CSV as people make it', () => {
  it.each([
    [',', ','],
    [';', ';'],
    ['\t', '\t'],
  ])('separator %j, Chinese or official names in any order', async separator => {
    const decoded = await decodeSheet(Buffer.from(csv(separator)), { fill });
    expect(decoded).toMatchObject({ type: 'CEB411Message', separator, findings: [] });
    expect(decoded.records[0]?.document.head).toMatchObject({
      orderNo: 'DEMO-0001',
      payerName: '张三',
      appTime: '20250601090000',
    });
    expect(decoded.records[0]?.findings).toEqual([]);
    expect(decoded.cellOf(0, 'PaymentHead/amountPaid')).toBe('J2');
    expect(decoded.cellOf(0, 'PaymentHead/note')).toBe('A2');
    expect(decoded.rowsOf(0)).toEqual({ first: 2, last: 2 });
    expect(decoded.rowsOf(1)).toBeUndefined();
  });

  it('GB18030', async () => {
    // '订单编号,payCode' and a line in GB18030.
    const bytes = Buffer.from('b6a9b5a5b1e0bac5', 'hex');
    const decoded = await decodeSheet(
      Buffer.concat([bytes, Buffer.from(',payCode,payTransactionId\nD1,3701,P1\n')]),
      { type: 'CEB411Message' },
    );
    expect(decoded.encoding).toBe('GB18030');
    expect(decoded.cellOf(0, 'PaymentHead/orderNo')).toBe('A2');
  });

  it('UTF-16 with mark, tabs ("Unicode text")', async () => {
    const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(csv('\t'), 'utf16le')]);
    const decoded = await decodeSheet(bytes, { fill });
    expect(decoded).toMatchObject({ encoding: 'UTF-16LE', type: 'CEB411Message' });
  });

  it('a title above the header, quotes, line breaks and text constants', async () => {
    const row = [...ROW];
    row[1] = '"演示, ""支付""\n公司"';
    row[2] = '="000123"';
    row[3] = "'0009";
    const decoded = await decodeSheet(Buffer.from(csv(',', [['付款单'], [], HEADER, row, []])), { fill });
    expect(decoded.records).toHaveLength(1);
    expect(decoded.records[0]?.document.head).toMatchObject({
      payName: '演示, "支付"\n公司',
      payTransactionId: '000123',
      orderNo: '0009',
    });
    expect(decoded.cellOf(0, 'PaymentHead/payCode')).toBe('A4');
  });

  const refusal = async (bytes: Uint8Array | string, options = {}) =>
    (await decodeSheet(Buffer.from(bytes), { fill, ...options })).refused;

  it('wrong separator, unbalanced quotes, wrong encoding, nothing known', async () => {
    expect(await refusal(csv('|'))).toMatchObject({ code: 'sheet-separator', value: '|' });
    expect((await refusal(csv('，')))?.message.zh).toContain('，');
    expect(await refusal(csv(',', [HEADER, ['"x', ...ROW.slice(1)]]))).toMatchObject({ code: 'sheet-quote' });
    expect(await refusal(Buffer.from([0x41, 0x2c, 0xff, 0xff, 0xfe, 0x0a]))).toMatchObject({
      code: 'sheet-encoding',
    });
    expect(await refusal('a,b,c\n1,2,3\n')).toMatchObject({ code: 'sheet-header' });
    expect(await refusal('')).toMatchObject({ code: 'sheet-empty' });
    expect(await refusal(csv(',', [HEADER]))).toMatchObject({ code: 'sheet-empty' });
    expect(await refusal('<html><table>')).toMatchObject({ code: 'sheet-kind' });
    expect(await refusal('订单编号,note\n1,2\n')).toMatchObject({ code: 'sheet-type' });
    expect(await refusal(csv(',', [HEADER, ROW, ROW, ROW]), { rowsMax: 2 })).toMatchObject({
      code: 'sheet-rows',
    });
    expect(await refusal(Buffer.from('d0cf11e0a1b11ae1000000000000', 'hex'))).toMatchObject({
      code: 'sheet-xls',
    });
  });

  it('missing columns are named and refuse; unknown and doubled ones are told with their cell', async () => {
    const without = (row: readonly string[]) => row.filter((_, i) => i !== 9);
    const missing = await decodeSheet(Buffer.from(csv(',', [without(HEADER), without(ROW)])), { fill });
    expect(missing.refused).toMatchObject({ code: 'sheet-column-missing', path: 'PaymentHead/amountPaid' });
    expect(missing.refused?.message.zh).toContain('支付金额 amountPaid');
    const noGuid = await decodeSheet(Buffer.from(csv(',')));
    expect(noGuid.findings.map(({ path }) => path)).toContain('PaymentHead/guid');
    const extra = await decodeSheet(
      Buffer.from(
        csv(',', [
          [...HEADER, '颜色', 'orderNo'],
          [...ROW, '红', 'x'],
        ]),
      ),
      { fill },
    );
    expect(extra.findings.map(({ code, path }) => [code, path])).toEqual([
      ['sheet-column-unknown', 'M1'],
      ['sheet-column-doubled', 'N1'],
    ]);
    expect(extra.records[0]?.document.head['orderNo']).toBe('DEMO-0001');
  });

  it('everyday names, and columns without a name', async () => {
    const decoded = await decodeSheet(Buffer.from('订单号,支付流水号,,身份证号\nD1,P1,?,X\n'), {
      type: 'CEB411Message',
    });
    expect(decoded.records[0]?.document.head).toEqual({
      orderNo: 'D1',
      payTransactionId: 'P1',
      payerIdNumber: 'X',
    });
    expect(decoded.findings.map(({ code, path }) => `${code} ${path}`)).toContain('sheet-column-unnamed C2');
  });

  it('dates as people write them, in moment fields only', async () => {
    const dated = (text: string) => ROW.map((cell, i) => (i === 11 || i === 5 ? text : cell));
    const rows = [
      HEADER,
      dated('2025-6-1 8:30'),
      dated('2025/06/01 08:30:05'),
      dated('2025.06.01'),
      dated('2025-13-01 00:00'),
    ];
    const decoded = await decodeSheet(Buffer.from(csv(',', rows)), { fill });
    const values = decoded.records.map(({ document: { head } }) => [head['payTime'], head['ebpName']]);
    expect(values.slice(0, 3)).toEqual([
      ['20250601083000', '2025-6-1 8:30'],
      ['20250601083005', '2025/06/01 08:30:05'],
      ['20250601000000', '2025.06.01'],
    ]);
    expect(decoded.records[0]?.findings.map(({ code }) => code)).toEqual(['sheet-date-read']);
    expect(decoded.records[3]?.findings.some(({ severity }) => severity === 'reject')).toBe(true);
  });

  it('very many findings: later records keep the gravest', async () => {
    const many = Array.from({ length: 2500 }, () => ROW.map(() => 'x'.repeat(101)));
    const decoded = await decodeSheet(Buffer.from(csv(',', [HEADER, ...many])), { fill });
    expect(decoded.findings.at(-1)).toMatchObject({ code: 'sheet-findings-cut' });
    expect(decoded.records.at(-1)?.findings).toMatchObject([{ severity: 'reject' }]);
    expect(decoded.records[0]?.findings.length).toBeGreaterThan(5);
  });

  it('what Excel does to numbers, formulas and shifted rows, at their paths', async () => {
    const rows = [
      [3, '2.02506E+17'],
      [10, '42'],
      [9, '=A1+1'],
      [2, '202506011234567000'],
    ].map(([at, value]) =>
      ROW.map((cell, i) => (i === at ? String(value) : i === 3 && at !== 3 ? `N${value}` : cell)),
    );
    const decoded = await decodeSheet(Buffer.from(csv(',', [HEADER, ...rows, [...ROW, '多', '出']])), {
      fill,
    });
    const own = decoded.records.map(({ findings }) =>
      findings.filter(({ rule }) => rule === 'messages/sheet').map(({ code, path }) => `${code} ${path}`),
    );
    expect(own).toEqual([
      ['sheet-digits-lost PaymentHead/orderNo'],
      ['sheet-zeros-lost PaymentHead/currency'],
      ['sheet-formula PaymentHead/amountPaid'],
      ['sheet-digits-doubtful PaymentHead/payTransactionId'],
      ['sheet-row-shifted PaymentHead'],
    ]);
    expect(decoded.records[1]?.findings[0]?.repair?.value).toBe('042');
    // The formula's value is not taken, and the place is not told a second time as missing.
    expect(decoded.records[2]?.findings).toHaveLength(1);
    expect(decoded.records[2]?.document.head['amountPaid']).toBeUndefined();
  });
});

describe('documents of several rows', () => {
  const header = 'orderNo,ebpCode,buyerName,itemName,OrderList.note,note';
  const lines = (text: string) => decodeSheet(Buffer.from(`${header}\n${text}`), { type: 'CEB311Message' });

  it('blank or repeated head cells, scattered rows, numbering', async () => {
    const decoded = await lines('A,P,张三,苹果,n1,h\n,,,梨,n2,\nB,P,李四,桃,,\nA,P,张三,枣,n3,h\n');
    expect(decoded.records.map(({ document }) => [document.head['orderNo'], document.lines.length])).toEqual([
      ['A', 3],
      ['B', 1],
    ]);
    expect(
      decoded.records[0]?.document.lines.map(line => [line['gnum'], line['itemName'], line['note']]),
    ).toEqual([
      ['1', '苹果', 'n1'],
      ['2', '梨', 'n2'],
      ['3', '枣', 'n3'],
    ]);
    expect(decoded.records[0]?.document.head['note']).toBe('h');
    expect(decoded.cellOf(0, 'OrderList[3]/itemName')).toBe('D5');
    expect(decoded.cellOf(0, 'OrderList[2]')).toBe('A3');
    expect(decoded.rowsOf(0)).toEqual({ first: 2, last: 5 });
  });

  it('rows that disagree on the head', async () => {
    const decoded = await lines('A,P,张三,苹果,,\nA,P,李四,梨,,\n');
    expect(decoded.records).toHaveLength(1);
    expect(decoded.records[0]?.findings).toContainEqual(
      expect.objectContaining({ code: 'sheet-head-differs', path: 'OrderHead/buyerName', value: '李四' }),
    );
  });

  it('the same name twice: head first, then line', async () => {
    const decoded = await decodeSheet(Buffer.from('orderNo,币制,itemName,币制\nA,142,梨,502\n'), {
      type: 'CEB311Message',
    });
    expect(decoded.records[0]?.document.head['currency']).toBe('142');
    expect(decoded.records[0]?.document.lines[0]?.['currency']).toBe('502');
  });
});
