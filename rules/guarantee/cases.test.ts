import { expect, it } from 'vitest';
import { type GoodsCase, judged } from '../goods-parcel.ts';
import { rule } from './rule.ts';

// 425 CNY for 50 g is 8.50 CNY per gram: VAT only, 425 × 9.1 % = 38.68 CNY.
const account = (fen: bigint | undefined) => ({ guaranteeFree: () => fen });
const HOLD = (code: string) => [{ code, severity: 'hold' as const, path: 'InventoryHead/assureCode' }];

const cases: readonly GoodsCase[] = [
  { title: '余额恰好够 / exactly enough', world: account(3868n), expect: [] },
  { title: '余额差一分 / one fen short', world: account(3867n), expect: HOLD('guarantee-short') },
  { title: '没有担保账户 / no account', world: account(undefined), expect: HOLD('no-guarantee-account') },
];

it.each(cases)('$title', entry => {
  expect(judged(rule, entry)).toEqual(entry.expect);
});
