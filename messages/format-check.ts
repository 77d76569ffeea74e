import { collapse, countDigits, halfWidth, isInteger, mendDecimal } from './decimal-text.ts';
import type { Fault } from './fault.ts';
import type { PlannedField } from './plan.ts';

/** Exactly what the schema of the annex says about one field. Undefined: nothing wrong. */
export function formatFault(field: PlannedField, value: string | undefined): Fault | undefined {
  if (value === undefined) return field.required ? missing(field) : undefined;
  if (value === '' && field.emptyMeans !== undefined) return undefined;
  switch (field.facets.kind) {
    case 'string':
      return stringFault(field, field.collapse ? collapse(value) : value);
    case 'decimal':
      return decimalFault(field, value);
    case 'int':
      return intFault(field, value);
  }
}

function stringFault(field: PlannedField, text: string): Fault | undefined {
  const { schemaFixed } = field;
  const { min, max } = field.facets;
  // Fewer code units than the maximum and twice the minimum are decided without counting.
  if (text.length > max || text.length < min * 2) {
    const length = characters(text);
    if (length < min || length > max) return lengthFault(field, text, length);
  }
  return schemaFixed !== undefined && text !== schemaFixed ? fixedFault(field, schemaFixed) : undefined;
}

/** Characters of a text as the schema counts them: a sign outside the basic plane is one. */
export function characters(text: string): number {
  let count = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0xd800 && unit <= 0xdbff) count--;
  }
  return count;
}

function reject(field: PlannedField, code: string, zh: string, en: string, repair?: string | null): Fault {
  return {
    code,
    severity: 'reject',
    message: { zh: `${field.zh}（${field.name}）${zh}`, en: `${field.name} ${en}` },
    ...(repair !== undefined && { repair }),
  };
}

function missing(field: PlannedField): Fault {
  const value = field.schemaFixed ?? field.fixed;
  return reject(
    field,
    'missing',
    '为必填项，报文中没有该元素，请补填。',
    'is required and not in the message: add it.',
    value,
  );
}

export function fixedFault(field: PlannedField, value: string): Fault {
  return reject(field, 'fixed', `只能填“${value}”。`, `must be ${value}.`, value);
}

function empty(field: PlannedField): Fault {
  if (field.required) {
    return reject(
      field,
      'empty',
      '为必填项，不能为空，请补填。',
      'is required and empty: fill it in.',
      field.fixed,
    );
  }
  return reject(
    field,
    'empty',
    '没有值时应整个省略该元素，空元素不能通过校验。',
    'has no value: leave the element out, an empty one is invalid.',
    null,
  );
}

function lengthFault(field: PlannedField, text: string, length: number): Fault {
  const { min, max } = field.facets;
  if (length === 0) return empty(field);
  const repair = mendCode(field, text, min, max);
  if (min === max) {
    return reject(
      field,
      'length',
      `应为 ${max} 个字符，实为 ${length} 个。`,
      `must have exactly ${max} characters, has ${length}.`,
      repair,
    );
  }
  if (length < min) {
    return reject(
      field,
      'too-short',
      `至少 ${min} 个字符，实为 ${length} 个。`,
      `needs at least ${min} characters, has ${length}.`,
      repair,
    );
  }
  return reject(
    field,
    'too-long',
    `最多 ${max} 个字符，实为 ${length} 个，请缩短。`,
    `may have at most ${max} characters, has ${length}: shorten it.`,
    repair,
  );
}

/**
 * The one code a value of wrong length can only mean: blanks around it, separators inside a moment, zeros in front that a
 * spreadsheet took away.
 */
function mendCode(field: PlannedField, text: string, min: number, max: number): string | undefined {
  if (field.prose) return undefined;
  const trimmed = halfWidth(text).trim();
  const fits = (candidate: string) => {
    const length = characters(candidate);
    return length >= min && length <= max && candidate !== '';
  };
  if (field.moment) {
    const digits = trimmed.replace(/[-/:.T ]/g, '');
    return /^\d+$/.test(digits) && fits(digits) ? digits : undefined;
  }
  if (trimmed !== text && fits(trimmed)) return trimmed;
  const digitCode = field.name === 'gcode' || /^(unit|country|currency|customs)$/.test(field.codes ?? '');
  if (digitCode && min === max && /^\d+$/.test(trimmed) && trimmed.length >= max - 2) {
    return trimmed.length < max ? trimmed.padStart(max, '0') : undefined;
  }
  return undefined;
}

// What almost every number looks like; anything else is read with care.
const PLAIN_DECIMAL = /^\d{1,12}(?:\.\d{1,5})?$/;
const PLAIN_INTEGER = /^\d{1,4}$/;

function decimalFault(field: PlannedField, value: string): Fault | undefined {
  const { digits, places } = field.facets;
  if (places === 5 && PLAIN_DECIMAL.test(value)) return undefined;
  const text = collapse(value);
  if (text === '') return empty(field);
  const count = countDigits(text);
  if (count === undefined) {
    return reject(
      field,
      'not-decimal',
      '应为十进制数字，例如 12.5，不带千分位、货币符号或单位。',
      'must be a decimal such as 12.5, without thousands separators, currency or unit.',
      fitting(mendDecimal(text), digits, places),
    );
  }
  if (count.places > places) {
    return reject(
      field,
      'places',
      `小数最多 ${places} 位，实为 ${count.places} 位，请舍入后填写。`,
      `may have at most ${places} digits after the point, has ${count.places}: round it.`,
    );
  }
  if (count.total > digits) {
    return reject(
      field,
      'digits',
      `最多 ${digits} 位数字，实为 ${count.total} 位，请核对。`,
      `may have at most ${digits} digits, has ${count.total}: check it.`,
    );
  }
  return undefined;
}

function fitting(candidate: string | undefined, digits: number, places: number): string | undefined {
  if (candidate === undefined) return undefined;
  const count = countDigits(candidate);
  return count && count.places <= places && count.total <= digits ? candidate : undefined;
}

const INT_MAX = 2_147_483_647n;

function intFault(field: PlannedField, value: string): Fault | undefined {
  const { digits } = field.facets;
  if (digits >= 4 && PLAIN_INTEGER.test(value)) return undefined;
  const text = collapse(value);
  if (text === '') return empty(field);
  if (!isInteger(text)) {
    const mended = mendDecimal(text);
    const whole = mended?.replace(/\.0*$/, '');
    return reject(
      field,
      'not-integer',
      '应为整数。',
      'must be a whole number.',
      whole !== undefined && isInteger(whole) && whole.length < 10 ? whole : undefined,
    );
  }
  const bare = text.replace(/^[+-]?0*(?=\d)/, '');
  const size = BigInt(bare.slice(0, 20));
  if (bare.length > 10 || size > (text.startsWith('-') ? INT_MAX + 1n : INT_MAX)) {
    return reject(field, 'range', '超出整数范围。', 'is outside the range of an integer.');
  }
  if (bare.length > digits && bare !== '0') {
    return reject(
      field,
      'digits',
      `最多 ${digits} 位数字，实为 ${bare.length} 位。`,
      `may have at most ${digits} digits, has ${bare.length}.`,
    );
  }
  return undefined;
}
