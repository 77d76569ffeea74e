import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Decoded,
  decodeJson,
  decodeXml,
  decodeXmlStream,
  encodeJson,
  encodeXml,
  type Fields,
  type KnownType,
  type Message,
  messageTypes,
  type PartPlan,
  planOf,
} from './index.ts';

/** Any text XML can carry, with much of what breaks careless writers. */
const value = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      '&',
      '<',
      '>',
      '"',
      "'",
      ']]>',
      '<![CDATA[',
      '\r',
      '\n',
      '\r\n',
      '\t',
      ' ',
      '汉',
      '𠮷',
      '😀',
      '&amp;',
      '0',
      'é',
    ),
    fc.constantFrom(...'ceb:/=-演示跨境电商'),
  ),
  maxLength: 12,
});

function fieldsOf(part: PartPlan): fc.Arbitrary<Fields> {
  const each = Object.fromEntries(part.fields.map(field => [field.name, value]));
  return fc.record(each, { requiredKeys: [] }).map(fields => {
    const present = Object.entries(fields).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    );
    return Object.fromEntries(present);
  });
}

function messageOf(type: KnownType): fc.Arbitrary<Message> {
  const { head, lines, transfer, subscribe } = planOf(type);
  const document = fc.record({
    type: fc.constant(type),
    head: fieldsOf(head),
    lines: lines === undefined ? fc.constant([]) : fc.array(fieldsOf(lines), { maxLength: 3 }),
  });
  const common = {
    type: fc.constant(type),
    guid: value,
    version: value,
    documents: fc.array(document, { maxLength: 3 }),
  };
  if (transfer === undefined || subscribe === undefined) {
    return fc.record({ ...common, subscribes: fc.constant([]) });
  }
  return fc.record(
    {
      ...common,
      transfer: fieldsOf(transfer),
      subscribes: fc.array(fieldsOf(subscribe), { maxLength: 2 }),
      extend: fc.constantFrom(
        '<ceb:ExtendMessage><ceb:name>演示</ceb:name><ceb:Message><x a="1">&lt;\n</x></ceb:Message></ceb:ExtendMessage>',
        '<ceb:ExtendMessage/>',
      ),
      signature: fc.constantFrom(
        '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo>\r\n</ds:SignedInfo></ds:Signature>',
        '<ds:Signature ><ds:Signature>nested</ds:Signature></ds:Signature >',
      ),
    },
    { requiredKeys: ['type', 'guid', 'version', 'documents', 'subscribes'] },
  );
}

function messageIn(decoded: Decoded): Message | undefined {
  return decoded.frame && { ...decoded.frame, documents: decoded.records.map(record => record.document) };
}

/** A carriage return outside of a reference is a line feed to any XML reader, also in what is carried verbatim. */
function read(xml: string): Message | undefined {
  return messageIn(decodeXml(Buffer.from(xml), { check: false }));
}

describe.each(messageTypes)('%s', type => {
  const runs = { numRuns: 12, seed: 20220517 };

  test('XML: what was written is read again', () => {
    fc.assert(
      fc.property(messageOf(type), message => {
        expect(read(encodeXml(message))).toEqual(message);
      }),
      runs,
    );
  });

  test('JSON: what was written is read again', () => {
    fc.assert(
      fc.property(messageOf(type), message => {
        expect(messageIn(decodeJson(Buffer.from(encodeJson(message)), { check: false }))).toEqual(message);
      }),
      runs,
    );
  });

  test('in chunks of any size the same is read', async () => {
    await fc.assert(
      fc.asyncProperty(messageOf(type), fc.integer({ min: 1, max: 40 }), async (message, size) => {
        const bytes = Buffer.from(encodeXml(message));
        const documents: Message['documents'][number][] = [];
        const decoded = await decodeXmlStream(
          slices(bytes, size),
          record => void documents.push(record.document),
          {
            check: false,
          },
        );
        expect({ ...decoded.frame, documents }).toEqual(message);
      }),
      { ...runs, numRuns: 3 },
    );
  });
});

describe('what is carried verbatim', () => {
  const dressed = (root: string, body: string) =>
    `<${root} guid="g" version="1"><Order/>${body}</CEB311Message>`.replace(
      '</CEB',
      root.startsWith('c:') ? '</c:CEB' : '</CEB',
    );

  test.each([
    [
      'in the default namespace',
      dressed(
        'CEB311Message xmlns="http://www.chinaport.gov.cn/ceb"',
        '<ExtendMessage><name>x</name></ExtendMessage>',
      ),
    ],
    [
      'with a prefix declared at the root',
      dressed(
        'CEB311Message xmlns="http://www.chinaport.gov.cn/ceb" xmlns:d="http://www.w3.org/2000/09/xmldsig#"',
        '<d:Signature><d:SignedInfo/></d:Signature>',
      ),
    ],
  ])('keeps its meaning %s', (_, xml) => {
    const first = read(xml);
    if (first === undefined) throw new Error('not read');
    const again = encodeXml(first);
    expect(read(again)).toEqual(first);
    for (const [name, uri] of xml.matchAll(/xmlns(?::d)?="([^"]*)"/g)) expect(again).toContain(name ?? uri);
  });
});

function* slices(bytes: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
