import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shippedLaw } from '../law/index.ts';
import { fixed5, formatFen, formatFixed5 } from '../shared/index.ts';
import {
  compositeRate,
  contentsIn,
  decimalText,
  dutiableValue,
  quoteGeneralTrade,
  quoteTax,
  returnedPart,
  returnTreatment,
  shareByValue,
  sheetsIn,
  splitInclusive,
  type TaxableLine,
  type TaxQuote,
} from './index.ts';

const law = shippedLaw();

function order(
  on: string,
  lines: readonly (Omit<TaxableLine, 'gnum' | 'value'> & { yuan: string })[],
  more: { freight?: string; used?: string } = {},
) {
  return {
    lines: lines.map(({ yuan, ...line }, index) => ({
      gnum: String(index + 1),
      value: fixed5(yuan),
      ...line,
    })),
    freight: fixed5(more.freight ?? '0'),
    insurance: 0n,
    on,
    ...(more.used === undefined ? {} : { yearUsed: fixed5(more.used) }),
  };
}

const sums = (quote: TaxQuote) => [quote.duty, quote.consumption, quote.vat, quote.total].map(formatFen);
const ONE = fixed5('1');
const cream = { gcode: '3304990039', unit1: '035' };
const bag = { gcode: '4202220000', qty: ONE };

describe('rates through the years', () => {
  it.each([
    ['2016-04-08', '0.1190'],
    ['2018-05-01', '0.1120'],
    ['2019-04-01', '0.0910'],
  ])('ordinary goods on %s: %s', (on, rate) => {
    expect(decimalText(compositeRate(law.rates('9503008900', on), on, law).total, 4)).toBe(rate);
  });

  it.each([
    ['15 % consumption tax', { vat: '0.13', consumption: { rate: '0.15', cites: [] } }, '0.230588'],
    ['wine, 10 %', { vat: '0.13', consumption: { rate: '0.10', cites: [] } }, '0.178889'],
    ['reduced VAT', { vat: '0.09' }, '0.063000'],
    ['cosmetics of early 2016', { vat: '0.17', consumption: { rate: '0.30', cites: [] } }, '0.470000'],
  ])('%s: %s', (_, rates, rate) => {
    expect(decimalText(compositeRate(rates, '2026-01-01', law).total, 6)).toBe(rate);
  });
});

describe('treatment', () => {
  it('a bag of 3,000 in 2018 is taxed in full, in 2019 at 70 %', () => {
    const before = quoteTax(order('2018-12-31', [{ yuan: '3000', ...bag }]), law);
    // 3000 × 6 % = 180.00; (3000 + 180) × 16 % = 508.80
    expect([before.treatment, ...sums(before)]).toEqual(['full', '180.00', '0.00', '508.80', '688.80']);
    const after = quoteTax(order('2019-01-01', [{ yuan: '3000', ...bag }]), law);
    expect([after.treatment, ...sums(after)]).toEqual(['preferential', '0.00', '0.00', '336.00', '336.00']);
  });

  it('one item over 5,000 is taxed in full and counts in the year', () => {
    const quote = quoteTax(order('2026-06-01', [{ yuan: '6000', ...bag }], { used: '20000' }), law);
    expect([quote.treatment, ...sums(quote)]).toEqual(['full', '360.00', '0.00', '826.80', '1186.80']);
  });

  it.each([
    ['5000', [ONE], '0', 'preferential'],
    ['5000.01', [ONE], '0', 'full'],
    ['5000.01', [fixed5('2')], '0', 'not-cbec'],
    ['5000.02', [ONE, ONE], '0', 'not-cbec'],
    ['5000', [ONE, ONE], '21000', 'preferential'],
    ['5000', [ONE, ONE], '21000.01', 'not-cbec'],
    ['6000', [ONE], '20000', 'full'],
    ['6000', [ONE], '20000.01', 'not-cbec'],
    ['26000.01', [ONE], undefined, 'not-cbec'],
  ])('%s yuan in pieces %s with %s used before: %s', (yuan, quantities, used, treatment) => {
    const each = formatFixed5(fixed5(yuan) / BigInt(quantities.length));
    const lines = quantities.map(qty => ({ yuan: each, gcode: '4202220000', qty }));
    expect(quoteTax(order('2026-06-01', lines, used === undefined ? {} : { used }), law).treatment).toBe(
      treatment,
    );
  });

  it('freight can carry an order over the limit', () => {
    const quote = quoteTax(
      order(
        '2026-06-01',
        [
          { yuan: '2500', ...bag },
          { yuan: '2500', ...bag },
        ],
        { freight: '0.01' },
      ),
      law,
    );
    expect(quote.treatment).toBe('not-cbec');
  });

  it('general trade taxes in full whatever the limits', () => {
    const quote = quoteGeneralTrade(order('2026-06-01', [{ yuan: '100', ...bag }]), law);
    expect(sums(quote)).toEqual(['6.00', '0.00', '13.78', '19.78']);
  });

  it('a duty rate that is needed and not loaded is owned up to', () => {
    const quote = quoteTax(order('2026-06-01', [{ yuan: '8000', gcode: '8471301000', qty: ONE }]), law);
    expect(quote.lines[0]?.basis).toBe('unknown');
    expect(quote.lines[0]?.steps.some(step => step.title.zh.includes('未载入'))).toBe(true);
  });

  it('has no answer before the e-commerce tax began', () => {
    expect(() => quoteTax(order('2016-04-07', [{ yuan: '1', ...bag }]), law)).toThrow(RangeError);
  });
});

describe('consumption tax', () => {
  it.each([
    ['499.99', '0.05', false, '45.50'],
    ['500', '0.05', true, '115.29'],
    ['700', '0.0835', false, '63.70'],
    ['700', '0.05', true, '161.41'],
    ['425', '0.02', true, '98.00'],
  ])('cream of %s yuan in %s kg', (yuan, kg, applies, total) => {
    const quote = quoteTax(order('2026-06-01', [{ yuan, ...cream, qty1: fixed5(kg) }]), law);
    expect(quote.lines[0]?.consumptionApplies).toBe(applies);
    expect(formatFen(quote.total)).toBe(total);
  });

  it('freight counts in the price per gram', () => {
    const quote = quoteTax(
      order('2026-06-01', [{ yuan: '495', ...cream, qty1: fixed5('0.05') }], { freight: '5' }),
      law,
    );
    expect(quote.lines[0]?.consumptionApplies).toBe(true);
  });

  it.each([
    ['149.99', false],
    ['150', true],
  ])('masks: a box of ten for %s yuan, counted in sheets by its specification', (yuan, applies) => {
    const box = {
      gcode: '3304990049',
      qty1: fixed5('0.25'),
      unit1: '035',
      qty2: ONE,
      unit2: '011',
      qty: ONE,
      unit: '140',
    };
    const quote = quoteTax(order('2026-06-01', [{ yuan, ...box, sheetsPerPackage: 10n }]), law);
    expect(quote.lines[0]?.consumptionApplies).toBe(applies);
  });

  it.each([
    ['9999.99', false],
    ['10000', true],
  ])('a watch of %s yuan', (yuan, applies) => {
    const watch = { gcode: '9102110000', qty1: ONE, unit1: '008', qty: ONE };
    expect(quoteTax(order('2026-06-01', [{ yuan, ...watch }]), law).lines[0]?.consumptionApplies).toBe(
      applies,
    );
  });

  it('spirits: ad valorem and per litre', () => {
    const whisky = { gcode: '2208200090', qty1: fixed5('0.7'), unit1: '095' };
    const quote = quoteTax(order('2026-06-01', [{ yuan: '500', ...whisky }]), law);
    // specific 0.912 × 0.7 = 0.6384; (500 + 0.6384) ÷ 0.8 × 0.2 + 0.6384 = 125.798; × 0.7 = 88.06; VAT (500 + 125.798) × 0.13 × 0.7 = 56.95
    expect(sums(quote)).toEqual(['0.00', '88.06', '56.95', '145.01']);
    const formulas = quote.lines[0]?.steps.map(step => step.formula);
    expect(formulas).toContain('[(500.00 + 0.00 + 0.912 × 0.7) ÷ (1 − 0.20) × 0.20 + 0.912 × 0.7] × 0.7');
    expect(formulas).toContain('(500.00 + 0.00 + 125.7980) × 0.13 × 0.7');
  });

  it('in full, spirits over the limit', () => {
    const whisky = { gcode: '2208200090', qty1: ONE, unit1: '095', qty: ONE };
    const quote = quoteTax(order('2026-06-01', [{ yuan: '6000', ...whisky }]), law);
    // duty 600; (6600 + 0.912) ÷ 0.8 × 0.2 + 0.912 = 1651.14; VAT (6600 + 1651.14) × 0.13 = 1072.648
    expect(sums(quote)).toEqual(['600.00', '1651.14', '1072.65', '3323.79']);
  });

  it('a missing quantity is owned up to and reckoned as taxable', () => {
    const quote = quoteTax(order('2026-06-01', [{ yuan: '500', gcode: '3304990039' }]), law);
    expect(quote.lines[0]).toMatchObject({ basis: 'unknown', consumptionApplies: true });
  });

  it('perfume before 2016-10-01 bore 30 % whatever its price', () => {
    const quote = quoteTax(
      order('2016-06-01', [{ yuan: '100', gcode: '3303000020', qty1: ONE, unit1: '035' }]),
      law,
    );
    expect(formatFen(quote.total)).toBe('47.00');
  });
});

describe('dutiable value', () => {
  it('coupons and points do not lower it, open discounts do', () => {
    const price = { listPrice: fixed5('200'), freight: fixed5('10') };
    expect(formatFixed5(dutiableValue({ ...price, buyerOnlyDiscount: fixed5('50') }))).toBe('210');
    expect(formatFixed5(dutiableValue({ ...price, openDiscount: fixed5('50') }))).toBe('160');
  });

  it('the last line takes the rest', () => {
    const values = [fixed5('100'), fixed5('100'), fixed5('100')];
    expect(shareByValue(fixed5('10'), values).map(it => formatFixed5(it, 2))).toEqual([
      '3.33',
      '3.33',
      '3.34',
    ]);
    expect(shareByValue(fixed5('10'), [0n, 0n])).toEqual([0n, fixed5('10')]);
  });

  it('every step shows its numbers and its law', () => {
    const quote = quoteTax(order('2026-06-01', [{ yuan: '700', ...cream, qty1: fixed5('0.05') }]), law);
    const steps = quote.lines[0]?.steps ?? [];
    expect(steps.map(step => step.title.zh)).toEqual([
      '第1项完税价格',
      '关税',
      '消费税界限（每克（毫升））',
      '消费税',
      '增值税',
    ]);
    expect(steps.every(step => step.cites.length > 0)).toBe(true);
  });
});

describe('properties', () => {
  const yuan = fc.integer({ min: 1, max: 100_000 }).map(fen => formatFixed5(BigInt(fen) * 1000n));

  it('shares add up, taxes add up', () => {
    fc.assert(
      fc.property(fc.array(yuan, { minLength: 1, maxLength: 5 }), yuan, (prices, freight) => {
        const quote = quoteTax(
          order(
            '2026-06-01',
            prices.map(it => ({ yuan: it, gcode: '9503008900' })),
            { freight },
          ),
          law,
        );
        const dutiable = quote.lines.reduce((sum, line) => sum + line.dutiable, 0n);
        expect(dutiable).toBe(quote.dutiable);
        expect(quote.total).toBe(quote.duty + quote.consumption + quote.vat);
      }),
    );
  });

  it('price and tax of an inclusive price always add up', () => {
    fc.assert(
      fc.property(yuan, fc.constantFrom('0.13', '0.09'), (inclusive, vat) => {
        const { price, tax } = splitInclusive(
          fixed5(inclusive),
          compositeRate({ vat }, '2026-06-01', law).total,
        );
        expect(formatFen(price + tax)).toBe(formatFixed5(fixed5(inclusive), 2));
      }),
    );
  });

  it('partial returns add up to the line', () => {
    fc.assert(
      fc.property(
        fc.bigInt(0n, 99_999n),
        fc.array(fc.bigInt(1n, 5n), { minLength: 1, maxLength: 5 }),
        (total, parts) => {
          const qty = parts.reduce((sum, part) => sum + part, 0n);
          const line = { gnum: '1', dutiable: total * 1000n, total, qty };
          let before = 0n;
          let tax = 0n;
          for (const part of parts) {
            tax += returnedPart([line], [{ gnum: '1', qty: part, before }]).tax;
            before += part;
          }
          expect(tax).toBe(total);
        },
      ),
    );
  });
});

describe('returns', () => {
  const base = {
    releaseDate: '2026-03-01',
    applyDate: '2026-03-31',
    arriveDate: '2026-04-15',
    originalState: true,
  };

  it.each([
    ['on the last days', {}, 'relieved'],
    ['applied for a day late', { applyDate: '2026-04-01' }, 'levied'],
    ['arrived a day late', { arriveDate: '2026-04-16' }, 'levied'],
    ['not in original state', { originalState: false }, 'levied'],
    [
      '30 days to arrive in 2019',
      { releaseDate: '2019-03-01', applyDate: '2019-03-20', arriveDate: '2019-04-01' },
      'levied',
    ],
  ])('%s', (_, change, verdict) => {
    const answer = returnTreatment({ ...base, ...change }, law);
    expect(answer.verdict).toBe(verdict);
    expect(answer.quotaRestored).toBe(verdict === 'relieved');
  });

  it('on the way, nothing is given back yet', () => {
    const { arriveDate: _, ...onTheWay } = base;
    expect(returnTreatment(onTheWay, law)).toMatchObject({
      verdict: 'awaiting-arrival',
      quotaRestored: false,
      applyBy: '2026-03-31',
      arriveBy: '2026-04-15',
    });
  });

  it('refuses to give back more than was released', () => {
    const line = { gnum: '1', dutiable: 100n, total: 10n, qty: 3n };
    expect(() => returnedPart([line], [{ gnum: '1', qty: 2n, before: 2n }])).toThrow(RangeError);
    expect(() => returnedPart([line], [{ gnum: '2' }])).toThrow(RangeError);
  });
});

describe('reading a specification', () => {
  it.each([
    ['4|3|护肤|50ml/瓶|演示牌', ['50ml/瓶']],
    ['净含量：５００克', ['500克']],
    ['30g*10片', ['30g*10片']],
    ['2×500mL', ['2×500mL']],
    ['6罐x800g', ['6罐x800g']],
    ['1.5kg', ['1.5kg']],
    ['1.7oz/50ml', ['50ml']],
    ['毛重83.5g', []],
    ['适用体重6-11kg', []],
    ['每100g含蛋白质20g', []],
    ['44mm', []],
    ['30粒/盒', []],
  ])('%s', (text, found) => {
    expect(contentsIn(text).map(it => it.text)).toEqual(found);
  });

  it('counts sheets', () => {
    expect(sheetsIn('25ml*10片')).toBe(10n);
    expect(sheetsIn('5片装,共10片')).toBeUndefined();
    expect(sheetsIn('50ml')).toBeUndefined();
  });
});
