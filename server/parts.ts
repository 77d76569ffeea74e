import { judge, judgeExport } from '../rules/index.ts';
import type { Instant } from '../shared/index.ts';
import type { Judging } from './clearance/index.ts';
import type { Config } from './config.ts';
import { createContents } from './contents.ts';
import { editionReader, loadSealer, readSealer, type Sealer } from './identity/index.ts';
import type { Database } from './store/index.ts';
import type { FlowParts } from './work.ts';

export interface PartsOptions {
  readonly config: Pick<Config, 'stance' | 'bodyMax'>;
  readonly masterKey: Buffer;
  readonly now?: (() => Instant) | undefined;
  readonly judge?: Judging['judge'] | undefined;
  readonly judgeExport?: Judging['judgeExport'] | undefined;
  readonly alarm: FlowParts['alarm'];
}

/** What the journey works with, on one database: also what a thread that settles batches has of its own. */
export interface Parts extends FlowParts {
  /** Loads the data keys again after a rotation. */
  reloadKeys(): Promise<void>;
}

export async function openParts(database: Database, options: PartsOptions): Promise<Parts> {
  const { config, masterKey } = options;
  const now = options.now ?? Date.now;
  let sealer: Sealer = await loadSealer(database, masterKey, now());
  /** Edition that the keys belong to. */
  let keysOf = 0n;
  // Whoever holds it works with the newest keys; they change only while no batch is under way.
  const newest: Sealer = {
    get current() {
      return sealer.current;
    },
    seal: (plain, under) => sealer.seal(plain, under),
    open: (id, sealed) => sealer.open(id, sealed),
    isDestroyed: id => sealer.isDestroyed(id),
    match: text => sealer.match(text),
  };
  const contents = createContents(() => newest);
  const editions = editionReader(database, async (from, version) => {
    const read = await readSealer(from, masterKey);
    if (version < keysOf) return;
    sealer = read;
    keysOf = version;
    contents.forget();
  });
  return {
    database,
    sealer: () => newest,
    realm: test => ({ test, sealer: newest, contents }),
    editions,
    judging: {
      judge: options.judge ?? judge,
      judgeExport: options.judgeExport ?? judgeExport,
      stance: config.stance,
    },
    now,
    bodyMax: config.bodyMax,
    alarm: options.alarm,
    async reloadKeys() {
      sealer = await loadSealer(database, masterKey, now());
      contents.forget();
    },
  };
}
