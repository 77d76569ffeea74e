import { type Document, joinKey, NO_PLATFORM_CODE } from '../messages/index.ts';

/**
 * The keys by which documents find each other (三单对碰). Documents do not share one key: an order names platform and order number,
 * a waybill only its own number, a payment both its own number and the order. So every document stands under its own business key,
 * and a routing row remembers which case a payment or waybill number belongs to.
 */
export interface Links {
  /** The case the document names itself, `ebpCode|orderNo` or (see `exportCaseKeyOf`) `E|ebpCode|orderNo`; a waybill names none. */
  readonly caseKey?: string;
  /**
   * Routing keys that it owns or mentions: `W|logisticsCode|logisticsNo`, `P|payCode|payTransactionId`, of exports also
   * `R|ebcCode|orderNo` (receipt of payment) and `T|logisticsCode|logisticsNo|coElNo` (goods that come back).
   */
  readonly routes: readonly string[];
  /** The inventory number by which an application names its case: see `Book.numbers`. */
  readonly invtNo?: string;
}

type Head = Document['head'];

export type Direction = 'import' | 'export';

export function caseKeyOf(head: Head): string {
  return joinKey([head['ebpCode'], head['orderNo']]);
}

/**
 * An export case has a letter in front, so that an order number may be used in both directions. Where the platform has no code (无),
 * order numbers are the seller's own, and the seller stands in the key as well.
 */
export function exportCaseKeyOf(head: Head): string {
  const { ebpCode, ebcCode, orderNo } = head;
  return `E|${joinKey(ebpCode === NO_PLATFORM_CODE ? [ebpCode, ebcCode, orderNo] : [ebpCode, orderNo])}`;
}

/** The case of an export list by the list's own key `ebpCode|ebcCode|orderNo`, with the parts escaped as they stand there. */
export function exportCaseOfListKey(key: string): string | undefined {
  const [, ebp, order] = /^((?:[^\\|]|\\.)*)\|(?:[^\\|]|\\.)*\|((?:[^\\|]|\\.)*)$/.exec(key) ?? [];
  if (ebp === undefined || order === undefined) return undefined;
  return ebp === NO_PLATFORM_CODE ? `E|${key}` : `E|${ebp}|${order}`;
}

/** Import keys have two parts, export keys at least three; a `|` inside a part is written `\|` (see `joinKey`). */
const EXPORT_KEY = /^E\|(?:[^\\|]|\\.)*\|/;

export function directionOfCase(caseKey: string): Direction {
  return EXPORT_KEY.test(caseKey) ? 'export' : 'import';
}

const EXPORTS = new Set([
  'CEB303Message',
  'CEB403Message',
  'CEB505Message',
  'CEB507Message',
  'CEB509Message',
  'CEB603Message',
  'CEB605Message',
  'CEB607Message',
  'CEB213Message',
  'CEB215Message',
]);

/** Whose parcels a document can touch. */
export function directionOf(type: string): Direction {
  return EXPORTS.has(type) ? 'export' : 'import';
}

/**
 * Imports and exports of one logistics company share the number space: a number is one parcel, whichever way it goes. Each direction
 * has its own waybill document under it (511, 505), and the rule on numbers given again speaks across both.
 */
export function waybillRoute(head: Head): string {
  return `W|${joinKey([head['logisticsCode'], head['logisticsNo']])}`;
}

/** Undefined when an order names no payment (payCode and payTransactionId are optional in 311). */
export function paymentRoute(head: Head): string | undefined {
  const { payCode, payTransactionId } = head;
  return payCode && payTransactionId ? `P|${joinKey([payCode, payTransactionId])}` : undefined;
}

/** A receipt of payment (403) stands under seller and order number; its row keeps the cases that it has named. */
export function receiptRoute(head: Head): string {
  return `R|${joinKey([head['ebcCode'], head['orderNo']])}`;
}

/** Where a tally (215) meets the return application (213) that it belongs to. */
export function comingBackRoute(head: Head): string {
  return `T|${joinKey([head['logisticsCode'], head['logisticsNo'], head['coElNo']])}`;
}

/** Arrival, departure and master list: documents on many parcels, which they name by waybill number line by line. */
export const ON_WAYBILLS: ReadonlySet<string> = new Set(['CEB507Message', 'CEB509Message', 'CEB607Message']);

function lineRoutes({ head, lines }: Document): readonly string[] {
  const routes = lines.map(line =>
    waybillRoute({ logisticsCode: head['logisticsCode'] ?? '', logisticsNo: line['logisticsNo'] ?? '' }),
  );
  return [...new Set(routes)];
}

/** The business key of a document stored under a routing key: the key without its letter. */
export function keyOfRoute(route: string): string {
  return route.slice(2);
}

let lastLinked: { readonly document: Document; readonly links: Links } | undefined;

/**
 * What a document is linked by. Types outside the cases have no links and are kept under their own key. While a record enters, many
 * ask for the links of the same document one after another: the last answer is kept.
 */
export function linksOf(document: Document): Links {
  if (lastLinked?.document !== document) lastLinked = { document, links: readLinks(document) };
  return lastLinked.links;
}

function readLinks(document: Document): Links {
  const { head } = document;
  const payment = paymentRoute(head);
  switch (document.type) {
    case 'CEB311Message':
    case 'CEB411Message':
      return { caseKey: caseKeyOf(head), routes: payment ? [payment] : [] };
    case 'CEB511Message':
    case 'CEB505Message':
      return { routes: [waybillRoute(head)] };
    case 'CEB621Message':
      return { caseKey: caseKeyOf(head), routes: [waybillRoute(head)] };
    case 'CEB623Message':
    case 'CEB625Message':
      return { caseKey: caseKeyOf(head), routes: [] };
    case 'CEB303Message':
      return { caseKey: exportCaseKeyOf(head), routes: [] };
    case 'CEB403Message':
      return { caseKey: exportCaseKeyOf(head), routes: [receiptRoute(head)] };
    case 'CEB603Message':
      return { caseKey: exportCaseKeyOf(head), routes: [waybillRoute(head)] };
    case 'CEB507Message':
    case 'CEB509Message':
    case 'CEB607Message':
      return { routes: lineRoutes(document) };
    case 'CEB605Message':
      return { routes: [], invtNo: head['invtNo'] ?? '' };
    case 'CEB213Message':
      return { routes: [comingBackRoute(head)], invtNo: head['invtNo'] ?? '' };
    case 'CEB215Message':
      return { routes: [comingBackRoute(head)], ...(head['invtNo'] ? { invtNo: head['invtNo'] } : {}) };
    default:
      return { routes: [] };
  }
}
