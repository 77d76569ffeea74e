import { type Law, shippedLaw } from '../law/index.ts';
import type { Document } from '../messages/index.ts';
import { type Bilingual, type Instant, parseStamp, stamp14 } from '../shared/index.ts';
import { type ExportStep, exportDay, type ToldExport } from './export-day.ts';
import { type Fault, faults, faultyParcel } from './faults.ts';
import { goodOf } from './goods.ts';
import { documentsOf, type Parcel, parcel, type Wish } from './parcel.ts';
import { person } from './people.ts';
import { type Random, random } from './random.ts';
import {
  type DemoMessage,
  dispatch,
  messageOf,
  type Posted,
  returnMessage,
  revocationMessage,
  senderOf,
} from './send.ts';
import { type DemoEnterprise, paymentCompanies, platforms } from './zone.ts';

export interface DayWish {
  /** The present: everything has happened in the hours before it, and no message is later. */
  readonly at: Instant;
  readonly seed: string;
  /** Import parcels of the day, 60 to 5,000; exports come on top, one for every five. Left out: 300. */
  readonly cases?: number;
  /** Left out: the shipped edition. */
  readonly law?: Law;
}

/** What a parcel of the day is there to show. */
export type Part =
  | 'right'
  | 'faulty'
  | 'waits'
  | 'returned'
  | 'revoked'
  | 'limit'
  | 'changed'
  | 'priority'
  | 'dear';

export interface ToldCase {
  /** `ebpCode|orderNo`. */
  readonly caseKey: string;
  readonly part: Part;
  readonly title: Bilingual;
  /** Id of the fault, where there is one. */
  readonly fault?: string;
}

/** A step that needs an answer first: the inventory number comes with the receipt (622). */
export interface LaterStep {
  readonly kind: 'return' | 'revocation';
  readonly caseKey: string;
  /** `released`: wait for 800. `accepted`: the number comes with 120. */
  readonly when: 'released' | 'accepted';
  message(invtNo: string, at: Instant): DemoMessage;
}

export interface DayStory {
  readonly cases: readonly ToldCase[];
  readonly exports: readonly ToldExport[];
  readonly later: readonly (LaterStep | ExportStep)[];
  /** A case that an officer has a reason to look at first. */
  readonly priority: { readonly caseKey: string; readonly reason: Bilingual };
  /** One buyer's dear orders in the order of their completion: within the yearly limit, the last above it. */
  readonly limit: { readonly idNumber: string; readonly caseKeys: readonly string[] };
  /** The message that comes twice, as positions in `messages`. */
  readonly duplicate: { readonly first: number; readonly again: number };
}

export interface DemoDay {
  readonly messages: readonly DemoMessage[];
  readonly story: DayStory;
}

const MINUTE = 60_000;
const FAULTY_PERCENT = 15;
const WAITING_PERCENT = 3;
/** Five orders of 4,950 stay below 26,000; the sixth does not. */
const LIMIT_ORDERS = 6;
/** One export for so many imports. */
const EXPORT_SHARE = 5;

/**
 * One believable day of the demo zone: parcels of all import modes (exports see `exportDay`), most of them right, one in seven faulty in its own way, a few
 * that wait for a partner's document, and the turns of the story. The same wish gives the same day to the letter. Documents come
 * mixed in messages of 1 to 100 records per sender, in any order. Throws RangeError for a number of cases it cannot tell a story with.
 */
export function demoDay({ at, seed, cases = 300, law = shippedLaw() }: DayWish): DemoDay {
  if (!Number.isInteger(cases) || cases < 60 || cases > 5000)
    throw new RangeError('a demo day has 60 to 5,000 cases');
  const chance = random(`${seed}/day`);
  const told: ToldCase[] = [];
  const posted: Posted[] = [];
  const own: DemoMessage[] = [];
  let serial = 0;
  const wish = (minutesAgo = chance.whole(12, 500)): Wish => ({
    seed,
    at: at - minutesAgo * MINUTE,
    serial: ++serial,
  });
  const tell = (it: Parcel, part: Part, title: Bilingual, fault?: Fault): void => {
    told.push({ caseKey: it.key, part, title, ...(fault === undefined ? {} : { fault: fault.id }) });
  };
  const post = (documents: readonly Document[]): void => {
    for (const document of documents)
      posted.push({ sender: senderOf(document), document, at: readyAt(document, at, chance) });
  };
  /** Documents that must come in this order, each in a message of its own, a minute apart. */
  const inTurn = (documents: readonly Document[], from: Instant): void => {
    for (const [step, document] of documents.entries()) {
      const sender = senderOf(document);
      own.push({
        sender,
        message: messageOf(sender, [document], chance.guid()),
        at: Math.min(from + step * MINUTE, at),
      });
    }
  };

  const faulty = Math.round((cases * FAULTY_PERCENT) / 100);
  const matched = chance.shuffled(faults.filter(it => it.unmatched === undefined));
  for (let count = 0; count < faulty; count++) {
    const fault = matched[count % matched.length];
    if (fault === undefined) continue;
    const it = faultyParcel(fault, wish(), law);
    tell(it, 'faulty', fault.title, fault);
    post(documentsOf(it));
  }

  const waiting = Math.max(4, Math.round((cases * WAITING_PERCENT) / 100));
  for (let count = 0; count < waiting; count++) {
    const it = parcel(wish(), law);
    const lacks = count % 4;
    tell(it, 'waits', MISSING[lacks] ?? MISSING[0]);
    post(documentsOf(it).filter((_, index) => index !== lacks));
  }

  const buyer = person(9990);
  const limitCases: string[] = [];
  for (let count = 0; count < LIMIT_ORDERS; count++) {
    const minutesAgo = 480 - count * 80;
    const platform = platforms[count % platforms.length] as DemoEnterprise;
    const goods = [{ good: goodOf('YS-PB-88'), qty: '1' }];
    const it = parcel(
      { ...wish(minutesAgo), buyer, platform, goods, freight: '0.00', insurance: '0.00', discount: '0.00' },
      law,
    );
    limitCases.push(it.key);
    tell(it, 'limit', count + 1 < LIMIT_ORDERS ? WITHIN : ABOVE);
    inTurn(documentsOf(it), it.wish.at + 5 * MINUTE);
  }

  const dear = parcel(
    { ...wish(), buyer: person(9991), goods: [{ good: goodOf('YS-JX-68'), qty: '1' }] },
    law,
  );
  tell(dear, 'dear', {
    zh: '单件超过单次限值，全额征税',
    en: 'one indivisible item over the single limit, taxed in full',
  });
  post(documentsOf(dear));

  const returned = parcel({ ...wish(300), goods: [{ good: goodOf('YS-MS-50'), qty: '2' }] }, law);
  tell(returned, 'returned', { zh: '放行后整单退货', en: 'returned whole after release' });
  inTurn(documentsOf(returned), returned.wish.at);

  const revoked = parcel(wish(200), law);
  tell(revoked, 'revoked', { zh: '运单未到，清单撤销', en: 'revoked while the waybill is missing' });
  inTurn([revoked.order, revoked.payment, revoked.list], revoked.wish.at);

  const mended = parcel(wish(400), law);
  const heavy = {
    netWeight: mended.list.head['grossWeight'] ?? '',
    grossWeight: mended.list.head['netWeight'] ?? '',
  };
  const wrong: Document = { ...mended.list, head: { ...mended.list.head, ...heavy } };
  tell(mended, 'changed', {
    zh: '毛净重颠倒被退单，变更后放行',
    en: 'weights swapped, refused, mended by a change and released',
  });
  inTurn([mended.order, mended.payment, mended.waybill, wrong], mended.wish.at);
  const change = { guid: chance.guid(), appType: '2', appTime: stamp14(at - 100 * MINUTE) };
  inTurn([{ ...mended.list, head: { ...mended.list.head, ...change } }], at - 98 * MINUTE);

  const suspect = faults.find(it => it.id === 'weighed-with-bottle');
  if (suspect === undefined) throw new Error('the demo has lost a fault');
  const watched = faultyParcel(suspect, wish(250), law);
  tell(
    watched,
    'priority',
    { zh: '法定数量存疑，申请优先查验', en: 'doubtful quantity, to be inspected first' },
    suspect,
  );
  inTurn(documentsOf(watched), watched.wish.at);

  while (serial < cases) {
    const it = parcel(wish(), law);
    tell(it, 'right', { zh: '单单相符', en: 'everything agrees' });
    post(documentsOf(it));
  }

  const exports = exportDay({ at, seed, law }, Math.max(20, Math.round(cases / EXPORT_SHARE)));
  post(exports.posted);
  const messages = [...dispatch(posted, rhythm, at, chance), ...own, ...exports.own].toSorted(
    (a, b) => a.at - b.at,
  );
  const first = messages.findIndex(it => it.message.documents.length > 1);
  const double = messages[first];
  if (double === undefined) throw new Error('no message of the day holds two records');
  const again = { ...double, at };
  return {
    messages: [...messages, again],
    story: {
      cases: told,
      exports: exports.told,
      later: [
        {
          kind: 'return',
          caseKey: returned.key,
          when: 'released',
          message: (invtNo, when) =>
            returnMessage(returned, invtNo, when, random(`${seed}/return`), stamp14(when)),
        },
        {
          kind: 'revocation',
          caseKey: revoked.key,
          when: 'accepted',
          message: (invtNo, when) =>
            revocationMessage(revoked, invtNo, when, random(`${seed}/revocation`), stamp14(when)),
        },
        ...exports.later,
      ],
      priority: {
        caseKey: watched.key,
        reason: {
          zh: '演示：面霜法定数量与净含量不符，且接近消费税价格界限，请优先查验',
          en: 'demo: the statutory quantity does not fit the net content near the consumption-tax bound; please inspect first',
        },
      },
      limit: { idNumber: buyer.idNumber, caseKeys: limitCases },
      duplicate: { first, again: messages.length },
    },
  };
}

const MISSING = [
  { zh: '电子订单未到', en: 'the order has not come' },
  { zh: '支付凭证未到', en: 'the payment voucher has not come' },
  { zh: '物流运单未到', en: 'the waybill has not come' },
  { zh: '清单未到', en: 'the inventory has not come' },
] as const;

const WITHIN: Bilingual = {
  zh: '同一订购人高价订单，年度额度内',
  en: 'dear order of one buyer within the yearly limit',
};
const ABOVE: Bilingual = { zh: '同一订购人，超过年度限值', en: 'the same buyer, above the yearly limit' };

/** A document leaves its maker some time after it was written, now and then much later; never after the present. */
function readyAt(document: Document, end: Instant, chance: Random): Instant {
  const written = parseStamp(document.head['appTime'] ?? '') ?? end;
  const delay = chance.chance(20) ? chance.whole(60, 240) : chance.whole(0, 40);
  return Math.min(written + delay * MINUTE, end);
}

/** Large senders gather for hours, small ones send at once. */
function rhythm(sender: string): number {
  if (sender === platforms[0].code) return 180;
  if (sender === paymentCompanies[0].code) return 240;
  if (sender === paymentCompanies[1].code) return 60;
  return sender === platforms[2].code ? 5 : 30;
}
