import { createInflateRaw } from 'node:zlib';
import { Refusal } from '../refusal.ts';

/** One file inside the archive, as the central directory tells it. */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

/** Bounds against archives that unpack to far more than they are (压缩炸弹). */
export interface ZipLimits {
  readonly entries: number;
  /** Bytes of all entries together, unpacked. */
  readonly total: number;
  /** Unpacked to packed, for entries above `ratioFrom` bytes. Real sheets reach about fifty. */
  readonly ratio: number;
  readonly ratioFrom: number;
}

export const zipLimits: ZipLimits = { entries: 2000, total: 300_000_000, ratio: 200, ratioFrom: 10_000_000 };

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const COMMENT_MAX = 0xffff;
const STORED = 0;
const DEFLATED = 8;

/** Reads the directory and holds it against the limits, before anything is unpacked. Throws Refusal. */
export function zipEntries(bytes: Uint8Array, limits = zipLimits): ReadonlyMap<string, ZipEntry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endRecord(view);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count > limits.entries) throw bomb(`${count} entries`);
  const entries = new Map<string, ZipEntry>();
  let total = 0;
  for (let i = 0; i < count; i += 1) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== CENTRAL) throw damaged();
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map(o => view.getUint16(at + o, true));
    const entry = {
      name: Buffer.from(bytes.subarray(at + 46, at + 46 + (nameLength ?? 0)))
        .toString('utf8')
        .replaceAll('\\', '/')
        .replace(/^\//, ''),
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    };
    if ((view.getUint16(at + 8, true) & 1) === 1) throw encrypted();
    total += entry.size;
    if (total > limits.total) throw bomb(`${total} bytes`);
    if (entry.size > limits.ratioFrom && entry.size > entry.packed * limits.ratio) {
      throw bomb(`${entry.name}: ${entry.packed} → ${entry.size}`);
    }
    entries.set(entry.name, entry);
    at += 46 + (nameLength ?? 0) + (extraLength ?? 0) + (commentLength ?? 0);
  }
  return entries;
}

function endRecord(view: DataView): number {
  const last = view.byteLength - END_BYTES;
  for (let at = last; at >= 0 && at >= last - COMMENT_MAX; at -= 1) {
    if (view.getUint32(at, true) === END) return at;
  }
  throw damaged();
}

/** Unpacks one entry piece by piece; stops as soon as it gives more than the directory said. Throws Refusal. */
export async function* unpack(bytes: Uint8Array, entry: ZipEntry): AsyncGenerator<Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (entry.offset + 30 > view.byteLength || view.getUint32(entry.offset, true) !== LOCAL) throw damaged();
  const start =
    entry.offset + 30 + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true);
  const packed = bytes.subarray(start, start + entry.packed);
  if (entry.method === STORED) {
    if (packed.length !== entry.size) throw damaged();
    yield packed;
    return;
  }
  if (entry.method !== DEFLATED) throw damaged();
  const inflate = createInflateRaw();
  inflate.end(packed);
  let size = 0;
  try {
    for await (const piece of inflate) {
      const chunk: unknown = piece;
      if (!(chunk instanceof Uint8Array)) throw damaged();
      size += chunk.length;
      if (size > entry.size) throw bomb(`${entry.name}: > ${entry.size}`);
      yield chunk;
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw damaged();
  } finally {
    inflate.destroy();
  }
}

function bomb(value: string): Refusal {
  return new Refusal(
    'sheet-too-large',
    {
      zh: '表格解压后过大或压缩比异常，疑似压缩炸弹，未读取。请分成几个较小的文件，或另存为新的 .xlsx 后再上传。',
      en: 'The workbook unpacks to an unreasonable size and was not read. Split it, or save it anew as .xlsx.',
    },
    value,
  );
}

function damaged(): Refusal {
  return new Refusal('sheet-damaged', {
    zh: '文件不是完整的 .xlsx（压缩包损坏或上传中断）。请用 Excel/WPS 打开后另存为 .xlsx 再上传。',
    en: 'The file is no complete .xlsx (damaged or cut off). Open it and save it again as .xlsx.',
  });
}

function encrypted(): Refusal {
  return new Refusal('sheet-encrypted', {
    zh: '文件已加密，无法读取。请去掉打开密码后再上传。',
    en: 'The file is encrypted. Remove the password and upload it again.',
  });
}
