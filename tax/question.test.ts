import { describe, expect, it } from 'vitest';
import { shippedLaw } from '../law/index.ts';
import { formatFen, formatFixed5 } from '../shared/index.ts';
import { answerQuote, type QuoteQuestion } from './index.ts';

const law = shippedLaw();
const AT = Date.parse('2026-06-01T12:00:00+08:00');

/** Title, question, and what the answer must say: dutiable value, duty, consumption tax, VAT, total (CNY). */
const cases: readonly (readonly [string, QuoteQuestion, readonly string[]])[] = [
  ['general goods at 13 %', { lines: [{ totalPrice: '100' }] }, ['100', '0.00', '0.00', '9.10', '9.10']],
  [
    'infant formula in 2016, VAT 17 %',
    { date: '2016-04-08', lines: [{ gcode: '1901101090', totalPrice: '100' }] },
    ['100', '0.00', '0.00', '11.90', '11.90'],
  ],
  [
    'a cut open to everybody lowers the dutiable value',
    { openDiscount: '50', lines: [{ totalPrice: '200' }] },
    ['150', '0.00', '0.00', '13.65', '13.65'],
  ],
  [
    'a coupon does not',
    { buyerOnlyDiscount: '50', lines: [{ totalPrice: '200' }] },
    ['200', '0.00', '0.00', '18.20', '18.20'],
  ],
  [
    'freight and insurance are shared by value, each line with rates of its own',
    {
      freight: '20',
      insurance: '4',
      lines: [
        { totalPrice: '300', rates: { vat: '0.13' } },
        { totalPrice: '100', rates: { vat: '0.13', consumption: '0.15' } },
      ],
    },
    ['424', '0.00', '13.09', '40.29', '53.38'],
  ],
  [
    'a price that includes the tax',
    { taxIncluded: true, lines: [{ totalPrice: '109.10' }] },
    ['100', '0.00', '0.00', '9.10', '9.10'],
  ],
  [
    'a tax-inclusive cream below the threshold pays no consumption tax',
    { taxIncluded: true, lines: [{ gcode: '3304990029', totalPrice: '109.10', qty1: '0.05', unit1: '035' }] },
    ['100', '0.00', '0.00', '9.10', '9.10'],
  ],
  [
    'wine in general trade, three taxes',
    {
      regime: 'general-trade',
      lines: [{ totalPrice: '100', rates: { duty: '0.14', consumption: '0.10', vat: '0.17' } }],
    },
    ['100', '14.00', '12.67', '21.53', '48.20'],
  ],
];

describe('a tax question', () => {
  it.each(cases)('%s', (_title, question, expected) => {
    const { dutiable, duty, consumption, vat, total } = answerQuote(question, AT, law);
    expect([formatFixed5(dutiable), ...[duty, consumption, vat, total].map(formatFen)]).toEqual(expected);
  });

  it('tells the composite rate of each line', () => {
    const of = (question: QuoteQuestion) => answerQuote(question, AT, law).lines.map(line => line.composite);
    expect(of({ lines: [{ totalPrice: '1' }] })).toEqual(['0.091']);
    expect(of({ lines: [{ totalPrice: '1', rates: { vat: '0.09' } }] })).toEqual(['0.063']);
    expect(of({ lines: [{ totalPrice: '1', rates: { vat: '0.13', consumption: '0.15' } }] })).toEqual([
      '0.230588',
    ]);
  });
});
