/** Counting once: a trade is carried by a declaration form, a summary or a list, and counted by exactly one of them. */
export type * from './carrier.ts';
export { countTrades, type ToCny, type TradeCount } from './count.ts';
export { type ModeTotal, totalsByMode } from './totals.ts';
