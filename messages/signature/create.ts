import { digest, sm2Raw } from './algorithms.ts';
import type { Certificate } from './certificate.ts';
import { annexSm2, type SignatureProfile } from './profile.ts';
import { CEB, DS, readSigned, type SignedDocument, XSI } from './signed-document.ts';
import { signedOctets } from './signed-info.ts';

export interface CreateOptions {
  readonly certificate: Certificate;
  /** Certificate number as the receiver expects it; left out: the certificate's serial number in hex. */
  readonly keyName?: string;
  /** Left out: the 202205 annex (SM2 with SM3). */
  readonly profile?: SignatureProfile;
  /**
   * The port: given the octets to be signed (C14N of SignedInfo; not a digest), answers the signature value. The private key
   * stays behind it. SM2 may answer r‖s or DER.
   */
  readonly sign: (octets: Uint8Array) => Promise<Uint8Array> | Uint8Array;
}

const C14N = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';
const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';
/** Import declarations end with the Signature; in all others it stands before ExtendMessage (XSD of 202205). */
const SIGNATURE_LAST = /^CEB(311|411|511|513|621|623|625|711)Message$/;

/**
 * Signs a message: answers the same text with a ds:Signature inserted at its place and nothing else changed.
 * Namespaces ceb and xsi that the root does not declare are declared on the Signature itself, so that plain XMLDSig and the
 * cards' way (ceb, ds and xsi always in scope) give the same octets. Throws when the text is not well-formed (NotCanonical),
 * is signed already, or the port answers something that is no signature.
 */
export async function createSignature(xml: string, options: CreateOptions): Promise<string> {
  const document = readSigned(xml);
  if (document.signatures.length > 0) throw new Error('the message is signed already');
  const profile = options.profile ?? annexSm2;
  const { write } = profile;
  const digestValue = Buffer.from(digest(write.digest, document.content)).toString('base64');
  const keyName = options.keyName ?? options.certificate.serial;
  const at = placeOf(document);
  const text = (signatureValue: string) =>
    `<ds:Signature xmlns:ds="${DS}"${missing(document)}><ds:SignedInfo>` +
    `<ds:CanonicalizationMethod Algorithm="${C14N}"></ds:CanonicalizationMethod>` +
    `<ds:SignatureMethod Algorithm="${attributeText(write.signatureUri)}"></ds:SignatureMethod>` +
    `<ds:Reference URI=""><ds:Transforms><ds:Transform Algorithm="${ENVELOPED}"></ds:Transform></ds:Transforms>` +
    `<ds:DigestMethod Algorithm="${attributeText(write.digestUri)}"></ds:DigestMethod>` +
    `<ds:DigestValue>${digestValue}</ds:DigestValue></ds:Reference></ds:SignedInfo>` +
    `<ds:SignatureValue>${signatureValue}</ds:SignatureValue>` +
    `<ds:KeyInfo><ds:KeyName>${attributeText(keyName)}</ds:KeyName><ds:X509Data>` +
    `<ds:X509Certificate>${options.certificate.base64}</ds:X509Certificate>` +
    `</ds:X509Data></ds:KeyInfo></ds:Signature>`;
  const insert = (signature: string) => xml.slice(0, at) + signature + xml.slice(at);

  const [plain] = signedOctets(insert(text('')));
  if (plain === undefined) throw new Error('an inserted signature is found again');
  const answer = await options.sign(plain.octets);
  const value = write.signature === 'sm2-sm3' ? sm2Raw(answer) : answer;
  return insert(text(Buffer.from(value).toString('base64')));
}

function placeOf(document: SignedDocument): number {
  const { extendStart, rootEnd, root } = document;
  return extendStart === undefined || SIGNATURE_LAST.test(root.local) ? rootEnd : extendStart;
}

/** Declarations of ceb and xsi that the root lacks. */
function missing(document: SignedDocument): string {
  const declared = new Map(document.root.declares);
  return [
    ['ceb', CEB],
    ['xsi', XSI],
  ]
    .filter(([prefix, uri]) => declared.get(prefix ?? '') !== uri)
    .map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`)
    .join('');
}

function attributeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
