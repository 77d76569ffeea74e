import { join } from 'node:path';
import { encodeTransport, readTransport } from '../../messages/index.ts';
import { beijingDate, stamp17 } from '../../shared/index.ts';
import type { Files } from './files.ts';
import { troubleOf } from './files.ts';
import { type InFile, inbox, type Taken } from './inbox.ts';
import type { OutMessage } from './outbox.ts';
import { safeName, spool } from './spool.ts';

/** Who is who in the e-port's exchange. Given by the operator; the defaults are the ids that customs' receipts carry. */
export interface ExchangeIds {
  /** Our own exchange id (DXPID), at most 16 characters. */
  readonly own: string;
  readonly customsImport: string;
  readonly customsExport: string;
  readonly icCard?: string;
}

export const defaultIds = {
  customsImport: 'DXPEDCCEB0000002',
  customsExport: 'DXPEDCCEB0000003',
} as const;

/** The platform behind the channel: in this process, or over HTTP. */
export interface ZonePort {
  next(limit: number): Promise<readonly OutMessage[]>;
  sent(ids: readonly string[]): Promise<void>;
  /** A file from customs. */
  take(file: InFile): Promise<Taken>;
  report(state: { readonly up: boolean; readonly why?: string }): Promise<void>;
}

export interface ZoneChannelOptions {
  readonly files: Files;
  /** Holds `send` and `receive` of the e-port client. */
  readonly folder: string;
  readonly ids: ExchangeIds;
  readonly port: ZonePort;
  readonly now: () => number;
  readonly settleMs: number;
  /** Files that may lie in `send` before we wait for the client to take them: the queue stays with us, in order of deadline. */
  readonly most?: number;
  /** A file that lies longer than this in `send` means that the client does not work. */
  readonly staleMs?: number;
}

export interface ZoneRound {
  readonly sent: number;
  readonly received: number;
  readonly failed: number;
  readonly up: boolean;
  /** Why it does not go on, for people. */
  readonly why?: string;
}

/** The zone's side of the folders to customs: `send` is written, `receive` is read. */
export function zoneChannel(options: ZoneChannelOptions): { round(): Promise<ZoneRound> } {
  const { files, folder, ids, port, now, settleMs, most = 200, staleMs = 600_000 } = options;
  const send = join(folder, 'send');
  const receive = join(folder, 'receive');
  const out = spool({ files, folder: send, working: join(folder, '.zone', 'sending') });
  const box = inbox({ files, folder: receive, working: join(folder, '.zone', 'taking'), settleMs, now });
  const seen = new Map<string, number>();
  const confirm = (given: readonly string[]) => port.sent(given);

  /** How many files still lie in `send`, and whether the client has stopped taking them. */
  async function look(): Promise<{ lying: number; stale: number }> {
    const names = (await files.list(send)).map(one => one.name);
    for (const name of seen.keys()) if (!names.includes(name)) seen.delete(name);
    for (const name of names) if (!seen.has(name)) seen.set(name, now());
    const stale = names.filter(name => now() - (seen.get(name) ?? now()) > staleMs).length;
    return { lying: names.length, stale };
  }

  async function serve(): Promise<ZoneRound> {
    await out.finish(confirm);
    const received = await box.round(file => port.take(file));
    const { lying, stale } = await look();
    const messages = stale > 0 ? [] : await port.next(Math.max(0, Math.min(100, most - lying)));
    await out.give(
      messages.map(message => ({ id: message.id, name: nameOf(message, ids), bytes: wrap(message, ids) })),
      undefined,
      confirm,
    );
    const why =
      stale > 0
        ? `发送目录有 ${stale} 个文件超过 ${staleMs / 60_000} 分钟未被客户端取走 / ${stale} files lie in "send" and nobody takes them`
        : undefined;
    return {
      sent: messages.length,
      received: received.done,
      failed: received.failed,
      up: why === undefined,
      ...(why === undefined ? {} : { why }),
    };
  }

  return {
    async round() {
      let done: ZoneRound;
      try {
        done = await serve();
      } catch (error) {
        const why = troubleOf(error);
        if (why === undefined) throw error;
        done = { sent: 0, received: 0, failed: 0, up: false, why };
      }
      await port.report({ up: done.up, ...(done.why === undefined ? {} : { why: done.why }) });
      return done;
    },
  };
}

/** File name as the e-port client's senders write it. The same message always has the same name. */
export function nameOf({ type, createdAt, seq }: OutMessage, ids: ExchangeIds): string {
  const serial = String(seq % 10_000n).padStart(4, '0');
  return safeName(`CEB_${type.slice(0, 6)}_${ids.own}_EPORT_${stamp17(createdAt)}${serial}.xml`);
}

function wrap(message: OutMessage, ids: ExchangeIds): Buffer {
  const isExport = /^CEB(213|215|303|403|505|507|509|603|605|607|701)/.test(message.type);
  return Buffer.from(
    encodeTransport({
      copMsgId: message.id,
      senderId: ids.own,
      receiverIds: [isExport ? ids.customsExport : ids.customsImport],
      createdAt: message.createdAt,
      msgType: message.type,
      data: message.bytes,
      fileName: nameOf(message, ids),
      ...(ids.icCard === undefined ? {} : { icCard: ids.icCard }),
    }),
  );
}

/** What the exchange platform itself says of a message (DxpRep), apart from customs' receipts. */
export interface TechnicalAnswer {
  readonly copMsgId: string;
  readonly code: string;
  readonly info?: string;
  readonly day: string;
}

/** The technical answers in a file; undefined when it is none. */
export function technicalAnswers(bytes: Uint8Array): readonly TechnicalAnswer[] | undefined {
  const transport = readTransport(bytes);
  if (!transport || 'fault' in transport || transport.kind !== 'report') return undefined;
  return transport.report.responses.map(({ code, info, day, about }) => ({
    copMsgId: about.copMsgId,
    code,
    ...(info === undefined ? {} : { info }),
    day: day || beijingDate(about.createdAt),
  }));
}
