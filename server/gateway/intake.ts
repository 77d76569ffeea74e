/**
 * Collects what comes in while earlier work is being committed and hands it over in batches. Nothing waits for a clock: a lone
 * message starts at once, and the busier the door, the larger the batches.
 */
export interface IntakeOptions<T> {
  /** Weight of an item (its records). */
  readonly weigh: (item: T) => number;
  /** A batch is closed at this weight; one heavier item makes a batch of its own. */
  readonly weightMax: number;
  /** Batches under way at once. */
  readonly lanes: number;
}

export interface Intake<T, R> {
  /** Resolves with the item's result, rejects with its error. */
  submit(item: T): Promise<R>;
  /** Resolves when everything submitted so far has been answered. */
  drained(): Promise<void>;
  /** Items waiting or under way. */
  readonly backlog: () => number;
}

export type Settled<R> =
  | { readonly ok: true; readonly value: R }
  | { readonly ok: false; readonly error: unknown };

/** @param work takes a batch and gives one settled result per item, in order; if it throws, every item of the batch gets the error */
export function intake<T, R>(
  work: (batch: readonly T[]) => Promise<readonly Settled<R>[]>,
  options: IntakeOptions<T>,
): Intake<T, R> {
  interface Waiting {
    readonly item: T;
    readonly resolve: (value: R) => void;
    readonly reject: (error: unknown) => void;
  }
  const queue: Waiting[] = [];
  let running = 0;
  let under = 0;
  let idle: (() => void)[] = [];

  function take(): Waiting[] {
    const batch: Waiting[] = [];
    let weight = 0;
    while (queue.length > 0) {
      const next = queue[0];
      if (!next) break;
      const heavy = options.weigh(next.item);
      if (batch.length > 0 && weight + heavy > options.weightMax) break;
      batch.push(next);
      queue.shift();
      weight += heavy;
    }
    return batch;
  }

  async function run(): Promise<void> {
    running += 1;
    try {
      for (let batch = take(); batch.length > 0; batch = take()) {
        under += batch.length;
        try {
          const results = await work(batch.map(waiting => waiting.item));
          batch.forEach((waiting, index) => {
            const result = results[index];
            if (!result) waiting.reject(new Error('no result for an item of the batch'));
            else if (result.ok) waiting.resolve(result.value);
            else waiting.reject(result.error);
          });
        } catch (error) {
          for (const waiting of batch) waiting.reject(error);
        }
        under -= batch.length;
      }
    } finally {
      running -= 1;
      if (running === 0 && queue.length === 0) {
        for (const resolve of idle) resolve();
        idle = [];
      }
    }
  }

  return {
    submit(item) {
      return new Promise<R>((resolve, reject) => {
        queue.push({ item, resolve, reject });
        if (running < options.lanes)
          setImmediate(() => void (running < options.lanes && queue.length > 0 && run()));
      });
    },
    drained() {
      if (running === 0 && queue.length === 0) return Promise.resolve();
      return new Promise(resolve => idle.push(resolve));
    },
    backlog: () => queue.length + under,
  };
}
