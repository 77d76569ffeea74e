import { describe, expect, it } from 'vitest';
import { additionProblems, exchangeRate, lawWith, loadExchangeRates, shippedLaw } from './index.ts';

const law = shippedLaw();

describe('customs rates', () => {
  it('hold in their month and no longer', () => {
    expect(exchangeRate(law, '502', '2026-10-01')?.value).toBe('676.28');
    expect(exchangeRate(law, '502', '2026-10-31')?.value).toBe('676.28');
    expect(exchangeRate(law, '502', '2026-11-01')).toBeUndefined();
    expect(exchangeRate(law, '502', '2026-09-30')).toBeUndefined();
    expect(exchangeRate(law, '502', '2016-01-01')).toBeUndefined();
  });

  it('are cited by the rule of their day', () => {
    expect(exchangeRate(law, '502', '2024-07-02')?.cites[0]?.text).toContain('124');
    expect(exchangeRate(law, '502', '2025-09-02')?.cites[0]?.text).toContain('272');
    expect(exchangeRate(law, '502', '2025-09-02')?.cites[0]?.verified).toBe(false);
  });

  it('CNY is 100 for 100, an unknown currency unknown', () => {
    expect(exchangeRate(law, '142', '2026-11-24')?.value).toBe('100');
    expect(exchangeRate(law, '999', '2026-11-24')).toBeUndefined();
  });

  it('are loaded by the operator, month by month', () => {
    const given = { from: '2026-11-01', document: '演示汇率表' };
    const { rows, problems } = loadExchangeRates('币制代码,汇率\n502,675.10\n300,780\nUSD,1\n116,0\n', given);
    expect(problems.map(it => it.row)).toEqual([4, 5]);
    expect(additionProblems({ numbers: rows })).toEqual([]);
    const loaded = lawWith(law, { numbers: rows });
    expect(exchangeRate(loaded, '300', '2026-11-24')?.value).toBe('780');
    expect(exchangeRate(loaded, '502', '2026-10-24')?.value).toBe('676.28');
    expect(exchangeRate(loaded, '502', '2026-12-01')).toBeUndefined();
  });
});

describe('headings', () => {
  it('are known by their first digits, the operator’s codes too', () => {
    expect(['61', '6109', '610910', '61091000'].every(it => law.hasHeading(it))).toBe(true);
    expect(law.hasHeading('6199')).toBe(false);
    const added = lawWith(law, {
      commodities: [{ code: '8806210000', name: '演示无人机', unit1: '001', edition: '2022' }],
    });
    expect([law.hasHeading('8806'), added.hasHeading('8806'), added.hasHeading('6109')]).toEqual([
      false,
      true,
      true,
    ]);
  });
});
