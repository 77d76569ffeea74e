import { type Document, isKnownType, joinKey, type MessageType, shapeOf } from '../messages/index.ts';
import type { Incoming } from './incoming.ts';
import { caseKeyOf, exportCaseKeyOf, exportCaseOfListKey, linksOf } from './keys.ts';

/**
 * How customs' receipts find the document they answer, when customs decides and not this platform. A receipt repeats the business key
 * of its declaration; the guid inside it is the e-port's own and names nothing. Two receipts need a routing row besides: that on an
 * import list (622) names the declarant's number instead of the order, and tax bills (816, 818) name the list's number only.
 */
export interface Answered {
  readonly type: MessageType;
  readonly key: string;
}

/** Receipts whose declaration has the number before theirs. */
const RECEIPTS = new Set<string>(
  [
    [312, 412, 512, 514, 622, 624, 626, 712],
    [214, 216, 304, 404, 506, 508, 510, 604, 606, 608, 702],
  ].flatMap(numbers => numbers.map(number => `CEB${number}Message`)),
);
const BILLS = new Set<string>(['CEB816Message', 'CEB818Message']);

/** Everything that comes from customs or the e-port. */
export function isFromCustoms(type: string): boolean {
  return RECEIPTS.has(type) || BILLS.has(type) || type === 'CEB900Message' || type === 'CEB792Message';
}

/** The type of declaration that a receipt answers. */
export function answeredType(receipt: MessageType): MessageType | undefined {
  return RECEIPTS.has(receipt) ? `CEB${Number(receipt.slice(3, 6)) - 1}Message` : undefined;
}

type Head = Document['head'];

/** The routing row of a declaration whose receipts do not name its case: by type and the declarant's own number. */
export function declaredRoute({ type, head }: Document): string | undefined {
  switch (type) {
    case 'CEB621Message':
    case 'CEB623Message':
    case 'CEB625Message':
    case 'CEB605Message':
      return `D|${joinKey([type.slice(3, 6), head['agentCode'], head['copNo']])}`;
    case 'CEB213Message':
      return `D|${joinKey([type.slice(3, 6), head['agentCode'], head['coElNo']])}`;
    default:
      return undefined;
  }
}

/** The routing row of a list number that customs gave. */
export function numberRoute(invtNo: string): string {
  return `I|${invtNo}`;
}

/** Documents outside the routing of parcels: rows that only lead to a case. */
export function isPlainRoute(route: string): boolean {
  return route.startsWith('D|') || route.startsWith('I|');
}

/** The documents that a receipt answers, as far as it names them itself. An import list is found by its routing row. */
export function answeredDocuments({ document, about }: Pick<Incoming, 'document' | 'about'>): Answered[] {
  if (about) return about.map(({ type, key }) => ({ type, key }));
  const type = answeredType(document.type);
  if (!type || type === 'CEB621Message' || !isKnownType(type)) return [];
  return [{ type, key: joinKey(shapeOf(type).key.map(field => document.head[field])) }];
}

/** Rows and cases to be locked beside those of `linksOf` when customs decides. */
export function foreignLinks(incoming: Pick<Incoming, 'document' | 'about' | 'customs'>): {
  readonly routes: readonly string[];
  readonly caseKeys: readonly string[];
} {
  const { document } = incoming;
  const { head } = document;
  const number = head['invtNo'] ? [numberRoute(head['invtNo'])] : [];
  if (!incoming.customs) {
    const declared = declaredRoute(document);
    return { routes: declared === undefined ? number : [declared, ...number], caseKeys: [] };
  }
  const routes = [...number];
  const caseKeys: string[] = [];
  for (const { type, key } of answeredDocuments(incoming)) {
    const route = ROUTED[type];
    if (route) routes.push(`${route}|${key}`);
    const found = caseOfKey(type, key, head);
    if (found !== undefined) caseKeys.push(found);
  }
  const type = answeredType(document.type);
  const declared = type && declaredRoute({ type, head, lines: [] });
  if (declared !== undefined) routes.push(declared);
  return { routes, caseKeys };
}

/** Documents whose business key is the key of a routing row. */
const ROUTED: Readonly<Record<string, string>> = {
  CEB411Message: 'P',
  CEB511Message: 'W',
  CEB505Message: 'W',
  CEB403Message: 'R',
};

function caseOfKey(type: MessageType, key: string, head: Head): string | undefined {
  switch (type) {
    case 'CEB311Message':
    case 'CEB621Message':
      return key;
    case 'CEB303Message':
      return `E|${key}`;
    case 'CEB603Message':
      return exportCaseOfListKey(key) ?? exportCaseKeyOf(head);
    default:
      return undefined;
  }
}

/** The case that a declaration belongs to by its own fields. */
export function ownCaseOf(document: Document): string | undefined {
  if (document.type === 'CEB623Message' || document.type === 'CEB625Message') return caseKeyOf(document.head);
  return linksOf(document).caseKey;
}
