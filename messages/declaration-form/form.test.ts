import { describe, expect, test } from 'vitest';
import {
  checkDocument,
  checkFrame,
  columnsOf,
  type Document,
  decodeJson,
  decodeSheet,
  decodeXml,
  encodeJson,
  exampleMessage,
  jsonSchemaOf,
  messageTypes,
  planOf,
  sheetTemplate,
} from '../index.ts';

const AT = Date.parse('2025-06-02T09:00:00+08:00');

/** A form without fault, by an invented enterprise. */
const form: Document = {
  type: 'DeclarationForm',
  head: {
    guid: '4D8A2C10-7E5B-4F3A-9C61-0B2D3E4F5A6B',
    appType: '1',
    appTime: '20250601083000',
    appStatus: '2',
    agreementNo: 'DEMO-XY-2025-01',
    agreementBody: '演示报关行',
    agreementPurpose: '贸易统计与单证比对',
    agreementFrom: '20250101',
    agreementTo: '20261231',
    EntryId: '430120250000000017',
    IEFlag: 'E',
    CustomMaster: '4301',
    IEPort: '4301',
    DDate: '20250531',
    TradeCode: '3701DM0101',
    TradeName: '演示出口企业',
    OwnerCode: '3701DM0101',
    OwnerName: '演示出口企业',
    AgentCode: '3701DM0004',
    AgentName: '演示报关行',
    TradeMode: '9710',
    TrafMode: '2',
    TradeCountry: '502',
    BillNo: 'DEMO-BILL-1',
    orderNo: 'DEMO-B2B-1',
    TransMode: '3',
    fobTotal: '1250.00',
    fobCurr: '502',
    PackNo: '10',
    GrossWet: '52.5',
    NetWt: '50',
  },
  lines: [
    {
      GNo: '1',
      CodeTS: '6109100021',
      GName: '棉制针织T恤衫',
      GQty: '500',
      GUnit: '011',
      FirstQty: '500',
      FirstUnit: '011',
      SecondQty: '50',
      SecondUnit: '035',
      DeclPrice: '2.5',
      DeclTotal: '1250.00',
      TradeCurr: '502',
      OriginCountry: '142',
      DestinationCountry: '502',
    },
  ],
};

function codesWith(head: Record<string, string>, line: Record<string, string> = {}): string[] {
  const document = { ...form, head: { ...form.head, ...head }, lines: [{ ...form.lines[0], ...line }] };
  return checkDocument(document, { at: AT }).map(finding => finding.code);
}

describe('a declaration form', () => {
  test('that is right has nothing to be said of it', () => {
    expect(checkDocument(form, { at: AT })).toEqual([]);
  });

  test.each<[string, Record<string, string>, Record<string, string>]>([
    ['length', { EntryId: '43012025' }, {}],
    ['digits', { EntryId: '4301202500000000A7' }, {}],
    ['form-number', { CustomMaster: '0102' }, {}],
    ['form-number', { DDate: '20240531' }, {}],
    ['form-number', { EntryId: '430120251000000017' }, {}],
    ['form-weight', { NetWt: '53' }, {}],
    ['form-weight', { NetWt: '0' }, {}],
    ['form-fob', { fobTotal: '1250.01' }, {}],
    ['agreement-expired', { agreementTo: '20250601' }, {}],
    ['agreement-not-yet', { agreementFrom: '20250603' }, {}],
    ['agreement-term', { agreementFrom: '20270101' }, {}],
    ['moment', { agreementTo: '20260230' }, {}],
    ['one-of', { IEFlag: 'I' }, {}],
    ['digits', {}, { CodeTS: '61091000AB' }],
    ['not-positive', {}, { GQty: '0', DeclTotal: '0', FirstQty: '0' }],
    ['form-total', {}, { DeclTotal: '1300.00' }],
    ['form-quantity', {}, { FirstQty: '499' }],
    ['empty', {}, { SecondQty: '' }],
    ['code', {}, { TradeCurr: 'USD' }],
  ])('%s: %j %j', (code, head, line) => {
    expect(codesWith(head, line)).toContain(code);
  });

  test('its last day of the agreement still counts', () => {
    expect(codesWith({ agreementTo: '20250602' })).toEqual([]);
  });

  test('a price of four places is allowed its rounding', () => {
    expect(codesWith({ fobTotal: '1250.02' }, { DeclPrice: '2.5000', DeclTotal: '1250.02' })).toEqual([]);
    expect(codesWith({ fobTotal: '1250.04' }, { DeclTotal: '1250.04' })).toEqual(['form-total']);
  });

  test('one that names nothing is told that it will stand alone', () => {
    expect(codesWith({ orderNo: '', BillNo: '' })).toEqual(['form-untied']);
    expect(codesWith({ orderNo: '', BillNo: '' }, { lineInvtNo: '43012025E000000001' })).toEqual([]);
  });

  test('findings cite the rules for filling in the form, not the annex', () => {
    const [finding] = checkDocument({ ...form, head: { ...form.head, IEFlag: 'I' } }, { at: AT });
    expect(finding?.cites[0]?.text).toContain('报关单填制规范');
  });
});

describe('the ways in', () => {
  test('JSON: as written, so read', () => {
    const message = { ...exampleMessage('DeclarationForm'), documents: [form] };
    const decoded = decodeJson(Buffer.from(encodeJson(message)), { at: AT });
    expect(decoded.refused).toBeUndefined();
    expect([...decoded.findings, ...decoded.records.flatMap(record => record.findings)]).toEqual([]);
    expect(decoded.records[0]?.document).toEqual(form);
    const { documents: _, ...frame } = message;
    expect(checkFrame(frame)).toEqual([]);
    expect(jsonSchemaOf('DeclarationForm')).toMatchObject({
      properties: { type: { const: 'DeclarationForm' } },
    });
  });

  test.each(['csv', 'xlsx'] as const)('%s: the template is recognised by its own columns', async kind => {
    const template = await sheetTemplate('DeclarationForm', kind);
    if (kind === 'xlsx') {
      expect((await decodeSheet(template)).type ?? 'DeclarationForm').toBe('DeclarationForm');
      return;
    }
    const row = columnsOf('DeclarationForm').map(
      ({ part, field }) => (part === 'head' ? form.head : (form.lines[0] ?? {}))[field.name] ?? '',
    );
    const body = Buffer.concat([template, Buffer.from(`${row.join(',')}\r\n`)]);
    const decoded = await decodeSheet(body, { at: AT });
    expect(decoded).toMatchObject({ type: 'DeclarationForm', findings: [] });
    expect(decoded.records).toMatchObject([{ document: form, findings: [] }]);
  });

  test('the Chinese headings alone are enough', async () => {
    const columns = columnsOf('DeclarationForm');
    const header = columns.map(({ field }) => field.zh).join(',');
    const row = columns.map(
      ({ part, field }) => (part === 'head' ? form.head : (form.lines[0] ?? {}))[field.name] ?? '',
    );
    const decoded = await decodeSheet(Buffer.from(`${header}\r\n${row.join(',')}\r\n`), { at: AT });
    expect(decoded.type).toBe('DeclarationForm');
    expect(decoded.records[0]?.document).toEqual(form);
  });

  test('XML has no such message', () => {
    const xml = '<DeclarationForm xmlns="http://www.chinaport.gov.cn/ceb" guid="x" version="1.0"/>';
    expect(decodeXml(Buffer.from(xml)).refused?.code).toBe('wrong-root');
  });

  test('it is none of the 42 of the annex', () => {
    expect(messageTypes).toHaveLength(42);
    expect(messageTypes).not.toContain('DeclarationForm');
    expect(planOf('DeclarationForm').transfer).toBeUndefined();
  });
});
