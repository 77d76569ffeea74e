import type { FastifyRequest } from 'fastify';
import type { Caller, Scope } from '../identity/index.ts';
import type { Platform } from '../platform.ts';
import { HttpProblem } from './problem.ts';

/** Establishes who is asking from `Authorization: Bearer <key>`, and that the key may do this: it has the scope or one of the others. */
export async function callerOf(
  platform: Platform,
  request: FastifyRequest,
  scope: Scope,
  ...others: readonly Scope[]
): Promise<Caller> {
  const header = request.headers.authorization ?? '';
  const secret = /^Bearer (\S+)$/i.exec(header)?.[1];
  if (secret === undefined)
    throw new HttpProblem({
      status: 401,
      code: 'key-missing',
      title: { zh: '没有提供密钥。', en: 'No API key was given.' },
      fix: {
        zh: '请在请求头写 Authorization: Bearer <密钥>。',
        en: 'Send the header Authorization: Bearer <key>.',
      },
    });
  const verdict = await platform.whoHolds(secret, platform.now());
  if (verdict.state !== 'known') throw new HttpProblem(keyProblems[verdict.state]);
  const { caller } = verdict;
  if (![scope, ...others].some(wanted => caller.scopes.includes(wanted)))
    throw new HttpProblem({
      status: 403,
      code: 'scope-missing',
      title: {
        zh: `密钥没有“${scope}”权限（现有：${caller.scopes.join('、') || '无'}）。`,
        en: `The key lacks the scope "${scope}" (it has: ${caller.scopes.join(', ') || 'none'}).`,
      },
      fix: {
        zh: '请向本企业管理员申请带此权限的密钥。',
        en: 'Ask your organisation’s administrator for a key with this scope.',
      },
    });
  return caller;
}

const renew = { zh: '请换用有效的密钥。', en: 'Use a valid key.' };
const keyProblems = {
  unknown: {
    status: 401,
    code: 'key-unknown',
    title: { zh: '密钥不存在。', en: 'The key is unknown.' },
    fix: renew,
  },
  expired: {
    status: 401,
    code: 'key-expired',
    title: { zh: '密钥已过期。', en: 'The key has expired.' },
    fix: renew,
  },
  revoked: {
    status: 401,
    code: 'key-revoked',
    title: { zh: '密钥已停用。', en: 'The key was revoked.' },
    fix: renew,
  },
  suspended: {
    status: 403,
    code: 'org-suspended',
    title: { zh: '该企业已被暂停业务。', en: 'The organisation is suspended.' },
    fix: { zh: '请联系综试区平台。', en: 'Contact the zone’s operator.' },
  },
} as const;
