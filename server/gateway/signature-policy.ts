import {
  type Decoded,
  embeddedOnly,
  type RegisteredCertificate,
  registeredIn,
  shapeOf,
  verifySignature,
  type Verdict,
} from '../../messages/index.ts';
import type { Cite, Finding, Instant } from '../../shared/index.ts';

/** What is demanded of a sender's signatures: `required`, checked when one is there, or not looked at. */
export type SignaturePolicy = 'required' | 'if-present' | 'off';

const SIGNATURE_CITE: Cite = {
  text: '海关跨境电商统一版系统企业对接报文规范（202205版）',
  article: '数字签名（SM2/SM3 或 RSA/SHA-1，C14N）',
  from: '2022-05-17',
  verified: true,
};

/** Fields that name the enterprise whose signature a declaration must carry (error -621015 and the like). */
const SIGNERS: Readonly<Record<string, readonly string[]>> = {
  CEB311Message: ['ebpCode', 'ebcCode'],
  CEB411Message: ['payCode'],
  CEB511Message: ['logisticsCode'],
  CEB513Message: ['logisticsCode'],
  CEB621Message: ['agentCode'],
  CEB623Message: ['agentCode'],
  CEB625Message: ['agentCode'],
  CEB711Message: ['operatorCode'],
};

export interface SignatureQuestion {
  readonly text: string;
  readonly decoded: Decoded;
  readonly policy: SignaturePolicy;
  /** Registered certificates of the zone; empty: none is known and only the message's own can be believed. */
  readonly registered: readonly RegisteredCertificate[];
  readonly at: Instant;
}

/**
 * Applies the policy. A signature that does not hold refuses the message whatever else is in it, because nobody can say which part
 * was altered. A sound signature with a certificate that nobody registered passes under `if-present`, with a warning.
 */
export function checkSignature(question: SignatureQuestion): readonly Finding[] {
  const { decoded, policy } = question;
  const { frame } = decoded;
  if (!frame || policy === 'off') return [];
  if (frame.signature === undefined) {
    if (policy !== 'required' || shapeOf(frame.type).kind !== 'declaration') return [];
    return [
      finding(decoded, 'signature-missing', 'reject', {
        zh: '该发送方的报文必须签名，但报文没有 Signature。请用申报企业的卡或密码机签名后重发。',
        en: 'Messages of this sender must be signed and this one carries no Signature. Sign it with the declaring enterprise’s key and send it again.',
      }),
    ];
  }
  const signers = signersOf(decoded);
  const verdict = verifySignature(question.text, {
    find: registeredIn(question.registered),
    at: question.at,
    ...(signers.length > 0 ? { signers } : {}),
  });
  if (verdict.state === 'valid') return [];
  const unknown = verdict.faults.length > 0 && verdict.faults.every(fault => fault.code === 'certificate-unknown');
  if (unknown && policy === 'if-present') {
    const own = verifySignature(question.text, { find: embeddedOnly, at: question.at });
    if (own.state === 'valid')
      return [
        finding(decoded, 'signature-certificate-unknown', 'warn', {
          zh: '签名有效，但证书未在平台登记，只能证明报文完整，不能证明签名人。请登记证书。',
          en: 'The signature holds, but its certificate is not registered here: it proves that the message is whole, not who signed. Register the certificate.',
        }),
      ];
    return faultsOf(decoded, own);
  }
  return faultsOf(decoded, verdict);
}

function signersOf(decoded: Decoded): string[] {
  const names = decoded.frame ? SIGNERS[decoded.frame.type] : undefined;
  if (!names) return [];
  return [...new Set(decoded.records.flatMap(record => names.flatMap(name => record.document.head[name] ?? [])))];
}

function faultsOf(decoded: Decoded, verdict: Verdict): Finding[] {
  const faults = verdict.faults.filter(fault => fault.code !== 'certificate-unknown' || verdict.faults.length === 1);
  if (faults.length === 0) return [finding(decoded, `signature-${verdict.state}`, 'reject', verdict.message)];
  return faults.map(fault => {
    const differs = fault.expected !== undefined && fault.actual !== undefined;
    return {
      ...finding(decoded, `signature-${fault.code}`, 'reject', {
        zh: `${fault.message.zh}${differs ? `：应为 ${fault.expected}，实为 ${fault.actual}` : ''}。${fault.hint?.zh ?? ''}`,
        en: `${fault.message.en}${differs ? `: expected ${fault.expected}, found ${fault.actual}` : ''}. ${fault.hint?.en ?? ''}`,
      }),
      path: fault.path || 'Signature',
      value: fault.actual ?? null,
    };
  });
}

function finding(decoded: Decoded, code: string, severity: Finding['severity'], message: Finding['message']): Finding {
  return {
    rule: 'signature',
    code,
    severity,
    document: { type: decoded.frame?.type ?? '', key: decoded.frame?.guid ?? '' },
    path: 'Signature',
    value: null,
    cites: [SIGNATURE_CITE],
    message,
  };
}
