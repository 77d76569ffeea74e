import type { Message } from '../document.ts';

/**
 * Writes a message as JSON of the same form that `decodeJson` reads: one document a line, values as strings. What XML cannot carry
 * the JSON can; it is the reader that refuses it.
 */
export function encodeJson(message: Message): string {
  const { documents, type, guid, version, transfer, subscribes, namespaces, extend, signature } = message;
  const frame = { type, guid, version, transfer, subscribes, namespaces, extend, signature };
  const records = documents.map(({ head, lines }) => JSON.stringify({ head, lines }));
  return `${JSON.stringify(frame).slice(0, -1)},"documents":[\n${records.join(',\n')}\n]}\n`;
}
