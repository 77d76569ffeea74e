import type { Bilingual } from '../../shared/index.ts';
import { type DigestAlgorithm, type SignatureAlgorithm, SM2_USER_ID } from './algorithms.ts';

/**
 * What a port (口岸) writes and accepts. The annex of 2022-05 names two URIs for SM2 and SM3; a real message that a local
 * port accepted used older ones with a SHA-1 digest, so nothing here is fixed: a port's file may hold its own profile.
 */
export interface SignatureProfile {
  readonly id: string;
  readonly title: Bilingual;
  /** What createSignature writes. */
  readonly write: {
    readonly signature: SignatureAlgorithm;
    readonly signatureUri: string;
    readonly digest: DigestAlgorithm;
    readonly digestUri: string;
  };
  /** What the verifier accepts, by URI. */
  readonly signatureUris: Readonly<Record<string, SignatureAlgorithm>>;
  readonly digestUris: Readonly<Record<string, DigestAlgorithm>>;
  readonly sm2UserId: string;
  /** KeyName against the certificate's serial number: `required` refuses a difference, `noted` reports it. */
  readonly keyName: 'required' | 'noted' | 'ignored';
  /** RSA keys shorter than this are refused. The old cards have 1024 bits. */
  readonly rsaBitsMin: number;
}

const SM2_2022 = 'http://www.chinaport.gov.cn/2022/04/xmldsig#sm2-sm3';
const SM3_2022 = 'http://www.chinaport.gov.cn/2022/04/xmldsig#sm3';
const SM2_OLD = 'http://www.w3.org/2000/09/xmldsig#sm2-sm3';
const SM3_OLD = 'http://www.w3.org/2000/09/xmldsig#sm3';
const RSA_SHA1 = 'http://www.w3.org/2000/09/xmldsig#rsa-sha1';
const SHA1 = 'http://www.w3.org/2000/09/xmldsig#sha1';
const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';

const accepted = {
  signatureUris: {
    [SM2_2022]: 'sm2-sm3',
    [SM2_OLD]: 'sm2-sm3',
    [RSA_SHA1]: 'rsa-sha1',
    [RSA_SHA256]: 'rsa-sha256',
  },
  digestUris: { [SM3_2022]: 'sm3', [SM3_OLD]: 'sm3', [SHA1]: 'sha1', [SHA256]: 'sha256' },
  sm2UserId: SM2_USER_ID,
  keyName: 'noted',
  rsaBitsMin: 1024,
} as const;

/** The preferred form of the 202205 annex: SM2 with SM3. Accepts every documented form. */
export const annexSm2: SignatureProfile = {
  id: 'annex-sm2',
  title: { zh: '202205 版规范：SM2/SM3', en: '202205 annex: SM2 with SM3' },
  write: { signature: 'sm2-sm3', signatureUri: SM2_2022, digest: 'sm3', digestUri: SM3_2022 },
  ...accepted,
};

/** The general form of the annex, for cards issued before 2022-07: RSA with SHA-1 (weak, the receiver's choice). */
export const annexRsa: SignatureProfile = {
  id: 'annex-rsa',
  title: {
    zh: '规范通用方式：RSA/SHA-1（2022 年 7 月前的旧卡）',
    en: 'general form of the annex: RSA with SHA-1',
  },
  write: { signature: 'rsa-sha1', signatureUri: RSA_SHA1, digest: 'sha1', digestUri: SHA1 },
  ...accepted,
};

/** RSA with SHA-256, for ports that accept it. */
export const rsaSha256: SignatureProfile = {
  id: 'rsa-sha256',
  title: { zh: 'RSA/SHA-256', en: 'RSA with SHA-256' },
  write: { signature: 'rsa-sha256', signatureUri: RSA_SHA256, digest: 'sha256', digestUri: SHA256 },
  ...accepted,
};

/** SM2 under the older URI with a SHA-1 digest, as a local port was seen to accept. */
export const localSm2: SignatureProfile = {
  id: 'local-sm2-sha1',
  title: { zh: 'SM2 签名、SHA-1 摘要（个别地方口岸）', en: 'SM2 with a SHA-1 digest (seen at a local port)' },
  write: { signature: 'sm2-sm3', signatureUri: SM2_OLD, digest: 'sha1', digestUri: SHA1 },
  ...accepted,
};

/** The shipped profiles by id. */
export const signatureProfiles: Readonly<Record<string, SignatureProfile>> = Object.fromEntries(
  [annexSm2, annexRsa, rsaSha256, localSm2].map(profile => [profile.id, profile]),
);
