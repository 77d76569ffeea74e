import { shippedLaw } from '../law/index.ts';
import type { Fields } from '../messages/index.ts';
import type { Content, Contents } from './clearance/index.ts';
import { findEnvelopes, readMessage, type StoredEnvelope } from './gateway/index.ts';
import type { Sealer } from './identity/index.ts';

/** Records that are remembered: those of some thousand parcels, a few kilobytes each. */
const REMEMBERED = 16_384;

/**
 * A message up to this size is read again when one of its records is wanted and no longer remembered; a spreadsheet, or a larger
 * message, has its records kept with the documents.
 */
const READ_AGAIN_MAX = 1 << 20;

export function isReadAgain({ media, size }: { media: string; size: number }): boolean {
  return (media === 'xml' || media === 'json') && size <= READ_AGAIN_MAX;
}

/** The contents of documents: remembered ones, and those read from their envelopes again. */
export function createContents(sealer: () => Sealer): Contents {
  const remembered = new Map<string, Content>();
  return {
    recall: identity => remembered.get(identity),
    remember(identity, content) {
      if (remembered.size >= REMEMBERED) forgetSome(remembered);
      remembered.set(identity, standingAlone(content));
    },
    forget: () => remembered.clear(),
    async read(ids, from) {
      const read = new Map<string, ReadonlyMap<number, Content>>();
      for (const stored of await findEnvelopes(from, ids)) {
        if (sealer().isDestroyed(stored.data_key)) continue;
        read.set(stored.id, await recordsOf(stored, sealer()));
      }
      return read;
    },
  };
}

/** A value cut out of a message keeps the whole text of the message in memory, and that may be megabytes of blanks: copies stand alone. */
function standingAlone({ head, lines }: Content): Content {
  return { head: copied(head), lines: lines.map(copied) };
}

function copied(fields: Fields): Fields {
  const copy: Record<string, string> = {};
  for (const name in fields) {
    const value = fields[name] ?? '';
    copy[name] = value.length < SLICED_FROM ? value : Buffer.from(value).toString();
  }
  return copy;
}

/** V8 copies what is shorter than this and cuts a slice of what is longer. */
const SLICED_FROM = 13;

/** The oldest eighth goes: they were put in first. */
function forgetSome(remembered: Map<string, Content>): void {
  let left = REMEMBERED / 8;
  for (const identity of remembered.keys()) {
    remembered.delete(identity);
    left -= 1;
    if (left === 0) return;
  }
}

async function recordsOf(stored: StoredEnvelope, sealer: Sealer): Promise<ReadonlyMap<number, Content>> {
  const bytes = sealer.open(stored.data_key, stored.sealed);
  const { decoded } = await readMessage({
    bytes,
    contentType: stored.meta?.['contentType'],
    type: stored.meta?.['type'],
    // What is found wrong is not asked here: any edition will do.
    law: shippedLaw(),
    at: Number(stored.received_at),
    bytesMax: bytes.length,
    policy: 'off',
    registered: [],
  });
  return new Map(
    decoded.records.map(({ index, document: { head, lines } }) => [index, { head, lines }] as const),
  );
}
