import type { KeyObject } from 'node:crypto';
import { verifyOctets } from '../../messages/index.ts';

/**
 * Real-time payment data (customs announcement 2018-179): what the platform uploads, and the text that is signed. Head and lists are
 * turned into JSON once; these very strings are signed and these very strings are sent, so that no second serialisation can differ.
 */
export interface PaymentHead {
  readonly guid: string;
  /** Raw request to the payment channel, as it was sent. The spelling is official. */
  readonly initalRequest: string;
  readonly initalResponse: string;
  readonly ebpCode: string;
  readonly payCode: string;
  readonly payTransactionId: string;
  /** Decimal text; stands as a JSON number in the message, digit for digit. */
  readonly totalAmount: string;
  readonly currency: string;
  /** 1 UnionPay, 2 NetsUnion, 3 other. */
  readonly verDept: string;
  readonly payType: string;
  /** 14 digits. */
  readonly tradingTime: string;
  readonly note: string;
}

export interface PaymentList {
  readonly orderNo: string;
  readonly goodsInfo: readonly { readonly gname: string; readonly itemLink: string }[];
  readonly recpAccount: string;
  readonly recpCode: string;
  readonly recpName: string;
}

export interface PaymentUpload {
  readonly sessionID: string;
  readonly head: PaymentHead;
  readonly lists: readonly PaymentList[];
  /** Milliseconds as text. */
  readonly serviceTime: string;
}

/** Who signs: the certificate's number, and the port "sign these octets" (SM2, r‖s). */
export interface PaymentSigner {
  readonly certNo: string;
  readonly sign: (octets: Uint8Array) => Uint8Array;
}

const AMOUNT = /^(?:0|[1-9]\d*)(?:\.\d+)?$/;

/** The text of form field `payExInfoStr`. Throws when the amount is no decimal. */
export function payExInfo(upload: PaymentUpload, { certNo, sign }: PaymentSigner): string {
  const { sessionID, serviceTime } = upload;
  const head = headText(upload.head);
  const lists = JSON.stringify(upload.lists);
  const signed = signedText({ sessionID, head, lists, serviceTime });
  const signValue = Buffer.from(sign(Buffer.from(signed, 'utf8'))).toString('base64');
  return (
    `{"sessionID":${JSON.stringify(sessionID)},"payExchangeInfoHead":${head},"payExchangeInfoLists":${lists},` +
    `"serviceTime":${JSON.stringify(serviceTime)},"certNo":${JSON.stringify(certNo)},"signValue":${JSON.stringify(signValue)}}`
  );
}

function headText({ totalAmount, ...head }: PaymentHead): string {
  if (!AMOUNT.test(totalAmount)) throw new Error(`not an amount: ${JSON.stringify(totalAmount)}`);
  const { currency, verDept, payType, tradingTime, note, ...before } = head;
  const first = JSON.stringify(before);
  const rest = JSON.stringify({ currency, verDept, payType, tradingTime, note });
  return `${first.slice(0, -1)},"totalAmount":${totalAmount},${rest.slice(1)}`;
}

interface SignedParts {
  readonly sessionID: string;
  readonly head: string;
  readonly lists: string;
  readonly serviceTime: string;
}

/** What the signature covers: four named parts, head and lists as they stand in the message. */
export function signedText({ sessionID, head, lists, serviceTime }: SignedParts): string {
  return `"sessionID":"${sessionID}"||"payExchangeInfoHead":"${head}"||"payExchangeInfoLists":"${lists}"||"serviceTime":"${serviceTime}"`;
}

/** True when a `payExInfoStr` is signed by the key's owner. Reads the parts as they stand, without serialising them again. */
export function verifyPayExInfo(text: string, key: KeyObject): boolean {
  const parts = rawMembers(text);
  const head = parts?.get('payExchangeInfoHead');
  const lists = parts?.get('payExchangeInfoLists');
  if (!parts || head === undefined || lists === undefined) return false;
  const signed = signedText({
    sessionID: stringOf(parts.get('sessionID')),
    head,
    lists,
    serviceTime: stringOf(parts.get('serviceTime')),
  });
  const value = Buffer.from(stringOf(parts.get('signValue')), 'base64');
  return verifyOctets('sm2-sm3', Buffer.from(signed, 'utf8'), key, value);
}

function stringOf(raw: string | undefined): string {
  if (raw === undefined) return '';
  const value: unknown = JSON.parse(raw);
  return typeof value === 'string' ? value : raw;
}

/** The members of a JSON object with the very text of their values; undefined when it is no JSON object. */
export function rawMembers(text: string): ReadonlyMap<string, string> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  } catch {
    return undefined;
  }
  const members = new Map<string, string>();
  let depth = 0;
  let from = -1;
  let name = '';
  let expectsName = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (sign === '"') {
      const end = endOfString(text, at);
      if (depth === 1 && expectsName) {
        name = JSON.parse(text.slice(at, end)) as string;
        expectsName = false;
      }
      at = end - 1;
    } else if (sign === '{' || sign === '[') {
      depth += 1;
      if (depth === 1) expectsName = true;
    } else if (sign === ':' && depth === 1) {
      from = at + 1;
    } else if (sign === '}' || sign === ']' || (sign === ',' && depth === 1)) {
      if (depth === 1 && from >= 0) members.set(name, text.slice(from, at).trim());
      if (sign === ',') expectsName = true;
      else depth -= 1;
      if (depth <= 1 && (sign === ',' || depth === 0)) from = -1;
    }
  }
  return members;
}

/** Behind the closing quote of the string that begins at `at`. The text is known to be JSON. */
function endOfString(text: string, at: number): number {
  let end = at + 1;
  while (text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  return end + 1;
}
