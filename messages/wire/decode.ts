import type { AssembleOptions } from '../assemble.ts';
import type { Decoded, DecodedRecord } from '../document.ts';
import { FORMAT, findingOf } from '../fault.ts';
import { defaultLimits, type Limits } from '../limits.ts';
import { Refusal, refusedFinding } from '../refusal.ts';
import { readPlain } from './plain-reader.ts';
import { type Reader, reader } from './reader.ts';
import { wrongEncoding } from './structure.ts';
import { textSource } from './text-source.ts';

export interface DecodeOptions extends AssembleOptions {
  /** Bounds of the reader; what is not given is as in `defaultLimits`. */
  readonly limits?: Partial<Limits> | undefined;
}

/**
 * Reads one message of any of the annex's types from the bytes as received, with or without namespace, in UTF-8, GB2312/GBK/GB18030
 * or UTF-16 with byte order mark. Never throws on input: what cannot be read at all comes back as `refused`. Each record carries
 * the findings of the format and content checks (`check: false` leaves them out).
 */
export function decodeXml(bytes: Uint8Array, options: DecodeOptions = {}): Decoded {
  const records: DecodedRecord[] = [];
  const run = decoding(options, record => records.push(record));
  const refusal = run.attempt(() => run.whole(bytes));
  return run.result(records, refusal);
}

/**
 * The same for a message that comes in chunks and may be larger than memory should hold: each record is handed to `onRecord` as
 * soon as it ends (the next chunk is read when its promise has settled), and `records` of the result stays empty. Records must
 * not be acted upon for good before the result is there and not `refused`. An error thrown by `onRecord` or by the source of
 * the chunks is passed on.
 */
export async function decodeXmlStream(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  onRecord: (record: DecodedRecord) => void | Promise<void>,
  options: DecodeOptions = {},
): Promise<Decoded> {
  let waiting: DecodedRecord[] = [];
  const run = decoding(options, record => waiting.push(record));
  const handOut = async () => {
    const ready = waiting;
    waiting = [];
    for (const record of ready) await onRecord(record);
  };
  for await (const chunk of chunks) {
    const refusal = run.attempt(() => run.write(chunk));
    await handOut();
    if (refusal !== undefined) return run.result([], refusal);
  }
  const refusal = run.attempt(() => run.finish());
  await handOut();
  return run.result([], refusal);
}

interface Decoding {
  whole(bytes: Uint8Array): void;
  write(chunk: Uint8Array): void;
  finish(): void;
  /** Runs a step; a refusal is given back, anything else is a programmer's mistake and thrown. */
  attempt(step: () => void): Refusal | undefined;
  result(records: readonly DecodedRecord[], refusal: Refusal | undefined): Decoded;
}

function decoding(options: DecodeOptions, onRecord: (record: DecodedRecord) => void): Decoding {
  const limits = { ...defaultLimits, ...options.limits };
  const source = textSource(limits);
  let made: Reader | undefined;
  const xml = (): Reader => {
    made ??= reader(limits, options, onRecord);
    return made;
  };
  let end: ReturnType<Reader['end']> | undefined;
  const feed = (text: string) => {
    if (text !== '') xml().write(text);
  };
  return {
    whole(bytes) {
      const text = source.all(bytes);
      const plain = readPlain(text, limits, options);
      if (plain === undefined) {
        feed(text);
        end = xml().end();
        return;
      }
      for (const record of plain.records) onRecord(record);
      end = plain;
    },
    write(chunk) {
      feed(source.push(chunk));
    },
    finish() {
      feed(source.end());
      end = xml().end();
    },
    attempt(step) {
      try {
        step();
        return undefined;
      } catch (error) {
        if (error instanceof Refusal) return error;
        throw error;
      }
    },
    result(records, refusal) {
      const { encoding } = source;
      const about = {
        encoding: {
          used: encoding?.used ?? 'utf-8',
          ...(encoding?.declared !== undefined && { declared: encoding.declared }),
        },
        records,
      };
      if (refusal !== undefined || end === undefined) {
        const why = refusal ?? new Refusal('empty', { zh: '报文为空。', en: 'The message is empty.' });
        return { ...about, findings: [], refused: refusedFinding(why, made?.type ?? '') };
      }
      const findings = [...end.assembly.finish(end.frame, end.notes)];
      if (encoding?.wrong) {
        const document = { type: end.frame.type, key: '' };
        const spot = { document, path: '', value: encoding.declared ?? null, article: end.frame.type };
        findings.unshift(findingOf(FORMAT, spot, wrongEncoding(encoding.used.toUpperCase())));
      }
      return { frame: end.frame, ...about, findings };
    },
  };
}
