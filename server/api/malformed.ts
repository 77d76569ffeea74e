import type { Socket } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { HttpProblem, type Problem, problemBody } from './problem.ts';

/** What is no HTTP request at all, or one with too long an address or headers: answered before any route, then the connection ends. */
export function refuseMalformed(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = MALFORMED[error.code ?? ''] ?? NOT_HTTP;
  const body = JSON.stringify(problemBody(problem));
  socket.end(
    `HTTP/1.1 ${problem.status} ${REASONS[problem.status] ?? 'Error'}\r\ncontent-type: application/problem+json\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};

const NOT_HTTP: Problem = {
  status: 400,
  code: 'request-malformed',
  title: { zh: '不是完整、正确的 HTTP 请求。', en: 'This is no complete and correct HTTP request.' },
  fix: { zh: '请检查客户端和代理的设置。', en: 'Check the client and any proxy in between.' },
};

const MALFORMED: Readonly<Record<string, Problem>> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    code: 'headers-too-large',
    title: {
      zh: '网址或请求头太长（上限 16 KiB）。',
      en: 'The address or the headers are too long (limit 16 KiB).',
    },
    fix: { zh: '报文和条件请放在请求体中。', en: 'Put messages and conditions into the body.' },
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    code: 'request-timeout',
    title: {
      zh: '请求未在规定时间内传完，未入库。',
      en: 'The request was not complete in time; nothing was stored.',
    },
    fix: { zh: '请重发；大报文可压缩或拆分。', en: 'Send it again; compress or split large messages.' },
  },
};

/**
 * Refuses texts that no database text can hold (U+0000, half of a surrogate pair) in the address and in JSON bodies, wherever they
 * stand. Messages come as bytes and have their own reader.
 */
export function refuseImpossibleText(request: FastifyRequest): void {
  for (const [where, value] of [
    ['path', request.params],
    ['query', request.query],
    ['body', request.body],
  ] as const) {
    const found = impossibleIn(value, where);
    if (found === undefined) continue;
    throw new HttpProblem({
      status: 400,
      code: 'text-impossible',
      where: found,
      title: {
        zh: '含有不能存储的字符（U+0000 或不成对的代理字符）。',
        en: 'There is a character that cannot be stored (U+0000 or an unpaired surrogate).',
      },
      fix: { zh: '请删除该字符后重发。', en: 'Remove the character and send it again.' },
    });
  }
}

const IMPOSSIBLE = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
/** Deeper than any body of the interface; what is deeper fails its schema anyway. */
const DEPTH_MAX = 20;

function impossibleIn(value: unknown, path: string, depth = 0): string | undefined {
  if (typeof value === 'string') return IMPOSSIBLE.test(value) ? path : undefined;
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array || depth > DEPTH_MAX)
    return undefined;
  for (const [name, inner] of Object.entries(value)) {
    const found = IMPOSSIBLE.test(name) ? path : impossibleIn(inner, `${path}.${name}`, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}
