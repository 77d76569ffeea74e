import { Agent, request } from 'node:http';
import type { Shot } from './load.ts';

/** Sends messages over kept connections to `POST /v1/envelopes` of a server on the loopback address. */
export interface Gun {
  /** Resolves with the body when the message is answered with 200; rejects with the status otherwise. */
  fire(shot: Shot): Promise<string>;
  close(): void;
}

export interface Fired {
  /** Milliseconds from sending to the whole answer, per message. */
  readonly took: readonly number[];
  readonly records: number;
  readonly seconds: number;
}

export const CONNECTIONS = 32;

/** @param keys API key by sender */
export function gunAt(port: number, keys: ReadonlyMap<string, string>): Gun {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  return {
    fire: ({ sender, body }) =>
      new Promise((resolve, reject) => {
        const sent = request({
          agent,
          host: '127.0.0.1',
          port,
          path: '/v1/envelopes',
          method: 'POST',
          headers: {
            authorization: `Bearer ${keys.get(sender) ?? ''}`,
            'content-type': 'application/xml',
            'content-length': body.length,
          },
        });
        sent.on('error', reject);
        sent.on('response', answer => {
          const parts: Buffer[] = [];
          answer.on('data', (part: Buffer) => parts.push(part));
          answer.on('end', () => {
            const said = Buffer.concat(parts);
            if (answer.statusCode === 200) resolve(said.toString());
            else reject(new Error(`HTTP ${answer.statusCode}: ${said.toString().slice(0, 300)}`));
          });
        });
        sent.end(body);
      }),
    close: () => agent.destroy(),
  };
}

/** A fixed number of connections, each sending as fast as it is answered, until the time is over or there is nothing left to send. */
export async function fireAll(
  gun: Gun,
  next: () => Shot | undefined,
  { seconds = Number.POSITIVE_INFINITY, lanes = CONNECTIONS }: { seconds?: number; lanes?: number } = {},
): Promise<Fired> {
  const begun = performance.now();
  const until = begun + seconds * 1000;
  const took: number[] = [];
  let records = 0;
  const lane = async () => {
    while (performance.now() < until) {
      const shot = next();
      if (!shot) return;
      const from = performance.now();
      await gun.fire(shot);
      took.push(performance.now() - from);
      records += shot.records;
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return { took, records, seconds: (performance.now() - begun) / 1000 };
}

/** Milliseconds below which a share of the messages was answered. */
export function percentile(took: readonly number[], share: number): number {
  return [...took].sort((a, b) => a - b)[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0;
}
