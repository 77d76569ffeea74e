/** Number texts as the schema reads them: optional sign, digits, optional point; white space around them does not count. */
const DECIMAL = /^[+-]?(?:(\d+)(?:\.(\d*))?|\.(\d+))$/;
const INTEGER = /^[+-]?\d+$/;

/** Digits that count: leading zeros before the point and trailing zeros after it do not. */
export function countDigits(text: string): { readonly total: number; readonly places: number } | undefined {
  const match = DECIMAL.exec(text);
  if (match === null) return undefined;
  const whole = (match[1] ?? '').replace(/^0+/, '');
  const places = (match[2] ?? match[3] ?? '').replace(/0+$/, '');
  return { total: whole.length + places.length, places: places.length };
}

export function isInteger(text: string): boolean {
  return INTEGER.test(text);
}

/** The schema's `collapse`: runs of blanks, tabs and line ends become one blank, none at the ends. */
export function collapse(text: string): string {
  return text.replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, '');
}

/** Full-width letters, digits, signs and the ideographic blank as their ASCII counterparts. */
export function halfWidth(text: string): string {
  return text.replace(/[\uff01-\uff5e\u3000]/g, sign =>
    sign === '\u3000' ? ' ' : String.fromCharCode(sign.charCodeAt(0) - 0xfee0),
  );
}

/** `1.2E+3` as `1200`, exactly; undefined when it is no such notation or absurdly long. */
function expandExponent(text: string): string | undefined {
  const match = /^([+-]?)(\d+)(?:\.(\d+))?[eE]([+-]?\d{1,2})$/.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', power = '0'] = match;
  const shift = Number(power);
  const digits = whole + fraction;
  const point = whole.length + shift;
  const left = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0';
  const right = point >= 0 ? digits.slice(point) : digits.padStart(digits.length - point, '0');
  const tail = right.replace(/0+$/, '');
  return `${sign}${left.replace(/^0+(?=\d)/, '')}${tail ? `.${tail}` : ''}`;
}

/**
 * The one decimal a wrongly written number can only mean: full-width digits, blanks inside, thousands commas that cannot be a
 * decimal comma, exponent notation of spreadsheets. Undefined when more than one reading is possible.
 */
export function mendDecimal(text: string): string | undefined {
  let mended = halfWidth(text).replace(/[\s\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g, '');
  if (/^[+-]?\d{1,3}(,\d{3})+\.\d+$/.test(mended) || /^[+-]?\d{1,3}(,\d{3}){2,}$/.test(mended)) {
    mended = mended.replaceAll(',', '');
  }
  mended = expandExponent(mended) ?? mended;
  return countDigits(mended) === undefined ? undefined : mended;
}
