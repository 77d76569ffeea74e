import { describe, expect, test } from 'vitest';
import { shippedLaw } from '../law/index.ts';
import { formatFixed5 } from '../shared/index.ts';
import { type AdviceQuestion, advise, faultOfQuestion, MODES, type ModeId } from './index.ts';

const law = shippedLaw();
const AT = Date.parse('2026-06-10T09:00:00+08:00');

const order = (more: Partial<AdviceQuestion> = {}): AdviceQuestion => ({
  buyer: 'consumer',
  currency: '142',
  goods: [{ gcode: '6109100021', total: '300.00' }],
  wantsRefund: false,
  inputInvoice: false,
  pilotZone: true,
  licenceNeeded: false,
  inspectionNeeded: false,
  ...more,
});
const ask = (more: Partial<AdviceQuestion> = {}) => advise(order(more), AT, law);
const of = (mode: ModeId, more: Partial<AdviceQuestion> = {}) => {
  const found = ask(more).modes.find(it => it.mode === mode);
  if (!found) throw new Error(mode);
  return found;
};
const openOf = (more: Partial<AdviceQuestion>) =>
  ask(more)
    .modes.filter(it => it.possible === 'yes')
    .map(it => it.mode);
const closing = (mode: ModeId, more: Partial<AdviceQuestion>) =>
  of(mode, more)
    .reasons.filter(it => it.holds === 'no')
    .map(it => it.id);
const taxOf = (mode: ModeId, kind: string, more: Partial<AdviceQuestion>) =>
  of(mode, more).tax.find(it => it.kind === kind);
const money = (amount: bigint | undefined) => (amount === undefined ? undefined : formatFixed5(amount, 2));

describe('which ways are open', () => {
  test.each<[string, Partial<AdviceQuestion>, readonly ModeId[]]>([
    ['retail of small value', {}, ['9610-A', '9610-B', '0110']],
    ['retail with refund', { wantsRefund: true }, ['9610-B', '0110']],
    ['retail outside a pilot zone', { pilotZone: false }, ['9610-B', '0110']],
    ['retail from a special area', { specialArea: true }, ['9610-A', '9610-B', '1210', '0110']],
    ['business of small value', { buyer: 'business' }, ['9710-list', '9710-form', '0110']],
    ['business with refund', { buyer: 'business', wantsRefund: true }, ['9710-form', '0110']],
    ['stock of small value', { buyer: 'own-stock' }, ['9810-list', '9810-form', '0110']],
    ['stock with inspection', { buyer: 'own-stock', inspectionNeeded: true }, ['9810-form', '0110']],
    ['before 9710 existed', { buyer: 'business', date: '2020-06-30' }, ['0110']],
    ['from its first day', { buyer: 'business', date: '2020-07-01' }, ['9710-list', '9710-form', '0110']],
    ['a licence that is not at hand', { licenceNeeded: true }, []],
    ['a licence at hand', { licenceNeeded: true, licence: true }, ['9610-B', '0110']],
    ['export duty', { goods: [{ gcode: '7204100000', total: '300', dutyRate: '0.4' }] }, ['9610-B', '0110']],
  ])('%s', (_what, more, modes) => {
    expect(openOf(more)).toEqual(modes);
  });

  test.each([
    ['5000.00', 'yes'],
    ['5000.01', 'no'],
  ])('the limit itself is inside: %s %s', (total, open) => {
    expect(of('9610-A', { goods: [{ gcode: '6109100021', total }] }).possible).toBe(open);
    const business = { buyer: 'business' as const, goods: [{ gcode: '6109100021', total }] };
    expect(of('9710-list', business).possible).toBe(open);
  });

  test('a currency without a rate leaves the value open, and a given rate settles it', () => {
    const goods = [{ gcode: '6109100021', total: '900' }];
    expect(of('9610-A', { currency: '999', goods }).possible).toBe('depends');
    expect(of('9610-A', { currency: '999', goods, rate: '700' }).possible).toBe('no');
    expect(of('9610-A', { currency: '999', goods, rate: '500' }).possible).toBe('yes');
  });

  test('every way says why not', () => {
    expect(closing('9610-A', { wantsRefund: true, pilotZone: false })).toEqual(['pilot-zone', 'no-refund']);
    expect(closing('1210', {})).toEqual(['special-area']);
  });
});

describe('papers and days', () => {
  const texts = (mode: ModeId, more: Partial<AdviceQuestion> = {}) =>
    of(mode, more).documents.map(it => it.text.zh);

  test('a receipt of payment is asked for until 14 December 2024', () => {
    expect(texts('9610-B', { date: '2024-12-14' })).toContain('收款单（403）');
    expect(texts('9610-B', { date: '2024-12-15' })).not.toContain('收款单（403）');
  });

  test('so is the filing of an overseas warehouse', () => {
    const stock = { buyer: 'own-stock' as const };
    expect(texts('9810-form', { ...stock, date: '2024-12-14' })).toContain('出口海外仓业务模式备案');
    expect(texts('9810-form', { ...stock, date: '2024-12-15' })).not.toContain('出口海外仓业务模式备案');
  });

  test('the summary’s day, the refund’s day, the warehouse’s settlement', () => {
    const days = (mode: ModeId, more: Partial<AdviceQuestion>) =>
      of(mode, more).deadlines.flatMap(it => it.by ?? []);
    expect(days('9610-B', {})).toEqual(['2026-07-15']);
    expect(days('9610-B', { wantsRefund: true })).toEqual(['2026-07-15', '2027-04-30']);
    expect(days('9810-form', { buyer: 'own-stock', wantsRefund: true })).toEqual([
      '2027-04-30',
      '2027-04-30',
    ]);
    expect(days('9810-form', { buyer: 'own-stock', wantsRefund: true, date: '2025-01-26' })).toEqual([
      '2026-04-30',
    ]);
  });
});

test('the relief for goods that come back ends with 2027', () => {
  const relief = (date: string) =>
    of('9610-B', { date }).deadlines.some(it => it.text.zh.includes('免征进口税'));
  expect([relief('2023-01-29'), relief('2023-01-30'), relief('2027-12-31'), relief('2028-01-01')]).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

describe('tax sides', () => {
  const goods = [{ gcode: '6109100021', total: '1130.00', purchase: '800.00', refundRate: '0.13' }];

  test('a trader’s refund is the invoice amount times the rate', () => {
    const side = taxOf('9610-B', 'refund', { goods, wantsRefund: true, inputInvoice: true });
    expect([side?.open, money(side?.cny)]).toEqual(['yes', '104.00']);
  });

  test('a producer’s quota is the FOB value times the rate', () => {
    const side = taxOf('9610-B', 'refund', { goods, wantsRefund: true, inputInvoice: true, producer: true });
    expect(money(side?.cny)).toBe('146.90');
  });

  test('no refund without invoices, without a form, or where it was cancelled', () => {
    expect(taxOf('9610-B', 'refund', { goods, wantsRefund: true })?.open).toBe('no');
    expect(taxOf('9610-A', 'refund', { goods, inputInvoice: true })?.open).toBe('no');
    const cancelled = [{ gcode: '6109100021', total: '1', refundRate: '0' }];
    expect(taxOf('9610-B', 'refund', { goods: cancelled, inputInvoice: true })?.open).toBe('no');
    expect(taxOf('9610-B', 'exempt', { goods: cancelled })?.open).toBe('no');
  });

  test('without invoices retail in a pilot zone is exempt; income is assessed at 4%', () => {
    expect(taxOf('9610-B', 'exempt', { goods })).toMatchObject({ open: 'yes', cny: 0n });
    // 1130 × 4% = 45.20; × 5% = 2.26; × 25% = 11.30
    expect(money(taxOf('9610-B', 'assessed-income', { goods })?.cny)).toBe('-2.26');
    expect(money(taxOf('9610-B', 'assessed-income', { goods, smallProfit: false })?.cny)).toBe('-11.30');
    expect(taxOf('9610-B', 'assessed-income', { goods, inputInvoice: true })?.open).toBe('no');
    expect(taxOf('9810-form', 'exempt', { goods, buyer: 'own-stock' })?.open).toBe('unknown');
    expect(taxOf('9710-form', 'exempt', { goods, buyer: 'business' })?.open).toBe('no');
  });

  test('what can be neither refunded nor exempted is taxed as at home', () => {
    const side = taxOf('9610-B', 'deemed-domestic', { goods, pilotZone: false });
    expect(money(side?.cny)).toBe('-130.00');
    expect(taxOf('9610-B', 'deemed-domestic', { goods })).toBeUndefined();
  });

  test('export duty lies inside the price', () => {
    const scrap = [{ gcode: '7204100000', total: '1400.00', dutyRate: '0.4' }];
    expect(money(taxOf('0110', 'export-duty', { goods: scrap })?.cny)).toBe('-400.00');
    const unsaid = [{ gcode: '7204100000', total: '1400.00' }];
    expect(taxOf('0110', 'export-duty', { goods: unsaid })?.open).toBe('unknown');
  });
});

describe('the best way', () => {
  test.each<[string, Partial<AdviceQuestion>, ModeId | undefined]>([
    ['small retail', {}, '9610-A'],
    ['refund wanted, invoices there', { wantsRefund: true, inputInvoice: true }, '9610-B'],
    ['business, refund', { buyer: 'business', wantsRefund: true, inputInvoice: true }, '9710-form'],
    ['stock', { buyer: 'own-stock' }, '9810-list'],
    ['nothing is open', { licenceNeeded: true }, undefined],
  ])('%s', (_what, more, mode) => {
    expect(ask(more).best?.mode).toBe(mode);
  });
});

test('what the nomenclature does not tell is taken as not needed, and said so', () => {
  const { licenceNeeded: _, ...unsaid } = order();
  const advice = advise(unsaid, AT, law);
  expect(advice.assumptions).toHaveLength(1);
  expect(advice.best?.mode).toBe('9610-A');
  expect(ask().assumptions).toEqual([]);
});

test('every reason, paper and tax side speaks both languages', () => {
  for (const buyer of ['consumer', 'business', 'own-stock'] as const)
    for (const { reasons, documents, deadlines, tax } of ask({ buyer, wantsRefund: true }).modes)
      for (const text of [
        ...reasons.map(it => it.text),
        ...[...documents, ...deadlines].map(it => it.text),
        ...tax.flatMap(it => [it.title, it.why]),
      ]) {
        expect(text.zh).toMatch(/[一-鿿]/);
        expect(text.en).toMatch(/[a-z]/i);
      }
  expect(MODES).toHaveLength(8);
});

test('a question from outside is checked, each fault named by its place', () => {
  expect(faultOfQuestion(order())).toBeUndefined();
  expect(faultOfQuestion([])?.where).toBe('');
  expect(faultOfQuestion({ ...order(), buyer: 'somebody' })?.where).toBe('buyer');
  expect(faultOfQuestion({ ...order(), goods: [{ gcode: '61', total: '1' }] })?.where).toBe('goods[0].gcode');
  expect(faultOfQuestion({ ...order(), goods: [{ gcode: '6109100021', total: '-1' }] })?.where).toBe(
    'goods[0].total',
  );
  expect(faultOfQuestion({ ...order(), wantsRefund: 'yes' })?.where).toBe('wantsRefund');
});
