import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Random } from '../../demo/index.ts';

/** What may happen to a connection between platform and PostgreSQL. */
export type Fate = 'through' | 'cut' | 'half-close' | 'slow' | 'crumbs' | 'refuse';

export interface Wire {
  readonly url: string;
  /** Connections by what happened to them. */
  readonly counts: ReadonlyMap<Fate, number>;
  /** From now on every connection goes through. */
  mend(): void;
  close(): Promise<void>;
}

/**
 * A wire to the database on which every connection gets a fate by chance: cut after some bytes (as a rule in mid-transaction), closed
 * in one direction only, slowed, delivered in crumbs, or not let in at all.
 */
export async function unreliableWire(url: string, chance: Random): Promise<Wire> {
  const target = new URL(url);
  const counts = new Map<Fate, number>();
  const sockets = new Set<Socket>();
  let mended = false;
  const server = createServer(inner => {
    const fate: Fate = mended ? 'through' : fateBy(chance);
    counts.set(fate, (counts.get(fate) ?? 0) + 1);
    inner.on('error', () => undefined);
    if (fate === 'refuse') {
      inner.destroy();
      return;
    }
    const outer = connect({ port: Number(target.port), host: target.hostname, allowHalfOpen: true });
    for (const socket of [inner, outer]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        inner.destroy();
        outer.destroy();
      });
    }
    let left = chance.whole(2_000, 60_000);
    const end = () => {
      if (fate === 'cut') {
        inner.destroy();
        outer.destroy();
      } else inner.end();
    };
    const pass = (from: Socket, to: Socket) => {
      from.on('data', data => {
        left -= data.length;
        if (left < 0 && !mended && (fate === 'cut' || fate === 'half-close')) {
          to.write(data.subarray(0, Math.floor(data.length / 2)));
          end();
        } else if (fate === 'slow' && !mended) {
          from.pause();
          setTimeout(() => {
            to.write(data);
            from.resume();
          }, 3);
        } else if (fate === 'crumbs' && data.length < 2_000)
          for (let at = 0; at < data.length; at += 97) to.write(data.subarray(at, at + 97));
        else to.write(data);
      });
      from.on('end', () => to.end());
    };
    pass(inner, outer);
    pass(outer, inner);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxied = new URL(url);
  proxied.hostname = '127.0.0.1';
  proxied.port = String((server.address() as AddressInfo).port);
  return {
    url: proxied.toString(),
    counts,
    mend() {
      mended = true;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function fateBy(chance: Random): Fate {
  return chance.pick(['through', 'cut', 'cut', 'half-close', 'slow', 'crumbs', 'refuse']);
}
