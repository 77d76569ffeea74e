import type { Problem } from './problem.ts';

/** A route of the interface, to be able to say that an address exists with another method. */
export interface KnownRoute {
  readonly pattern: RegExp;
  readonly methods: readonly string[];
}

export function knownRoute(url: string, methods: readonly string[]): KnownRoute {
  return { pattern: new RegExp(`^${url.replace(/[.]/g, '\\.').replace(/:[^/]+/g, '[^/]+')}$`), methods };
}

/** The methods that an address takes; none: there is no such address. */
export function methodsOf(routes: readonly KnownRoute[], address: string): readonly string[] {
  const path = address.split('?')[0] ?? '';
  return [
    ...new Set(routes.filter(route => route.pattern.test(path)).flatMap(route => route.methods)),
  ].sort();
}

export function unknownRoute(method: string, allowed: readonly string[]): Problem {
  if (allowed.length === 0)
    return {
      status: 404,
      code: 'route-unknown',
      title: { zh: '没有这个接口。', en: 'There is no such endpoint.' },
      fix: { zh: '接口清单见 /openapi.json。', en: 'All endpoints are listed in /openapi.json.' },
    };
  const list = allowed.join('、');
  return {
    status: 405,
    code: 'method-not-allowed',
    title: { zh: `该接口不支持 ${method}。`, en: `This endpoint does not take ${method}.` },
    fix: { zh: `请用 ${list}。`, en: `Use ${allowed.join(', ')}.` },
  };
}
