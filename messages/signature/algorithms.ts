import { constants, createHash, createSign, createVerify, type KeyObject } from 'node:crypto';
import { derToRaw, rawToDer } from './der.ts';
import { asSigningKey, type KeyKind, sm2Point } from './keys.ts';

/** SHA-1 and RSA below 2048 bits are weak; customs' receivers still ask for them, so the port decides, not this file. */
export type DigestAlgorithm = 'sha1' | 'sha256' | 'sm3';
export type SignatureAlgorithm = 'rsa-sha1' | 'rsa-sha256' | 'sm2-sm3';

/** The user identity that GB/T 35276 and the official cards put into SM2's Z. */
export const SM2_USER_ID = '1234567812345678';

/** a, b and the base point of the curve recommended in GB/T 32918.5. */
const SM2_CURVE_PARAMETERS = Buffer.from(
  'fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc' +
    '28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93' +
    '32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7' +
    'bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0',
  'hex',
);

const RAW_BYTES = 64;

export function digest(algorithm: DigestAlgorithm, octets: Uint8Array | string): Uint8Array {
  return createHash(algorithm).update(octets).digest();
}

/** The kind of key that an algorithm needs. */
export function keyKindFor(algorithm: SignatureAlgorithm): KeyKind {
  return algorithm === 'sm2-sm3' ? 'sm2' : 'rsa';
}

/** Z = SM3(bits of the id ‖ id ‖ a ‖ b ‖ G ‖ public point), GB/T 32918.2 §5.5. */
function sm2Identity(key: KeyObject, userId: string): Uint8Array {
  const id = Buffer.from(userId, 'utf8');
  const bits = Buffer.alloc(2);
  bits.writeUInt16BE(id.length * 8);
  return createHash('sm3')
    .update(bits)
    .update(id)
    .update(SM2_CURVE_PARAMETERS)
    .update(sm2Point(key))
    .digest();
}

/**
 * True when `signature` over `octets` is by the key's owner. RSA is PKCS#1 v1.5. An SM2 value is r‖s (64 bytes, as customs
 * has it) or DER. Node cannot be told SM2's user id, and its default is empty; the streaming interface signs the plain
 * digest, so SM3(Z ‖ octets) is built here.
 */
export function verifyOctets(
  algorithm: SignatureAlgorithm,
  octets: Uint8Array,
  key: KeyObject,
  signature: Uint8Array,
  sm2UserId: string = SM2_USER_ID,
): boolean {
  try {
    if (algorithm === 'sm2-sm3') {
      const raw = signature.length === RAW_BYTES ? signature : derToRaw(signature);
      if (raw === undefined) return false;
      const sm2Key = asSigningKey(key);
      return createVerify('sm3')
        .update(sm2Identity(sm2Key, sm2UserId))
        .update(octets)
        .verify(sm2Key, rawToDer(raw));
    }
    return createVerify(rsaHash(algorithm))
      .update(octets)
      .verify({ key, padding: constants.RSA_PKCS1_PADDING }, signature);
  } catch {
    // A key of another kind or a value OpenSSL cannot read is simply not a signature by this key.
    return false;
  }
}

function rsaHash(algorithm: 'rsa-sha1' | 'rsa-sha256'): string {
  return algorithm === 'rsa-sha1' ? 'sha1' : 'sha256';
}

/**
 * The port "sign these octets" filled with a private key in this process: for tests, demonstrations and sandboxes only.
 * In production the port leads to a card or a hardware module, and no private key enters the service.
 */
export function localSigner(
  privateKey: KeyObject,
  algorithm: SignatureAlgorithm,
  sm2UserId: string = SM2_USER_ID,
): (octets: Uint8Array) => Uint8Array {
  const key = asSigningKey(privateKey);
  if (algorithm !== 'sm2-sm3') {
    return octets =>
      createSign(rsaHash(algorithm)).update(octets).sign({ key, padding: constants.RSA_PKCS1_PADDING });
  }
  const identity = sm2Identity(key, sm2UserId);
  return octets => sm2Raw(createSign('sm3').update(identity).update(octets).sign(key));
}

/** An SM2 value as the message carries it: r‖s, also when a device answered in DER. Throws when it is neither. */
export function sm2Raw(value: Uint8Array): Uint8Array {
  const raw = value.length === RAW_BYTES ? value : derToRaw(value);
  if (raw === undefined) throw new Error(`not an SM2 signature: ${value.length} bytes, neither r||s nor DER`);
  return raw;
}
