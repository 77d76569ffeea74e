import type { Bilingual } from '../../shared/index.ts';
import type { SignatureAlgorithm } from './algorithms.ts';
import type { Certificate } from './certificate.ts';
import type { ScopeForm } from './signed-info.ts';

/** What is wrong with a signature; codes are stable. */
export type SignatureFaultCode =
  | 'unreadable' // the text is not well-formed XML, or has a DTD
  | 'several' // more than one Signature under the root
  | 'structure' // SignedInfo, Reference or SignatureValue missing or doubled
  | 'method' // canonicalisation, transform, Reference URI or algorithm that is not accepted here
  | 'digest' // the content is not what was signed
  | 'value' // SignatureValue does not belong to this SignedInfo and key
  | 'certificate-unreadable'
  | 'certificate-unknown'
  | 'certificate-mismatch' // the certificate in the message is not the registered one
  | 'certificate-not-yet'
  | 'certificate-expired'
  | 'certificate-revoked'
  | 'certificate-owner' // registered for another enterprise than the one that must sign
  | 'key-kind' // RSA method with an SM2 key or the reverse
  | 'key-weak'
  | 'key-name'; // KeyName is not the certificate's number

export interface SignatureFault {
  readonly code: SignatureFaultCode;
  /** Where in the message: `Signature/SignedInfo/Reference/DigestValue`. */
  readonly path: string;
  readonly expected?: string;
  readonly actual?: string;
  readonly message: Bilingual;
  /** How to mend it, or what probably happened. */
  readonly hint?: Bilingual;
}

/**
 * The answer about a message's signature. `valid`: content and key both right. `invalid`: `faults` says what differs, gravest
 * first. `absent`: there is none. `unsupported`: made with methods this platform or this port does not know.
 */
export interface Verdict {
  readonly state: 'valid' | 'invalid' | 'absent' | 'unsupported';
  readonly message: Bilingual;
  readonly faults: readonly SignatureFault[];
  /** Things that do not break it but somebody should know (compacted form, KeyName, DER value, weak algorithm). */
  readonly notes: readonly SignatureFault[];
  readonly algorithm?: SignatureAlgorithm;
  readonly signatureUri?: string;
  readonly digestUri?: string;
  /** Which octets of SignedInfo verified. */
  readonly form?: ScopeForm;
  readonly keyName?: string;
  readonly certificate?: Certificate;
  /** Enterprise code for which the key is registered. */
  readonly owner?: string;
}

const said: Readonly<Record<SignatureFaultCode, Bilingual>> = {
  unreadable: {
    zh: '报文不是格式良好的 XML（或含 DTD），无法计算签名',
    en: 'the message is not well-formed XML (or has a DTD): its signature cannot be computed',
  },
  several: {
    zh: '报文中有多个 ds:Signature，只允许一个',
    en: 'the message has more than one ds:Signature; only one is allowed',
  },
  structure: {
    zh: '签名结构不完整：缺少或重复了必需的节点',
    en: 'the signature is incomplete: a required element is missing or doubled',
  },
  method: {
    zh: '签名采用了本口岸不接受的算法或转换方式',
    en: 'the signature uses a method that is not accepted here',
  },
  digest: {
    zh: '摘要不符：报文内容与签名时不一致，签名后被改动过',
    en: 'the digest differs: the content is not what was signed; it was changed after signing',
  },
  value: {
    zh: '签名值不符：签名值与 SignedInfo 及该证书的公钥不对应',
    en: 'the signature value does not belong to this SignedInfo and this certificate',
  },
  'certificate-unreadable': {
    zh: '签名中的证书无法解析',
    en: 'the certificate in the signature cannot be read',
  },
  'certificate-unknown': {
    zh: '签名证书未在平台登记，无法确认签名人',
    en: 'the signing certificate is not registered with the platform',
  },
  'certificate-mismatch': {
    zh: '报文所附证书与平台登记的证书不是同一张',
    en: 'the certificate in the message is not the one registered',
  },
  'certificate-not-yet': { zh: '证书尚未生效', en: 'the certificate is not yet valid' },
  'certificate-expired': { zh: '证书已过期', en: 'the certificate has expired' },
  'certificate-revoked': { zh: '证书已吊销或停用', en: 'the certificate has been revoked' },
  'certificate-owner': {
    zh: '证书不属于应当签名的企业（海关要求申报单位与操作员卡/证书一致）',
    en: 'the certificate belongs to another enterprise than the one that must sign (customs demands that the declaring unit agrees with the card)',
  },
  'key-kind': {
    zh: '签名算法与证书的密钥类型不一致',
    en: 'the signature method does not fit the kind of key in the certificate',
  },
  'key-weak': { zh: '证书密钥长度低于本口岸的下限', en: 'the key is shorter than this port accepts' },
  'key-name': {
    zh: 'KeyName 与证书编号（序列号）不一致',
    en: 'KeyName is not the serial number of the certificate',
  },
};

/** A fault with the standard sentence of its code. The differing texts are fields of their own; `difference` words them. */
export function fault(
  code: SignatureFaultCode,
  path: string,
  more: { readonly expected?: string; readonly actual?: string; readonly hint?: Bilingual } = {},
): SignatureFault {
  return { code, path, ...more, message: said[code] };
}

/** The two texts that differ, for people; empty when a fault has none. */
export function difference({ expected, actual }: SignatureFault): Bilingual {
  if (expected === undefined && actual === undefined) return { zh: '', en: '' };
  return {
    zh: `（应为 ${expected ?? '—'}，实为 ${actual ?? '—'}）`,
    en: ` (expected ${expected ?? '—'}, found ${actual ?? '—'})`,
  };
}
