import { TextDecoder } from 'node:util';
import { SaxesParser } from 'saxes';
import { Refusal } from '../refusal.ts';
import { unpack, type ZipEntry } from './zip.ts';

/** Handlers of one part of a workbook. Names are local: prefixes differ between makers. */
export interface PartHandlers {
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Streams an XML part through handlers, yielding after each piece so that a caller can take what was gathered. */
export async function* readPart(
  bytes: Uint8Array,
  entry: ZipEntry,
  handlers: PartHandlers,
): AsyncGenerator<undefined> {
  const parser = new SaxesParser({ xmlns: false, position: false });
  const decoder = new TextDecoder('utf-8', { fatal: true });
  parser.on('error', () => {
    throw unreadable(entry.name);
  });
  parser.on('doctype', () => {
    throw unreadable(entry.name);
  });
  parser.on('opentag', tag => handlers.open?.(local(tag.name), tag.attributes));
  parser.on('closetag', tag => handlers.close?.(local(tag.name)));
  parser.on('text', text => handlers.text?.(text));
  parser.on('cdata', text => handlers.text?.(text));
  for await (const piece of unpack(bytes, entry)) {
    parser.write(decoded(decoder, piece, entry));
    yield undefined;
  }
  parser.write(decoded(decoder, undefined, entry)).close();
  yield undefined;
}

/** A whole small part at once. */
export async function readWhole(bytes: Uint8Array, entry: ZipEntry, handlers: PartHandlers): Promise<void> {
  for await (const _ of readPart(bytes, entry, handlers));
}

function decoded(decoder: TextDecoder, piece: Uint8Array | undefined, entry: ZipEntry): string {
  try {
    return piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true });
  } catch {
    throw unreadable(entry.name);
  }
}

function local(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}

function unreadable(part: string): Refusal {
  return new Refusal(
    'sheet-damaged',
    {
      zh: `工作簿内部的 ${part} 无法解析。请用 Excel/WPS 打开后另存为 .xlsx 再上传。`,
      en: `The part ${part} of the workbook cannot be read. Open the file and save it again as .xlsx.`,
    },
    part,
  );
}
