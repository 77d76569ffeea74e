import {
  arrivalOf,
  demoDay,
  departureOf,
  exportDocumentsOf,
  exportParcel,
  masterListOf,
  messageOf,
  type Random,
  random,
  revocationOf,
  senderOf,
} from '../../demo/index.ts';
import { shippedLaw } from '../../law/index.ts';
import { type Document, encodeXml, type Message } from '../../messages/index.ts';
import { DAY_MS, type Instant } from '../../shared/index.ts';
import { spoilBytes, spoilXml } from './mutate.ts';

/** Something that happens in the port, and when. */
export type PortEvent = { readonly at: Instant } & (
  | {
      readonly kind: 'message';
      readonly sender: string;
      readonly bytes: Buffer;
      readonly key: string;
      readonly how: How;
    }
  /** Needs the number that a case was given: made when its time has come. */
  | {
      readonly kind: 'later';
      readonly caseKey: string;
      readonly make: (invtNo: string, at: Instant) => Message;
    }
  | {
      readonly kind: 'officer';
      readonly verb: 'release' | 'inspect' | 'reject' | 'priority';
      readonly pick: number;
    }
  | { readonly kind: 'timer' }
  | { readonly kind: 'restart' }
  | { readonly kind: 'fault'; readonly code: string; readonly every: number }
  | { readonly kind: 'mended' }
);

export type How = 'right' | 'late' | 'doubled' | 'repeated' | 'broken';

export interface PortWish {
  readonly seed: string;
  readonly at: Instant;
  /** Import parcels, 60 at least. */
  readonly imports: number;
  readonly exports: number;
}

const MINUTE = 60_000;
const CODES = ['40001', '40P01', '57014', '53100', '58030', '25006', 'XX000', '22P02'] as const;

/** A day of the port from its seed: what the senders send and how it goes wrong, officers, timers, faults and restarts, by time. */
export function portDay({ seed, at, imports, exports }: PortWish): readonly PortEvent[] {
  const chance = random(`${seed}/port`);
  const events: PortEvent[] = [];
  let serial = 0;
  const put = (message: Message, sender: string, due: Instant) => {
    serial += 1;
    const bytes = Buffer.from(encodeXml(message));
    const key = `day-${serial}`;
    const one = (how: How, when: Instant, body: Buffer = bytes, name = key) =>
      events.push({ kind: 'message', at: when, sender, bytes: body, key: name, how });
    const way = chance.whole(1, 100);
    if (way <= 12) one('late', due + chance.whole(30, 300) * MINUTE);
    else one('right', due + chance.whole(-20, 20) * MINUTE);
    // The same message once more as a new one, and the same request once more by a sender who heard no answer.
    if (chance.chance(8)) one('doubled', due + chance.whole(1, 400) * MINUTE, bytes, `${key}-again`);
    if (chance.chance(8)) one('repeated', due + chance.whole(1, 400) * MINUTE);
    if (chance.chance(10))
      one('broken', due - chance.whole(1, 30) * MINUTE, broken(bytes, chance), `${key}-broken`);
  };

  const day = demoDay({ at, seed, cases: imports });
  for (const { message, sender, at: due } of day.messages) put(message, sender, due);
  for (const { caseKey, message } of day.story.later)
    events.push({
      kind: 'later',
      at: at + 30 * MINUTE,
      caseKey,
      make: (invtNo, when) => message(invtNo, when).message,
    });

  for (const event of exportEvents({ seed, at, imports, exports }, chance)) {
    if ('document' in event) {
      const sender = senderOf(event.document);
      put(messageOf(sender, [event.document], chance.guid()), sender, event.at);
    } else events.push(event);
  }

  const begin = at - 500 * MINUTE;
  for (let count = 0; count < 12 + imports / 20; count++)
    events.push({
      kind: 'officer',
      at: begin + chance.whole(60, 700) * MINUTE,
      verb: chance.pick(['release', 'inspect', 'reject', 'priority']),
      pick: chance.whole(0, 1000),
    });
  for (let hour = 0; hour < 12; hour++) events.push({ kind: 'timer', at: begin + hour * 60 * MINUTE });
  for (let count = 0; count < 4 + imports / 200; count++) {
    const from = begin + chance.whole(30, 600) * MINUTE;
    events.push({ kind: 'fault', at: from, code: chance.pick(CODES), every: chance.whole(5, 40) });
    events.push({ kind: 'mended', at: from + chance.whole(5, 45) * MINUTE });
  }
  for (let count = 0; count < 3; count++)
    events.push({ kind: 'restart', at: begin + chance.whole(60, 700) * MINUTE });
  const ordered = events
    .map((event, index) => ({ event, index }))
    .sort((a, b) => a.event.at - b.event.at || a.index - b.index);
  const end = at + DAY_MS;
  return [
    ...ordered.map(({ event }) => event),
    { kind: 'mended', at: end },
    { kind: 'restart', at: end + MINUTE },
    // What has waited too long is sent back.
    { kind: 'timer', at: end + 45 * DAY_MS },
  ];
}

type Sent = { readonly at: Instant; readonly document: Document };

function* exportEvents(
  { seed, at, exports }: PortWish,
  chance: Random,
): Generator<Sent | (PortEvent & { readonly kind: 'later' })> {
  const law = shippedLaw();
  const due = (from: number, to: number) => at - chance.whole(from, to) * MINUTE;
  const parcels = Array.from({ length: exports }, (_, index) =>
    exportParcel({ seed, at: at - 400 * MINUTE, serial: index + 1 }, law),
  );
  for (const it of parcels)
    for (const document of exportDocumentsOf(it)) yield { at: due(100, 380), document };
  // Parcels of one carrier and one declarant leave together.
  const groups = new Map<string, typeof parcels>();
  for (const it of parcels) {
    const name = `${it.list.head['logisticsCode']} ${it.list.head['agentCode']} ${it.list.head['customsCode']}`;
    groups.set(name, [...(groups.get(name) ?? []), it]);
  }
  let number = 0;
  for (const group of groups.values()) {
    number += 1;
    const paper = (kind: string) => ({
      seed: `${seed}/paper`,
      at: at - 90 * MINUTE,
      copNo: `DEMO${kind}${number}`,
    });
    if (chance.chance(60)) yield { at: due(60, 90), document: masterListOf(group, paper('ZF')) };
    // Now and then the arrival is told before the last documents are there.
    yield { at: due(40, 200), document: arrivalOf(group, paper('YD')) };
    if (chance.chance(80)) yield { at: due(0, 35), document: departureOf(group, paper('LJ')) };
  }
  for (const it of parcels)
    if (chance.chance(6))
      yield {
        kind: 'later',
        at: due(0, 120),
        caseKey: it.key,
        make: (invtNo, when) => {
          const document = revocationOf(it, invtNo, {
            seed: `${seed}/revoked`,
            at: when,
            copNo: `DEMOCX${it.wish.serial}`,
          });
          return messageOf(senderOf(document), [document], random(`${seed}/${it.key}`).guid());
        },
      };
}

function broken(bytes: Buffer, chance: Random): Buffer {
  return chance.chance(50) ? spoilBytes(bytes, chance) : Buffer.from(spoilXml(bytes.toString(), chance));
}
