import type { Instant } from '../../shared/index.ts';
import { type Certificate, serialForm } from './certificate.ts';

/** A certificate somebody registered: for which enterprise, and since when it no longer counts. */
export interface RegisteredCertificate {
  readonly certificate: Certificate;
  /** Enterprise code (18 characters or the 10-digit customs code), as the register has it. */
  readonly owner: string;
  readonly revokedAt?: Instant;
}

/** What a message tells of its key: the KeyName and, usually, the certificate itself. */
export interface AskedKey {
  readonly keyName: string;
  readonly certificate?: Certificate;
}

/** A finder over a list: by fingerprint when the message carries a certificate, else by certificate number. */
export function registeredIn(
  list: readonly RegisteredCertificate[],
): (asked: AskedKey) => RegisteredCertificate | undefined {
  return ({ keyName, certificate }) => {
    if (certificate !== undefined) {
      const same = list.find(entry => entry.certificate.fingerprint === certificate.fingerprint);
      if (same !== undefined) return same;
    }
    const number = serialForm(keyName);
    return number === '' ? undefined : list.find(entry => entry.certificate.serial === number);
  };
}

/**
 * A finder that believes the certificate in the message. It proves that the message is whole and by the holder of that key,
 * not who the holder is: for precheck without registers, tests and demonstrations.
 */
export function embeddedOnly({ certificate }: AskedKey): RegisteredCertificate | undefined {
  return certificate === undefined ? undefined : { certificate, owner: '' };
}
