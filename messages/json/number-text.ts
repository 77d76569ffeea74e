/**
 * The decimal a JSON number stands for, as the text that goes into a message; undefined when a binary float cannot hold it exactly
 * enough to give the same digits back. Most writers of JSON hold numbers as floats: then the digits have been damaged before they
 * were written, and only the sender can say what was meant.
 */
export function numberText(source: string): string | undefined {
  const number = Number(source);
  if (!Number.isFinite(number)) return undefined;
  const shortest = plain(String(number));
  const written = plain(source);
  if (shortest === undefined || written === undefined || shortest !== written) return undefined;
  return /^-?\d+(\.\d+)?$/.test(source) ? source : written;
}

/** A number without exponent and without zeros that do not count; undefined when that would be absurdly long. */
function plain(source: string): string | undefined {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(source);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const shift = Number(exponent);
  if (Math.abs(shift) > 40) return undefined;
  const digits = whole + fraction;
  const point = whole.length + shift;
  const left = (point > 0 ? digits.slice(0, point).padEnd(point, '0') : '').replace(/^0+/, '') || '0';
  const right = (point >= 0 ? digits.slice(point) : digits.padStart(digits.length - point, '0')).replace(
    /0+$/,
    '',
  );
  const text = right === '' ? left : `${left}.${right}`;
  return text === '0' ? '0' : sign + text;
}
