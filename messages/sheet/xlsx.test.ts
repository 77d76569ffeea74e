import { deflateRawSync } from 'node:zlib';
import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { annotateSheet, decodeSheet, sheetTemplate } from './index.ts';

const fill = () => ({
  guid: 'DEMO0000-0000-0000-0000-000000000000',
  appType: '1',
  appTime: '20250601090000',
  appStatus: '2',
});
const HEADER = [
  'payCode',
  'payName',
  'payTransactionId',
  'orderNo',
  'ebpCode',
  'ebpName',
  'payerIdType',
  'payerIdNumber',
  'payerName',
  'amountPaid',
  'currency',
  'payTime',
];
const row = (n: number): ExcelJS.CellValue[] => [
  '370198Z001',
  '演示支付',
  `P${n}`,
  `DEMO-${n}`,
  '3701000001',
  '演示平台',
  '1',
  '11010119000101004X',
  '张三',
  12.5,
  '142',
  '20250601083000',
];

async function workbook(
  change: (sheet: ExcelJS.Worksheet, book: ExcelJS.Workbook) => void,
): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('付款');
  sheet.addRow(HEADER);
  for (let n = 1; n <= 4; n += 1) sheet.addRow(row(n));
  change(sheet, book);
  return new Uint8Array(await book.xlsx.writeBuffer());
}

const load = async (bytes: Uint8Array) => {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(Buffer.from(bytes) as unknown as ArrayBuffer);
  return book;
};

describe('XLSX as people make it', () => {
  it('numbers, rich text and dates are read; what is lost is told', async () => {
    const bytes = await workbook(sheet => {
      sheet.getCell('J2').value = 0.1 + 0.2;
      sheet.getCell('I2').value = { richText: [{ text: '张' }, { text: '三' }] };
      sheet.getCell('L2').value = new Date(Date.UTC(2025, 5, 1, 8, 30, 5));
      sheet.getCell('D3').value = 202506010830001200;
      sheet.getCell('D4').value = new Date(Date.UTC(2025, 2, 1));
      sheet.getCell('J4').value = 0.5;
      sheet.getCell('J4').numFmt = '0%';
      sheet.getCell('J5').value = { formula: 'SUM(J2:J3)', result: 25 };
      sheet.getCell('I5').value = { error: '#N/A' };
      sheet.getCell('B5').value = true;
      sheet.getCell('K5').value = 42;
    });
    const decoded = await decodeSheet(bytes, { fill });
    expect(decoded).toMatchObject({ type: 'CEB411Message', sheet: '付款', findings: [] });
    expect(decoded.records[0]?.document.head).toMatchObject({
      amountPaid: '0.3',
      payerName: '张三',
      payTime: '20250601083005',
    });
    const codes = decoded.records.map(({ findings }) =>
      findings
        .filter(({ rule }) => rule === 'messages/sheet')
        .map(({ code, path }) => `${code} ${path.split('/')[1]}`),
    );
    expect(codes).toEqual([
      ['sheet-date-read payTime'],
      ['sheet-digits-lost orderNo'],
      ['sheet-date orderNo', 'sheet-percent amountPaid'],
      [
        'sheet-cell-kind payName',
        'sheet-cell-kind payerName',
        'sheet-formula amountPaid',
        'sheet-zeros-lost currency',
      ],
    ]);
    expect(decoded.records[3]?.document.head['amountPaid']).toBeUndefined();
  });

  it('merged areas, hidden rows, other sheets', async () => {
    const bytes = await workbook((sheet, book) => {
      sheet.mergeCells('B2:B3');
      sheet.getRow(4).hidden = true;
      book.addWorksheet('另一个').addRow(['x']);
    });
    const decoded = await decodeSheet(bytes, { fill });
    expect(decoded.findings.map(({ code }) => code)).toEqual(['sheet-others', 'sheet-hidden-rows']);
    expect(decoded.records).toHaveLength(4);
    expect(decoded.records[1]?.findings).toMatchObject([
      { code: 'sheet-merged', path: 'PaymentHead/payName' },
    ]);
  });

  it('cells merged down the lines of one order are blank cells, nothing more', async () => {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('CEB311');
    sheet.addRows([
      ['orderNo', 'ebpCode', 'itemName'],
      ['A', 'P', '苹果'],
      [null, null, '梨'],
      ['B', 'P', '桃'],
    ]);
    sheet.mergeCells('A2:A3');
    sheet.mergeCells('B2:B3');
    const decoded = await decodeSheet(new Uint8Array(await book.xlsx.writeBuffer()));
    expect(decoded.type).toBe('CEB311Message');
    expect(decoded.records.map(({ document }) => document.lines.length)).toEqual([2, 1]);
    expect(decoded.records.flatMap(({ findings }) => findings).map(({ code }) => code)).not.toContain(
      'sheet-merged',
    );
  });

  it('each single fault of a field is at its cell', async () => {
    const bytes = await workbook(sheet => {
      sheet.getCell('D2').value = 'X'.repeat(61);
      sheet.getCell('J3').value = '１２';
      sheet.getCell('L4').value = '20250230000000';
      sheet.getCell('E5').value = null;
    });
    const decoded = await decodeSheet(bytes, { fill });
    const cells = decoded.records.map(({ findings, index }) =>
      findings.map(({ path }) => decoded.cellOf(index, path)),
    );
    expect(cells).toEqual([['D2'], ['J3'], ['L4'], ['E5']]);
  });

  it('100 % of a large sheet within seconds', async () => {
    const bytes = await workbook(sheet => {
      for (let n = 5; n <= 5000; n += 1) sheet.addRow(row(n));
    });
    const decoded = await decodeSheet(bytes, { fill });
    expect(decoded.records).toHaveLength(5000);
  });
});

/** A minimal archive by hand; sizes in the directory may lie. */
function archive(files: readonly { name: string; content: Buffer; claimed?: number }[]): Uint8Array {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, claimed } of files) {
    const packed = deflateRawSync(content);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(claimed ?? content.length, 22);
    local.writeUInt16LE(name.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(8, 10);
    central.writeUInt32LE(packed.length, 20);
    central.writeUInt32LE(claimed ?? content.length, 24);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE(offset, 42);
    locals.push(local, Buffer.from(name), packed);
    directory.push(central, Buffer.from(name));
    offset += 30 + name.length + packed.length;
  }
  const size = Buffer.concat(directory).length;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...directory, end]);
}

describe('workbooks of other makers', () => {
  it('prefixed names, absolute targets, inline and phonetic text, no cell references, escapes, 1904 calendar', async () => {
    const files = {
      'xl/workbook.xml':
        '\ufeff<x:workbook xmlns:x="m" xmlns:q="r"><x:workbookPr date1904="1"/><x:sheets><x:sheet name="藏" sheetId="1" state="hidden" q:id="a"/><x:sheet name="CEB411" sheetId="2" q:id="b"/></x:sheets></x:workbook>',
      'xl/_rels/workbook.xml.rels':
        '<Relationships><Relationship Id="b" Target="/xl/worksheets/two.xml"/><Relationship Id="a" Target="worksheets/one.xml"/></Relationships>',
      'xl\\worksheets\\one.xml': '<worksheet/>',
      'xl/styles.xml':
        '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs></styleSheet>',
      'xl/sharedStrings.xml':
        '<sst><si><r><t>订单</t></r><r><t>编号</t></r><rPh><t>ding</t></rPh></si><si><t xml:space="preserve"> a_x0041_ </t></si></sst>',
      'xl/worksheets/two.xml':
        '<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c t="s"><x:v>0</x:v></x:c><x:c t="inlineStr"><x:is><x:t>支付时间</x:t></x:is></x:c></x:row><x:row><x:c t="s"><x:v>1</x:v></x:c><x:c s="1"><x:v>44346.5</x:v></x:c></x:row></x:sheetData></x:worksheet>',
    };
    const bytes = archive(
      Object.entries(files).map(([name, text]) => ({ name, content: Buffer.from(text) })),
    );
    const decoded = await decodeSheet(bytes);
    expect(decoded.type).toBe('CEB411Message');
    expect(decoded.records[0]?.document.head).toEqual({ orderNo: 'aA', payTime: '20250531120000' });
  });
});

describe('what is not read', () => {
  const code = async (bytes: Uint8Array) => (await decodeSheet(bytes)).refused?.code;
  const book = Buffer.from('<workbook><sheets><sheet name="a" r:id="r1" xmlns:r="r"/></sheets></workbook>');
  const rels = Buffer.from(
    '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
  );
  const around = [
    { name: 'xl/workbook.xml', content: book },
    { name: 'xl/_rels/workbook.xml.rels', content: rels },
  ];

  it('a zip bomb, honest or lying about its size', async () => {
    const zeros = Buffer.alloc(12_000_000, 0x20);
    expect(await code(archive([...around, { name: 'xl/worksheets/sheet1.xml', content: zeros }]))).toBe(
      'sheet-too-large',
    );
    expect(
      await code(archive([...around, { name: 'xl/worksheets/sheet1.xml', content: zeros, claimed: 100 }])),
    ).toBe('sheet-too-large');
  });

  it('a DTD inside, a damaged archive, another archive, a binary workbook', async () => {
    const bomb = Buffer.from('<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>');
    expect(await code(archive([...around, { name: 'xl/worksheets/sheet1.xml', content: bomb }]))).toBe(
      'sheet-damaged',
    );
    const good = await sheetTemplate('CEB411Message', 'xlsx');
    expect(await code(good.subarray(0, good.length - 200))).toBe('sheet-damaged');
    expect(await code(archive([{ name: 'a.txt', content: Buffer.from('x') }]))).toBe('sheet-kind');
    expect(await code(archive([{ name: 'xl/workbook.bin', content: Buffer.from('x') }]))).toBe('sheet-kind');
    expect((await decodeSheet(Buffer.from('a,b'), { kind: 'xlsx' })).refused?.code).toBe('sheet-kind');
  });

  it('any truncation or changed byte is refused, never thrown', async () => {
    const good = await workbook(() => undefined);
    for (let i = 0; i < 60; i += 1) {
      const broken = Uint8Array.from(good);
      const at = (i * 7919) % broken.length;
      broken[at] = (broken[at] ?? 0) ^ (1 << (i % 8));
      await decodeSheet(broken, { fill });
      await decodeSheet(good.subarray(0, at), { fill });
    }
  });
});

describe('annotated workbook', () => {
  it('colours and comments at the cells, a summary sheet, and can be uploaded again', async () => {
    const bytes = await workbook(sheet => {
      sheet.getCell('D2').value = 'X'.repeat(61);
      sheet.getCell('K3').value = 42;
    });
    const decoded = await decodeSheet(bytes, { fill });
    const rule = {
      rule: 'demo',
      code: 'demo',
      severity: 'hold' as const,
      document: { type: 'CEB411Message', key: '370198Z001|P3' },
      path: 'PaymentHead/amountPaid',
      value: '12.5',
      cites: [],
      message: { zh: '金额与订单不符', en: 'amount differs from the order' },
    };
    const annotated = await annotateSheet(bytes, [[], [], [rule]], { fill });
    const book = await load(annotated);
    expect(book.worksheets.map(({ name }) => name)).toEqual(['付款', '结果']);
    const sheet = book.getWorksheet('付款');
    const colour = (address: string) =>
      (sheet?.getCell(address).fill as { fgColor?: { argb?: string } } | undefined)?.fgColor?.argb;
    expect([colour('D2'), colour('K3'), colour('J4'), colour('A5')]).toEqual([
      'FFFFC7CE',
      'FFFFC7CE',
      'FFFFD9A0',
      undefined,
    ]);
    expect(JSON.stringify(sheet?.getCell('J4').note)).toContain('金额与订单不符');
    expect(JSON.stringify(sheet?.getCell('K3').note)).toContain('042');
    const result = book.getWorksheet('结果');
    const rows = result
      ?.getSheetValues()
      .slice(2)
      .map(values => (Array.isArray(values) ? [values[1], values[4] ?? ''] : []));
    expect(rows).toEqual([
      ['2', 'D2'],
      ['3', 'K3'],
      ['4', 'J4'],
      ['5', ''],
    ]);
    const again = await decodeSheet(annotated, { fill });
    expect(again.records.map(({ document }) => document)).toEqual(
      decoded.records.map(({ document }) => document),
    );
  });

  it('CSV and unreadable files are answered as workbooks too', async () => {
    const csv = Buffer.from(`${HEADER.join(',')}\n=1+1,${row(1).slice(1).join(',')}\n`);
    const book = await load(await annotateSheet(csv, [], { fill }));
    // The formula comes back as text, not as something a spreadsheet would run.
    expect(book.worksheets[0]?.getCell('A2').value).toBe('=1+1');
    const reason = await load(await annotateSheet(Buffer.from('d0cf11e0a1b11ae100', 'hex'), []));
    expect(reason.worksheets.map(({ name }) => name)).toEqual(['结果']);
    expect(String(reason.worksheets[0]?.getCell('G2').value)).toContain('.xls');
  });
});

describe('template', () => {
  it('has text columns, an explanation and, when given, the codes', async () => {
    const codes = {
      codeName: (list: string, code: string) =>
        list === 'currency' && code === '142' ? '人民币' : undefined,
    };
    const book = await load(await sheetTemplate('CEB311Message', 'xlsx', { codes }));
    expect(book.worksheets.map(({ name }) => name)).toEqual(['电子订单 CEB311', '说明', '代码']);
    const [sheet, explained, list] = book.worksheets;
    expect(sheet?.getColumn(3).numFmt).toBe('@');
    expect(sheet?.getCell('A1').value).toBe('*系统唯一序号 guid');
    expect(String(explained?.getCell('A2').value)).toBe('系统唯一序号');
    expect(list?.getRow(2).values).toEqual([undefined, 'currency', '142', '人民币']);
  });
});
