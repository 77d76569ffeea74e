import { lookup as dnsLookup, type LookupAddress, type LookupAllOptions } from 'node:dns';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';

const TIMEOUT_MS = 10_000;

const PRIVATE = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  PRIVATE.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  // IPv4 in other clothes: compatible, translated, 6to4, Teredo. They lead wherever the IPv4 inside leads.
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['2002::', 16],
  ['2001:db8::', 32],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  PRIVATE.addSubnet(net, bits, 'ipv6');

/** True for addresses that lead into the operator's own network. IPv4 written inside IPv6 counts as the IPv4 that it is. */
export function isPrivateAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  const plain = mapped ?? address;
  const kind = isIP(plain);
  if (kind === 0) return true;
  return PRIVATE.check(plain, kind === 4 ? 'ipv4' : 'ipv6');
}

type Resolve = (
  host: string,
  options: LookupAllOptions,
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export interface WebhookRules {
  /** The operator allows private and loopback addresses (development, an intranet). */
  readonly privateAllowed: boolean;
  /** How names are looked up; left out: by the system. */
  readonly resolve?: Resolve;
  /** How long a receiver may take, in milliseconds; left out: ten seconds. */
  readonly timeoutMs?: number;
}

/** Why an address cannot be used, or undefined. Host names are judged again at every delivery, by the address they resolve to. */
export function addressFault(url: string, rules: WebhookRules): { zh: string; en: string } | undefined {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return { zh: '不是完整的网址。', en: 'This is no complete URL.' };
  }
  if (parsed.protocol !== 'https:' && !(rules.privateAllowed && parsed.protocol === 'http:'))
    return { zh: '只能推送到 https 地址。', en: 'Only https addresses are served.' };
  if (parsed.username || parsed.password)
    return { zh: '网址中不能带账号密码。', en: 'The URL must not carry a user name or password.' };
  const host = parsed.hostname.replace(/^\[|\]$|\.$/g, '');
  if (
    !rules.privateAllowed &&
    (host === 'localhost' || host.endsWith('.localhost') || (isIP(host) !== 0 && isPrivateAddress(host)))
  )
    return {
      zh: '不允许内网或本机地址（须运营方放行）。',
      en: 'Private and loopback addresses are refused unless the operator allows them.',
    };
  return undefined;
}

/** How long a receiver may take under these rules, in milliseconds. */
export function timeoutOf(rules: WebhookRules): number {
  return rules.timeoutMs ?? TIMEOUT_MS;
}

/** What came of a delivery: the receiver's status, or why there is none. */
export interface Posted {
  readonly tookMs: number;
  readonly status?: number;
  readonly error?: string;
}

/** Looks the name up and refuses addresses inside, at the moment of connecting: a name cannot be changed in between. */
function guardedLookup(rules: WebhookRules): LookupFunction {
  return (host, options, done) => {
    const resolve = rules.resolve ?? dnsLookup;
    resolve(host, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, '', 4);
      const allowed = rules.privateAllowed
        ? addresses
        : addresses.filter(entry => !isPrivateAddress(entry.address));
      const [first] = allowed;
      if (!first)
        return done(
          Object.assign(new Error(`private address refused: ${host}`), { code: 'EPRIVATE' }),
          '',
          4,
        );
      if (options.all) return (done as unknown as (error: null, all: typeof allowed) => void)(null, allowed);
      done(null, first.address, first.family);
    });
  };
}

/** Sends a body to an address of the outside, once; never throws. */
export function post(
  url: string,
  body: string,
  { signature, rules }: { signature: string; rules: WebhookRules },
): Promise<Posted> {
  const begun = performance.now();
  const took = () => Math.round(performance.now() - begun);
  const fault = addressFault(url, rules);
  if (fault) return Promise.resolve({ tookMs: 0, error: fault.en });
  return new Promise(resolve => {
    const send = url.startsWith('https:') ? httpsRequest : httpRequest;
    const request = send(
      url,
      {
        method: 'POST',
        lookup: guardedLookup(rules),
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'quantong-signature': signature,
          'user-agent': 'quantong',
        },
        signal: AbortSignal.timeout(timeoutOf(rules)),
      },
      response => {
        // The answer's body is nobody's business; a redirect is not followed, because it could lead inside.
        response.resume();
        resolve({ tookMs: took(), status: response.statusCode ?? 0 });
        response.destroy();
      },
    );
    request.on('error', error => resolve({ tookMs: took(), error: error.message.slice(0, 200) }));
    request.end(body);
  });
}
