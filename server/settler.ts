import { Worker } from 'node:worker_threads';
import type { Settled } from './gateway/index.ts';
import { type BatchSent, type Said, settledReceived, workSent } from './settle-message.ts';
import type { ThreadData } from './settle-thread.ts';
import type { Acknowledgement, FlowParts, Work } from './work.ts';

/** Settles batches on a thread of its own, so that reading and answering have the other core. */
export interface Settler {
  settle(batch: readonly Work[]): Promise<readonly Settled<Acknowledgement>[]>;
  close(): Promise<void>;
}

interface Waiting {
  readonly batch: readonly Work[];
  readonly resolve: (settled: readonly Settled<Acknowledgement>[]) => void;
  readonly reject: (error: unknown) => void;
}

/** The code of a connection that broke: to the sender it is "try again", and his idempotency key tells whether it was taken in. */
const GONE = 'ECONNRESET';

function gone(): Error {
  return Object.assign(new Error('the settling thread ended'), { code: GONE });
}

/** Documents live for some tenths of a second: a larger young generation lets them die there. MiB. */
const YOUNG_MIB = 128;

/** A thread that cannot live is not started again and again without a pause. */
const PAUSE_MS = 1000;

/** Throws when the first thread does not come up. */
export async function openSettler(data: ThreadData, alarm: FlowParts['alarm']): Promise<Settler> {
  const waiting = new Map<number, Waiting>();
  let last = 0;
  let ended = false;
  /** Undefined between the end of one thread and the start of the next. */
  let worker: Worker | undefined;
  let again: NodeJS.Timeout | undefined;

  function start(): Promise<void> {
    const thread = new Worker(new URL('./settle-thread.js', import.meta.url), {
      workerData: data,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB },
    });
    worker = thread;
    return new Promise<void>((resolve, reject) => {
      thread.on('message', (said: Said) => {
        if (said.kind === 'ready') resolve();
        else hear(said);
      });
      thread.on('error', error => {
        alarm('the settling thread failed', error);
        reject(error);
      });
      thread.on('exit', () => {
        reject(gone());
        lost();
      });
    });
  }

  function hear(said: Exclude<Said, { kind: 'ready' }>): void {
    if (said.kind === 'alarm') {
      alarm(said.what, new Error(said.reason));
      return;
    }
    const asked = waiting.get(said.id);
    waiting.delete(said.id);
    if (!asked) return;
    if (said.kind === 'settled') asked.resolve(settledReceived(asked.batch, said.settled));
    else
      asked.reject(
        Object.assign(new Error(said.message), said.code === undefined ? {} : { code: said.code }),
      );
  }

  /** What was under way may or may not have been committed; a new thread takes what comes. */
  function lost(): void {
    worker = undefined;
    for (const { reject } of waiting.values()) reject(gone());
    waiting.clear();
    // The failure of a further start is told as an alarm, and ends here again.
    if (!ended) again = setTimeout(() => void start().catch(() => undefined), PAUSE_MS);
  }

  try {
    await start();
  } catch (error) {
    ended = true;
    clearTimeout(again);
    throw error;
  }
  return {
    settle(batch) {
      const thread = worker;
      if (!thread) return Promise.reject(gone());
      last += 1;
      const sent: BatchSent = { id: last, batch: batch.map(workSent) };
      return new Promise((resolve, reject) => {
        thread.postMessage(sent);
        waiting.set(sent.id, { batch, resolve, reject });
      });
    },
    async close() {
      ended = true;
      clearTimeout(again);
      const thread = worker;
      if (!thread) return;
      const exit = new Promise(resolve => thread.once('exit', resolve));
      thread.postMessage('end');
      await exit;
    },
  };
}
