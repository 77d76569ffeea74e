import type { Bilingual } from '../shared/index.ts';
import { table, terminalWidth } from './table.ts';

/** The answer of /v1/trades, as far as it is shown. */
export interface Trades {
  readonly totals: readonly {
    readonly mode: string;
    readonly trades: number;
    readonly cny: string;
    readonly carriers: { readonly form: number; readonly summary: number; readonly list: number };
  }[];
  readonly notCounted: readonly {
    readonly kind: string;
    readonly reason: string;
    readonly message: Bilingual;
  }[];
}

const KINDS: Readonly<Record<string, string>> = {
  form: '报关单 form',
  summary: '汇总 summary',
  list: '清单 list',
};

/** What is counted by which document, and what is not and why. */
export function tradesTables({ totals, notCounted }: Trades): string {
  const counted = totals.map(({ mode, trades, carriers, cny }) => [
    mode,
    String(trades),
    String(carriers.form),
    String(carriers.summary),
    String(carriers.list),
    cny,
  ]);
  const left = grouped(notCounted, it => `${it.kind} ${it.reason}`).map(([first, count]) => [
    KINDS[first.kind] ?? first.kind,
    String(count),
    `${first.message.zh}\n${first.message.en}`,
  ]);
  return [
    table(
      [
        '方式\nmode',
        '计入\ntrades',
        '由报关单\nby form',
        '由汇总\nby summary',
        '由清单\nby list',
        '金额\nCNY (demo rates)',
      ],
      counted,
    ),
    table(['未计入\nnot counted', '份\ncount', '原因（每类举一例）why (one of each kind)'], left, [
      16,
      8,
      Math.max(40, terminalWidth() - 28),
    ]),
  ].join('\n');
}

/** The first of each kind, and how many there are. */
export function grouped<T>(
  all: readonly T[],
  name: (it: T) => string,
): readonly (readonly [first: T, count: number])[] {
  const groups = new Map<string, readonly [T, number]>();
  for (const it of all) {
    const [first, count] = groups.get(name(it)) ?? [it, 0];
    groups.set(name(it), [first, count + 1]);
  }
  return [...groups.values()];
}
