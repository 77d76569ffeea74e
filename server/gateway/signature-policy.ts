import {
  businessKey,
  type Decoded,
  embeddedOnly,
  planOf,
  type RegisteredCertificate,
  registeredIn,
  shapeOf,
  type Verdict,
  verifySignature,
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
  /** The message as XML text; only asked for when there is a signature to look at. */
  readonly text: () => string;
  /** Is it the text that was received? A message that came as JSON is only as we would write it. */
  readonly verbatim: boolean;
  readonly decoded: Decoded;
  readonly policy: SignaturePolicy;
  /** Registered certificates of the zone; empty: none is known and only the message's own can be believed. */
  readonly registered: readonly RegisteredCertificate[];
  readonly at: Instant;
}

/**
 * Applies the policy. A signature that does not hold refuses the message whatever else is in it, because nobody can say which part
 * was altered; so does one by another enterprise than the one that every single record names. A sound signature with a certificate
 * that nobody registered passes under `if-present`, with a warning.
 */
export function checkSignature(question: SignatureQuestion): readonly Finding[] {
  const { decoded, policy, verbatim } = question;
  const { frame } = decoded;
  if (!frame || policy === 'off') return [];
  if (frame.signature === undefined) return policy === 'required' ? missing(decoded) : [];
  const text = question.text();
  const verdict = verifySignature(text, { find: registeredIn(question.registered), at: question.at });
  if (verdict.state === 'valid') return foreignRecords(decoded, verdict.owner ?? '');
  if (!verbatim && contentDiffers(verdict)) {
    const severity = policy === 'required' ? 'reject' : 'warn';
    return [finding(decoded, 'signature-not-checked', severity, NOT_CHECKED)];
  }
  const unknown =
    verdict.faults.length > 0 && verdict.faults.every(fault => fault.code === 'certificate-unknown');
  if (unknown && policy === 'if-present') {
    const own = verifySignature(text, { find: embeddedOnly, at: question.at });
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

/** A spreadsheet cannot carry a signature: where one is demanded, a declaration must come as XML. */
export function checkSheetSignature(decoded: Decoded, policy: SignaturePolicy): readonly Finding[] {
  return policy === 'required' ? missing(decoded) : [];
}

function missing(decoded: Decoded): readonly Finding[] {
  if (!decoded.frame || shapeOf(decoded.frame.type).kind !== 'declaration') return [];
  return [
    finding(decoded, 'signature-missing', 'reject', {
      zh: '该发送方的报文必须签名，但报文没有 Signature。请用申报企业的卡或密码机签名后，以 XML 重新发送。',
      en: 'Messages of this sender must be signed and this one carries no Signature. Sign it with the declaring enterprise’s key and send it again as XML.',
    }),
  ];
}

const NOT_CHECKED = {
  zh: 'JSON 形式不保留签名时的原文，签名无法核验；正式报送请发送签名后的 XML 原文。',
  en: 'The JSON form does not keep the text that was signed, so the signature could not be checked; submit the signed XML itself.',
};

function contentDiffers(verdict: Verdict): boolean {
  return verdict.faults.some(fault => fault.code === 'digest' || fault.code === 'value');
}

/** Findings shown when the signer may not speak for some records: enough to see the pattern. */
const FOREIGN_SHOWN = 20;

/** Records that name another enterprise than the certificate's owner, one finding each. */
function foreignRecords(decoded: Decoded, owner: string): readonly Finding[] {
  const names = decoded.frame ? SIGNERS[decoded.frame.type] : undefined;
  if (!names) return [];
  const findings: Finding[] = [];
  for (const { document, index } of decoded.records) {
    const codes = names.flatMap(name => document.head[name] ?? []);
    if (codes.includes(owner)) continue;
    const field = names.find(name => document.head[name] !== undefined) ?? names[0] ?? '';
    const said = codes.join('、') || '（空）';
    findings.push({
      ...finding(decoded, 'signature-certificate-owner', 'reject', {
        zh: `第 ${index + 1} 份单证的 ${names.join('/')} 为 ${said}，而签名证书登记在 ${owner} 名下。须由单证所列企业签名：请由其另行报送，或更正该字段后重新签名。`,
        en: `Record ${index + 1} names ${codes.join(', ') || 'nobody'} in ${names.join('/')}, but the signing certificate is registered for ${owner}. The enterprise named must sign: let it send this record itself, or correct the field and sign again.`,
      }),
      document: { type: document.type, key: businessKey(document) },
      path: `${planOf(document.type).head.element}/${field}`,
      value: document.head[field] ?? null,
    });
    if (findings.length === FOREIGN_SHOWN) break;
  }
  return findings;
}

function faultsOf(decoded: Decoded, verdict: Verdict): Finding[] {
  const faults = verdict.faults.filter(
    fault => fault.code !== 'certificate-unknown' || verdict.faults.length === 1,
  );
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

function finding(
  decoded: Decoded,
  code: string,
  severity: Finding['severity'],
  message: Finding['message'],
): Finding {
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
