import type { FastifyInstance } from 'fastify';
import { buildHttp } from '../server/api/index.ts';
import { createKey, type NewKey, SCOPES } from '../server/identity/index.ts';
import { type TestZone, type TestZoneOptions, testZone } from './zone.ts';

export interface HttpZone {
  readonly zone: TestZone;
  readonly app: FastifyInstance;
  readonly url: string;
  /** Makes a key and gives the header that uses it. */
  keyFor(orgCode: string, more?: Partial<NewKey>): Promise<{ authorization: string }>;
  close(): Promise<void>;
}

/** A test zone that listens on a free port of the loopback address. */
export async function httpZone(options: TestZoneOptions = {}): Promise<HttpZone> {
  const zone = await testZone(options);
  const app = await buildHttp(zone.platform);
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  return {
    zone,
    app,
    url,
    async keyFor(orgCode, more = {}) {
      const { secret } = await createKey(
        zone.platform.database,
        { orgCode, scopes: SCOPES, test: false, label: 'test', ...more },
        zone.now,
      );
      return { authorization: `Bearer ${secret}` };
    },
    async close() {
      await app.close();
      await zone.close();
    },
  };
}
