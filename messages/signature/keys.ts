import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

/** Kinds of key the messages are signed with. */
export type KeyKind = 'rsa' | 'sm2' | 'other';

/** OID 1.2.156.10197.1.301, the curve of GB/T 32918.5, as it stands in a SubjectPublicKeyInfo. */
const SM2_CURVE = Buffer.from('06082a811ccf5501822d', 'hex');
const POINT_BYTES = 64;

/** Keys are asked again and again for a few certificates. */
const spkis = new WeakMap<KeyObject, Buffer>();

/** Kind of a public or private key. Node has no name for SM2 keys, so the curve's OID decides. */
export function keyKind(key: KeyObject): KeyKind {
  if (key.asymmetricKeyType === 'rsa' || key.asymmetricKeyType === 'rsa-pss') return 'rsa';
  if (key.type === 'secret') return 'other';
  return spkiOf(key).includes(SM2_CURVE) ? 'sm2' : 'other';
}

/** The public point x||y (64 bytes) of an SM2 key. */
export function sm2Point(key: KeyObject): Uint8Array {
  return spkiOf(key).subarray(-POINT_BYTES);
}

function spkiOf(key: KeyObject): Buffer {
  let spki = spkis.get(key);
  if (spki === undefined) {
    const publicKey = key.type === 'private' ? createPublicKey(key) : key;
    spki = publicKey.export({ type: 'spki', format: 'der' });
    spkis.set(key, spki);
  }
  return spki;
}

/**
 * A key generated as `ec` on curve SM2 would sign ECDSA; read back from PKCS#8 or SPKI the same key is an SM2 key.
 * Other keys are returned as they are.
 */
export function asSigningKey(key: KeyObject): KeyObject {
  if (key.asymmetricKeyType !== 'ec' || keyKind(key) !== 'sm2') return key;
  return key.type === 'private'
    ? createPrivateKey({ key: key.export({ type: 'pkcs8', format: 'der' }), type: 'pkcs8', format: 'der' })
    : createPublicKey({ key: key.export({ type: 'spki', format: 'der' }), type: 'spki', format: 'der' });
}
