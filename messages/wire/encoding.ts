import { isAscii, isUtf8 } from 'node:buffer';
import { Refusal } from '../refusal.ts';

/** The encoding chosen for a message. `wrong` is set when the declaration says something else than the bytes. */
export interface Encoding {
  readonly used: 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be';
  readonly declared?: string;
  readonly wrong: boolean;
}

const CHINESE = new Set([
  'gb2312',
  'gbk',
  'gb18030',
  'gb_2312-80',
  'x-gbk',
  'cp936',
  'ms936',
  'windows-936',
  'hz-gb-2312',
]);
const UTF8 = new Set(['utf-8', 'utf8']);
// The declaration is ASCII in every encoding accepted here but UTF-16, which is known by its byte order mark.
const DECLARATION = /^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([^"'<>]*)["']/;
const HEAD = 256;

/**
 * Decides by the bytes, not by what they claim: real clients send GBK that is declared UTF-8 and the other way round. `head` is the
 * start of the message, as much as is at hand; `whole` tells that nothing follows. Throws `Refusal` when no reading is certain.
 */
export function chooseEncoding(head: Buffer, whole: boolean): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return { used: 'utf-16le', wrong: false };
  if (head[0] === 0xfe && head[1] === 0xff) return { used: 'utf-16be', wrong: false };
  const start = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  const declared = DECLARATION.exec(head.toString('latin1', start, start + HEAD))?.[1];
  const name = declared?.toLowerCase();
  const used = readingOf(head, start, whole, name);
  const agrees =
    name === undefined ? used === 'utf-8' : used === 'utf-8' ? UTF8.has(name) : CHINESE.has(name);
  // Pure ASCII reads the same in all of them, so its declaration cannot be wrong.
  const right = agrees || (name !== undefined && CHINESE.has(name) && isAscii(head));
  return { used, wrong: !right, ...(declared !== undefined && { declared }) };
}

function readingOf(
  head: Buffer,
  start: number,
  whole: boolean,
  name: string | undefined,
): 'utf-8' | 'gb18030' {
  const text = whole ? head : withoutCutSequence(head);
  const chinese = name !== undefined && CHINESE.has(name);
  if (isUtf8(text)) {
    // Two-byte pairs of GBK can happen to be valid UTF-8 (Greek, Arabic …); Chinese text in UTF-8 has three-byte sequences.
    return chinese && !isAscii(text) && start === 0 && !text.some(byte => byte >= 0xe3 && byte <= 0xef)
      ? gb18030OrUtf8(text)
      : 'utf-8';
  }
  const broken = firstBroken(text);
  if (start === 3 || (!chinese && text.subarray(0, broken).some(byte => byte >= 0xe3))) {
    throw brokenBytes('UTF-8', broken);
  }
  if (isGb18030(text, whole)) return 'gb18030';
  throw brokenBytes(chinese ? (name ?? 'GB18030') : 'UTF-8', broken);
}

function gb18030OrUtf8(text: Buffer): 'utf-8' | 'gb18030' {
  return isGb18030(text, false) ? 'gb18030' : 'utf-8';
}

function isGb18030(text: Buffer, whole: boolean): boolean {
  try {
    new TextDecoder('gb18030', { fatal: true }).decode(text, { stream: !whole });
    return true;
  } catch {
    return false;
  }
}

/** Drops up to three bytes of a UTF-8 sequence that the end of a chunk cuts. */
function withoutCutSequence(bytes: Buffer): Buffer {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes;
    if (byte >= 0xc0) {
      const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needs > back ? bytes.subarray(0, bytes.length - back) : bytes;
    }
  }
  return bytes;
}

/** Offset of the first byte that is not UTF-8, by halving. */
function firstBroken(bytes: Buffer): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isUtf8(withoutCutSequence(bytes.subarray(0, middle)))) good = middle;
    else bad = middle;
  }
  return good;
}

export function brokenBytes(encoding: string, offset?: number): Refusal {
  const zh = offset === undefined ? '' : `（从第 ${offset + 1} 个字节起）`;
  const en = offset === undefined ? '' : ` from byte ${offset + 1} on`;
  return new Refusal('encoding', {
    zh: `报文不是有效的 ${encoding} 编码${zh}，请以 UTF-8 重新生成。`,
    en: `The bytes are not valid ${encoding}${en}: write the message in UTF-8.`,
  });
}
