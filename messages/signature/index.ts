export { type DigestAlgorithm, localSigner, type SignatureAlgorithm, verifyOctets } from './algorithms.ts';
export { canonicalise, NotCanonical } from './canonical.ts';
export { type Certificate, readCertificate, serialForm } from './certificate.ts';
export { type CreateOptions, createSignature } from './create.ts';
export type { KeyKind } from './keys.ts';
export {
  annexRsa,
  annexSm2,
  localSm2,
  rsaSha256,
  type SignatureProfile,
  signatureProfiles,
} from './profile.ts';
export { type AskedKey, embeddedOnly, type RegisteredCertificate, registeredIn } from './registered.ts';
export { type ScopeForm, type SignedOctets, signedOctets } from './signed-info.ts';
export { type ThrowAwayIdentity, type ThrowAwayOptions, throwAwayIdentity } from './throw-away.ts';
export type { SignatureFault, SignatureFaultCode, Verdict } from './verdict.ts';
export { type VerifyOptions, verifySignature } from './verify.ts';
