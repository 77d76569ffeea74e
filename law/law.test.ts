import { describe, expect, it } from 'vitest';
import {
  additionProblems,
  inBaseUnit,
  instruments,
  judgeRemark,
  lawWith,
  loadCommodities,
  loadPositiveList,
  loadPriceBands,
  loadRates,
  positiveEditions,
  shippedLaw,
  shippedNumbers,
} from './index.ts';

const law = shippedLaw();

describe('numbers of the law by date', () => {
  it.each([
    ['import.single-limit', '2016-04-08', '2000'],
    ['import.single-limit', '2018-12-31', '2000'],
    ['import.single-limit', '2019-01-01', '5000'],
    ['import.yearly-limit', '2018-12-31', '20000'],
    ['import.yearly-limit', '2019-01-01', '26000'],
    ['vat.standard', '2018-04-30', '0.17'],
    ['vat.standard', '2018-05-01', '0.16'],
    ['vat.standard', '2019-03-31', '0.16'],
    ['vat.standard', '2019-04-01', '0.13'],
    ['vat.reduced', '2017-07-01', '0.11'],
    ['vat.reduced', '2026-01-01', '0.09'],
    ['return.arrive-days', '2020-03-27', '30'],
    ['return.arrive-days', '2020-03-28', '45'],
    ['consumption.cosmetics', '2016-09-30', '0.30'],
    ['consumption.cosmetics', '2016-10-01', '0.15'],
  ])('%s on %s is %s', (id, on, value) => {
    expect(law.number(id, on).value).toBe(value);
  });

  it('throws before the first value and for an unknown id', () => {
    expect(() => law.number('import.single-limit', '2016-04-07')).toThrow(RangeError);
    expect(() => law.number('import.no-such', '2026-01-01')).toThrow(RangeError);
  });

  it('every value is a decimal, in order of date, and cited', () => {
    for (const [id, { values, title }] of Object.entries(shippedNumbers)) {
      expect(title.zh, id).not.toBe('');
      expect([...values].map(it => it.from)).toEqual([...values].map(it => it.from).sort());
      for (const { value, cites } of values) {
        expect(value, id).toMatch(/^\d+(\.\d+)?$/);
        expect(cites.length, id).toBeGreaterThan(0);
      }
    }
  });

  it('what is only recalled is not cited as verified', () => {
    for (const { values } of Object.values(shippedNumbers))
      for (const { cites } of values)
        for (const cited of cites) {
          const source = Object.values(instruments).find(it => cited.text.startsWith(`${it.number}《`));
          expect(source, cited.text).toBeDefined();
          if (source?.read === 'recalled') expect(cited.verified, cited.text).toBe(false);
        }
  });
});

describe('nomenclature, codes and rates', () => {
  it('knows the codes of 2019 and the later ones of the rates sample', () => {
    expect(law.commodity('3304990039')).toMatchObject({ unit1: '035', unit2: '011' });
    expect(law.commodity('1901101010')).toMatchObject({ unit1: '035', edition: 'later' });
    expect(law.commodity('9999999999')).toBeUndefined();
    expect(law.codeName('currency', '142')).toBe('人民币');
    expect(law.codeName('customs', '4301')).toBeDefined();
    expect(law.codeName('country', '100')).toBeUndefined();
  });

  it.each([
    ['3304990039', 'line', '0.13', '0.15'],
    ['3304990049', 'standard', '0.13', '0.15'],
    ['2204290000', 'standard', '0.13', '0.10'],
    ['9101110000', 'standard', '0.13', '0.20'],
    ['7113119090', 'standard', '0.13', undefined],
    ['7113209090', 'unknown', '0.13', undefined],
    ['8506101110', 'standard', '0.13', undefined],
    ['8506101190', 'standard', '0.13', '0.04'],
    ['2203000000', 'standard', '0.13', '0'],
    ['4901990000', 'standard', '0.09', undefined],
    ['9503008900', 'standard', '0.13', undefined],
  ])('rates of %s: %s, VAT %s, consumption tax %s', (code, basis, vat, consumption) => {
    const rates = law.rates(code, '2026-01-01');
    expect([rates.basis, rates.vat, rates.consumption?.rate]).toEqual([basis, vat, consumption]);
  });

  it('masks in sheets have the threshold per piece, bottles per gram', () => {
    expect(law.rates('3304990049', '2026-01-01').consumption?.threshold).toEqual({
      per: 'piece',
      price: '15',
    });
    expect(law.rates('3304990039', '2026-01-01').consumption?.threshold).toEqual({
      per: 'gram',
      price: '10',
    });
  });

  it('the VAT figure is the law of the day, also for a code with its own row', () => {
    expect(law.rates('4202220000', '2018-06-01')).toMatchObject({ vat: '0.16', duty: '0.06', basis: 'line' });
  });

  it('converts units to grams, millilitres and pieces', () => {
    expect(inBaseUnit(5000n, '035')).toEqual({ kind: 'mass', amount: 5_000_000n });
    expect(inBaseUnit(100_000n, '095')).toEqual({ kind: 'volume', amount: 100_000_000n });
    expect(inBaseUnit(100_000n, '127')).toEqual({ kind: 'count', amount: 1_200_000n });
    expect(inBaseUnit(100_000n, '032')).toBeUndefined();
  });
});

describe("the operator's additions", () => {
  const document = '演示公告2027年第1号';
  const more = lawWith(law, {
    numbers: [
      { id: 'import.single-limit', from: '2027-01-01', value: '8000', document, verified: true },
      { id: 'vat.standard', from: '2027-01-01', value: '0.12', document },
    ],
    rates: [
      {
        code: '7113209090',
        from: '2026-01-01',
        to: '2026-12-31',
        duty: '0.08',
        consumption: { rate: '0.05' },
        document,
      },
      { code: '4202220000', from: '2026-01-01', duty: '0.05', document },
      { code: '3304990039', from: '2026-06-01', consumption: null, document },
    ],
    commodities: [{ code: '3304990098', name: '演示新编码', unit1: '035', edition: '2027' }],
    priceBands: [
      { code: '3304990039', from: '2026-01-01', low: '1000', high: '9000', unit: '035', document },
    ],
    codes: [{ list: 'customs', code: '4399', name: '泉城海关（演示）' }],
  });

  it('a dated value holds from its day, with its document', () => {
    expect(more.number('import.single-limit', '2026-12-31').value).toBe('5000');
    const limit = more.number('import.single-limit', '2027-01-01');
    expect(limit).toMatchObject({ value: '8000', unit: 'CNY', cites: [{ text: document, verified: true }] });
  });

  it('a new VAT rate reaches every code', () => {
    expect(more.rates('9503008900', '2027-01-01').vat).toBe('0.12');
    expect(more.rates('4202220000', '2027-01-01')).toMatchObject({ vat: '0.12', duty: '0.05' });
  });

  it('rates rows settle what was unknown, for their time, and leave the rest', () => {
    expect(more.rates('7113209090', '2026-05-01')).toMatchObject({
      basis: 'line',
      duty: '0.08',
      vat: '0.13',
    });
    expect(more.rates('7113209090', '2027-05-01').basis).toBe('unknown');
    expect(more.rates('3304990039', '2026-06-01').consumption).toBeUndefined();
  });

  it('commodities, bands and codes are found', () => {
    expect(more.commodity('3304990098')?.name).toBe('演示新编码');
    expect(more.priceBand('3304990039', '2026-02-01')?.low).toBe('1000');
    expect(more.codeName('customs', '4399')).toContain('泉城');
    expect(more.codeName('customs', '4301')).toBe(law.codeName('customs', '4301'));
  });

  it('the edition changes with what is loaded and only with it', () => {
    expect(more.edition).not.toBe(law.edition);
    expect(lawWith(law, { numbers: [] }).edition).toBe(lawWith(law, { numbers: [] }).edition);
  });

  it('additions stand on additions', () => {
    const later = lawWith(more, {
      numbers: [{ id: 'import.single-limit', from: '2028-01-01', value: '9000', document }],
    });
    expect(later.number('import.single-limit', '2027-06-01').value).toBe('8000');
    expect(later.number('import.single-limit', '2028-01-01').value).toBe('9000');
  });

  it('a partial list adds lines, a whole list replaces', () => {
    const lines = loadPositiveList('code,name,kind,value,remark_zh\n95030089,玩具,,,').lines;
    const list = { edition: '2022', from: '2022-03-01', document, lines };
    const partial = lawWith(law, { positive: [{ ...list, complete: false }] });
    expect(partial.positive('9503008900', '2026-01-01')).toMatchObject({ listed: true, complete: false });
    expect(partial.positive('1701991090', '2026-01-01').remarks).toHaveLength(1);
    const whole = lawWith(law, { positive: [{ ...list, complete: true }] });
    expect(whole.positive('1701991090', '2026-01-01')).toMatchObject({ listed: false, complete: true });
    expect(whole.positive('9503008900', '2020-01-01')).toMatchObject({ listed: false, complete: false });
  });
});

describe('positive list', () => {
  it('the counts of the editions', () => {
    expect(positiveEditions.map(it => [it.from, it.lines])).toEqual([
      ['2016-04-08', 1142],
      ['2016-04-16', 1293],
      ['2019-01-01', 1321],
      ['2020-01-01', 1413],
      ['2022-03-01', 1476],
    ]);
  });

  it('reads the columns of the official annex and names what it did not understand', () => {
    const file = loadPositiveList(
      [
        '\uFEFF税则号列,货品名称,备注',
        '17019910,砂糖,每人每年限购2千克',
        '03061490,其他冻蟹,仅限网购保税商品；列入《进出口野生动植物种商品目录》的商品除外',
        '32151900,其他印刷油墨,仅限家用打印机墨',
        '8517.12.00,电话机,',
        '123,坏行,',
        '95030089,玩具,另有规定',
      ].join('\n'),
    );
    expect(file.lines.map(it => [it.code, it.remarks.map(remark => remark.kind)])).toEqual([
      ['17019910', ['weight']],
      ['03061490', ['mode', 'exclusion']],
      ['32151900', ['product']],
      ['85171200', []],
      ['95030089', []],
    ]);
    expect(file.problems.map(it => it.row)).toEqual([6, 7]);
  });

  it('does not fall over a file that is no list', () => {
    expect(loadPositiveList('a,b\n1,2').problems).toHaveLength(1);
    expect(loadPositiveList('').problems).toHaveLength(1);
    expect(loadPositiveList('code,"broken').problems).toHaveLength(1);
  });

  it('an exclusion word that is denied does not count', () => {
    const remark = { kind: 'exclusion', words: ['濒危'], text: { zh: '', en: '' } } as const;
    expect(judgeRemark(remark, { mode: '1210', text: '不含濒危物种' })).toBe('allowed');
    expect(judgeRemark(remark, { mode: '1210', text: '含濒危物种' })).toBe('doubtful');
    expect(judgeRemark(remark, { mode: '1210', text: '', commodityName: '含濒危植物成分洗发剂' })).toBe(
      'refused',
    );
  });
});

describe("the operator's files", () => {
  const dated = { from: '2027-01-01', document: '演示税则2027' };

  it('rates: percentages, provisional rate first, thresholds, none', () => {
    const file = loadRates(
      [
        '商品编码,最惠国税率,暂定税率,增值税率,消费税率,threshold_per,threshold_price',
        '3304990039,5%,1,13,15,gram,10',
        '9503008900,0,,13,0,,',
        '123,0,,13,0,,',
        '9503008900,x,,13,0,,',
      ].join('\n'),
      dated,
    );
    expect(file.rows).toEqual([
      {
        ...dated,
        code: '3304990039',
        duty: '0.01',
        vat: '0.13',
        consumption: { rate: '0.15', threshold: { per: 'gram', price: '10' } },
      },
      { ...dated, code: '9503008900', duty: '0', vat: '0.13', consumption: null },
    ]);
    expect(file.problems.map(it => it.row)).toEqual([4, 5]);
    const more = lawWith(law, { rates: file.rows });
    expect(more.rates('3304990039', '2027-01-01')).toMatchObject({ duty: '0.01', basis: 'line' });
  });

  it('commodities and price bands', () => {
    const codes = loadCommodities(
      'code,name,unit1,unit2\n8517130000,智能手机,001,035\n8517140000,其他手机,台,',
      '2022',
    );
    expect(codes.rows).toEqual([
      { code: '8517130000', name: '智能手机', unit1: '001', unit2: '035', edition: '2022' },
    ]);
    expect(codes.problems.map(it => it.row)).toEqual([3]);
    const bands = loadPriceBands('code,low,high,unit\n3304990039,1000,9000,035\n3304990039,9,1,035', dated);
    expect(bands.rows).toHaveLength(1);
    expect(bands.problems).toHaveLength(1);
    expect(loadRates('"', dated).problems).toHaveLength(1);
  });
});

describe('additions are checked before they are loaded', () => {
  const document = '演示公告';

  it('right ones pass', () => {
    const numbers = [{ id: 'import.single-limit', from: '2027-01-01', value: '8000', document }];
    expect(additionProblems({ numbers })).toEqual([]);
    expect(additionProblems({})).toEqual([]);
  });

  it.each([
    ['no decimal', { numbers: [{ id: 'import.single-limit', from: '2027-01-01', value: '8千', document }] }],
    ['no day', { numbers: [{ id: 'import.single-limit', from: '2027-02-30', value: '8000', document }] }],
    [
      'no document',
      { numbers: [{ id: 'import.single-limit', from: '2027-01-01', value: '8000', document: '' }] },
    ],
    [
      'a new number without title',
      { numbers: [{ id: 'import.new', from: '2027-01-01', value: '1', document }] },
    ],
    ['end before start', { rates: [{ code: '9503008900', from: '2027-01-01', to: '2026-01-01', document }] }],
    ['a code too short', { rates: [{ code: '95030089', from: '2027-01-01', document }] }],
    [
      'consumption tax of 100 %',
      { rates: [{ code: '9503008900', from: '2027-01-01', document, consumption: { rate: '1' } }] },
    ],
  ])('%s', (_, additions) => {
    expect(additionProblems(additions)).toHaveLength(1);
  });
});
