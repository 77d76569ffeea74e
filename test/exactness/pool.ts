import {
  documentsOf,
  faults,
  faultyParcel,
  goodOf,
  messageOf,
  type Parcel,
  parcel,
  person,
  type Random,
  senderOf,
  type Wish,
} from '../../demo/index.ts';
import type { Law } from '../../law/index.ts';
import type { Document, Message } from '../../messages/index.ts';
import { type Instant, stamp14 } from '../../shared/index.ts';

/** Documents in which every kind of trouble is at home, in no order. */
export interface Pool {
  readonly documents: readonly Document[];
  /** Parcels that may later be returned or revoked. */
  readonly parcels: readonly Parcel[];
}

/** Makes the pool; the same seed, instant and chance give the same documents. */
export function pool(seed: string, at: Instant, law: Law, chance: Random): Pool {
  let serial = 0;
  const wish = (more: Partial<Wish> = {}): Wish => {
    serial += 1;
    return { seed, at: at - 3_600_000, serial, ...more };
  };
  const documents: Document[] = [];
  const parcels: Parcel[] = [];
  const add = (it: Parcel) => {
    parcels.push(it);
    documents.push(...documentsOf(it));
    return it;
  };
  const but = (document: Document, head: Readonly<Record<string, string>>): Document => ({
    ...document,
    head: { ...document.head, guid: chance.guid(), ...head },
  });

  // Right ones, faulty ones.
  for (let count = 0; count < 4; count++) add(parcel(wish(), law));
  const matched = faults.filter(fault => fault.unmatched === undefined);
  for (let count = 0; count < 4; count++) add(faultyParcel(chance.pick(matched), wish(), law));

  // Changes and deletions, which may come before what they change.
  const later = { appTime: stamp14(at) };
  const mended = add(parcel(wish(), law));
  documents.push(but(mended.list, { ...later, appType: '2', packNo: '1' }));
  documents.push(but(mended.order, { ...later, appType: '2' }));
  const deleted = add(parcel(wish(), law));
  documents.push(but(deleted.order, { ...later, appType: '3' }));
  documents.push(but(deleted.list, { ...later, appType: chance.pick(['2', '3']) }));
  documents.push(but(deleted.waybill, { ...later, appType: chance.pick(['2', '3']) }));

  // One waybill number and one payment number for two orders.
  const one = add(parcel(wish({ mode: '1210' }), law));
  const two = parcel(
    wish({ mode: '1210', ...(one.wish.logistics ? { logistics: one.wish.logistics } : {}) }),
    law,
  );
  documents.push(two.order, two.payment, but(two.list, { logisticsNo: one.list.head['logisticsNo'] ?? '' }));
  const three = parcel(wish(), law);
  const { payCode = '', payTransactionId = '' } = one.order.head;
  documents.push(three.waybill, three.list, but(three.order, { payCode, payTransactionId }));

  // Dear orders of one buyer: five fit into the year, the others do not.
  for (let count = 0; count < 7; count++)
    add(
      parcel(
        wish({
          buyer: person(9990),
          goods: [{ good: goodOf('YS-PB-88'), qty: '1' }],
          freight: '0.00',
          insurance: '0.00',
          discount: '0.00',
        }),
        law,
      ),
    );

  // Documents of other kinds: no case, one key each, changed and deleted as well.
  const { logisticsCode = '', logisticsName = '', logisticsNo = '' } = one.waybill.head;
  const status: Document = {
    type: 'CEB513Message',
    head: {
      guid: chance.guid(),
      appType: '1',
      appTime: stamp14(at - 60_000),
      appStatus: '2',
      logisticsCode,
      logisticsName,
      logisticsNo,
      logisticsStatus: 'S',
      logisticsTime: stamp14(at - 60_000),
    },
    lines: [],
  };
  documents.push(status, but(status, { ...later, appType: '2' }), but(status, { ...later, appType: '3' }));
  return { documents, parcels };
}

/** Who sends it; a status report comes from the logistics company. */
function from(document: Document): string {
  return document.type === 'CEB513Message' ? (document.head['logisticsCode'] ?? '') : senderOf(document);
}

/** Cuts documents into messages of one sender and type, of random size, in random order; some messages come twice. */
export function cut(documents: readonly Document[], chance: Random, sizeMax: number): readonly Message[] {
  const groups = new Map<string, Document[]>();
  for (const document of chance.shuffled(documents)) {
    const name = `${from(document)} ${document.type}`;
    groups.set(name, [...(groups.get(name) ?? []), document]);
  }
  const messages: Message[] = [];
  for (const group of groups.values())
    for (let start = 0; start < group.length; ) {
      const size = chance.whole(1, sizeMax);
      const records = group.slice(start, start + size);
      const [first] = records;
      if (first) messages.push(messageOf(from(first), records, chance.guid()));
      start += size;
    }
  const twice = messages.filter(() => chance.chance(15));
  return chance.shuffled([...messages, ...twice]);
}
