import { describe, expect, test } from 'vitest';
import { decodeXml, decodeXmlStream, encodeXml, exampleMessage } from './index.ts';

const right = encodeXml(exampleMessage('CEB312Message'));
const info = '演示：订单新增成功';
const text = (declared: string, value = info) =>
  right
    .replace(/<ceb:returnInfo>[^<]*/, `<ceb:returnInfo>${value}`)
    .replace(' encoding="UTF-8"', declared === '' ? '' : ` encoding="${declared}"`);

/** GBK for the few characters of the tests: what the platform can decode, found by trying. */
function gbk(source: string): Buffer {
  const decoder = new TextDecoder('gb18030');
  const table = new Map<string, number[]>();
  for (let high = 0x81; high <= 0xfe; high++) {
    for (let low = 0x40; low <= 0xfe; low++) {
      if (low !== 0x7f) table.set(decoder.decode(Uint8Array.of(high, low)), [high, low]);
    }
  }
  return Buffer.from(
    Array.from(source).flatMap(sign => (sign < '\x80' ? sign.charCodeAt(0) : (table.get(sign) ?? [0x3f]))),
  );
}

const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/** Declared, bytes, the encoding used, whether the declaration is told to be wrong. */
const table: readonly (readonly [string, Buffer, string, boolean])[] = [
  ['UTF-8 declared', Buffer.from(text('UTF-8')), 'utf-8', false],
  ['utf-8 in small letters', Buffer.from(text('utf-8')), 'utf-8', false],
  ['nothing declared', Buffer.from(text('')), 'utf-8', false],
  ['no declaration at all', Buffer.from(text('').replace(/^<\?xml[^>]*\?>\n/, '')), 'utf-8', false],
  ['UTF-8 with byte order mark', Buffer.concat([BOM, Buffer.from(text('UTF-8'))]), 'utf-8', false],
  ['GB2312 declared, GB2312 bytes', gbk(text('gb2312')), 'gb18030', false],
  ['GBK declared, GBK bytes', gbk(text('GBK', '镕')), 'gb18030', false],
  ['GB18030 declared, GBK bytes', gbk(text('GB18030')), 'gb18030', false],
  ['UTF-8 declared, GBK bytes', gbk(text('UTF-8')), 'gb18030', true],
  ['nothing declared, GBK bytes', gbk(text('')), 'gb18030', true],
  ['GB2312 declared, UTF-8 bytes', Buffer.from(text('GB2312')), 'utf-8', true],
  [
    'GB2312 declared, UTF-8 bytes with mark',
    Buffer.concat([BOM, Buffer.from(text('GB2312'))]),
    'utf-8',
    true,
  ],
  [
    'GB2312 declared, plain ASCII',
    Buffer.from(text('GB2312', 'ok').replace(/[^\x20-\x7e\n]/g, 'x')),
    'utf-8',
    false,
  ],
  ['Big5 declared, UTF-8 bytes', Buffer.from(text('Big5')), 'utf-8', true],
  ['UTF-16 little-endian', Buffer.from(`\ufeff${text('UTF-16')}`, 'utf16le'), 'utf-16le', false],
  ['UTF-16 big-endian', Buffer.from(`\ufeff${text('UTF-16')}`, 'utf16le').swap16(), 'utf-16be', false],
];

describe('the bytes decide, not the declaration', () => {
  test.each(table)('%s', async (name, bytes, used, wrong) => {
    const decoded = decodeXml(bytes);
    expect(decoded.refused).toBeUndefined();
    expect(decoded.encoding.used).toBe(used);
    expect(decoded.findings.map(finding => `${finding.code} ${finding.severity}`)).toEqual(
      wrong ? ['encoding-declared warn'] : [],
    );
    const read = decoded.records[0]?.document.head['returnInfo'];
    expect(read).toBe(name.includes('ASCII') ? 'ok' : name.startsWith('GBK') ? '镕' : info);
    for (const size of [1, 3, 1000]) {
      const streamed = await decodeXmlStream(slices(bytes, size), record => {
        expect(record.document.head['returnInfo']).toBe(read);
      });
      expect(streamed.encoding.used).toBe(used);
    }
  });

  test('GBK text that happens to be valid UTF-8 is read as declared', () => {
    // C4 A3 is 模 in GBK and ģ in UTF-8: the declaration decides when nothing in the bytes is Chinese in UTF-8.
    const pair = Buffer.from([0xc4, 0xa3]);
    const [before = '', after = ''] = text('GBK', '|')
      .replace(/[^\x20-\x7e\n]/g, 'x')
      .split('|');
    const bytes = Buffer.concat([Buffer.from(before), pair, Buffer.from(after)]);
    expect(decodeXml(bytes).records[0]?.document.head['returnInfo']).toBe('模');
  });

  test('a large message that turns Chinese late', async () => {
    const padding = `<!-- ${'x'.repeat(300_000)} -->`;
    const bytes = gbk(text('UTF-8').replace('<ceb:OrderReturn>', `${padding}<ceb:OrderReturn>`));
    const whole = decodeXml(bytes);
    expect(whole.records[0]?.document.head['returnInfo']).toBe(info);
  });
});

function* slices(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
