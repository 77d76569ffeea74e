import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Decoded, decodeJson, decodeXml, decodeXmlStream, encodeXml, exampleMessage } from './index.ts';

const right = encodeXml(exampleMessage('CEB311Message'));
const CEB = 'xmlns="http://www.chinaport.gov.cn/ceb"';
const put = (text: string) => right.replace('<ceb:note>', `<ceb:note>${text}`);

/** Input that cannot be read as a message, and the code of the answer. */
const table: readonly (readonly [string, string | Uint8Array, string])[] = [
  ['nothing', '', 'empty'],
  ['only blanks', '  \n', 'empty'],
  ['a declaration and nothing else', '<?xml version="1.0" encoding="UTF-8"?>', 'empty'],
  ['cut in a value', right.slice(0, right.indexOf('<ceb:ebpName>') + 16), 'truncated'],
  ['cut in a tag', right.slice(0, right.indexOf('<ceb:ebpName>') + 5), 'truncated'],
  ['cut before the last end tag', right.slice(0, right.lastIndexOf('</')), 'truncated'],
  ['DOCTYPE', right.replace('<ceb:CEB', '<!DOCTYPE x><ceb:CEB'), 'doctype'],
  [
    'entity bomb',
    right
      .replace('<ceb:CEB', '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><ceb:CEB')
      .replace('<ceb:note>', '<ceb:note>&b;'),
    'doctype',
  ],
  [
    'external entity',
    right.replace('<ceb:CEB', '<!DOCTYPE x SYSTEM "http://example.com/x.dtd"><ceb:CEB'),
    'doctype',
  ],
  ['undefined entity', put('&nbsp;'), 'entity'],
  ['entity named like a property of objects', put('&constructor;'), 'entity'],
  ['entity named __proto__', put('&__proto__;'), 'entity'],
  ['bare ampersand', put('a & b'), 'entity'],
  ['bare <', put('a < b'), 'malformed'],
  ['reference to U+0000', put('&#0;'), 'illegal-character'],
  ['reference to a surrogate', put('&#xD800;'), 'illegal-character'],
  ['U+0000', put('\0'), 'illegal-character'],
  ['control character', put('\u0001'), 'illegal-character'],
  ['U+FFFE', put('\ufffe'), 'illegal-character'],
  ['something before the declaration', `\n${right}`, 'malformed'],
  ['wrong end tag', put('</ceb:x>'), 'malformed'],
  ['two roots', `${right}<a/>`, 'malformed'],
  ['text after the root', `${right}x`, 'malformed'],
  ['no XML at all', 'ebpCode,orderNo\n1,2', 'malformed'],
  ['wrong root', '<order/>', 'wrong-root'],
  ['transport envelope', '<DxpMsg xmlns="http://www.chinaport.gov.cn/dxp" ver="1.0"/>', 'wrong-root'],
  ['unknown type', `<CEB999Message ${CEB}/>`, 'unknown-type'],
  ['mixed types', `<CEB311Message ${CEB}><Payment/></CEB311Message>`, 'mixed-types'],
  ['message in message', `<CEB311Message ${CEB}><CEB411Message/></CEB311Message>`, 'mixed-types'],
  ['too deep', put('<x>'.repeat(200)), 'too-deep'],
  ['too deep in the extension', `<CEB311Message ${CEB}><ExtendMessage>${'<x>'.repeat(200)}`, 'too-deep'],
  ['Latin-1 bytes declared UTF-8', Buffer.from(put('\u00e9\u00ff'), 'latin1'), 'encoding'],
  [
    'UTF-8 broken in the middle',
    Buffer.concat([Buffer.from(put('演示')), Buffer.from([0xff]), Buffer.from('x')]),
    'encoding',
  ],
  ['UTF-16 with half a character', Buffer.from([0xff, 0xfe, 0x3c]), 'encoding'],
];

describe('what cannot be read is refused with a reason', () => {
  test.each(table)('%s', async (_, input, code) => {
    const bytes = typeof input === 'string' ? Buffer.from(input) : input;
    const decoded = decodeXml(bytes);
    expect(decoded.refused?.code).toBe(code);
    expectAnswer(decoded);
    const streamed = await decodeXmlStream(slices(bytes, 7), () => {});
    expect(streamed.refused?.code).toBe(code);
  });

  test('line and column are told', () => {
    const { refused } = decodeXml(Buffer.from(`<CEB311Message ${CEB}>\n  <Order>\n <x></y>`));
    expect(refused?.message.en).toMatch(/line 3, column \d/);
    expect(refused?.message.zh).toMatch(/第 3 行/);
  });

  test('a lone surrogate in UTF-16', () => {
    const bytes = Buffer.from(`\ufeff${put('\ud800')}`, 'utf16le');
    expect(decodeXml(bytes).refused?.code).toBe('encoding');
  });
});

describe('limits', () => {
  const order = right.slice(right.indexOf('<ceb:Order>'), right.indexOf('</ceb:Order>') + 12);
  const line = right.slice(right.indexOf('<ceb:OrderList>'), right.indexOf('</ceb:OrderList>') + 16);
  const many = (limits: object, xml: string) => decodeXml(Buffer.from(xml), { limits }).refused?.code;

  test('bytes', () => expect(many({ bytes: 100 }, right)).toBe('too-large'));
  test('records', () => expect(many({ records: 2 }, right.replace(order, order.repeat(3)))).toBe('limit'));
  test('lines', () => expect(many({ lines: 2 }, right.replace(line, line.repeat(3)))).toBe('limit'));
  test('elements', () => expect(many({ elements: 20 }, right)).toBe('limit'));
  test('length of a value', () => expect(many({ value: 50 }, put('x'.repeat(60)))).toBe('limit'));
  test('faults', () =>
    expect(many({ faults: 3 }, right.replace(order, '<ceb:Order/>'.repeat(4)))).toBe('too-many-faults'));
  test('a flood of empty records ends soon and in little memory', () => {
    const flood = `<CEB816Message ${CEB}>${'<Tax/>'.repeat(400_000)}</CEB816Message>`;
    const decoded = decodeXml(Buffer.from(flood));
    expect(decoded.refused?.code).toBe('too-many-faults');
    expect(decoded.records.length).toBeLessThan(60_000);
  });
  test('a flood of empty lines, of names, of attributes', () => {
    const lines = right.replace(line, '<ceb:OrderList/>'.repeat(100_000));
    expect(decodeXml(Buffer.from(lines)).records[0]?.findings.length).toBeLessThan(1100);
    const names = put('').replace(
      '<ceb:note>',
      `${Array.from({ length: 100_000 }, (_, i) => `<n${i}/>`).join('')}<ceb:note>`,
    );
    expect(decodeXml(Buffer.from(names)).records[0]?.findings.length).toBeLessThan(1100);
    const attributes = Array.from({ length: 100_000 }, (_, i) => ` a${i}=""`).join('');
    expect(decodeXml(Buffer.from(right.replace(' guid=', `${attributes} guid=`))).refused).toBeUndefined();
  });
  test('the bound itself is allowed', () => {
    expect(many({ bytes: Buffer.byteLength(right), records: 1, lines: 1 }, right)).toBeUndefined();
  });
  test('200 MB are refused before they are read', async () => {
    let given = 0;
    const flood = function* () {
      for (;;) {
        given += 1 << 20;
        yield Buffer.alloc(1 << 20, 0x20);
      }
    };
    const decoded = await decodeXmlStream(flood(), () => {});
    expect(decoded.refused?.code).toBe('too-large');
    expect(given).toBeLessThan(60 << 20);
  });
});

const json = (text: string) => decodeJson(Buffer.from(text));

describe('JSON that cannot be read is refused with a reason', () => {
  test.each([
    ['nothing', '', 'empty'],
    ['no object', '[]', 'wrong-root'],
    ['no type', '{}', 'wrong-root'],
    ['unknown type', '{"type":"CEB999Message"}', 'unknown-type'],
    ['cut off', '{"type":"CEB311Mess', 'truncated'],
    ['malformed', '{"type":"CEB311Message",}', 'malformed'],
    ['single quotes', "{'type':'CEB311Message'}", 'malformed'],
    ['something after the end', '{"type":"CEB311Message"} x', 'malformed'],
    ['prototype key', '{"type":"CEB311Message","__proto__":{"a":1}}', 'prototype-key'],
    [
      'prototype key deep inside',
      '{"type":"CEB311Message","documents":[{"head":{"constructor":{"prototype":1}}}]}',
      'prototype-key',
    ],
    ['escaped prototype key', '{"type":"CEB311Message","\\u005f_proto__":1}', 'prototype-key'],
    ['too deep', `${'{"a":'.repeat(200)}1${'}'.repeat(200)}`, 'too-deep'],
    ['escaped U+0000', '{"type":"CEB311Message","guid":"\\u0000"}', 'illegal-character'],
    ['escaped lone surrogate', '{"type":"CEB311Message","guid":"\\ud800"}', 'illegal-character'],
    ['raw control character', '{"type":"CEB311Message","guid":"\u0001"}', 'malformed'],
  ])('%s', (_, text, code) => {
    const decoded = json(text);
    expect(decoded.refused?.code).toBe(code);
    expectAnswer(decoded);
  });

  test('GBK bytes', () => {
    expect(decodeJson(Buffer.from([0x7b, 0xd1, 0xdd, 0x7d])).refused?.code).toBe('encoding');
  });
});

describe('JSON that can be read tells what is wrong', () => {
  const message = exampleMessage('CEB311Message');
  const head = { ...message.documents[0]?.head };
  const codes = (members: string) => {
    const { guid, version, transfer } = message;
    const frame = JSON.stringify({ type: message.type, guid, version, transfer, subscribes: [] }).slice(
      0,
      -1,
    );
    const lines = JSON.stringify(message.documents[0]?.lines);
    const { records, refused } = json(`${frame},"documents":[{"head":${members},"lines":${lines}}]}`);
    expect(refused).toBeUndefined();
    return records[0]?.findings.map(finding => `${finding.code} ${finding.path}`);
  };
  const text = JSON.stringify(head);

  test('nothing', () => expect(codes(text)).toEqual([]));
  test('a number that survives as a float', () =>
    expect(codes(text.replace('"freight":"1.5"', '"freight":12.50'))).toEqual([]));
  test('a number that does not', () => {
    expect(codes(text.replace('"freight":"1.5"', '"freight":12345678901234.12345'))).toEqual([
      'number-inexact OrderHead/freight',
    ]);
  });
  test('null is absence', () => {
    expect(codes(text.replace('"freight":"1.5"', '"freight":null'))).toEqual(['missing OrderHead/freight']);
  });
  test('a truth value', () => {
    expect(codes(text.replace('"freight":"1.5"', '"freight":true'))).toEqual([
      'wrong-kind OrderHead/freight',
      'not-decimal OrderHead/freight',
    ]);
  });
  test('a repeated member', () => {
    expect(codes(text.replace('"freight":"1.5"', '"freight":"1.5","freight":"2"'))).toEqual([
      'repeated OrderHead/freight',
    ]);
  });
  test('an unknown member', () => {
    expect(codes(text.replace('"freight":', '"extra":"x","freight":'))).toEqual([
      'unknown-element OrderHead/extra',
    ]);
  });
  test('a misspelt member', () => {
    expect(codes(text.replace('"consigneeDistrict":', '"consigneeDitrict":'))).toEqual([
      'misspelt OrderHead/consigneeDistrict',
    ]);
  });
});

describe('whatever comes, an answer goes', () => {
  const runs = { numRuns: 300, seed: 20220517 };
  const answered = (bytes: Uint8Array) => {
    for (const decoded of [decodeXml(bytes), decodeJson(bytes)]) {
      expect(decoded.refused === undefined).toBe(decoded.frame !== undefined);
    }
  };

  test('to any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), answered), runs);
  });

  test('to a damaged message', () => {
    const bytes = Buffer.from(right);
    const place = fc.integer({ min: 0, max: bytes.length });
    const damage = fc.tuple(place, fc.integer({ min: 0, max: 30 }), fc.uint8Array({ maxLength: 6 }));
    fc.assert(
      fc.property(damage, ([at, cut, put]) => {
        answered(Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + cut)]));
      }),
      runs,
    );
  });

  test('to any JSON', () => {
    const message = fc.record({
      type: fc.constant('CEB311Message'),
      documents: fc.jsonValue(),
      transfer: fc.jsonValue(),
    });
    fc.assert(
      fc.property(message, value => answered(Buffer.from(JSON.stringify(value)))),
      runs,
    );
  });
});

function expectAnswer({ refused, encoding }: Decoded): void {
  expect(refused?.severity).toBe('reject');
  expect(refused?.message.zh).toMatch(/[\u4e00-\u9fff].*。$/u);
  expect(refused?.message.en).toMatch(/\.$/);
  expect(encoding.used).toBeTruthy();
}

function* slices(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
