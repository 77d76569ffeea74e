import { parentPort, workerData } from 'node:worker_threads';
import type { Config } from './config.ts';
import { settleBatch } from './flow.ts';
import { openParts } from './parts.ts';
import { type BatchSent, type Said, settledSent, workReceived } from './settle-message.ts';
import { codeOf, openDatabase } from './store/index.ts';

/** What the thread is started with. */
export interface ThreadData {
  readonly databaseUrl: string;
  readonly masterKey: Uint8Array;
  readonly config: Pick<Config, 'stance' | 'bodyMax'>;
}

/** A thread that settles batches: from keep to answer, on connections of its own. Started by `settler.ts`. */
async function run(port: NonNullable<typeof parentPort>): Promise<void> {
  const { databaseUrl, masterKey, config } = workerData as ThreadData;
  const say = (said: Said) => port.postMessage(said);
  const database = openDatabase(databaseUrl, 4);
  const parts = await openParts(database, {
    config,
    masterKey: Buffer.from(masterKey),
    alarm: (what, error) => say({ kind: 'alarm', what, reason: reasonOf(error) }),
  });
  port.on('message', (asked: BatchSent | 'end') => {
    if (asked === 'end') {
      void database.close().finally(() => port.close());
      return;
    }
    const { id, batch } = asked;
    settleBatch(parts, batch.map(workReceived)).then(
      settled => say({ kind: 'settled', id, settled: settledSent(settled) }),
      (error: unknown) => {
        const code = codeOf(error);
        say({ kind: 'failed', id, message: reasonOf(error), ...(code === undefined ? {} : { code }) });
      },
    );
  });
  say({ kind: 'ready' });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

if (parentPort) await run(parentPort);
