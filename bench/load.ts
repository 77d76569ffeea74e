import {
  documentsOf,
  faults,
  faultyParcel,
  messageOf,
  parcel,
  random,
  senderOf,
  zone,
} from '../demo/index.ts';
import { shippedLaw } from '../law/index.ts';
import { type Document, encodeXml } from '../messages/index.ts';
import type { Instant } from '../shared/index.ts';

/** A message ready to be sent: whose key it needs, its bytes, and how many records it holds. */
export interface Shot {
  readonly sender: string;
  readonly body: Buffer;
  readonly records: number;
}

/** The annex allows that many records in a message. */
const RECORDS_MAX = 100;

/**
 * Import declarations of four documents each, as their senders would send them: messages of 1 to 100 records of one type, 5 % of the
 * parcels faulty. Made before the clock starts. Every order number is new, so every case is decided once.
 */
export function makeLoad({
  parcels,
  at,
  seed,
}: {
  parcels: number;
  at: Instant;
  seed: string;
}): readonly Shot[] {
  const law = shippedLaw();
  const chance = random(seed);
  const usable = faults.filter(fault => fault.unmatched === undefined && fault.outcome !== 'warn');
  const queues = new Map<string, Document[]>();
  const sizes = new Map<string, number>();
  const shots: Shot[] = [];
  const flush = (name: string, queue: Document[]) => {
    const [first] = queue;
    if (!first) return;
    const sender = senderOf(first);
    shots.push({
      sender,
      body: Buffer.from(encodeXml(messageOf(sender, queue, chance.guid()))),
      records: queue.length,
    });
    queues.set(name, []);
    sizes.set(name, chance.whole(1, RECORDS_MAX));
  };
  for (let serial = 1; serial <= parcels; serial++) {
    const wish = { seed, at, serial };
    const fault = serial % 20 === 0 ? usable[serial % usable.length] : undefined;
    const it = fault ? faultyParcel(fault, wish, law) : parcel(wish, law);
    for (const document of documentsOf(it)) {
      const sender = senderOf(document);
      const name = `${document.type} ${sender}`;
      const queue = queues.get(name) ?? [];
      queues.set(name, queue);
      queue.push(document);
      if (queue.length >= (sizes.get(name) ?? chance.whole(1, RECORDS_MAX))) flush(name, queue);
    }
  }
  for (const [name, queue] of queues) flush(name, queue);
  return shots.filter(shot => zone.some(enterprise => enterprise.code === shot.sender));
}
