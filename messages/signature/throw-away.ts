import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { localSigner, type SignatureAlgorithm } from './algorithms.ts';
import { type Certificate, readCertificate } from './certificate.ts';
import { rawToDer } from './der.ts';
import { asSigningKey } from './keys.ts';

/** A key made on the spot with a self-signed certificate: for tests, the demonstration and sandboxes. Proves nothing. */
export interface ThrowAwayIdentity {
  readonly certificate: Certificate;
  readonly privateKey: KeyObject;
  /** Fills the port "sign these octets". */
  readonly sign: (octets: Uint8Array) => Uint8Array;
}

export interface ThrowAwayOptions {
  readonly algorithm: SignatureAlgorithm;
  /** Common name; should say that it is a demo. */
  readonly name: string;
  /** Serial number in hex, even number of digits, not starting with 00 or with 8 to f. */
  readonly serial: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

const OID = {
  commonName: '0603550403',
  sm2WithSm3: '06082a811ccf55018375',
  rsaWithSha256: '06092a864886f70d01010b0500',
};

/** Makes a key pair and its self-signed X.509 certificate. */
export function throwAwayIdentity(options: ThrowAwayOptions): ThrowAwayIdentity {
  const { algorithm } = options;
  const pair =
    algorithm === 'sm2-sm3'
      ? generateKeyPairSync('ec', { namedCurve: 'SM2' })
      : generateKeyPairSync('rsa', { modulusLength: 2048 });
  const privateKey = asSigningKey(pair.privateKey);
  const name = der(0x30, der(0x31, der(0x30, hex(OID.commonName), der(0x0c, Buffer.from(options.name)))));
  const method = der(0x30, hex(algorithm === 'sm2-sm3' ? OID.sm2WithSm3 : OID.rsaWithSha256));
  const body = der(
    0x30,
    der(0x02, hex(options.serial)),
    method,
    name,
    der(0x30, time(options.notBefore), time(options.notAfter)),
    name,
    pair.publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature =
    algorithm === 'sm2-sm3'
      ? rawToDer(localSigner(privateKey, algorithm)(body))
      : sign('sha256', body, privateKey);
  const certificate = readCertificate(der(0x30, body, method, der(0x03, Buffer.from([0]), signature)));
  if (certificate === undefined) throw new Error('the certificate just made cannot be read');
  return { certificate, privateKey, sign: localSigner(privateKey, algorithm) };
}

function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(parts);
  const size = content.length;
  const length =
    size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, Math.floor(size / 0x100), size % 0x100];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

function hex(text: string): Uint8Array {
  return Buffer.from(text, 'hex');
}

/** GeneralizedTime, whole seconds, UTC. */
function time(at: Date): Uint8Array {
  return der(0x18, Buffer.from(`${at.toISOString().slice(0, 19).replace(/[-T:]/g, '')}Z`));
}
