import type { Fixed5 } from '../shared/index.ts';
import type { CarrierKind, CountedTrade } from './carrier.ts';

/** Totals of trades of one mode, opened by who carries them. */
export interface ModeTotal {
  readonly mode: string;
  readonly trades: number;
  readonly amounts: Readonly<Record<string, Fixed5>>;
  /** CNY of the trades whose currencies have a rate. */
  readonly cny: Fixed5;
  /** Trades without a rate: they are in `amounts`, not in `cny`. */
  readonly withoutRate: number;
  /** Forms whose partner documents are not known yet. */
  readonly waiting: number;
  readonly carriers: Readonly<Record<CarrierKind, number>>;
}

/** Totals per mode, in the order of the mode codes. */
export function totalsByMode(trades: readonly CountedTrade[]): readonly ModeTotal[] {
  const modes = [...new Set(trades.map(trade => trade.mode))].sort();
  return modes.map(mode =>
    totalOf(
      mode,
      trades.filter(trade => trade.mode === mode),
    ),
  );
}

function totalOf(mode: string, trades: readonly CountedTrade[]): ModeTotal {
  const amounts: Record<string, Fixed5> = {};
  let cny = 0n;
  for (const trade of trades) {
    cny += trade.cny ?? 0n;
    for (const [currency, amount] of Object.entries(trade.amounts))
      amounts[currency] = (amounts[currency] ?? 0n) + amount;
  }
  const by = (kind: CarrierKind) => trades.filter(trade => trade.by === kind).length;
  return {
    mode,
    trades: trades.length,
    amounts,
    cny,
    withoutRate: trades.filter(trade => trade.cny === undefined).length,
    waiting: trades.filter(trade => trade.waiting).length,
    carriers: { form: by('form'), summary: by('summary'), list: by('list') },
  };
}
