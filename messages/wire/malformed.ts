import type { SaxesParser } from 'saxes';
import type { Bilingual } from '../../shared/index.ts';
import { Refusal } from '../refusal.ts';

/** The parser's complaints, in words that tell what to do. */
const texts: readonly (readonly [RegExp, string, Bilingual])[] = [
  [
    /undefined entity|entity name/,
    'entity',
    {
      zh: '引用了未定义的实体；只能用 &lt; &gt; &amp; &quot; &apos; 和数字引用',
      en: 'an entity is not defined; only &lt; &gt; &amp; &quot; &apos; and numeric references are allowed',
    },
  ],
  [
    /malformed character entity/,
    'illegal-character',
    {
      zh: '数字引用指向 XML 不允许的字符',
      en: 'a numeric reference names a character that XML does not allow',
    },
  ],
  [
    /disallowed character\.$/,
    'illegal-character',
    {
      zh: '含有 XML 不允许的字符（控制字符、U+0000 等）',
      en: 'there is a character that XML does not allow (control character, U+0000 …)',
    },
  ],
  [
    /unclosed tag|unexpected end/,
    'truncated',
    { zh: '报文不完整，在元素结束之前中断', en: 'the message is cut off before its elements end' },
  ],
  [
    /close tag|closing tag/,
    'malformed',
    { zh: '结束标签与开始标签不匹配', en: 'an end tag does not match its start tag' },
  ],
  [/only one root/, 'malformed', { zh: '报文只能有一个根元素', en: 'a message has one root element only' }],
  [/outside of root/, 'malformed', { zh: '根元素之外有文字', en: 'there is text outside the root element' }],
  [/must contain a root/, 'empty', { zh: '报文中没有任何元素', en: 'the message has no element' }],
  [/duplicate attribute/, 'malformed', { zh: '属性重复', en: 'an attribute occurs twice' }],
  [
    /tag name|attribute|quoted|forward-slash/,
    'malformed',
    {
      zh: '标签书写有误；文字中的“<”应写作 &lt;',
      en: 'a tag is written wrongly; "<" in text is written &lt;',
    },
  ],
];

/** The parser's errors begin with the place where it stood; other errors come from our own code. */
const FROM_PARSER = /^\d+:\d+: /;

/** A refusal for a well-formedness error, with line and column (both from 1); undefined when the error is not the parser's. */
export function malformed(
  error: unknown,
  parser: Pick<SaxesParser, 'line' | 'column'>,
  ampersand: number | undefined,
): Refusal | undefined {
  if (!(error instanceof Error) || error instanceof Refusal || !FROM_PARSER.test(error.message))
    return undefined;
  const [, code, text] = texts.find(([pattern]) => pattern.test(error.message)) ?? [
    /./,
    'malformed',
    { zh: '不是格式良好的 XML', en: 'it is not well-formed XML' },
  ];
  if (ampersand !== undefined && (code === 'entity' || code === 'truncated')) {
    return new Refusal('entity', {
      zh: `无法读取报文：第 ${ampersand} 行有未转义的“&”，文字中的“&”应写作 &amp;。`,
      en: `The message cannot be read: on line ${ampersand} there is a bare "&"; in text it is written &amp;.`,
    });
  }
  const { line } = parser;
  const column = Math.max(1, parser.column);
  return new Refusal(code, {
    zh: `无法读取报文：第 ${line} 行第 ${column} 列，${text.zh}。`,
    en: `The message cannot be read: line ${line}, column ${column}, ${text.en}.`,
  });
}

/** Line of the first `&` that cannot begin a reference; `line` is that of the text's start. One at the very end is left open. */
export function bareAmpersand(text: string, line: number): number | undefined {
  if (!text.includes('&')) return undefined;
  const at = text.search(/&(?!#?[0-9A-Za-z]{0,12}(?:;|$))/);
  return at < 0 ? undefined : line + text.slice(0, at).split('\n').length - 1;
}
