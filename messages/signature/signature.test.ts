import { describe, expect, it } from 'vitest';
import {
  annexRsa,
  annexSm2,
  createSignature,
  embeddedOnly,
  localSigner,
  localSm2,
  type RegisteredCertificate,
  registeredIn,
  rsaSha256,
  type SignatureProfile,
  throwAwayIdentity,
  type VerifyOptions,
  verifySignature,
} from './index.ts';

const AT = Date.UTC(2025, 5, 1);
const CEB = 'http://www.chinaport.gov.cn/ceb';
const DATES = { notBefore: new Date('2024-01-01'), notAfter: new Date('2027-01-01') };
const sm2 = throwAwayIdentity({ algorithm: 'sm2-sm3', name: 'DEMO 演示 SM2', serial: '03010f0a', ...DATES });
const rsa = throwAwayIdentity({ algorithm: 'rsa-sha1', name: 'DEMO 演示 RSA', serial: '03010f0b', ...DATES });
const stranger = throwAwayIdentity({
  algorithm: 'sm2-sm3',
  name: 'DEMO other',
  serial: '03010f0c',
  ...DATES,
});

const message = (type = 'CEB621Message', tail = '', xsi = true) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<ceb:${type} xmlns:ceb="${CEB}"${xsi ? ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"' : ''} guid="0A" version="1.0">\n  <ceb:Inventory><ceb:InventoryHead><ceb:orderNo>演示-1 &amp; 2</ceb:orderNo></ceb:InventoryHead></ceb:Inventory>\n  <ceb:BaseTransfer><ceb:copCode>3701000001</ceb:copCode></ceb:BaseTransfer>${tail}\n</ceb:${type}>\n`;

const register: readonly RegisteredCertificate[] = [
  { certificate: sm2.certificate, owner: '3701000001' },
  { certificate: rsa.certificate, owner: '3701000002' },
];
const options: VerifyOptions = { find: registeredIn(register), at: AT };
const signed = (xml = message(), profile: SignatureProfile = annexSm2, who = sm2) =>
  createSignature(xml, {
    certificate: who.certificate,
    profile,
    sign: localSigner(who.privateKey, profile.write.signature),
  });
const codes = (xml: string, more: Partial<VerifyOptions> = {}) =>
  verifySignature(xml, { ...options, ...more }).faults.map(({ code }) => code);

describe('round trip', () => {
  it.each([
    ['SM2/SM3', annexSm2, sm2],
    ['SM2 with SHA-1 digest', localSm2, sm2],
    ['RSA-SHA1', annexRsa, rsa],
    ['RSA-SHA256', rsaSha256, rsa],
  ] as const)('%s', async (_name, profile, who) => {
    const verdict = verifySignature(await signed(message(), profile, who), options);
    expect(verdict).toMatchObject({ state: 'valid', form: 'in-scope', faults: [], notes: [] });
    expect(verdict.algorithm).toBe(profile.write.signature);
  });

  it('changes nothing but the inserted signature, which stands last in import messages', async () => {
    const xml = message('CEB621Message', '<ceb:ExtendMessage/>');
    const out = await signed(xml);
    const [start, end] = [out.indexOf('<ds:Signature '), out.indexOf('</ds:Signature>') + 15];
    expect(out.slice(0, start) + out.slice(end)).toBe(xml);
    expect(out.slice(end)).toBe('</ceb:CEB621Message>\n');
  });

  it('stands before ExtendMessage in export messages', async () => {
    const out = await signed(message('CEB603Message', '<ceb:ExtendMessage><x a="1"/></ceb:ExtendMessage>'));
    expect(out).toContain('</ds:Signature><ceb:ExtendMessage>');
    expect(verifySignature(out, options).state).toBe('valid');
  });

  it('brings xsi into scope when the root lacks it, also without any prefix and with a byte order mark', async () => {
    for (const xml of [
      message('CEB621Message', '', false),
      `\uFEFF<CEB621Message xmlns="${CEB}"><a/></CEB621Message>`,
    ]) {
      const out = await signed(xml);
      expect(out).toMatch(/<ds:Signature [^>]*xmlns:xsi=/);
      expect(verifySignature(out, options)).toMatchObject({ state: 'valid', form: 'in-scope' });
    }
  });

  it('refuses to sign twice', async () => {
    await expect(signed(await signed())).rejects.toThrow('signed already');
  });

  it('takes a DER answer from the device and writes r||s', async () => {
    const { rawToDer } = await import('./der.ts');
    const out = await createSignature(message(), {
      certificate: sm2.certificate,
      sign: async octets => rawToDer(sm2.sign(octets)),
    });
    const value = out.match(/<ds:SignatureValue>([^<]+)/)?.[1] ?? '';
    expect(Buffer.from(value, 'base64')).toHaveLength(64);
    expect(verifySignature(out, options).state).toBe('valid');
    const der = Buffer.from(rawToDer(Buffer.from(value, 'base64'))).toString('base64');
    expect(verifySignature(out.replace(value, der), options).notes[0]?.message.zh).toContain('DER');
  });
});

describe('scope of SignedInfo', () => {
  it('accepts what the cards do: xsi counted in although nothing declares it', async () => {
    const out = await signed(message());
    // The same signature, xsi no longer declared at the root: the digest must be made again, so build it by hand.
    const bare = message('CEB621Message', '', false);
    const withoutXsi = await createSignature(bare, {
      certificate: sm2.certificate,
      sign: sm2.sign,
    });
    const card = withoutXsi.replace(/(<ds:Signature [^>]*?) xmlns:xsi="[^"]*"/, '$1');
    expect(verifySignature(card, options)).toMatchObject({ state: 'valid', form: 'with-xsi' });
    expect(out).not.toBe(card);
  });

  it('verifies a SignedInfo that was laid out after signing, and says so', async () => {
    const out = (await signed()).replace(/<ds:SignedInfo>.*<\/ds:SignedInfo>/, text =>
      text.replaceAll('><', '>\n  <'),
    );
    const verdict = verifySignature(out, options);
    expect(verdict).toMatchObject({ state: 'valid', form: 'in-scope-compacted' });
    expect(verdict.notes[0]?.message.en).toContain('laid out');
  });
});

describe('what differs', () => {
  it('a changed field: the digest, with both values', async () => {
    const verdict = verifySignature((await signed()).replace('演示-1', '演示-7'), options);
    expect(verdict.state).toBe('invalid');
    expect(verdict.faults).toHaveLength(1);
    expect(verdict.faults[0]).toMatchObject({
      code: 'digest',
      path: 'Signature/SignedInfo/Reference/DigestValue',
    });
    expect(verdict.faults[0]?.expected).not.toBe(verdict.faults[0]?.actual);
    expect(verdict.faults[0]?.hint).toBeUndefined();
    expect(verdict.message.zh).toContain('摘要不符');
  });

  it('a changed SignedInfo: the value', async () => {
    const out = await signed();
    const other = await signed(message().replace('演示-1', '演示-7'));
    const info = /<ds:SignedInfo>.*<\/ds:SignedInfo>/;
    const mixed = out.replace(info, other.match(info)?.[0] ?? '').replace('演示-1', '演示-7');
    expect(codes(mixed)).toEqual(['value']);
  });

  it('pretty-printed after signing: invalid, and the hint says it', async () => {
    const compact = message().replace(/>\s+</g, '><');
    const pretty = (await signed(compact)).replaceAll('><ceb:', '>\n<ceb:');
    const verdict = verifySignature(pretty, options);
    expect(verdict.state).toBe('invalid');
    expect(verdict.faults[0]?.hint?.zh).toContain('格式化');
    const indented = (await signed()).replace('<ds:Signature ', '\n  <ds:Signature ');
    expect(verifySignature(indented, options).faults[0]?.hint?.en).toContain('around the Signature');
  });

  it('digest by another algorithm than declared', async () => {
    const profile = { ...annexSm2, write: { ...annexSm2.write, digest: 'sha1' } } as const;
    expect(verifySignature(await signed(message(), profile), options).faults[0]?.hint?.zh).toContain('SHA1');
  });

  it('missing, doubled, incomplete, unreadable', async () => {
    const out = await signed();
    expect(verifySignature(message(), options).state).toBe('absent');
    const signature = out.match(/<ds:Signature .*<\/ds:Signature>/)?.[0] ?? '';
    expect(codes(out.replace(signature, signature + signature))).toEqual(['several']);
    expect(codes(out.replace(/<ds:SignatureValue>.*<\/ds:SignatureValue>/, ''))).toEqual(['structure']);
    expect(codes(out.replace(/<ds:DigestValue>.*<\/ds:DigestValue>/, ''))).toEqual(['structure']);
    expect(codes(out.replace(/<ds:SignedInfo>.*<\/ds:SignedInfo>/, ''))).toEqual(['structure']);
    expect(codes(out.slice(0, -30))).toEqual(['unreadable']);
    expect(codes(`<!DOCTYPE a>${message()}`)).toEqual(['unreadable']);
  });

  it('a signature hidden elsewhere is not the message’s own', async () => {
    const signature = (await signed()).match(/<ds:Signature .*<\/ds:Signature>/)?.[0] ?? '';
    const hidden = message('CEB621Message', `<ceb:ExtendMessage>${signature}</ceb:ExtendMessage>`);
    expect(verifySignature(hidden, options).state).toBe('absent');
  });

  it('methods that are not accepted: unsupported, each named', async () => {
    const out = await signed();
    const swap = (from: string, to: string) => verifySignature(out.replace(from, to), options);
    expect(swap('#sm2-sm3', '#md5')).toMatchObject({ state: 'unsupported', faults: [{ code: 'method' }] });
    expect(swap('URI=""', 'URI="#a"').state).toBe('unsupported');
    expect(swap('REC-xml-c14n-20010315', 'REC-xml-exc').state).toBe('unsupported');
    expect(swap('#enveloped-signature', '#xslt').state).toBe('unsupported');
    expect(swap('xmldsig#sm3', 'constructor').state).toBe('unsupported');
    const strict = { ...annexSm2, signatureUris: annexRsa.signatureUris && {} };
    expect(verifySignature(out, { ...options, profile: strict }).state).toBe('unsupported');
  });
});

describe('the certificate', () => {
  it('unknown, of another enterprise, expired, not yet valid, revoked', async () => {
    const out = await signed();
    expect(codes(await signed(message(), annexSm2, stranger))).toEqual(['certificate-unknown']);
    expect(codes(out, { signers: ['3701000002'] })).toEqual(['certificate-owner']);
    expect(codes(out, { signers: ['3701000001'] })).toEqual([]);
    expect(codes(out, { at: Date.UTC(2028, 0, 1) })).toEqual(['certificate-expired']);
    expect(codes(out, { at: Date.UTC(2023, 0, 1) })).toEqual(['certificate-not-yet']);
    const revoked = registeredIn(register.map(entry => ({ ...entry, revokedAt: AT - 1 })));
    expect(codes(out, { find: revoked })).toEqual(['certificate-revoked']);
  });

  it('another certificate under a registered number', async () => {
    const out = await createSignature(message(), {
      certificate: stranger.certificate,
      keyName: sm2.certificate.serial,
      sign: stranger.sign,
    });
    expect(codes(out)).toEqual(['certificate-mismatch', 'value']);
  });

  it('is found by KeyName alone when the message carries none', async () => {
    const out = (await signed()).replace(/<ds:X509Data>.*<\/ds:X509Data>/, '');
    expect(verifySignature(out, options)).toMatchObject({ state: 'valid', owner: '3701000001' });
    expect(codes(out, { find: embeddedOnly })).toEqual(['certificate-unknown']);
  });

  it('KeyName other than the number: noted, or refused where the port demands it', async () => {
    const out = (await signed()).replace(/<ds:KeyName>.*<\/ds:KeyName>/, '<ds:KeyName>0001</ds:KeyName>');
    expect(verifySignature(out, options)).toMatchObject({ state: 'valid', notes: [{ code: 'key-name' }] });
    expect(codes(out, { profile: { ...annexSm2, keyName: 'required' } })).toEqual(['key-name']);
  });

  it('unreadable, of the wrong kind, too short', async () => {
    const out = await signed();
    expect(codes(out.replace(/<ds:X509Certificate>.{8}/, '<ds:X509Certificate>AAAAAAAA'))).toEqual([
      'certificate-unreadable',
    ]);
    const wrongKind = await createSignature(message(), { certificate: rsa.certificate, sign: sm2.sign });
    expect(codes(wrongKind)).toEqual(['key-kind']);
    const strict = { ...annexRsa, rsaBitsMin: 3072 };
    expect(codes(await signed(message(), annexRsa, rsa), { profile: strict })).toEqual(['key-weak']);
  });
});
