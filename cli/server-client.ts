import { EXIT, Stop } from './exit.ts';

export interface Ask {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly type?: string | undefined;
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  /** Statuses beside 2xx whose body is an answer too. */
  readonly also?: readonly number[];
}

/** Asks a running server; gives the JSON body, or stops with the problem's own words. */
export async function askServer(
  server: string,
  key: string | undefined,
  path: string,
  ask: Ask,
): Promise<unknown> {
  const secret = key ?? process.env['QUANTONG_KEY'];
  const response = await fetch(new URL(path, server), {
    method: ask.method,
    headers: {
      accept: 'application/json',
      ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }),
      ...(ask.type === undefined ? {} : { 'content-type': ask.type }),
      ...ask.headers,
    },
    ...(ask.body === undefined ? {} : { body: ask.body }),
  }).catch((error: Error) => {
    const reason = error.cause instanceof Error ? error.cause.message : error.message;
    throw new Stop(EXIT.unreadable, `连不上 ${server}（${reason}）`, `cannot reach ${server} (${reason})`);
  });
  const text = await response.text();
  const body: unknown = text === '' ? undefined : JSON.parse(text);
  if (response.ok || ask.also?.includes(response.status)) return body;
  const problem = (body ?? {}) as { title?: string; detail?: string; code?: string };
  const said = `${problem.title ?? response.statusText} [${problem.code ?? response.status}] ${problem.detail ?? ''}`;
  throw new Stop(
    response.status === 401 || response.status === 403 ? EXIT.usage : EXIT.unreadable,
    said,
    `HTTP ${response.status}`,
  );
}
