import {
  documentsOf,
  messageOf,
  type Parcel,
  parcel,
  random,
  senderOf,
  type Wish,
  zone,
} from '../../demo/index.ts';
import { shippedLaw } from '../../law/index.ts';
import { type Document, encodeXml, type Message } from '../../messages/index.ts';
import type { Finding } from '../../shared/index.ts';
import { type HttpZone, httpZone } from '../http-zone.ts';
import type { TestZoneOptions } from '../zone.ts';

export const AT = Date.parse('2026-06-01T20:00:00+08:00');

/** What the door answered, read once. `body` is the JSON, or the text when it is none. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // The tests look into answers of many forms.
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Asked {
  readonly key?: { readonly authorization: string };
  readonly method?: string;
  readonly type?: string;
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Door extends HttpZone {
  readonly alarms: string[];
  ask(path: string, asked?: Asked): Promise<Answered>;
  /** Hands a message in with the key of its own sender. */
  hand(
    message: Message,
    more?: Asked & { readonly query?: string; readonly test?: boolean },
  ): Promise<Answered>;
  /** Number of rows of everything that a message can leave behind. */
  counts(): Promise<Counts>;
}

export interface Counts {
  readonly envelopes: number;
  readonly documents: number;
  readonly cases: number;
  readonly decisions: number;
  readonly answers: number;
  readonly journal: number;
  readonly quota: string;
}

/** The demo zone behind a listening server. Alarms (things that should not happen) are collected. */
export async function openDoor(options: TestZoneOptions = {}): Promise<Door> {
  const alarms: string[] = [];
  const city = await httpZone({
    enterprises: zone,
    at: AT,
    alarm: (what, error) => alarms.push(`${what}: ${error instanceof Error ? error.message : String(error)}`),
    ...options,
  });
  const keys = new Map<string, Promise<{ authorization: string }>>();
  const ask = async (path: string, asked: Asked = {}): Promise<Answered> => {
    const { key, type, body, headers, method = body === undefined ? 'GET' : 'POST' } = asked;
    const answer = await fetch(`${city.url}${path}`, {
      method,
      headers: { ...key, ...(type === undefined ? {} : { 'content-type': type }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : Buffer.from(body) }),
      redirect: 'manual',
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, text, body: jsonOf(text) };
  };
  return Object.assign(city, {
    alarms,
    ask,
    async hand(
      message: Message,
      { query = '', test = false, ...more }: Asked & { query?: string; test?: boolean } = {},
    ) {
      const sender = message.transfer?.['copCode'] ?? '';
      const name = `${sender} ${test}`;
      const key = keys.get(name) ?? city.keyFor(sender, { test });
      keys.set(name, key);
      return ask(`/v1/envelopes${query}`, {
        key: await key,
        type: 'application/xml',
        body: encodeXml(message),
        ...more,
      });
    },
    async counts() {
      const [row] = await city.zone.platform.database.query<Record<keyof Counts, bigint | string>>(
        `select (select count(*) from gateway.envelope) as envelopes, (select count(*) from clearance.document) as documents,
                (select count(*) from clearance.kase where status <> 'new') as cases, (select count(*) from clearance.decision) as decisions,
                (select count(*) from gateway.told) as answers, (select count(*) from gateway.input where kind = 'record') as journal,
                (select coalesce(sum(used), 0)::text from ledgers.quota) as quota`,
      );
      if (!row) throw new Error('no counts');
      const { quota, ...rest } = row;
      const numbers = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, Number(value)]));
      return { ...numbers, quota: String(quota) } as unknown as Counts;
    },
  });
}

function jsonOf(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

let serial = 500_000;

/** A right parcel of its own, made for the clock of the tests. */
export function freshParcel(wish: Partial<Wish> = {}): Parcel {
  serial += 1;
  return parcel({ seed: 'door', at: AT - 3_600_000, serial, ...wish }, shippedLaw());
}

/** The messages of a parcel: order, payment, waybill, list, each by its own sender. */
export function messagesOf(it: Parcel): readonly Message[] {
  return documentsOf(it).map(document => messageFor([document]));
}

/** A message of its own guid around documents of one sender. */
export function messageFor(documents: readonly Document[]): Message {
  const [first] = documents;
  if (!first) throw new Error('a message has at least one document');
  serial += 1;
  return messageOf(senderOf(first), documents, random(`door/${serial}`).guid());
}

/** A finding as one line: code, severity, path. */
export function said(finding: Finding): string {
  return `${finding.code} ${finding.severity} ${finding.path}`;
}
