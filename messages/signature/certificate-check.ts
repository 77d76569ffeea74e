import type { Bilingual, Instant } from '../../shared/index.ts';
import { type Certificate, serialForm } from './certificate.ts';
import type { SignatureProfile } from './profile.ts';
import type { RegisteredCertificate } from './registered.ts';
import { fault, type SignatureFault } from './verdict.ts';

/** Path of the certificate in a message. */
export const CERTIFICATE = 'Signature/KeyInfo/X509Data/X509Certificate';

/** What speaks against the certificate: unknown, another one, out of its dates, revoked, of another enterprise. */
export function certificateFaults(
  found: RegisteredCertificate | undefined,
  embedded: Certificate | undefined,
  keyName: string,
  options: { readonly at: Instant; readonly signers?: readonly string[] },
): readonly SignatureFault[] {
  if (found === undefined) {
    return [
      fault('certificate-unknown', CERTIFICATE, { actual: embedded?.serial ?? keyName, hint: registerHint }),
    ];
  }
  const { certificate, owner, revokedAt } = found;
  const faults: SignatureFault[] = [];
  if (embedded !== undefined && embedded.fingerprint !== certificate.fingerprint) {
    faults.push(
      fault('certificate-mismatch', CERTIFICATE, {
        expected: certificate.fingerprint,
        actual: embedded.fingerprint,
      }),
    );
  }
  const day = (at: Instant) => new Date(at).toISOString().slice(0, 10);
  if (options.at < certificate.notBefore) {
    faults.push(
      fault('certificate-not-yet', CERTIFICATE, {
        expected: `≥ ${day(certificate.notBefore)}`,
        actual: day(options.at),
      }),
    );
  }
  if (options.at > certificate.notAfter) {
    faults.push(
      fault('certificate-expired', CERTIFICATE, {
        expected: `≤ ${day(certificate.notAfter)}`,
        actual: day(options.at),
      }),
    );
  }
  if (revokedAt !== undefined && options.at >= revokedAt) {
    faults.push(
      fault('certificate-revoked', CERTIFICATE, { expected: `< ${day(revokedAt)}`, actual: day(options.at) }),
    );
  }
  if (options.signers !== undefined && owner !== '' && !options.signers.includes(owner)) {
    faults.push(
      fault('certificate-owner', CERTIFICATE, { expected: options.signers.join(' | '), actual: owner }),
    );
  }
  return faults;
}

const registerHint: Bilingual = {
  zh: '请企业先在平台登记该证书（证书编号与指纹）',
  en: 'register the certificate (number and fingerprint) for the enterprise first',
};

/** KeyName against the certificate's number, as far as the profile cares. */
export function keyNameFault(
  keyName: string,
  certificate: Certificate,
  profile: SignatureProfile,
): SignatureFault | undefined {
  if (profile.keyName === 'ignored' || serialForm(keyName) === certificate.serial) return undefined;
  return fault('key-name', 'Signature/KeyInfo/KeyName', { expected: certificate.serial, actual: keyName });
}
