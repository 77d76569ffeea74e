import type { FastifyInstance } from 'fastify';
import { DAY_MS } from '../../shared/index.ts';
import { follow } from '../declarations/index.ts';
import { forgetPayments } from '../exchange/index.ts';
import { paymentUploader, runExchange } from '../exchange-desk.ts';
import { deliverDue } from '../gateway/index.ts';
import { openPlatform, type Platform, type PlatformOptions } from '../platform.ts';
import { buildHttp } from './http.ts';

export interface Server {
  readonly platform: Platform;
  readonly http: FastifyInstance;
  readonly url: string;
  /** Stops taking requests, finishes what is under way, and closes the database. */
  stop(): Promise<void>;
}

const DELIVERY_MS = 500;
const EXPIRY_MS = 60_000;
const EXCHANGE_MS = 500;
const PAYMENT_MS = 2_000;
const FORGET_MS = 3_600_000;
const FOLLOW_MS = 1_000;

/** Opens the platform, listens, and starts the clocks: webhook deliveries, messages that were kept while the database was away, and the expiry of waiting cases. */
export async function startServer(options: PlatformOptions): Promise<Server> {
  const platform = await openPlatform(options);
  const http = await buildHttp(platform);
  const url = await listen(http, platform);
  const rules = { privateAllowed: options.config.webhookPrivate };
  const deliveries = every(DELIVERY_MS, platform, 'webhook deliveries', async () => {
    // Another process may have turned the data keys: also a process that only reads must know the new ones.
    await platform.editions.newest();
    return deliverDue(platform.database, platform.sealer(), { at: platform.now(), rules });
  });
  const unfinished = every(EXPIRY_MS, platform, 'kept messages', () =>
    platform.flow.resume({ before: platform.now() - EXPIRY_MS }),
  );
  const exchange = await exchangeClock(platform);
  const payments = paymentClock(platform);
  // What was accepted a moment ago is still remembered and costs little to enter; the first reader of a month finds it done.
  const following = every(FOLLOW_MS, platform, 'read model of declarations', async () => {
    await platform.editions.newest();
    await follow(platform);
  });
  const expiry = every(EXPIRY_MS, platform, 'expiry of waiting cases', () => platform.expireWaiting());
  return {
    platform,
    http,
    url,
    async stop() {
      await http.close();
      await Promise.all([deliveries(), unfinished(), exchange?.(), payments(), following(), expiry()]);
      await platform.close();
    },
  };
}

/** Where customs decides, or folders are to be served: the queue to customs and the folders. */
async function exchangeClock(platform: Platform): Promise<(() => Promise<void>) | undefined> {
  const { stance, exchangeDir } = platform.config;
  if (stance !== 'precheck' && exchangeDir === undefined) return undefined;
  const runner = await runExchange(platform, platform.exchange);
  return every(EXCHANGE_MS, platform, 'exchange with customs', () => runner.round());
}

/** Customs' questions for payment data are answered within two minutes; originals are forgotten after their time. */
function paymentClock(platform: Platform): () => Promise<void> {
  const upload = paymentUploader(platform);
  let forgotAt = 0;
  return every(PAYMENT_MS, platform, 'payment data', async () => {
    await upload?.();
    if (platform.now() - forgotAt < FORGET_MS) return;
    forgotAt = platform.now();
    await forgetPayments(platform.database, platform.now() - platform.config.paymentKeepDays * DAY_MS);
  });
}

/** Runs `work` again and again with a pause in between, never twice at once. Gives a function that ends it and waits for the last run. */
function every(
  pauseMs: number,
  platform: Platform,
  name: string,
  work: () => Promise<unknown>,
): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let ended = false;
  let running = Promise.resolve();
  const turn = () => {
    running = work()
      .then(
        () => undefined,
        error => platform.alarm(name, error),
      )
      .finally(() => {
        if (!ended) timer = setTimeout(turn, pauseMs);
      });
  };
  timer = setTimeout(turn, pauseMs);
  return async () => {
    ended = true;
    clearTimeout(timer);
    await running;
  };
}

/** Listens, or closes everything that was opened for it and says what to do. */
async function listen(http: FastifyInstance, platform: Platform): Promise<string> {
  const { port, host } = platform.config;
  try {
    return await http.listen({ port, host });
  } catch (error) {
    await http.close();
    await platform.close();
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
      throw new Error(
        `端口 ${port} 已被占用，请用 PORT 另指一个 / port ${port} is taken: choose another with PORT`,
      );
    throw error;
  }
}
