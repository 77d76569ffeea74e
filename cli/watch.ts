import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { shippedLaw } from '../law/index.ts';
import {
  defaultIds,
  diskFiles,
  enterpriseChannel,
  openTwin,
  twinDefaults,
  zoneChannel,
} from '../server/exchange/index.ts';
import { EXIT, Stop } from './exit.ts';
import { enterprisePort, type Remote, ServerAway, zonePort } from './watch-ports.ts';

export interface WatchOptions {
  readonly as: string;
  readonly server: string;
  readonly key?: string;
  readonly dxpId: string;
  readonly customsImport: string;
  readonly customsExport: string;
  readonly icCard?: string;
  readonly settle: string;
  readonly every: string;
  readonly all?: boolean;
  readonly once?: boolean;
}

/** `quantong watch DIR`: serves the folders of an enterprise, or the zone's folders to customs, until stopped. */
export async function watchCommand(folder: string, options: WatchOptions): Promise<void> {
  const key = options.key ?? process.env['QUANTONG_KEY'];
  if (key === undefined)
    throw new Stop(EXIT.usage, '缺密钥 --key 或 QUANTONG_KEY', 'give --key or QUANTONG_KEY');
  const remote: Remote = { server: options.server, key };
  const settleMs = milliseconds(options.settle, '--settle');
  const common = { files: diskFiles, folder, now: Date.now, settleMs };
  prepare(folder);
  if (options.as === 'enterprise') {
    const channel = enterpriseChannel({
      ...common,
      port: enterprisePort(remote),
      dxpId: options.dxpId,
      all: options.all ?? false,
    });
    return serve(options, async () => {
      const { taken, failed, given, why } = await channel.round();
      return {
        why,
        did:
          taken + failed + given > 0
            ? `报送 ${taken}，失败 ${failed}，回执 ${given} / sent ${taken}, failed ${failed}, receipts ${given}`
            : undefined,
      };
    });
  }
  if (options.as !== 'zone')
    throw new Stop(EXIT.usage, '--as 只能是 enterprise 或 zone', '--as is enterprise or zone');
  const channel = zoneChannel({
    ...common,
    port: zonePort(remote),
    ids: {
      own: options.dxpId,
      customsImport: options.customsImport,
      customsExport: options.customsExport,
      ...(options.icCard === undefined ? {} : { icCard: options.icCard }),
    },
  });
  return serve(options, async () => {
    const { sent, received, failed, why } = await channel.round();
    return {
      why,
      did:
        sent + received + failed > 0
          ? `发出 ${sent}，收到 ${received}，失败 ${failed} / sent ${sent}, received ${received}, failed ${failed}`
          : undefined,
    };
  });
}

export const watchDefaults = { dxpId: 'DXPENT0000000001', ...defaultIds } as const;

export interface TwinCommandOptions {
  readonly accept: string;
  readonly decide: string;
  readonly refuse: string;
  readonly codes: string;
  readonly strict?: string;
  readonly outage?: readonly string[];
  readonly every: string;
  readonly once?: boolean;
}

/** `quantong twin DIR`: the offline twin of customs on the other side of the folders. */
export async function twinCommand(folder: string, options: TwinCommandOptions): Promise<void> {
  const accept = milliseconds(options.accept, '--accept');
  const decide = milliseconds(options.decide, '--decide');
  const refuseShare = Number(options.refuse);
  if (!(refuseShare >= 0 && refuseShare <= 1))
    throw new Stop(EXIT.usage, '--refuse 须在 0 与 1 之间', '--refuse lies between 0 and 1');
  prepare(folder);
  const twin = await openTwin({
    folder,
    store: join(folder, '.twin', 'store'),
    law: shippedLaw(),
    now: Date.now,
    setting: {
      ...twinDefaults,
      delays: { accept, check: Math.max(accept, Math.round((accept + decide) / 2)), decide },
      refuseShare,
      refuseCodes: options.codes.split(',').map(code => code.trim()),
      strictRules: options.strict?.split(',').map(rule => rule.trim()) ?? [],
    },
    outages: (options.outage ?? []).map(outageOf),
  });
  return serve(options, async () => {
    const { taken, given, down } = await twin.round();
    return {
      why: down ? '演示中断时段 / an outage is being played' : undefined,
      did: taken + given > 0 ? `收到 ${taken}，回执 ${given} / taken ${taken}, receipts ${given}` : undefined,
    };
  });
}

/** `2026-06-01T12:00+08:00/2026-06-01T12:30+08:00`. */
function outageOf(text: string): { from: number; to: number } {
  const [from = NaN, to = NaN] = text.split('/').map(part => Date.parse(part));
  if (!(from < to))
    throw new Stop(
      EXIT.usage,
      `--outage “${text}”须为 起/止 两个时刻`,
      `--outage "${text}": two moments, from/to`,
    );
  return { from, to };
}

function prepare(folder: string): void {
  for (const name of ['send', 'receive']) mkdirSync(join(folder, name), { recursive: true });
}

function milliseconds(text: string, name: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0)
    throw new Stop(EXIT.usage, `${name} 须为毫秒数`, `${name} is a number of milliseconds`);
  return value;
}

interface RoundTold {
  readonly did: string | undefined;
  readonly why: string | undefined;
}

/** Round after round until stopped. Trouble is said once when it comes and once when it is over. */
async function serve(
  { every, once = false }: { readonly every: string; readonly once?: boolean },
  round: () => Promise<RoundTold>,
): Promise<void> {
  const pauseMs = milliseconds(every, '--every');
  const say = (line: string) => process.stdout.write(`${new Date().toISOString()} ${line}\n`);
  let stopped = false;
  let trouble: string | undefined;
  let wake: () => void = () => undefined;
  const stop = () => {
    stopped = true;
    wake();
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  while (!stopped) {
    const told = await round().catch((error: unknown): RoundTold => {
      if (error instanceof ServerAway) return { did: undefined, why: error.message };
      throw error;
    });
    if (told.why !== trouble) say(told.why ?? '恢复正常 / going on');
    trouble = told.why;
    if (told.did !== undefined) say(told.did);
    if (once) return;
    await new Promise<void>(resolve => {
      wake = resolve;
      setTimeout(resolve, pauseMs);
    });
  }
}
