import { createPublicKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { digest, verifyOctets } from './algorithms.ts';
import { canonicalise, embeddedOnly, readCertificate, signedOctets, verifySignature } from './index.ts';
import { readSigned } from './signed-document.ts';

interface Vectors {
  readonly c14nAndDigest: {
    readonly rows: readonly { file: string; c14nBytes: number; sha1: string; sm3: string }[];
  };
  readonly signatures: readonly {
    id: string;
    signedOctetsUtf8: string;
    signatureBase64: string;
    publicKeySpkiBase64?: string;
  }[];
}

const samples = process.env['CEB_SAMPLES_DIR'];
const given = samples !== undefined && existsSync(join(samples, 'vectors.json'));
if (!given) {
  console.warn('signature vectors skipped: CEB_SAMPLES_DIR is not given or holds no vectors.json');
}
const load = (file: string) => readFileSync(join(samples ?? '', file));
const text = (file: string) => {
  const bytes = load(file);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
};
const vectors: Vectors = given
  ? JSON.parse(load('vectors.json').toString('utf8'))
  : { c14nAndDigest: { rows: [] }, signatures: [] };
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

describe.skipIf(!given)('published samples', () => {
  it.each(vectors.c14nAndDigest.rows)('canonical form and digests of $file', row => {
    const xml = text(row.file);
    const { content, signatures } = readSigned(xml);
    expect(Buffer.byteLength(content)).toBe(row.c14nBytes);
    expect(base64(digest('sha1', content))).toBe(row.sha1);
    expect(base64(digest('sm3', content))).toBe(row.sm3);
    // Cutting the Signature out as text and canonicalising is the same thing.
    const [signature] = signatures;
    const cut = signature === undefined ? xml : xml.slice(0, signature.start) + xml.slice(signature.end);
    expect(base64(canonicalise(cut))).toBe(base64(Buffer.from(content)));
  });

  it('the official RSA signature verifies with xsi in scope; its digest is a placeholder', () => {
    const xml = text('exp-303-official-2018.xml');
    const vector = vectors.signatures.find(({ id }) => id === 'rsa-official-2018');
    const octets = signedOctets(xml).map(({ octets }) => Buffer.from(octets).toString('utf8'));
    expect(octets).toContain(vector?.signedOctetsUtf8);
    const certificate = readCertificate(xml.match(/X509Certificate>([^<]+)/)?.[1] ?? '');
    expect(certificate).toMatchObject({ keyKind: 'rsa', rsaBits: 1024 });
    if (certificate === undefined || vector === undefined) return;
    const value = Buffer.from(vector.signatureBase64, 'base64');
    expect(verifyOctets('rsa-sha1', Buffer.from(vector.signedOctetsUtf8), certificate.publicKey, value)).toBe(
      true,
    );
    const verdict = verifySignature(xml, { find: embeddedOnly, at: Date.UTC(2018, 8, 1) });
    expect(verdict).toMatchObject({ state: 'invalid', form: 'with-xsi' });
    expect(verdict.faults.map(({ code }) => code)).toEqual(['digest']);
  });

  it('the real SM2 signature of the payment interface verifies', () => {
    const vector = vectors.signatures.find(({ id }) => id === 'sm2-real-179');
    if (vector?.publicKeySpkiBase64 === undefined) throw new Error('the vector holds its key');
    const key = createPublicKey({
      key: Buffer.from(vector.publicKeySpkiBase64, 'base64'),
      format: 'der',
      type: 'spki',
    });
    const value = Buffer.from(vector.signatureBase64, 'base64');
    expect(verifyOctets('sm2-sm3', Buffer.from(vector.signedOctetsUtf8), key, value)).toBe(true);
    expect(verifyOctets('sm2-sm3', Buffer.from(`${vector.signedOctetsUtf8} `), key, value)).toBe(false);
    expect(verifyOctets('sm2-sm3', Buffer.from(vector.signedOctetsUtf8), key, value, 'other')).toBe(false);
  });

  it.each([
    ['imp-621-signed-rsa-sha1.xml', 'rsa-sha1'],
    ['imp-621-signed-sm2-sm3.xml', 'sm2-sm3'],
  ])('%s is valid', (file, algorithm) => {
    const at = Date.UTC(2027, 0, 1);
    expect(verifySignature(text(file), { find: embeddedOnly, at })).toMatchObject({
      state: 'valid',
      algorithm,
      form: 'in-scope',
      notes: [],
    });
  });

  it('the 202205 samples: SM2 URIs over an RSA certificate, said so', () => {
    const verdict = verifySignature(text('imp-621-official-202205.xml'), {
      find: embeddedOnly,
      at: Date.UTC(2022, 5, 1),
    });
    expect(verdict.faults.map(({ code }) => code)).toEqual(['digest', 'key-kind']);
  });
});
