import type { SignatureProfile } from './profile.ts';
import type { FoundSignature } from './signed-document.ts';
import { type Reference, type SignatureParts, signedInfoOf } from './signed-info.ts';
import { fault, type SignatureFault } from './verdict.ts';

const C14N = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';
const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';

/** Looks a URI up in a profile; names of Object's own are not URIs. */
export function own<T>(table: Readonly<Record<string, T>>, key: string | undefined): T | undefined {
  return key !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
}

/** What a signature must have to be looked at. */
export function structureFaults(signature: FoundSignature, parts: SignatureParts): readonly SignatureFault[] {
  const faults: SignatureFault[] = [];
  const missing = (path: string) => {
    faults.push(fault('structure', path));
  };
  if (signedInfoOf(signature) === undefined) missing('Signature/SignedInfo');
  else if (parts.references.length !== 1) missing('Signature/SignedInfo/Reference');
  else if (parts.references[0]?.digestValue === '') missing('Signature/SignedInfo/Reference/DigestValue');
  if (parts.signatureValue === '') missing('Signature/SignatureValue');
  return faults;
}

/** Methods that this profile does not accept, each with what it accepts. */
export function methodFaults(
  parts: SignatureParts,
  reference: Reference,
  profile: SignatureProfile,
): readonly SignatureFault[] {
  const faults: SignatureFault[] = [];
  const refuse = (path: string, expected: string, actual: string | undefined) => {
    faults.push(fault('method', `Signature/SignedInfo/${path}`, { expected, actual: actual ?? '—' }));
  };
  if (parts.canonicalizationUri !== C14N) refuse('CanonicalizationMethod', C14N, parts.canonicalizationUri);
  if (own(profile.signatureUris, parts.signatureUri) === undefined) {
    refuse('SignatureMethod', Object.keys(profile.signatureUris).join(' | '), parts.signatureUri);
  }
  if (own(profile.digestUris, reference.digestUri) === undefined) {
    refuse('Reference/DigestMethod', Object.keys(profile.digestUris).join(' | '), reference.digestUri);
  }
  if (reference.uri !== '') refuse('Reference', 'URI=""', `URI="${reference.uri ?? ''}"`);
  // Naming the canonical form again after the enveloped transform changes nothing and is seen in the field.
  const [first, ...rest] = reference.transforms;
  if (first !== ENVELOPED || rest.some(transform => transform !== C14N)) {
    refuse('Reference/Transforms', ENVELOPED, reference.transforms.join(' '));
  }
  return faults;
}
