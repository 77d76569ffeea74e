import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import type { Random } from '../../demo/index.ts';
import { zipOf } from '../door/zip.ts';

/** Ways to spoil a message and a value, each from chance alone, so that the same seed spoils alike. */

/** Texts that programs stumble over. */
export const NASTY: readonly string[] = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\ufeff',
  '\u202e反',
  '０１２',
  '-1',
  '-0',
  '1e999',
  'NaN',
  'Infinity',
  '9223372036854775808',
  '99999999999999999999999999999999999999',
  '0.000000000000000000001',
  '1,234.50',
  '２０２６－０６－０１',
  '20260631235959',
  '00000000000000',
  '99991231235959',
  '2026-02-30',
  "' or 1=1 --",
  '"; drop table gateway.envelope; --',
  '$1',
  '%s%n',
  '../../etc/passwd',
  '__proto__',
  'constructor',
  'toString',
  '{{7*7}}',
  '<script>alert(1)</script>',
  '&xxe;',
  ']]>',
  '\\u0000',
  '中'.repeat(300),
  'A'.repeat(5000),
  '😀'.repeat(50),
  'e\u0301'.repeat(20),
  '|',
  'a|b|c',
  '\r\nX-Injected: 1',
  'true',
  'null',
  '[]',
  '{}',
];

export function nasty(chance: Random): string {
  return chance.pick(NASTY);
}

/** Bytes with a few places changed, cut out, doubled, swapped or put in. */
export function spoilBytes(bytes: Buffer, chance: Random): Buffer {
  if (bytes.length < 4) return Buffer.from(nasty(chance));
  let out = Buffer.from(bytes);
  for (let times = chance.whole(1, 4); times > 0 && out.length > 4; times--) {
    const at = chance.whole(0, out.length - 2);
    const length = Math.min(chance.whole(1, 200), out.length - at);
    switch (chance.whole(0, 5)) {
      case 0:
        out[at] = chance.whole(0, 255);
        break;
      case 1:
        out = out.subarray(0, at + 1);
        break;
      case 2:
        out = Buffer.concat([out.subarray(0, at), out.subarray(at + length)]);
        break;
      case 3:
        out = Buffer.concat([out.subarray(0, at + length), out.subarray(at)]);
        break;
      case 4:
        out = Buffer.concat([out.subarray(0, at), Buffer.from(nasty(chance)), out.subarray(at)]);
        break;
      default:
        out = Buffer.concat([out.subarray(at), out.subarray(0, at)]);
    }
  }
  return out;
}

const XML_ODDITIES = [
  '<!DOCTYPE a [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>',
  '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
  '<?xml version="1.0" encoding="UTF-16"?>',
  '<?xml version="1.0" encoding="gb18030"?>',
  '<?xml version="9.9" encoding="no-such"?>',
  '<![CDATA[<a>]]>',
  '<!-- -- -->',
  '&#0;',
  '&#xD800;',
  '&#x10FFFF;',
  '<a xmlns="urn:none"/>',
  '<ceb:x xmlns:ceb="urn:other"/>',
];

/** XML text whose values, tags or order are no longer what they were. */
export function spoilXml(xml: string, chance: Random): string {
  const values = [...xml.matchAll(/>([^<>]+)</g)];
  const elements = [...xml.matchAll(/<((?:\w+:)?\w+)>[^<]*<\/\1>/g)];
  const value = values.length > 0 ? chance.pick(values) : undefined;
  const element = elements.length > 0 ? chance.pick(elements) : undefined;
  const cut = (match: RegExpMatchArray, replaced: string) =>
    xml.slice(0, match.index) + replaced + xml.slice((match.index ?? 0) + match[0].length);
  switch (chance.whole(0, 8)) {
    case 0:
    case 1:
      return value ? cut(value, `>${nasty(chance).replaceAll('<', '&lt;')}<`) : xml;
    case 2:
      return element ? cut(element, '') : xml;
    case 3:
      return element ? cut(element, element[0].repeat(chance.whole(2, 40))) : xml;
    case 4:
      return element ? cut(element, chance.pick(XML_ODDITIES)) : xml;
    case 5:
      return chance.pick(XML_ODDITIES) + xml;
    case 6:
      return element ? xml.replaceAll(`<${element[1]}>`, `<${element[1]}x>`) : xml;
    case 7:
      return xml.replace(/>/, `>${'<deep>'.repeat(chance.whole(1, 3000))}`);
    default:
      return value
        ? cut(
            value,
            value[0].replace(/\d/, digit => String((Number(digit) + 1) % 10)),
          )
        : xml;
  }
}

/** Any JSON value with one place changed: another type, another text, a missing or a foreign member, a very deep one. */
export function spoilJson(value: unknown, chance: Random, depth = 0): unknown {
  if (chance.chance(25) || depth > 6 || typeof value !== 'object' || value === null) return oddValue(chance);
  if (Array.isArray(value)) {
    if (value.length === 0 || chance.chance(15))
      return Array.from({ length: chance.whole(0, 60) }, () => value[0]);
    const at = chance.whole(0, value.length - 1);
    return value.map((one: unknown, index) => (index === at ? spoilJson(one, chance, depth + 1) : one));
  }
  const names = Object.keys(value);
  const copy: Record<string, unknown> = { ...value };
  const name = names.length > 0 ? chance.pick(names) : 'none';
  switch (chance.whole(0, 4)) {
    case 0:
      delete copy[name];
      break;
    case 1:
      copy[nasty(chance) || 'x'] = oddValue(chance);
      break;
    default:
      copy[name] = spoilJson(copy[name], chance, depth + 1);
  }
  return copy;
}

function oddValue(chance: Random): unknown {
  switch (chance.whole(0, 9)) {
    case 0:
      return null;
    case 1:
      return chance.whole(-1_000_000, 1_000_000) / 7;
    case 2:
      return chance.chance(50);
    case 3:
      return [];
    case 4:
      return {};
    case 5:
      return Number.MAX_VALUE;
    case 6: {
      let deep: unknown = 1;
      for (let level = chance.whole(1, 2000); level > 0; level--)
        deep = chance.chance(50) ? [deep] : { a: deep };
      return deep;
    }
    default:
      return nasty(chance);
  }
}

/** A body in an encoding that is, or is not, what its header says. */
export function packed(body: Buffer, chance: Random): { body: Buffer; encoding: string } {
  const way = chance.pick(['gzip', 'deflate', 'br'] as const);
  const made =
    way === 'gzip' ? gzipSync(body) : way === 'deflate' ? deflateSync(body) : brotliCompressSync(body);
  switch (chance.whole(0, 4)) {
    case 0:
      return { body: made.subarray(0, Math.max(1, made.length - chance.whole(1, 20))), encoding: way };
    case 1:
      return {
        body: made,
        encoding: chance.pick(['gzip', 'deflate', 'br', 'zstd', 'identity', 'x-none', 'gzip, gzip']),
      };
    case 2:
      return { body, encoding: way };
    default:
      return { body: made, encoding: way };
  }
}

export type Bombs = readonly { readonly body: Buffer; readonly encoding: string }[];

/** Few kilobytes each that unpack to more than any message may be. Making them takes seconds: once, before the clock runs. */
export function makeBombs(): Bombs {
  return [
    { body: gzipSync(Buffer.alloc(80 << 20, 0x20)), encoding: 'gzip' },
    {
      body: brotliCompressSync(Buffer.alloc(80 << 20, 0x41), {
        params: { [constants.BROTLI_PARAM_QUALITY]: 4 },
      }),
      encoding: 'br',
    },
    { body: gzipSync(Buffer.from(`<?xml version="1.0"?><a>${' '.repeat(30 << 20)}`)), encoding: 'gzip' },
  ];
}

/** A zip file that calls itself a workbook. */
export function oddWorkbook(chance: Random): Buffer {
  const cell = nasty(chance).replaceAll('<', '&lt;');
  return zipOf({
    '[Content_Types].xml': chance.chance(50) ? '<Types/>' : nasty(chance),
    'xl/workbook.xml': chance.chance(70)
      ? '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets><sheet name="a" sheetId="1"/></sheets></workbook>'
      : nasty(chance),
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="${chance.pick(['1', '0', '-1', '99999999', 'x'])}"><c r="${chance.pick(['A1', 'ZZZZ1', '', 'A0', '1A'])}" t="${chance.pick(['inlineStr', 's', 'b', 'e', 'd', ''])}"><is><t>${cell}</t></is><v>${cell}</v></c></row></sheetData></worksheet>`,
    [chance.pick(['xl/sharedStrings.xml', '../../x', 'xl/styles.xml', 'a'.repeat(300)])]: nasty(chance),
  });
}
