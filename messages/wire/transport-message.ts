import { type Instant, parseStamp, stamp14 } from '../../shared/index.ts';
import { type Element, readElements } from './transport-elements.ts';

/**
 * The e-port's transport messages (交换平台传输报文): DxpMsg of the terminal node, DxpMsgSv of the transport node around it, and
 * DxpRep, the platform's technical answer. The annex's own spellings (CreatTime, RecevierId) are kept on the wire and mended here.
 */
export interface TransportMessage {
  /** Id of the original message; customs' 900 names it. */
  readonly copMsgId: string;
  readonly senderId: string;
  /** One to five. */
  readonly receiverIds: readonly string[];
  readonly createdAt: Instant;
  /** `CEB621Message`. */
  readonly msgType: string;
  /** The business message, byte for byte. */
  readonly data: Uint8Array;
  readonly fileName?: string;
  readonly icCard?: string;
  /** At most five business keywords. */
  readonly bizKeys?: readonly { readonly name?: string; readonly value: string }[];
  /** Present in a DxpMsgSv. */
  readonly server?: ServerNode;
}

/** What the transport node adds (SvNo). `msgId`: node id, time, sequence; 32 characters. */
export interface ServerNode {
  readonly msgId: string;
  readonly subMsgId?: string;
  readonly sentAt: Instant;
  readonly endNode: string;
  readonly startNode: string;
}

/** The exchange platform's technical answer: one response per message it speaks of. */
export interface TransportReport {
  readonly receiverId: string;
  readonly nodeId?: string;
  readonly responses: readonly TransportResponse[];
}

export interface TransportResponse {
  readonly nodeId?: string;
  /** `0000` and the like mean well; four-digit codes of the annex mean a fault. */
  readonly code: string;
  readonly info?: string;
  /** Per receiver. */
  readonly results: readonly { readonly receiverId: string; readonly code: string; readonly info?: string }[];
  /** YYYY-MM-DD. */
  readonly day: string;
  readonly note?: string;
  readonly about: Omit<TransportMessage, 'data' | 'fileName' | 'icCard' | 'bizKeys' | 'server'>;
}

export type Transport =
  | { readonly kind: 'message'; readonly message: TransportMessage }
  | { readonly kind: 'report'; readonly report: TransportReport };

/** Root elements; the namespace is not asked for, because senders forget it. */
const ROOT = /<(?:[\w.-]+:)?(?:DxpMsg|DxpMsgSv|DxpRep)[\s>]/;
const LOOK = 4096;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/**
 * Reads a transport message or technical answer. Undefined when the bytes are none; `fault` says in one sentence why they cannot be
 * used although they are.
 */
export function readTransport(bytes: Uint8Array): Transport | { readonly fault: string } | undefined {
  if (!ROOT.test(Buffer.from(bytes.subarray(0, LOOK)).toString('latin1'))) return undefined;
  const root = readElements(Buffer.from(bytes).toString('utf8'));
  if (root === undefined) return { fault: 'not well-formed, or with a DTD' };
  if (root.name === 'DxpRep') return { kind: 'report', report: readReport(root) };
  const server = root.name === 'DxpMsgSv' ? child(root, 'SvNo') : undefined;
  const message = root.name === 'DxpMsgSv' ? child(root, 'DxpMsg') : root;
  if (message?.name !== 'DxpMsg') return { fault: 'a DxpMsgSv without DxpMsg' };
  const data = textOf(message, 'Data')?.replace(/\s+/g, '');
  if (data === undefined || data === '' || !BASE64.test(data))
    return { fault: 'Data is missing or no base64' };
  const about = readHeader(child(message, 'TransInfo'));
  const added = child(message, 'AddInfo');
  const keys = (child(added, 'BizKey')?.children ?? []).map(key => ({
    value: key.text,
    ...(key.attributes['name'] === undefined ? {} : { name: key.attributes['name'] }),
  }));
  return {
    kind: 'message',
    message: {
      ...about,
      data: Buffer.from(data, 'base64'),
      ...optional('fileName', textOf(added, 'FileName')),
      ...optional('icCard', textOf(added, 'IcCard')),
      ...(keys.length > 0 ? { bizKeys: keys } : {}),
      ...(server ? { server: readServer(server) } : {}),
    },
  };
}

function optional<K extends string>(name: K, value: string | undefined): { readonly [P in K]?: string } {
  return value === undefined ? {} : ({ [name]: value } as { [P in K]: string });
}

function child(of: Element | undefined, name: string): Element | undefined {
  return of?.children.find(one => one.name === name);
}

function textOf(of: Element | undefined, name: string): string | undefined {
  const text = child(of, name)?.text.trim();
  return text === '' ? undefined : text;
}

function readHeader(of: Element | undefined): TransportResponse['about'] {
  return {
    copMsgId: textOf(of, 'CopMsgId') ?? '',
    senderId: textOf(of, 'SenderId') ?? '',
    receiverIds: (child(of, 'ReceiverIds')?.children ?? []).map(one => one.text.trim()),
    createdAt: instantOf(textOf(of, 'CreatTime') ?? ''),
    msgType: textOf(of, 'MsgType') ?? '',
  };
}

function readServer(of: Element): ServerNode {
  return {
    msgId: textOf(of, 'MsgId') ?? '',
    ...optional('subMsgId', textOf(of, 'SubMsgId')),
    sentAt: instantOf(textOf(of, 'SendTime') ?? ''),
    endNode: textOf(of, 'EndNode') ?? '',
    startNode: textOf(of, 'StaNode') ?? '',
  };
}

function readReport(root: Element): TransportReport {
  return {
    receiverId: textOf(root, 'RecevierId') ?? textOf(root, 'ReceiverId') ?? '',
    ...optional('nodeId', textOf(root, 'AdNodeId')),
    responses: root.children
      .filter(one => one.name === 'Response')
      .map(one => ({
        ...optional('nodeId', textOf(one, 'NodeId')),
        code: textOf(one, 'ResponseCode') ?? '',
        ...optional('info', textOf(one, 'ResponseInfo')),
        results: (child(one, 'Results')?.children ?? []).map(result => ({
          receiverId: textOf(result, 'RecId') ?? '',
          code: textOf(result, 'Code') ?? '',
          ...optional('info', textOf(result, 'Info')),
        })),
        day: textOf(one, 'NoticeTime') ?? '',
        ...optional('note', textOf(one, 'Note')),
        about: readHeader(child(one, 'OriHead')),
      })),
  };
}

/** An xs:dateTime; without a zone it is Beijing time. 0 when it is none: the time of a transport message decides nothing. */
function instantOf(text: string): Instant {
  const zoned = /(?:Z|[+-]\d{2}:\d{2})$/.test(text);
  const at = zoned ? Date.parse(text) : parseStamp(text.slice(0, 19).replace(/[-T:]/g, ''));
  return at === undefined || Number.isNaN(at) ? 0 : at;
}

/** xs:dateTime in Beijing time without zone, as the official samples have it. */
export function transportTime(at: Instant): string {
  const digits = stamp14(at);
  const part = (from: number, to: number) => digits.slice(from, to);
  return `${part(0, 4)}-${part(4, 6)}-${part(6, 8)}T${part(8, 10)}:${part(10, 12)}:${part(12, 14)}`;
}
