import { halfWidth } from './decimal-text.ts';
import type { Fault } from './fault.ts';
import type { PlannedField } from './plan.ts';

// The quick tests that almost every value passes: printable ASCII without blanks; natural language without anything below.
const ORDINARY = /^[\x21-\x7e]*$/;
const SUSPECT_IN_PROSE =
  /^\s|\s$|[^\P{Cc}\t\n\r]|[\u00ad\u061c\u115f\u1160\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\u3164\ue000-\uf8ff\ufeff\uffa0\ufffd]/u;
const CONTROL = /\p{Cc}/u;
const CONTROL_IN_PROSE = /[^\P{Cc}\t\n\r]/u;
// Signs nobody sees: zero-width, soft hyphen, byte order mark, fillers.
const INVISIBLE = /[\u00ad\u200b\u200c\u200e\u200f\u2060-\u2064\ufeff\u115f\u1160\u3164\uffa0]/g;
// Signs that turn the reading direction, with which a text can be made to look like another.
const BIDI = /[\u061c\u202a-\u202e\u2066-\u2069]/g;
const FULL_WIDTH = /[\uff01-\uff5e\u3000]/;
const BROKEN = /[\ufffd\ue000-\uf8ff]/;

function name(sign: string): string {
  return `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/**
 * Signs that do not belong into a value. In codes, numbers and identifiers they make two equal-looking values different, so they
 * are refused with the clean value as repair; in natural language they are only told.
 */
export function signFault(field: PlannedField, value: string): Fault | undefined {
  if (field.prose ? !SUSPECT_IN_PROSE.test(value) : ORDINARY.test(value)) return undefined;
  const severity = field.prose ? 'warn' : 'reject';
  const at = (code: string, zh: string, en: string, repair?: string): Fault => ({
    code,
    severity,
    message: { zh: `${field.zh}（${field.name}）${zh}`, en: `${field.name} ${en}` },
    ...(repair !== undefined && repair !== '' && { repair }),
  });
  if (value.trim() === '') {
    return field.required
      ? {
          ...at('blank', '只有空白，等于没有填写，请补填。', 'holds nothing but blanks: fill it in.'),
          severity: 'reject',
        }
      : at('blank', '只有空白，请省略该元素。', 'holds nothing but blanks: leave it out.');
  }
  const clean = () =>
    (field.prose ? value : halfWidth(value))
      .replace(BIDI, '')
      .replace(INVISIBLE, '')
      .replace(/\p{Cc}/gu, '')
      .trim();
  const bidi = value.match(BIDI)?.[0];
  if (bidi !== undefined) {
    return at(
      'bidi',
      `含有改变书写方向的字符 ${name(bidi)}。`,
      `has the sign ${name(bidi)}, which turns the reading direction.`,
      clean(),
    );
  }
  const invisible = value.match(INVISIBLE)?.[0];
  if (invisible !== undefined) {
    return at(
      'invisible',
      `含有不可见字符 ${name(invisible)}。`,
      `has the invisible sign ${name(invisible)}.`,
      clean(),
    );
  }
  const control = (field.prose ? CONTROL_IN_PROSE : CONTROL).exec(value.trim())?.[0];
  if (control !== undefined) {
    return at(
      'control',
      `含有控制字符 ${name(control)}。`,
      `has the control character ${name(control)}.`,
      field.prose ? undefined : clean(),
    );
  }
  if (!field.prose && FULL_WIDTH.test(value)) {
    return at(
      'full-width',
      '含有全角字符，应改为半角。',
      'has full-width characters: write them half-width.',
      clean(),
    );
  }
  const broken = BROKEN.exec(value)?.[0];
  if (broken !== undefined) {
    return {
      ...at(
        'broken-text',
        `含有 ${name(broken)}，可能是编码转换时损坏的文字。`,
        `has ${name(broken)}: probably text damaged by a conversion of its encoding.`,
      ),
      severity: 'warn',
    };
  }
  if (value !== value.trim()) {
    return {
      ...at('blanks', '首尾有空白，请去除。', 'has blanks at its ends: remove them.', value.trim()),
      severity: 'warn',
    };
  }
  return undefined;
}
