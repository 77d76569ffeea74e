import type { EnterprisePort, InFile, OutMessage, Taken, ZonePort } from '../server/exchange/index.ts';
import { contentTypeOf } from './read-files.ts';

/** A server as the folders' program sees it. */
export interface Remote {
  readonly server: string;
  readonly key: string;
}

/** The server cannot be reached, or asks to wait: nothing is wrong with the file. */
export class ServerAway extends Error {}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
}

async function ask(
  { server, key }: Remote,
  path: string,
  {
    method = 'GET',
    headers = {},
    body,
  }: { method?: string; headers?: Record<string, string>; body?: Buffer | string } = {},
): Promise<Answer> {
  const response = await fetch(new URL(path, server), {
    method,
    headers: { authorization: `Bearer ${key}`, accept: 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) }),
    signal: AbortSignal.timeout(120_000),
  }).catch((error: Error) => {
    const reason = error.cause instanceof Error ? error.cause.message : error.message;
    throw new ServerAway(`连不上 ${server}（${reason}）/ cannot reach ${server}`);
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  if (response.status === 429 || response.status >= 500)
    throw new ServerAway(`服务器暂不可用 / the server asks to wait: HTTP ${response.status}`);
  if (response.status === 401 || response.status === 403)
    throw new ServerAway(`密钥被拒绝 / the key is refused: ${problemOf(bytes)}`);
  return { status: response.status, headers: response.headers, bytes };
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

function problemOf(bytes: Buffer): string {
  const body = jsonOf(bytes) as { title?: string; detail?: string } | undefined;
  return body?.title === undefined ? bytes.toString('utf8', 0, 200) : `${body.title} ${body.detail ?? ''}`;
}

async function later(work: () => Promise<Taken>): Promise<Taken> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ServerAway) return { state: 'later', why: error.message };
    throw error;
  }
}

/** The door and the receipts of an enterprise, over HTTP. */
export function enterprisePort(remote: Remote): EnterprisePort {
  return {
    submit: (file: InFile) =>
      later(async () => {
        const answer = await ask(remote, '/v1/envelopes', {
          method: 'POST',
          headers: {
            'content-type': contentTypeOf(file.name) ?? 'application/xml',
            'idempotency-key': file.key,
          },
          body: file.bytes,
        });
        const said = jsonOf(answer.bytes);
        if (answer.status < 300) return { state: 'done', said };
        return { state: 'failed', why: reasonOf(said) ?? problemOf(answer.bytes), said };
      }),
    async receipts(after) {
      const query = new URLSearchParams({ after, limit: '200' });
      const answer = await ask(remote, `/v1/receipts?${query}`, { headers: { accept: 'application/xml' } });
      const next = answer.headers.get('x-next-cursor') ?? after;
      if (answer.status >= 400) throw new ServerAway(problemOf(answer.bytes));
      if (answer.status === 204 || answer.bytes.length === 0) return { receipts: [], next };
      const text = answer.bytes.toString('utf8', 0, 1000);
      const [, type = 'CEB900Message'] = /<(?:\w+:)?(CEB\d{3}Message)[\s>]/.exec(text) ?? [];
      const [, guid = `RECEIPT-${next}`] = /\sguid="([^"]+)"/.exec(text) ?? [];
      return { receipts: [{ type, guid, bytes: answer.bytes }], next };
    },
    async end() {
      const answer = await ask(remote, '/v1/receipts/end');
      const { cursor } = jsonOf(answer.bytes) as { cursor: string };
      return cursor;
    },
  };
}

function reasonOf(said: unknown): string | undefined {
  const { findings } = (said ?? {}) as { findings?: { message: { zh: string; en: string } }[] };
  return findings
    ?.slice(0, 3)
    .map(({ message }) => `${message.zh} / ${message.en}`)
    .join('\n');
}

/** The queue to customs, over HTTP. */
export function zonePort(remote: Remote): ZonePort {
  const post = (path: string, body: unknown) =>
    ask(remote, path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const must = async (answer: Promise<Answer>) => {
    const { status, bytes } = await answer;
    if (status >= 300) throw new ServerAway(problemOf(bytes));
    return jsonOf(bytes);
  };
  return {
    async next(limit) {
      if (limit < 1) return [];
      const { messages } = (await must(ask(remote, `/v1/exchange/outbox?limit=${limit}`))) as {
        messages: { id: string; seq: string; type: string; createdAt: string; body: string }[];
      };
      return messages.map(
        ({ id, seq, type, createdAt, body }): OutMessage => ({
          id,
          seq: BigInt(seq),
          type,
          createdAt: Date.parse(createdAt),
          bytes: Buffer.from(body, 'base64'),
        }),
      );
    },
    async sent(ids) {
      await must(post('/v1/exchange/outbox/sent', { ids }));
    },
    take: file =>
      later(async () => {
        const query = new URLSearchParams({ name: file.name, key: file.key });
        const answer = await ask(remote, `/v1/exchange/files?${query}`, {
          method: 'POST',
          headers: { 'content-type': 'application/octet-stream' },
          body: file.bytes,
        });
        if (answer.status < 300) return jsonOf(answer.bytes) as Taken;
        return { state: 'failed', why: problemOf(answer.bytes) };
      }),
    async report(state) {
      await must(post('/v1/exchange/channel', state));
    },
  };
}
