import { appendFile, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Law } from '../../../law/index.ts';
import { encodeTransport, encodeXml } from '../../../messages/index.ts';
import type { Instant } from '../../../shared/index.ts';
import type { Files } from '../files.ts';
import { diskFiles, troubleOf } from '../files.ts';
import { type InFile, inbox, type Taken } from '../inbox.ts';
import { safeName, spool } from '../spool.ts';
import { takeMessage } from './customs.ts';
import { madeGuid } from './receipt.ts';
import { newTwinState, type Planned, type TwinSetting } from './state.ts';

/** From and to (exclusive): the twin neither takes nor gives anything. */
export interface OutageWindow {
  readonly from: Instant;
  readonly to: Instant;
}

export interface TwinOptions {
  /** The exchange folder: `send` is what declarants drop, `receive` what customs answers. */
  readonly folder: string;
  /** Where the twin keeps what it received: its own store, nobody else's. */
  readonly store: string;
  readonly setting: TwinSetting;
  readonly law: Law;
  readonly now: () => Instant;
  readonly outages?: readonly OutageWindow[];
  readonly files?: Files;
  readonly settleMs?: number;
}

export interface Twin {
  /** Takes what lies in `send`, gives what is due into `receive`. */
  round(): Promise<{ readonly taken: number; readonly given: number; readonly down: boolean }>;
  /** Receipts that are planned and not given yet. */
  waiting(): number;
}

interface LoggedInput {
  readonly key: string;
  readonly at: Instant;
  readonly bytes: string;
}

/** Ids of the exchange's two customs senders, import and export, as receipts in the field carry them. */
const CUSTOMS_IMPORT = 'DXPEDCCEB0000002';
const CUSTOMS_EXPORT = 'DXPEDCCEB0000003';

/**
 * The offline twin of customs on a pair of exchange folders. Its store is two append-only files: the messages as they came, and the
 * receipts that were given; everything else follows from them, so a twin that ends at any point goes on where it was.
 */
export async function openTwin(options: TwinOptions): Promise<Twin> {
  const { folder, store, setting, law, now, outages = [], files = diskFiles } = options;
  const inputsFile = join(store, 'inputs.jsonl');
  const givenFile = join(store, 'given.txt');
  for (const path of [store, join(folder, 'send'), join(folder, 'receive')]) await files.folder(path);
  const state = newTwinState();
  const seen = new Set<string>();
  const given = new Set(linesOf(await readOr(files, givenFile)));
  let planned: Planned[] = [];
  const take = ({ bytes, at }: LoggedInput) => {
    const fresh = takeMessage(state, { bytes: Buffer.from(bytes, 'base64'), at }, setting, law);
    planned = [...planned, ...fresh.filter(one => !given.has(one.id))].sort(
      (a, b) => a.due - b.due || (a.id < b.id ? -1 : 1),
    );
  };
  for (const line of linesOf(await readOr(files, inputsFile))) {
    // A last line that broke off was not taken: its file is still in the folder.
    const input = parsed(line);
    if (!input) continue;
    seen.add(input.key);
    take(input);
  }
  const box = inbox({
    files,
    folder: join(folder, 'send'),
    working: join(folder, '.twin', 'taking'),
    settleMs: options.settleMs ?? 0,
    now,
  });
  const out = spool({ files, folder: join(folder, 'receive'), working: join(folder, '.twin', 'giving') });
  const confirm = async (ids: readonly string[]) => {
    await append(givenFile, ids.map(id => `${id}\n`).join(''));
    for (const id of ids) given.add(id);
    planned = planned.filter(one => !given.has(one.id));
  };
  await out.finish(confirm);
  const down = () => outages.some(({ from, to }) => now() >= from && now() < to);

  return {
    waiting: () => planned.length,
    async round() {
      if (down()) return { taken: 0, given: 0, down: true };
      try {
        return await work();
      } catch (error) {
        // The folder is away: as if customs were.
        if (troubleOf(error) === undefined) throw error;
        return { taken: 0, given: 0, down: true };
      }
    },
  };

  async function work(): Promise<{ taken: number; given: number; down: boolean }> {
    const taken = await box.round(async (file: InFile): Promise<Taken> => {
      if (!seen.has(file.key)) {
        const input = { key: file.key, at: now(), bytes: file.bytes.toString('base64') };
        await append(inputsFile, `${JSON.stringify(input)}\n`);
        seen.add(file.key);
        take(input);
      }
      return { state: 'done' };
    });
    const due = planned.filter(one => one.due <= now()).slice(0, GIVEN_AT_ONCE);
    await out.give(due.map(outFile), undefined, confirm);
    return { taken: taken.done, given: due.length, down: false };
  }
}

const GIVEN_AT_ONCE = 500;

function outFile(one: Planned) {
  const [first] = one.documents;
  const type = first?.type ?? 'CEB900Message';
  const guid = madeGuid('message', one.id, type);
  const business = encodeXml({ type, guid, version: '1.0', subscribes: [], documents: one.documents });
  const bytes = Buffer.from(business);
  const name = safeName(`${type}_${guid}.xml`);
  if (one.to === undefined) return { id: one.id, name, bytes };
  const number = Number(type.slice(3, 6));
  const export_ = [214, 216].includes(number) || EXPORT_HUNDREDS.has(Math.floor(number / 2) * 2);
  return {
    id: one.id,
    name,
    bytes: Buffer.from(
      encodeTransport({
        copMsgId: guid,
        senderId: export_ ? CUSTOMS_EXPORT : CUSTOMS_IMPORT,
        receiverIds: [one.to],
        createdAt: one.due,
        msgType: type,
        data: bytes,
        fileName: `${type}${guid}`,
      }),
    ),
  };
}

const EXPORT_HUNDREDS = new Set([304, 404, 506, 508, 510, 604, 606, 608, 702, 792]);

function linesOf(text: string): string[] {
  return text.split('\n').filter(line => line !== '');
}

async function readOr(files: Files, path: string): Promise<string> {
  return (await files.exists(path)) ? (await files.read(path)).toString('utf8') : '';
}

function parsed(line: string): LoggedInput | undefined {
  try {
    return JSON.parse(line) as LoggedInput;
  } catch {
    return undefined;
  }
}

/** Appends and waits for the disk. A line that broke off before is ended first, so that it spoils nothing after it. */
async function append(path: string, text: string): Promise<void> {
  const file = await open(path, 'a+', 0o640);
  try {
    const { size } = await file.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await file.read(last, 0, 1, size - 1);
    await appendFile(file, size > 0 && last[0] !== 10 ? `\n${text}` : text);
    await file.sync();
  } finally {
    await file.close();
  }
}
