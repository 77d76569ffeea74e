import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XmlBufferInputProvider, XmlDocument, XsdValidator, xmlRegisterInputProvider } from 'libxml2-wasm';
import { describe, expect, it } from 'vitest';
import {
  encodeReport,
  encodeTransport,
  readPortReceipts,
  readTransport,
  TransportFault,
  type TransportMessage,
  type TransportReport,
} from '../index.ts';

const at = Date.parse('2026-06-01T09:30:00+08:00');
const message: TransportMessage = {
  copMsgId: '0E4C8B6A-1F2D-4C55-9B1E-6A0F6E9D1C01',
  senderId: 'DXPENT0000000001',
  receiverIds: ['DXPEDCCEB0000002'],
  createdAt: at,
  msgType: 'CEB621Message',
  data: Buffer.from([0xef, 0xbb, 0xbf, 0x3c, 0x61, 0x2f, 0x3e, 0x0d, 0x0a]),
  fileName: 'CEB_CEB621_演示&<>".xml',
  icCard: '1',
  bizKeys: [{ name: 'DealFlag', value: '1' }, { value: '无名' }],
};
const report: TransportReport = {
  receiverId: 'DXPENT0000000001',
  nodeId: 'NODE0001',
  responses: [
    {
      code: '1001',
      info: '验签失败 <&>',
      results: [{ receiverId: 'DXPEDCCEB0000002', code: '1001' }],
      day: '2026-06-01',
      about: {
        copMsgId: message.copMsgId,
        senderId: message.senderId,
        receiverIds: message.receiverIds,
        createdAt: at,
        msgType: message.msgType,
      },
    },
  ],
};
const server = { msgId: `NODE0001${'1'.repeat(24)}`, sentAt: at, endNode: 'NODE0002', startNode: 'NODE0001' };

describe('transport messages', () => {
  it('carry the business message byte for byte and are read as they were written', () => {
    const read = readTransport(Buffer.from(encodeTransport(message)));
    expect(read).toEqual({ kind: 'message', message });
    expect(readTransport(Buffer.from(encodeTransport({ ...message, server })))).toEqual({
      kind: 'message',
      message: { ...message, server },
    });
  });

  it('technical answers are read as they were written', () => {
    expect(readTransport(Buffer.from(encodeReport(report)))).toEqual({ kind: 'report', report });
  });

  it.each([
    ['no receiver', { ...message, receiverIds: [] }],
    ['six receivers', { ...message, receiverIds: Array(6).fill('X') }],
    ['a long sender', { ...message, senderId: 'X'.repeat(17) }],
    ['no id', { ...message, copMsgId: '' }],
    ['no data', { ...message, data: Buffer.alloc(0) }],
    ['six keywords', { ...message, bizKeys: Array(6).fill({ value: '1' }) }],
    ['a long card number', { ...message, icCard: '1'.repeat(14) }],
  ])('with %s are not written', (_title, wrong: TransportMessage) => {
    expect(() => encodeTransport(wrong)).toThrow(TransportFault);
  });

  it.each([
    ['a business message', '<ceb:CEB311Message xmlns:ceb="x"/>', undefined],
    ['broken off', '<DxpMsg><TransInfo>', 'fault'],
    ['a DTD', '<!DOCTYPE DxpMsg><DxpMsg><Data>QQ==</Data></DxpMsg>', 'fault'],
    ['without Data', '<DxpMsg><TransInfo/></DxpMsg>', 'fault'],
    ['DxpMsgSv without its message', '<DxpMsgSv><SvNo/></DxpMsgSv>', 'fault'],
  ])('%s', (_title, xml, expected) => {
    const read = readTransport(Buffer.from(xml));
    expect(read === undefined ? undefined : 'fault' in read ? 'fault' : 'read').toBe(expected);
  });
});

describe('receipts of a local port', () => {
  const mo = (results: string, encoding = 'UTF-8') =>
    `<?xml version="1.0" encoding="${encoding}"?><mo version="1.0.0"><head><businessType>RESULT</businessType></head><body><list>${results}</list></body></mo>`;
  const result = (type: string, no: string, mark: string, info = '处理成功') =>
    `<jkfResult><companyCode>3701DM0101</companyCode><businessNo>${no}</businessNo><businessType>${type}</businessType><declareType>1</declareType><chkMark>${mark}</chkMark><noticeDate>2026-06-01</noticeDate><noticeTime>09:02</noticeTime><note></note><resultList><jkfResultDetail><resultInfo>${info}</resultInfo></jkfResultDetail></resultList></jkfResult>`;

  it('say the same as official receipts', () => {
    const read = readPortReceipts(
      Buffer.from(
        mo(
          result('IMPORTORDER', 'O1', '1') +
            result('PERSONAL_GOODS_DECLAR', 'C1', '2', '22001:演示企业未备案') +
            result('IMPORTORDER', 'O2', '-301020') +
            result('PRODUCT_RECORD', 'P1', '1'),
        ),
      ),
    );
    expect(read?.map(({ document }) => [document.type, document.head])).toEqual([
      [
        'CEB312Message',
        {
          ebpCode: '3701DM0101',
          ebcCode: '3701DM0101',
          orderNo: 'O1',
          returnStatus: '2',
          returnTime: '20260601090200000',
          returnInfo: '处理成功',
        },
      ],
      [
        'CEB622Message',
        {
          agentCode: '3701DM0101',
          copNo: 'C1',
          returnStatus: '100',
          returnTime: '20260601090200000',
          returnInfo: '22001:演示企业未备案',
        },
      ],
      ['CEB312Message', expect.objectContaining({ orderNo: 'O2', returnStatus: '-301020' })],
    ]);
    expect(readPortReceipts(Buffer.from('<ceb:CEB312Message/>'))).toBeUndefined();
  });
});

const dir = process.env['CEB_XSD_DIR'];
if (dir === undefined)
  console.warn('CEB_XSD_DIR is not given: transport messages are not validated with the official schema.');

describe.skipIf(dir === undefined)('against the official schema', () => {
  const validator = (name: string) => {
    const from = dir ?? '';
    xmlRegisterInputProvider(
      new XmlBufferInputProvider({
        'xmldsig-core-schema.xsd': readFileSync(join(from, 'xmldsig-core-schema.xsd')),
        'dxp-terminal-202205.xsd': readFileSync(join(from, 'dxp-terminal-202205.xsd')),
      }),
    );
    return XsdValidator.fromDoc(XmlDocument.fromBuffer(readFileSync(join(from, name)), { url: name }));
  };
  const check = (schema: XsdValidator, xml: string) => {
    const document = XmlDocument.fromString(xml);
    try {
      schema.validate(document);
    } finally {
      document.dispose();
    }
  };

  it('what is written is valid', () => {
    const terminal = validator('dxp-terminal-202205.xsd');
    const { fileName: _f, icCard: _i, bizKeys: _b, ...bare } = message;
    check(terminal, encodeTransport(message));
    check(terminal, encodeTransport(bare));
    check(terminal, encodeReport(report));
    expect(() => check(terminal, encodeTransport(message).replace('CreatTime', 'CreateTime'))).toThrow();
    check(validator('dxp-transport-202205.xsd'), encodeTransport({ ...message, server }));
  });

  const samples = process.env['CEB_SAMPLES_DIR'];
  it.skipIf(samples === undefined)('the official sample is read', () => {
    const read = readTransport(readFileSync(join(samples ?? '', 'dxp-envelope-receipt-312.xml')));
    expect(read).toMatchObject({
      kind: 'message',
      message: {
        senderId: 'DXPEDCCEB0000002',
        receiverIds: ['DXPENT0000000001'],
        msgType: 'CEB312Message',
        icCard: '1',
        createdAt: Date.parse('2022-03-01T10:11:12+08:00'),
      },
    });
  });
});
