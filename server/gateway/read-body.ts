import { hash, randomUUID } from 'node:crypto';
import type { Incoming } from '../../cases/index.ts';
import { businessKey, type Decoded, type Document } from '../../messages/index.ts';
import type { Instant } from '../../shared/index.ts';
import type { Media } from './envelope.ts';

/** A fresh envelope id. The only chance in the journey, and no decision depends on it. */
export function newEnvelopeId(): string {
  return randomUUID();
}

/** The identity of a record: the same sender, type, guid and content sent again is the same record, whatever message carries it. */
export function identityOf(sender: string, document: Document): string {
  const { type, head, lines } = document;
  return hash('sha256', JSON.stringify([sender, type, head['guid'] ?? '', head, lines]));
}

export interface IncomingFrom {
  readonly sender: string;
  readonly at: Instant;
  readonly envelopeId: string;
  readonly apart?: true;
}

/** Records of a decoded message as the fold takes them. */
export function incomingOf({ records }: Pick<Decoded, 'records'>, from: IncomingFrom): Incoming[] {
  return records.map(({ index, document, findings }) => ({
    document,
    key: businessKey(document),
    ...from,
    identity: identityOf(from.sender, document),
    record: index,
    findings,
  }));
}

/** Guesses the medium from the content type and the first bytes; bytes win over a wrong or missing header. */
export function mediaOf(bytes: Uint8Array, contentType: string | undefined): Media | 'xls' | 'unknown' {
  const [a, b, c, d] = bytes;
  if (a === 0x50 && b === 0x4b && (c === 3 || c === 5) && (d === 4 || d === 6)) return 'xlsx';
  if (a === 0xd0 && b === 0xcf && c === 0x11 && d === 0xe0) return 'xls';
  const start = firstSign(bytes);
  if (start === '<') return 'xml';
  if (start === '{' || start === '[') return 'json';
  const said = (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (said.endsWith('/xml') || said.endsWith('+xml')) return 'xml';
  if (said.endsWith('/json')) return 'json';
  if (
    said === 'text/csv' ||
    said === 'text/plain' ||
    said === 'text/tab-separated-values' ||
    said === 'application/vnd.ms-excel'
  )
    return 'csv';
  return start === undefined ? 'unknown' : 'csv';
}

function firstSign(bytes: Uint8Array): string | undefined {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return '<';
  while (at < bytes.length) {
    const code = bytes[at] ?? 0;
    if (code > 0x20) return String.fromCharCode(code);
    at += 1;
  }
  return undefined;
}
