/** Characters of GBK (the two-byte part of GB18030), found by decoding every pair once: Node decodes it but does not encode. */
const pairs = new Map<string, number>();
const decoder = new TextDecoder('gb18030');
for (let lead = 0x81; lead <= 0xfe; lead++) {
  for (let trail = 0x40; trail <= 0xfe; trail++) {
    if (trail === 0x7f) continue;
    const sign = decoder.decode(Uint8Array.of(lead, trail));
    if ([...sign].length === 1 && !pairs.has(sign)) pairs.set(sign, (lead << 8) | trail);
  }
}

/** Text as GB18030 bytes. Throws for a character outside its two-byte part: the samples need no other. */
export function gb18030(text: string): Buffer {
  const bytes: number[] = [];
  for (const sign of text) {
    const code = sign.codePointAt(0) ?? 0;
    const pair = pairs.get(sign);
    if (code < 0x80) bytes.push(code);
    else if (pair !== undefined) bytes.push(pair >> 8, pair & 0xff);
    else throw new Error(`${sign} has no two bytes in GB18030`);
  }
  return Buffer.from(bytes);
}
