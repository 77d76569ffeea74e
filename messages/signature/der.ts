/** The little DER that signatures and certificates need. */

/** One tag-length-value at `offset`: the tag, and where its content starts and ends. Undefined when it does not fit. */
export interface DerItem {
  readonly tag: number;
  readonly start: number;
  readonly contentStart: number;
  readonly end: number;
}

export function readDer(bytes: Uint8Array, offset: number): DerItem | undefined {
  const tag = bytes[offset];
  const first = bytes[offset + 1];
  if (tag === undefined || first === undefined) return undefined;
  let length = first;
  let contentStart = offset + 2;
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count === 0 || count > 4) return undefined;
    length = 0;
    for (let i = 0; i < count; i += 1) length = length * 256 + (bytes[contentStart + i] ?? 0);
    contentStart += count;
  }
  const end = contentStart + length;
  if (end > bytes.length) return undefined;
  return { tag, start: offset, contentStart, end };
}

/** The items inside a constructed item. Undefined when the content is not a clean sequence of items. */
export function readDerChildren(bytes: Uint8Array, item: DerItem): readonly DerItem[] | undefined {
  const children: DerItem[] = [];
  let offset = item.contentStart;
  while (offset < item.end) {
    const child = readDer(bytes, offset);
    if (child === undefined || child.end > item.end) return undefined;
    children.push(child);
    offset = child.end;
  }
  return children;
}

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const CONTEXT_0 = 0xa0;
const HALF = 32;

/** `r||s` (64 bytes) as the DER sequence of two integers that OpenSSL wants. */
export function rawToDer(raw: Uint8Array): Uint8Array {
  const body = Buffer.concat([derInteger(raw.subarray(0, HALF)), derInteger(raw.subarray(HALF))]);
  return Buffer.concat([Buffer.from([SEQUENCE, body.length]), body]);
}

function derInteger(unsigned: Uint8Array): Uint8Array {
  let i = 0;
  while (i < unsigned.length - 1 && unsigned[i] === 0) i += 1;
  const trimmed = unsigned.subarray(i);
  const padded = (trimmed[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), trimmed]) : trimmed;
  return Buffer.concat([Buffer.from([INTEGER, padded.length]), padded]);
}

/** A DER sequence of two integers of up to 32 bytes as `r||s`. Undefined when it is none. */
export function derToRaw(der: Uint8Array): Uint8Array | undefined {
  const outer = readDer(der, 0);
  if (outer === undefined || outer.tag !== SEQUENCE || outer.end !== der.length) return undefined;
  const parts = readDerChildren(der, outer);
  if (parts === undefined || parts.length !== 2) return undefined;
  const raw = new Uint8Array(HALF * 2);
  for (const [i, part] of parts.entries()) {
    if (part.tag !== INTEGER) return undefined;
    let start = part.contentStart;
    while (start < part.end - 1 && der[start] === 0) start += 1;
    const value = der.subarray(start, part.end);
    if (value.length > HALF) return undefined;
    raw.set(value, HALF * (i + 1) - value.length);
  }
  return raw;
}

/** The SubjectPublicKeyInfo of an X.509 certificate in DER (RFC 5280 §4.1). Undefined when the bytes are no certificate. */
export function subjectPublicKeyInfo(certificate: Uint8Array): Uint8Array | undefined {
  const outer = readDer(certificate, 0);
  if (outer === undefined || outer.tag !== SEQUENCE) return undefined;
  const [tbs] = readDerChildren(certificate, outer) ?? [];
  if (tbs === undefined || tbs.tag !== SEQUENCE) return undefined;
  const fields = readDerChildren(certificate, tbs);
  if (fields === undefined) return undefined;
  // version [0] may be missing; then serial, signature, issuer, validity, subject, subjectPublicKeyInfo.
  const spki = fields[fields[0]?.tag === CONTEXT_0 ? 6 : 5];
  if (spki === undefined || spki.tag !== SEQUENCE) return undefined;
  return certificate.subarray(spki.start, spki.end);
}
