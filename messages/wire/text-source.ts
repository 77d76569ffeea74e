import { isAscii, transcode } from 'node:buffer';
import type { Limits } from '../limits.ts';
import { Refusal } from '../refusal.ts';
import { brokenBytes, chooseEncoding, type Encoding } from './encoding.ts';

/** Turns the chunks of a message into text. `push` may hold text back until the encoding is certain; `end` gives the rest. */
export interface TextSource {
  /** The whole message at once. */
  all(bytes: Uint8Array): string;
  push(bytes: Uint8Array): string;
  end(): string;
  readonly encoding: Encoding | undefined;
}

/** Bytes that are UTF-8 as text. By way of UTF-16, which is known how to be made fast, unlike text from UTF-8. */
function utf8Text(bytes: Buffer): string {
  if (isAscii(bytes)) return bytes.toString('latin1');
  return transcode(bytes, 'utf8', 'utf16le').toString('utf16le');
}

/** Enough of a message to tell its encoding: past the first Chinese text there is no doubt left. */
const WINDOW = 64 * 1024;

/** Throws `Refusal` from `push` and `end`: too large, empty, undecodable. */
export function textSource(limits: Limits): TextSource {
  let held: Buffer[] = [];
  let heldBytes = 0;
  let ascii = true;
  let total = 0;
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let encoding: Encoding | undefined;

  const decide = (whole: boolean): string => {
    const head = held.length === 1 && held[0] ? held[0] : Buffer.concat(held);
    held = [];
    if (head.length === 0) {
      throw new Refusal('empty', { zh: '报文为空。', en: 'The message is empty.' });
    }
    encoding = chooseEncoding(head, whole);
    // Bytes found to be UTF-8 need no second look.
    if (whole && encoding.used === 'utf-8') return utf8Text(head[0] === 0xef ? head.subarray(3) : head);
    decoder = new TextDecoder(encoding.used, { fatal: true });
    return decode(head, !whole);
  };

  const decode = (bytes: Uint8Array, more: boolean): string => {
    try {
      return decoder?.decode(bytes, { stream: more }) ?? '';
    } catch {
      throw brokenBytes(encoding?.used ?? 'UTF-8');
    }
  };

  const admit = (bytes: Uint8Array) => {
    total += bytes.length;
    if (total > limits.bytes) {
      throw new Refusal('too-large', {
        zh: `报文超过 ${limits.bytes} 字节的上限，请拆分后发送。`,
        en: `The message exceeds the limit of ${limits.bytes} bytes: split it.`,
      });
    }
  };

  return {
    all(bytes) {
      admit(bytes);
      held.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
      return decide(true);
    },
    push(bytes) {
      admit(bytes);
      if (decoder !== undefined) return decode(bytes, true);
      const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      held.push(buffer);
      heldBytes += buffer.length;
      ascii &&= isAscii(buffer);
      return heldBytes >= WINDOW && (!ascii || heldBytes >= 4 * WINDOW) ? decide(false) : '';
    },
    end() {
      if (decoder === undefined) return decide(true);
      return decode(new Uint8Array(), false);
    },
    get encoding() {
      return encoding;
    },
  };
}
