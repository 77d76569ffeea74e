import { join } from 'node:path';
import { encodeTransport, readTransport } from '../../messages/index.ts';
import { type Files, troubleOf } from './files.ts';
import { type InFile, inbox, type Taken } from './inbox.ts';
import { safeName, spool } from './spool.ts';

/** One official receipt message for the enterprise. */
export interface ReceiptFile {
  readonly type: string;
  readonly guid: string;
  readonly bytes: Buffer;
}

/** The platform as an enterprise sees it. */
export interface EnterprisePort {
  submit(file: InFile): Promise<Taken>;
  /** The receipts after a cursor, and the cursor to go on from; the same cursor when there is nothing new. */
  receipts(after: string): Promise<{ readonly receipts: readonly ReceiptFile[]; readonly next: string }>;
  /** The cursor of now. */
  end(): Promise<string>;
}

export interface EnterpriseChannelOptions {
  readonly files: Files;
  /** Holds `send` and `receive` as the e-port client has them. */
  readonly folder: string;
  readonly port: EnterprisePort;
  readonly now: () => number;
  readonly settleMs: number;
  /** Exchange id of the platform, in the envelopes of receipts. */
  readonly dxpId: string;
  /** Give all receipts there are, not only those that come from now on. */
  readonly all?: boolean;
}

export interface EnterpriseRound {
  readonly taken: number;
  readonly failed: number;
  readonly given: number;
  readonly why?: string;
}

/** How the enterprise writes: with the exchange id of its own when its files are transport messages. */
interface Manner {
  readonly dxp?: string;
}

/**
 * The platform's side of an enterprise's folders: what lies in `send` is handed in, official receipts are put into `receive`, as
 * transport messages when the enterprise's own files are.
 */
export function enterpriseChannel(options: EnterpriseChannelOptions): { round(): Promise<EnterpriseRound> } {
  const { files, folder, port, now, settleMs, dxpId, all = false } = options;
  const state = join(folder, '.platform');
  const cursorFile = join(state, 'cursor');
  const mannerFile = join(state, 'manner.json');
  const box = inbox({ files, folder: join(folder, 'send'), working: join(state, 'taking'), settleMs, now });
  const out = spool({ files, folder: join(folder, 'receive'), working: join(state, 'giving') });
  const save = async (path: string, text: string) => {
    await files.write(`${path}.new`, Buffer.from(text));
    await files.rename(`${path}.new`, path);
  };
  const confirm = async (_ids: readonly string[], mark: string | undefined) => {
    if (mark !== undefined) await save(cursorFile, mark);
  };

  async function cursor(): Promise<string> {
    if (await files.exists(cursorFile)) return (await files.read(cursorFile)).toString('utf8').trim();
    const first = all ? '0' : await port.end();
    await save(cursorFile, first);
    return first;
  }

  async function take(file: InFile): Promise<Taken> {
    const transport = readTransport(file.bytes);
    if (transport && 'fault' in transport)
      return { state: 'failed', why: `传输报文有误 / faulty transport message: ${transport.fault}` };
    const dxp = transport?.kind === 'message' ? transport.message.senderId : undefined;
    await save(mannerFile, JSON.stringify({ ...(dxp ? { dxp } : {}) } satisfies Manner));
    return port.submit(file);
  }

  async function manner(): Promise<Manner> {
    return (await files.exists(mannerFile))
      ? (JSON.parse((await files.read(mannerFile)).toString()) as Manner)
      : {};
  }

  async function give(): Promise<number> {
    await out.finish(confirm);
    const after = await cursor();
    const { receipts, next } = await port.receipts(after);
    if (next === after) return 0;
    const { dxp } = await manner();
    if (receipts.length === 0) await save(cursorFile, next);
    await out.give(
      receipts.map(receipt => ({
        id: receipt.guid,
        name: safeName(`${receipt.type}_${receipt.guid}.xml`),
        bytes: dxp === undefined ? receipt.bytes : wrap(receipt, dxp),
      })),
      next,
      confirm,
    );
    return receipts.length;
  }

  function wrap({ type, guid, bytes }: ReceiptFile, to: string): Buffer {
    return Buffer.from(
      encodeTransport({
        copMsgId: guid,
        senderId: dxpId,
        receiverIds: [to],
        createdAt: now(),
        msgType: type,
        data: bytes,
        fileName: safeName(`${type}_${guid}.xml`),
      }),
    );
  }

  return {
    async round() {
      try {
        await files.folder(state);
        // The cursor is set before the first file is taken, so that no receipt on it is missed.
        await cursor();
        const { done, failed, waits } = await box.round(take);
        const given = await give();
        return { taken: done, failed, given, ...(waits === undefined ? {} : { why: waits }) };
      } catch (error) {
        const why = troubleOf(error);
        if (why === undefined) throw error;
        return { taken: 0, failed: 0, given: 0, why };
      }
    },
  };
}
