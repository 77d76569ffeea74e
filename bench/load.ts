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
  recordsMax = RECORDS_MAX,
  first = 1,
}: {
  parcels: number;
  at: Instant;
  seed: string;
  recordsMax?: number;
  /** Serial of the first parcel: order numbers come from it, so loads for one database must not overlap. */
  first?: number;
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
    sizes.set(name, chance.whole(1, recordsMax));
  };
  for (let serial = first; serial < first + parcels; serial++) {
    const wish = { seed, at, serial };
    const fault = serial % 20 === 0 ? usable[serial % usable.length] : undefined;
    const it = fault ? faultyParcel(fault, wish, law) : parcel(wish, law);
    for (const document of documentsOf(it)) {
      const sender = senderOf(document);
      const name = `${document.type} ${sender}`;
      const queue = queues.get(name) ?? [];
      queues.set(name, queue);
      queue.push(document);
      if (queue.length >= (sizes.get(name) ?? chance.whole(1, recordsMax))) flush(name, queue);
    }
  }
  for (const [name, queue] of queues) flush(name, queue);
  return shots.filter(shot => zone.some(enterprise => enterprise.code === shot.sender));
}

/** Where in a message stand numbers that every round must have of its own. */
interface Places {
  /** Two letters or digits that become the number of the round. */
  readonly rounds: readonly number[];
  /** Identity numbers: the last two digits of the year of birth, and the check character nine places on. */
  readonly years: readonly number[];
}

/** The demo's buyers are born in 1900; round n is the same people born n years later, with another yearly limit. */
const PATTERN = /<ceb:guid>(?=\w\w)|DE(?=MO(?:YD|ZF)?\d{14})|QD(?=\d{14}<)|(?<=>)37019919(?=\d{9}[\dX]<)/g;
const ROUNDS = 100;

/** The same load again and again, each time with numbers, guids and buyers of its own; a hundred times at most. */
export interface Rounds {
  /** The next message, or undefined when all rounds are used up. The bytes are valid until the same message comes round again. */
  next(): Shot | undefined;
}

export function inRounds(shots: readonly Shot[]): Rounds {
  const places = shots.map(shot => placesIn(shot.body));
  let round = 0;
  let at = 0;
  return {
    next() {
      if (at === shots.length) {
        at = 0;
        round += 1;
      }
      const shot = shots[at];
      const place = places[at];
      if (!shot || !place || round === ROUNDS) return undefined;
      at += 1;
      if (round > 0) renumber(shot.body, place, round);
      return shot;
    },
  };
}

function placesIn(body: Buffer): Places {
  // One byte per sign keeps offsets those of the bytes.
  const text = body.toString('latin1');
  const rounds: number[] = [];
  const years: number[] = [];
  for (const found of text.matchAll(PATTERN)) {
    const [all] = found;
    if (all === '37019919') years.push(found.index + all.length);
    else if (all === 'DE') rounds.push(found.index);
    else rounds.push(found.index + all.length);
  }
  return { rounds, years };
}

const ZERO = 0x30;
const CHECKS = '10X98765432';
/** Weights of the last two digits of the year in the check of GB 11643. */
const TENS = 6;
const UNITS = 3;

function renumber(body: Buffer, { rounds, years }: Places, round: number): void {
  const tens = Math.floor(round / 10);
  const units = round % 10;
  for (const at of rounds) {
    body[at] = ZERO + tens;
    body[at + 1] = ZERO + units;
  }
  for (const at of years) {
    const before = TENS * ((body[at] ?? ZERO) - ZERO) + UNITS * ((body[at + 1] ?? ZERO) - ZERO);
    const check = at + 9;
    const place = CHECKS.indexOf(String.fromCharCode(body[check] ?? ZERO));
    const turned = (((place + TENS * tens + UNITS * units - before) % 11) + 11) % 11;
    body[at] = ZERO + tens;
    body[at + 1] = ZERO + units;
    body[check] = CHECKS.charCodeAt(turned);
  }
}
