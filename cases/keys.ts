import { type Document, joinKey } from '../messages/index.ts';

/**
 * The keys by which documents find each other (三单对碰). Documents do not share one key: an order names platform and order number,
 * a waybill only its own number, a payment both its own number and the order. So every document stands under its own business key,
 * and a routing row remembers which case a payment or waybill number belongs to.
 */
export interface Links {
  /** The case the document names itself, `ebpCode|orderNo`; a waybill names none. */
  readonly caseKey?: string;
  /** Routing keys that it owns or mentions: `W|logisticsCode|logisticsNo`, `P|payCode|payTransactionId`. */
  readonly routes: readonly string[];
}

type Head = Document['head'];

export function caseKeyOf(head: Head): string {
  return joinKey([head['ebpCode'], head['orderNo']]);
}

export function waybillRoute(head: Head): string {
  return `W|${joinKey([head['logisticsCode'], head['logisticsNo']])}`;
}

/** Undefined when an order names no payment (payCode and payTransactionId are optional in 311). */
export function paymentRoute(head: Head): string | undefined {
  const { payCode, payTransactionId } = head;
  return payCode && payTransactionId ? `P|${joinKey([payCode, payTransactionId])}` : undefined;
}

/** The business key of a document stored under a routing key: the key without its letter. */
export function keyOfRoute(route: string): string {
  return route.slice(2);
}

/** What a document is linked by. Types outside the import case have no links and are kept under their own key. */
export function linksOf(document: Document): Links {
  const { head } = document;
  const payment = paymentRoute(head);
  switch (document.type) {
    case 'CEB311Message':
    case 'CEB411Message':
      return { caseKey: caseKeyOf(head), routes: payment ? [payment] : [] };
    case 'CEB511Message':
      return { routes: [waybillRoute(head)] };
    case 'CEB621Message':
      return { caseKey: caseKeyOf(head), routes: [waybillRoute(head)] };
    case 'CEB623Message':
    case 'CEB625Message':
      return { caseKey: caseKeyOf(head), routes: [] };
    default:
      return { routes: [] };
  }
}
