import { describe, expect, it } from 'vitest';
import { decodeXml, encodeXml, exampleMessage, unwrapTransport } from './index.ts';

const message = exampleMessage('CEB312Message');
const inner = encodeXml(message);
const base64 = Buffer.from(inner).toString('base64');
const wrap = (
  data: string,
  open = '<DxpMsg xmlns="http://www.chinaport.gov.cn/dxp" ver="1.0">',
  close = '</DxpMsg>',
) =>
  Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?>${open}<TransInfo><CopMsgId>X</CopMsgId></TransInfo>${data}${close}`,
  );

describe('a business message in a transport message', () => {
  it.each([
    ['of the terminal node', wrap(`<Data>${base64}</Data>`)],
    [
      'of the transport node, with a prefix',
      wrap(`<dxp:Data>${base64}</dxp:Data>`, '<dxp:DxpMsgSv xmlns:dxp="d">', '</dxp:DxpMsgSv>'),
    ],
    ['with the base64 broken into lines', wrap(`<Data>\n${base64.replace(/.{76}/g, '$&\n')}\n</Data>`)],
  ])('is taken out: %s', (_title, bytes) => {
    const taken = unwrapTransport(bytes);
    expect(taken && Buffer.from(taken).toString()).toBe(inner);
    expect(decodeXml(taken ?? Buffer.alloc(0)).records.map(record => record.document)).toEqual(
      message.documents,
    );
  });

  it.each([
    ['a business message as it is', Buffer.from(inner)],
    ['no Data', wrap('')],
    ['Data that is no base64', wrap('<Data>你好</Data>')],
    ['broken off', wrap(`<Data>${base64}</Data>`).subarray(0, 200)],
    ['with a DTD', Buffer.from(`<!DOCTYPE DxpMsg><DxpMsg><Data>${base64}</Data></DxpMsg>`)],
  ])('is not taken out of: %s', (_title, bytes) => {
    expect(unwrapTransport(bytes)).toBeUndefined();
  });
});
