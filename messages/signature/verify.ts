import type { Bilingual, Instant } from '../../shared/index.ts';
import { digest, keyKindFor, type SignatureAlgorithm, verifyOctets } from './algorithms.ts';
import { NotCanonical } from './canonical.ts';
import { type Certificate, readCertificate } from './certificate.ts';
import { CERTIFICATE, certificateFaults, keyNameFault } from './certificate-check.ts';
import { digestHint } from './digest-hint.ts';
import { methodFaults, own, structureFaults } from './method-check.ts';
import { annexSm2, type SignatureProfile } from './profile.ts';
import type { AskedKey, RegisteredCertificate } from './registered.ts';
import { type FoundSignature, readSigned, type SignedDocument } from './signed-document.ts';
import { octetForms, partsOf, type ScopeForm, type SignatureParts } from './signed-info.ts';
import { difference, fault, type SignatureFault, type Verdict } from './verdict.ts';

export interface VerifyOptions {
  /** Finds the registered certificate; undefined: unknown. See `registeredIn` and `embeddedOnly`. */
  readonly find: (asked: AskedKey) => RegisteredCertificate | undefined;
  /** The instant at which the certificate must be valid: acceptance. */
  readonly at: Instant;
  /** Codes of the enterprise that must have signed (any of them); left out: whoever is registered. */
  readonly signers?: readonly string[];
  /** Left out: the 202205 annex with every documented form accepted. */
  readonly profile?: SignatureProfile;
}

/**
 * Judges the signature of a message. `xml` is the message as decoded text, unchanged (a byte order mark may stay).
 * Never throws on input: a text that cannot be read is `invalid` with the fault `unreadable`.
 */
export function verifySignature(xml: string, options: VerifyOptions): Verdict {
  let document: SignedDocument;
  try {
    document = readSigned(xml);
  } catch (error) {
    if (!(error instanceof NotCanonical)) throw error;
    return refused('invalid', [fault('unreadable', '', { actual: error.detail })]);
  }
  const [signature, second] = document.signatures;
  if (signature === undefined) {
    const message =
      document.nested === 0
        ? { zh: '报文没有数字签名', en: 'the message carries no signature' }
        : {
            zh: '报文没有数字签名：ds:Signature 不在根节点之下，位置不对',
            en: 'the message carries no signature: its ds:Signature is not a child of the root element',
          };
    return { state: 'absent', message, faults: [], notes: [] };
  }
  if (second !== undefined) return refused('invalid', [fault('several', 'Signature[2]')]);
  return judge(xml, document, signature, options);
}

function judge(
  xml: string,
  document: SignedDocument,
  signature: FoundSignature,
  options: VerifyOptions,
): Verdict {
  const profile = options.profile ?? annexSm2;
  const parts = partsOf(signature);
  const reference = parts.references[0];
  const broken = structureFaults(signature, parts);
  if (reference === undefined || broken.length > 0) return refused('invalid', broken);
  const unknown = methodFaults(parts, reference, profile);
  const algorithm = own(profile.signatureUris, parts.signatureUri);
  const digestAlgorithm = own(profile.digestUris, reference.digestUri);
  if (algorithm === undefined || digestAlgorithm === undefined || unknown.length > 0) {
    return refused('unsupported', unknown);
  }

  const faults: SignatureFault[] = [];
  const notes: SignatureFault[] = [];
  const computed = Buffer.from(digest(digestAlgorithm, document.content)).toString('base64');
  if (computed !== reference.digestValue) {
    const hint = digestHint(xml, signature, digestAlgorithm, reference.digestValue);
    faults.push(
      fault('digest', 'Signature/SignedInfo/Reference/DigestValue', {
        expected: computed,
        actual: reference.digestValue,
        ...(hint === undefined ? {} : { hint }),
      }),
    );
  }

  const embedded = parts.certificates[0];
  const certificate = embedded === undefined ? undefined : readCertificate(embedded);
  if (embedded !== undefined && certificate === undefined) {
    faults.push(fault('certificate-unreadable', CERTIFICATE));
  }
  const found = options.find({
    keyName: parts.keyName,
    ...(certificate === undefined ? {} : { certificate }),
  });
  const key = found?.certificate ?? certificate;
  faults.push(...certificateFaults(found, certificate, parts.keyName, options));
  const naming = key === undefined ? undefined : keyNameFault(parts.keyName, key, profile);
  if (naming !== undefined) (profile.keyName === 'required' ? faults : notes).push(naming);

  const form = key === undefined ? undefined : valueForm(signature, parts, algorithm, key, profile, faults);
  if (form?.endsWith('-compacted')) notes.push(compactedNote(form));
  if (form !== undefined && algorithm === 'sm2-sm3' && !isRaw(parts.signatureValue)) notes.push(derNote);
  const state = faults.length === 0 && form !== undefined ? 'valid' : 'invalid';
  return {
    state,
    message: state === 'valid' ? valid : summary(faults),
    faults,
    notes,
    algorithm,
    ...(parts.signatureUri === undefined ? {} : { signatureUri: parts.signatureUri }),
    ...(reference.digestUri === undefined ? {} : { digestUri: reference.digestUri }),
    ...(form === undefined ? {} : { form }),
    keyName: parts.keyName,
    ...(key === undefined ? {} : { certificate: key }),
    ...(found === undefined ? {} : { owner: found.owner }),
  };
}

const valid: Bilingual = { zh: '签名有效', en: 'the signature is valid' };

/** The octets that verify; when none does, or the key does not fit, a fault is added and the answer is undefined. */
function valueForm(
  signature: FoundSignature,
  parts: SignatureParts,
  algorithm: SignatureAlgorithm,
  certificate: Certificate,
  profile: SignatureProfile,
  faults: SignatureFault[],
): ScopeForm | undefined {
  const path = 'Signature/SignatureValue';
  if (certificate.keyKind !== keyKindFor(algorithm)) {
    faults.push(
      fault('key-kind', 'Signature/SignedInfo/SignatureMethod', {
        expected: certificate.keyKind,
        actual: keyKindFor(algorithm),
      }),
    );
    return undefined;
  }
  if ((certificate.rsaBits ?? Number.POSITIVE_INFINITY) < profile.rsaBitsMin) {
    const actual = String(certificate.rsaBits);
    faults.push(fault('key-weak', CERTIFICATE, { expected: `≥ ${profile.rsaBitsMin}`, actual }));
  }
  const value = Buffer.from(parts.signatureValue, 'base64');
  for (const { form, octets } of octetForms(signature)) {
    if (verifyOctets(algorithm, octets, certificate.publicKey, value, profile.sm2UserId)) return form;
  }
  faults.push(fault('value', path));
  return undefined;
}

function compactedNote(form: ScopeForm): SignatureFault {
  return {
    code: 'value',
    path: 'Signature/SignedInfo',
    actual: form,
    message: {
      zh: 'SignedInfo 在签名后被重新排版，去掉空白后才能验证；海关端可能按原文验证而不通过',
      en: 'SignedInfo was laid out again after signing and verifies only without its white space; customs may refuse it as it stands',
    },
  };
}

function isRaw(signatureValue: string): boolean {
  return Buffer.from(signatureValue, 'base64').length === 64;
}

const derNote: SignatureFault = {
  code: 'value',
  path: 'Signature/SignatureValue',
  expected: 'r||s',
  actual: 'DER',
  message: {
    zh: 'SM2 签名值采用了 DER 编码；海关实际使用 64 字节的 r||s，建议改用后者',
    en: 'the SM2 value is in DER; customs uses the 64 bytes r||s, which is advised',
  },
};

function summary(faults: readonly SignatureFault[]): Bilingual {
  const [first] = faults;
  if (first === undefined) return { zh: '签名无效', en: 'the signature is invalid' };
  const { hint } = first;
  const differs = difference(first);
  return {
    zh: `签名无效：${first.message.zh}${differs.zh}${hint ? `。${hint.zh}` : ''}`,
    en: `invalid signature: ${first.message.en}${differs.en}${hint ? `. ${hint.en}` : ''}`,
  };
}

function refused(state: 'invalid' | 'unsupported', faults: readonly SignatureFault[]): Verdict {
  return { state, message: summary(faults), faults, notes: [] };
}
