import { describe, expect, it } from 'vitest';
import {
  type ConsumptionTax,
  cosmeticsTax,
  judgeRemark,
  linesAfter,
  positiveEditions,
  shippedLaw,
} from '../law/index.ts';
import { type Fixed5, fixed5, formatFen, formatFixed5, type LawDate } from '../shared/index.ts';
import {
  compositeRate,
  decimalText,
  dutiableValue,
  expectedPaid,
  type LineRates,
  quoteTax,
  returnedPart,
  returnTreatment,
  splitInclusive,
  type TaxableLine,
  type TaxQuote,
} from './index.ts';
import { workedExamples as examples } from './worked-examples.ts';

const law = shippedLaw();
const TODAY: LawDate = '2026-06-01';

/** An order of one line with given rates. `yuan` is the dutiable value. */
function quoteOne(
  yuan: string,
  rates: LineRates,
  more: { on?: LawDate; line?: Partial<TaxableLine>; yearUsed?: string } = {},
): TaxQuote {
  const { on = TODAY, line = {}, yearUsed } = more;
  const input = {
    lines: [{ gnum: '1', value: fixed5(yuan), ...line }],
    freight: 0n,
    insurance: 0n,
    on,
    ...(yearUsed === undefined ? {} : { yearUsed: fixed5(yearUsed) }),
  };
  return quoteTax(input, law, () => rates);
}

/** An order of `items` single pieces that share the value. */
function quoteItems(yuan: string, items: number, yearUsed: string): TaxQuote {
  const share = fixed5(yuan) / BigInt(items);
  const lines = Array.from({ length: items }, (_, index) => ({
    gnum: String(index + 1),
    value: share,
    qty: fixed5('1'),
  }));
  const input = { lines, freight: 0n, insurance: 0n, on: TODAY, yearUsed: fixed5(yearUsed) };
  return quoteTax(input, law, () => ({ vat: '0.13' }));
}

const GRAM = '036';
const SHEET = '020';

function cosmetics(
  per: 'gram' | 'piece',
  vat: string,
  on: LawDate = TODAY,
): LineRates & { consumption: ConsumptionTax } {
  return { vat, consumption: cosmeticsTax(law.number, on, per) };
}

function taxes(quote: TaxQuote): object {
  return {
    tariff: formatFen(quote.duty),
    consumption_tax: formatFen(quote.consumption),
    vat: formatFen(quote.vat),
    total_tax: formatFen(quote.total),
  };
}

describe('worked examples: import tax', () => {
  it('WE001 composite rate of ordinary goods', () => {
    const { inputs, expected } = examples.WE001;
    const rate = compositeRate({ vat: inputs.vat_rate }, TODAY, law);
    expect(decimalText(rate.total, 3)).toBe(expected.composite_rate);
  });

  it('WE003 composite rate in 2016', () => {
    const { inputs, expected } = examples.WE003;
    const rate = compositeRate({ vat: inputs.vat_rate }, inputs.date, law);
    expect(decimalText(rate.total, 3)).toBe(expected.composite_rate);
    expect(law.rates('1901101000', inputs.date).vat).toBe(inputs.vat_rate);
  });

  it('WE004 skincare, 425 CNY for 20 g', () => {
    const { inputs, expected } = examples.WE004;
    const quote = quoteOne(
      inputs.dutiable_value,
      { ...cosmetics('gram', inputs.vat_rate, inputs.date), duty: inputs.tariff_rate },
      {
        on: inputs.date,
        yearUsed: inputs.annual_used_before,
        line: { qty1: fixed5(inputs.declared_quantity), unit1: GRAM },
      },
    );
    const { unit_price_per_g: unitPrice, consumption_tax_applies: applies, ...amounts } = expected;
    expect(taxes(quote)).toEqual(amounts);
    expect(quote.lines[0]?.consumptionApplies).toBe(applies);
    expect(quote.lines[0]?.steps.map(step => step.formula).join('\n')).toContain(unitPrice);
  });

  it('WE006 the bottle declared with 83.5 g escapes the consumption tax', () => {
    const { inputs, expected } = examples.WE006;
    const rates = cosmetics('gram', inputs.vat_rate);
    const declared = quoteOne(inputs.dutiable_value, rates, {
      line: { qty1: fixed5(inputs.declared_quantity), unit1: GRAM },
    });
    const right = quoteOne(inputs.dutiable_value, rates, {
      line: { qty1: fixed5(inputs.label_net_content_ml), unit1: '096' },
    });
    expect(formatFen(declared.vat)).toBe(expected.vat);
    expect(formatFen(declared.total)).toBe(expected.total_tax);
    expect(declared.lines[0]?.consumptionApplies).toBe(expected.consumption_tax_applies);
    expect(formatFen(right.total - declared.total)).toBe(expected.under_paid_tax);
  });

  it('WE007 exactly 10.00 per g is taxed', () => {
    const { inputs, expected } = examples.WE007;
    const quote = quoteOne(inputs.dutiable_value, cosmetics('gram', inputs.vat_rate), {
      line: { qty1: fixed5(inputs.declared_quantity), unit1: GRAM },
    });
    const { consumption_tax_applies: applies, ...amounts } = expected;
    expect(taxes(quote)).toEqual(amounts);
    expect(quote.lines[0]?.consumptionApplies).toBe(applies);
  });

  it('WE009 exactly 15.00 per sheet is taxed', () => {
    const { inputs, expected } = examples.WE009;
    const quote = quoteOne(inputs.dutiable_value, cosmetics('piece', inputs.vat_rate), {
      line: { qty: fixed5(inputs.declared_quantity), unit: SHEET },
    });
    const { consumption_tax_applies: applies, ...amounts } = expected;
    expect(taxes(quote)).toEqual(amounts);
    expect(quote.lines[0]?.consumptionApplies).toBe(applies);
  });

  it('WE013 handbag of 3,000 CNY', () => {
    const { inputs, expected } = examples.WE013;
    const rates = { vat: inputs.vat_rate, duty: inputs.tariff_rate };
    const quote = quoteOne(inputs.dutiable_value, rates, { on: inputs.date });
    const { treatment, ...amounts } = expected;
    expect(taxes(quote)).toEqual(amounts);
    expect(quote.treatment).toBe(treatment);
  });

  it.each([examples.WE015, examples.WE017, examples.WE019])('$id $title', ({ inputs, expected }) => {
    const quote = quoteItems(inputs.dutiable_value, inputs.items_in_order, inputs.annual_used_before);
    expect(quote.treatment.replace('-', '_')).toBe(expected.treatment);
    expect(quote.reason.en).toContain(expected.reason.replace('26,000', '26000'));
  });

  it('WE021 no 50-CNY exemption', () => {
    const { inputs, expected } = examples.WE021;
    const { exempt, ...amounts } = expected;
    const quote = quoteOne(inputs.dutiable_value, { vat: inputs.vat_rate });
    expect(taxes(quote)).toEqual(amounts);
    expect(quote.total === 0n).toBe(exempt);
  });

  it('WE022 red wine in general trade', () => {
    const { inputs, expected } = examples.WE022;
    const wine = { rate: inputs.consumption_tax_rate, cites: [] };
    const rates = { duty: inputs.tariff_rate, vat: inputs.vat_rate, consumption: wine };
    const rate = compositeRate(rates, '2016-06-01', law, 'full');
    expect(decimalText(rate.duty, 2)).toBe(expected.tariff);
    expect(decimalText(rate.consumption, 4)).toBe(expected.consumption_tax_4dp);
    expect(decimalText(rate.vat, 4)).toBe(expected.vat_4dp);
    expect(decimalText({ n: rate.total.n * 100n, d: rate.total.d }, 1)).toBe(expected.composite_percent);
  });

  it('WE024 price with tax included', () => {
    const { inputs, expected } = examples.WE024;
    const rate = compositeRate({ vat: inputs.vat_rate }, TODAY, law);
    const { price, tax } = splitInclusive(fixed5(inputs.price_incl_tax), rate.total);
    expect([formatFen(price), formatFen(tax)]).toEqual([expected.price_excl_tax, expected.tax]);
  });

  it('WE026 what the buyer must have paid', () => {
    const { inputs, expected } = examples.WE026;
    const paid = expectedPaid({
      goodsValue: fixed5(inputs.goodsValue),
      freight: fixed5(inputs.freight),
      taxTotal: fixed5(inputs.taxTotal),
      discount: fixed5(inputs.discount),
    });
    expect(formatFixed5(paid, 2)).toBe(expected.acturalPaid);
  });

  it('WE029 an open discount lowers the dutiable value', () => {
    const { inputs, expected } = examples.WE029;
    const dutiable = dutiableValue({
      listPrice: fixed5(inputs.list_price),
      openDiscount: fixed5(inputs.open_to_all_discount),
      buyerOnlyDiscount: fixed5(inputs.coupon_points_paid),
      freight: fixed5(inputs.freight),
    });
    expect(formatFixed5(dutiable, 2)).toBe(expected.dutiable_value);
    expect(taxes(quoteOne(formatFixed5(dutiable), { vat: inputs.vat_rate }))).toMatchObject({
      tariff: expected.tariff,
      consumption_tax: expected.consumption_tax,
      vat: expected.vat,
    });
  });

  it('WE030 freight and insurance shared by value', () => {
    const { inputs, expected } = examples.WE030;
    const lines = inputs.lines.map((line, index) => ({ gnum: String(index + 1), value: fixed5(line.price) }));
    const rates: LineRates[] = inputs.lines.map(line => ({
      vat: line.vat_rate,
      ...('consumption_tax_rate' in line
        ? { consumption: { rate: line.consumption_tax_rate, cites: [] } }
        : {}),
    }));
    const input = { lines, freight: fixed5(inputs.freight), insurance: fixed5(inputs.insurance), on: TODAY };
    const quote = quoteTax(input, law, line => rates[Number(line.gnum) - 1]);
    expect(quote.lines.map(line => formatFixed5(line.dutiable, 2))).toEqual(expected.line_dutiable_values);
    expect(quote.lines.map(line => formatFen(line.total))).toEqual(expected.line_taxes);
  });
});

describe('worked examples: quota, list and return', () => {
  it('WE032 lines of the positive list of 2022', () => {
    const { inputs, expected } = examples.WE032;
    const change = {
      added: inputs.added,
      deleted: inputs.deleted,
      recoded: inputs.codes_updated_in,
      invalid: inputs.invalid_removed,
    };
    expect(linesAfter(inputs.base_2019, change)).toBe(expected.lines_2022);
    const [before, after] = positiveEditions.slice(-2);
    expect(before?.lines).toBe(inputs.base_2019);
    expect(after).toMatchObject({ lines: expected.lines_2022, change });
  });

  it.each([
    { ...examples.WE033, code: '1701991090' },
    { ...examples.WE035, code: '1006302090' },
  ])('$id $title', ({ inputs, expected, code }) => {
    const remark = law.positive(code, TODAY).remarks.find(it => it.kind === 'weight');
    if (remark === undefined) throw new Error(`${code} has no weight remark`);
    expect(remark).toMatchObject({ group: inputs.hs_group });
    const kg: Fixed5 = fixed5(inputs.order_kg);
    const goods = { mode: '1210', text: '', kg, kgBefore: fixed5(inputs.bought_this_year_kg) };
    expect(judgeRemark(remark, goods) === 'allowed').toBe(expected.allowed);
    expect(judgeRemark(remark, { ...goods, kg: kg + 1n })).toBe('refused');
  });

  it('WE037 listed code, wrong product', () => {
    const { inputs, expected } = examples.WE037;
    const [remark] = law.positive(`${inputs.hs8}90`, TODAY).remarks;
    if (remark === undefined) throw new Error('no remark');
    expect(judgeRemark(remark, { mode: '1210', text: inputs.product }) === 'allowed').toBe(expected.allowed);
    expect(judgeRemark(remark, { mode: '1210', text: '胶版印刷油墨' })).toBe('refused');
    expect(judgeRemark(remark, { mode: '1210', text: '家用喷墨打印机墨盒' })).toBe('allowed');
  });

  it('WE039 return applied for one day late', () => {
    const { inputs, expected } = examples.WE039;
    const answer = returnTreatment(
      {
        releaseDate: inputs.release_date,
        applyDate: inputs.apply_date,
        arriveDate: inputs.arrive_date,
        originalState: inputs.original_state,
      },
      law,
    );
    expect(answer.taxLevied).toBe(expected.tax_levied);
    expect(answer.quotaRestored).toBe(expected.quota_restored);
  });

  it('WE041 partial return', () => {
    const { inputs, expected } = examples.WE041;
    const released = inputs.order_lines.map((line, index) => ({
      gnum: String(index + 1),
      dutiable: fixed5(line.value),
      total: fixed5(line.tax) / 1000n,
    }));
    const part = returnedPart(released, [{ gnum: String(inputs.returned_line + 1) }]);
    expect(formatFixed5(fixed5(inputs.annual_used) - part.dutiable, 2)).toBe(expected.annual_used_after);
    expect(formatFen(part.tax)).toBe(expected.tax_not_levied);
  });
});
