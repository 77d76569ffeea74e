const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN = new Set([0x5b, 0x7b]);
const CLOSE = new Set([0x5d, 0x7d]);
const BLANK = new Set([0x09, 0x0a, 0x0d, 0x20]);

/**
 * The items of a JSON array as bytes, each exactly as written: parsing and writing again would lose long numbers and doubled members.
 * Undefined when the bytes are no array or its brackets do not match; whether an item is sound JSON is for its own reader to say.
 */
export function jsonItems(bytes: Uint8Array): readonly Uint8Array[] | undefined {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (BLANK.has(bytes[at] ?? 0)) at += 1;
  if (bytes[at] !== 0x5b) return undefined;
  const items: Uint8Array[] = [];
  let depth = 1;
  let begin = at + 1;
  let inText = false;
  for (at += 1; at < bytes.length; at += 1) {
    const sign = bytes[at] ?? 0;
    if (inText) {
      if (sign === BACKSLASH) at += 1;
      else if (sign === QUOTE) inText = false;
    } else if (sign === QUOTE) inText = true;
    else if (OPEN.has(sign)) depth += 1;
    else if (CLOSE.has(sign)) {
      depth -= 1;
      if (depth === 0) break;
    } else if (sign === COMMA && depth === 1) {
      items.push(bytes.subarray(begin, at));
      begin = at + 1;
    }
  }
  if (depth !== 0) return undefined;
  const last = bytes.subarray(begin, at);
  if (items.length > 0 || !isBlank(last)) items.push(last);
  return isBlank(bytes.subarray(at + 1)) ? items : undefined;
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every(sign => BLANK.has(sign));
}
