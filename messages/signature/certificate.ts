import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { Instant } from '../../shared/index.ts';
import { subjectPublicKeyInfo } from './der.ts';
import { type KeyKind, keyKind } from './keys.ts';

/** What the platform keeps of an X.509 certificate. */
export interface Certificate {
  /** Base64 of the DER, without line ends: as X509Certificate carries it. */
  readonly base64: string;
  /** Serial number in lower-case hex without leading zeros: the form compared with KeyName. */
  readonly serial: string;
  readonly subject: string;
  readonly issuer: string;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  /** SHA-256 of the DER, lower-case hex without separators. */
  readonly fingerprint: string;
  readonly keyKind: KeyKind;
  /** Modulus length of an RSA key. */
  readonly rsaBits?: number;
  readonly publicKey: KeyObject;
}

/** A certificate number as compared: hex digits only, lower case, no leading zeros. */
export function serialForm(text: string): string {
  return text
    .toLowerCase()
    .replace(/^0x/, '')
    .replace(/[\s:-]/g, '')
    .replace(/^0+(?=.)/, '');
}

/**
 * Reads a certificate from PEM, from base64 (line breaks allowed) or from DER bytes.
 * Undefined when it is no readable X.509 certificate or its key is of no known form.
 */
export function readCertificate(source: string | Uint8Array): Certificate | undefined {
  const der = typeof source === 'string' ? derOf(source) : Buffer.from(source);
  const id = der.toString('base64');
  const known = read.get(id);
  if (known !== undefined) return known;
  const certificate = parse(der);
  if (certificate !== undefined) {
    if (read.size >= READ_MAX) read.clear();
    read.set(id, certificate);
  }
  return certificate;
}

/** A few enterprises sign everything: their certificates are parsed once. */
const read = new Map<string, Certificate>();
const READ_MAX = 1000;

function parse(der: Buffer): Certificate | undefined {
  try {
    const x509 = new X509Certificate(der);
    const publicKey = publicKeyOf(x509);
    if (publicKey === undefined) return undefined;
    const bits = publicKey.asymmetricKeyDetails?.modulusLength;
    return {
      base64: x509.raw.toString('base64'),
      serial: serialForm(x509.serialNumber),
      subject: x509.subject,
      issuer: x509.issuer,
      notBefore: Date.parse(x509.validFrom),
      notAfter: Date.parse(x509.validTo),
      fingerprint: x509.fingerprint256.replaceAll(':', '').toLowerCase(),
      keyKind: keyKind(publicKey),
      ...(bits === undefined ? {} : { rsaBits: bits }),
      publicKey,
    };
  } catch {
    return undefined;
  }
}

function derOf(text: string): Buffer {
  const bare = text.replace(/-----(BEGIN|END) [A-Z0-9 ]+-----/g, '').replace(/\s+/g, '');
  return Buffer.from(bare, 'base64');
}

function publicKeyOf(x509: X509Certificate): KeyObject | undefined {
  try {
    return x509.publicKey;
  } catch {
    // Some builds of OpenSSL read an SM2 certificate but not its key; the key info itself is readable.
    const spki = subjectPublicKeyInfo(x509.raw);
    return spki === undefined
      ? undefined
      : createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  }
}
