import type { Bilingual } from '../../shared/index.ts';
import { type DigestAlgorithm, digest } from './algorithms.ts';
import { type FoundSignature, readSigned } from './signed-document.ts';

/**
 * What probably happened when the digest differs: the usual mistakes are tried one by one, and the one that gives the digest
 * in the message is named. Undefined when none does: then the content itself was changed.
 */
export function digestHint(
  xml: string,
  signature: FoundSignature,
  algorithm: DigestAlgorithm,
  claimed: string,
): Bilingual | undefined {
  const is = (octets: Uint8Array | string) =>
    Buffer.from(digest(algorithm, octets)).toString('base64') === claimed;
  const before = xml.slice(0, signature.start).replace(/^\uFEFF/, '');
  const after = xml.slice(signature.end);
  const cut = before + after;

  if (is(readSigned(xml, false).content)) {
    return {
      zh: '去掉元素之间的空白后摘要即相符：报文在签名之后被格式化（加了换行、缩进）。签名后请勿再排版，按签名时的原文发送',
      en: 'without white space between elements the digest agrees: the message was pretty-printed after signing. Send exactly the text that was signed',
    };
  }
  const heads = [before.replace(/\r?\n?[ \t]*$/, ''), before.trimEnd(), before];
  const tails = [after, after.trimStart()];
  if (heads.some(head => tails.some(tail => is(readSigned(head + tail).content)))) {
    return {
      zh: '签名节点前后多了空白：插入签名时加了换行或缩进。请把签名文本直接插在结束标签之前',
      en: 'white space was added around the Signature: insert its text directly before the end tag',
    };
  }
  if (is(cut)) {
    return {
      zh: '摘要是对未规范化（C14N）的原文计算的。请先做 Canonical XML 1.0 规范化再取摘要',
      en: 'the digest was taken over the raw text: canonicalise (C14N 1.0) before digesting',
    };
  }
  const bytes = Buffer.from(readSigned(xml).content, 'utf8');
  if (is(Buffer.from(bytes.toString('base64'))) || is(bytes.toString('hex'))) {
    return {
      zh: '摘要是对编码后的文本（base64 或十六进制）计算的，应对规范化后的字节计算',
      en: 'the digest was taken over base64 or hex text; take it over the canonical octets',
    };
  }
  for (const other of ['sha1', 'sha256', 'sm3'] as const) {
    if (other !== algorithm && Buffer.from(digest(other, bytes)).toString('base64') === claimed) {
      return {
        zh: `摘要其实是用 ${other.toUpperCase()} 计算的，与 DigestMethod 声明的 ${algorithm.toUpperCase()} 不一致`,
        en: `the digest is in fact ${other.toUpperCase()}, not ${algorithm.toUpperCase()} as DigestMethod says`,
      };
    }
  }
  return undefined;
}
