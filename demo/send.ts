import type { Document, Message } from '../messages/index.ts';
import type { Instant } from '../shared/index.ts';
import { DEMO_NOTE } from './papers.ts';
import type { Parcel } from './parcel.ts';
import type { Random } from './random.ts';
import { zoneEnterprise } from './zone.ts';

/** A message as an enterprise of the demo zone hands it in, and when. */
export interface DemoMessage {
  /** Code of the enterprise: whose key is used, and copCode of the message. */
  readonly sender: string;
  readonly message: Message;
  readonly at: Instant;
}

/** A document on its way: who sends it, and when it is ready. */
export interface Posted {
  readonly sender: string;
  readonly document: Document;
  readonly at: Instant;
}

/** Most records of a message (annex). */
const RECORDS_MAX = 100;

/**
 * Who sends a document: platform, payment company, logistics company, operator of the supervised place, declaring enterprise; the
 * seller for a stranger's order.
 */
export function senderOf(document: Document): string {
  const { head, type } = document;
  switch (type) {
    case 'CEB311Message':
    case 'CEB303Message': {
      const platform = head['ebpCode'] ?? '';
      return zoneEnterprise(platform) === undefined ? (head['ebcCode'] ?? '') : platform;
    }
    case 'CEB411Message':
      return head['payCode'] ?? '';
    case 'CEB403Message':
      return head['payCode'] ?? head['ebcCode'] ?? '';
    case 'CEB511Message':
    case 'CEB505Message':
    case 'CEB509Message':
      return head['logisticsCode'] ?? '';
    case 'CEB507Message':
    case 'CEB215Message':
      return head['operatorCode'] ?? '';
    default:
      return head['agentCode'] ?? '';
  }
}

/** A message of one sender: frame, records of one type in the given order, BaseTransfer with the sender's code. */
export function messageOf(sender: string, documents: readonly Document[], guid: string): Message {
  const [first] = documents;
  if (first === undefined) throw new Error('a message has at least one record');
  return {
    type: first.type,
    guid,
    version: '1.0',
    transfer: {
      copCode: sender,
      copName: zoneEnterprise(sender)?.name ?? sender,
      dxpMode: 'DXP',
      dxpId: `DXPDEMO${sender}`,
      note: DEMO_NOTE,
    },
    subscribes: [],
    documents,
  };
}

/** Minutes between the dispatches of a sender; who is not named sends every half hour. */
export type Rhythm = (sender: string) => number;

/**
 * Gathers posted documents into messages as enterprises do: each sender sends what has come together since its last dispatch,
 * one message per type and at most a hundred records, in no particular order. Sorted by time; none is later than `end`.
 */
export function dispatch(
  posted: readonly Posted[],
  rhythm: Rhythm,
  end: Instant,
  chance: Random,
): readonly DemoMessage[] {
  const groups = new Map<string, { sender: string; at: Instant; documents: Document[] }>();
  for (const { sender, document, at } of posted) {
    const period = rhythm(sender) * 60_000;
    const due = Math.min(Math.ceil(at / period) * period, end);
    const name = `${due} ${sender} ${document.type}`;
    const group = groups.get(name) ?? { sender, at: due, documents: [] };
    group.documents.push(document);
    groups.set(name, group);
  }
  const messages: DemoMessage[] = [];
  for (const { sender, at, documents } of groups.values()) {
    const mixed = chance.shuffled(documents);
    for (let from = 0; from < mixed.length; from += RECORDS_MAX) {
      const records = mixed.slice(from, from + RECORDS_MAX);
      messages.push({ sender, message: messageOf(sender, records, chance.guid()), at });
    }
  }
  return chance.shuffled(messages).toSorted((a, b) => a.at - b.at);
}

/** The application to return a whole parcel (625). Possible only after release, when the receipt has told the inventory number. */
export function returnMessage(
  parcel: Parcel,
  invtNo: string,
  at: Instant,
  chance: Random,
  stamp: string,
): DemoMessage {
  const { head, lines } = parcel.list;
  const document: Document = {
    type: 'CEB625Message',
    head: {
      ...lifeHead(parcel, invtNo, chance.guid(), stamp),
      copNo: (head['copNo'] ?? '').replace(/^QD/, 'TH'),
      reason: '演示：收货后七日内整单退回',
      note: DEMO_NOTE,
    },
    lines: lines.map(line => ({
      gnum: line['gnum'] ?? '',
      gcode: line['gcode'] ?? '',
      gname: line['gname'] ?? '',
      qty: line['qty'] ?? '',
      unit: line['unit'] ?? '',
    })),
  };
  const sender = senderOf(parcel.list);
  return { sender, message: messageOf(sender, [document], chance.guid()), at };
}

/** The application to revoke an inventory that is not released (623). */
export function revocationMessage(
  parcel: Parcel,
  invtNo: string,
  at: Instant,
  chance: Random,
  stamp: string,
): DemoMessage {
  const document: Document = {
    type: 'CEB623Message',
    head: {
      ...lifeHead(parcel, invtNo, chance.guid(), stamp),
      copNo: (parcel.list.head['copNo'] ?? '').replace(/^QD/, 'CX'),
      reason: '演示：买家在发货前取消订单',
      note: DEMO_NOTE,
    },
    lines: [],
  };
  const sender = senderOf(parcel.list);
  return { sender, message: messageOf(sender, [document], chance.guid()), at };
}

const REPEATED = [
  'customsCode',
  'orderNo',
  'ebpCode',
  'ebpName',
  'ebcCode',
  'ebcName',
  'logisticsNo',
  'logisticsCode',
  'logisticsName',
  'buyerIdType',
  'buyerIdNumber',
  'buyerName',
  'buyerTelephone',
  'agentCode',
  'agentName',
] as const;

function lifeHead(parcel: Parcel, invtNo: string, guid: string, appTime: string): Record<string, string> {
  const repeated = REPEATED.map(name => [name, parcel.list.head[name] ?? ''] as const);
  return { guid, appType: '1', appTime, appStatus: '2', ...Object.fromEntries(repeated), invtNo };
}
