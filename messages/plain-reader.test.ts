import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { catalogue } from './catalogue.ts';
import type { Decoded, DecodedRecord } from './document.ts';
import { decodeXml, decodeXmlStream, encodeXml, exampleMessage } from './index.ts';
import { defaultLimits } from './limits.ts';
import { readPlain } from './wire/plain-reader.ts';

/** As the reader alone reads it: a message in chunks never takes the short way. */
async function byReader(bytes: Buffer): Promise<Decoded> {
  const records: DecodedRecord[] = [];
  const decoded = await decodeXmlStream([bytes], record => void records.push(record), { check: false });
  return { ...decoded, records };
}

const official = (Object.keys(catalogue) as (keyof typeof catalogue)[]).filter(
  type => catalogue[type].kind !== 'agreed',
);

describe('a message in plain form', () => {
  test.each(official)('%s is read the short way, as the reader reads it', async type => {
    const message = exampleMessage(type);
    const { signature: _, extend: __, ...plain } = message;
    const text = encodeXml({
      ...plain,
      documents: [message.documents[0], message.documents[0]].flatMap(it => it ?? []),
    });
    expect(readPlain(text, defaultLimits, { check: false })?.records).toHaveLength(2);
    const bytes = Buffer.from(text);
    expect(decodeXml(bytes, { check: false })).toEqual(await byReader(bytes));
  });
});

/** Things that people and programs write into messages. */
const PIECES = [
  ' ',
  '\n',
  '\r\n',
  '\t',
  '<!-- 注 -->',
  '<![CDATA[甲]]>',
  '&amp;',
  '&#20013;',
  '&',
  '<',
  '>',
  ']]>',
  '"',
  "'",
  '<x/>',
  '<x>1</x>',
  '</x>',
  'xmlns="http://www.chinaport.gov.cn/ceb"',
  '<ceb:guid>1</ceb:guid>',
  '<guid>1</guid>',
  '<?pi?>',
  '𠮷',
  '\u0000',
  '\u0007',
  '\ufffe',
  '，',
  '<ceb:note/>',
  '<ceb:note></ceb:note>',
  '<ceb:BaseTransfer>',
  '<ceb:ExtendMessage/>',
  '<!DOCTYPE x>',
  ' a="1"',
  ' xml:space="preserve"',
  '\ud800',
];

type Edit = readonly [kind: 'insert' | 'cut' | 'swap' | 'repeat', at: number, size: number, piece: string];

const edit: fc.Arbitrary<Edit> = fc.tuple(
  fc.constantFrom('insert', 'cut', 'swap', 'repeat'),
  fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  fc.integer({ min: 1, max: 60 }),
  fc.constantFrom(...PIECES),
);

/** Edits at the borders of elements as often as anywhere: that is where a message is still nearly right. */
function edited(text: string, [kind, place, size, piece]: Edit): string {
  const borders = [...text.matchAll(/<\/?/g)].map(found => found.index);
  const at =
    size % 2 === 0 ? Math.floor(place * text.length) : (borders[Math.floor(place * borders.length)] ?? 0);
  const after = borders.find(border => border > at) ?? text.length;
  const next = borders.find(border => border > after) ?? text.length;
  switch (kind) {
    case 'insert':
      return text.slice(0, at) + piece + text.slice(at);
    case 'cut':
      return text.slice(0, at) + text.slice(size % 3 === 0 ? after : at + size);
    case 'repeat':
      return text.slice(0, next) + text.slice(at, next) + text.slice(next);
    case 'swap':
      return text.slice(0, at) + text.slice(after, next) + text.slice(at, after) + text.slice(next);
  }
}

test('whatever is done to a message, both ways read the same', async () => {
  let plain = 0;
  let all = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...official),
      fc.boolean(),
      fc.array(edit, { maxLength: 3 }),
      async (type, unsigned, edits) => {
        const { signature, extend, ...rest } = exampleMessage(type);
        const whole = encodeXml(unsigned ? rest : exampleMessage(type));
        const bytes = Buffer.from(edits.reduce(edited, whole));
        all += 1;
        if (readPlain(bytes.toString(), defaultLimits, { check: false })) plain += 1;
        expect(decodeXml(bytes, { check: false })).toEqual(await byReader(bytes));
      },
    ),
    {
      numRuns: Number(process.env['FC_RUNS'] ?? 1500),
      ...(process.env['FC_SEED'] ? { seed: Number(process.env['FC_SEED']) } : {}),
    },
  );
  // Both ways were really taken.
  expect(plain).toBeGreaterThan(all / 20);
  expect(plain).toBeLessThan((all * 3) / 4);
}, 60_000);
