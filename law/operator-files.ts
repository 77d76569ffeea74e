import { parse } from 'csv-parse/sync';
import type { Bilingual } from '../shared/index.ts';
import type { AddedCommodity, AddedNumber, AddedPriceBand, AddedRates, Dated } from './additions.ts';
import type { FileProblem } from './positive-list.ts';
import { percentAsRate } from './shipped.ts';

/** What a file of the operator gave: the rows taken over and the rows that were not, with why. */
export interface OperatorFile<Row> {
  readonly rows: readonly Row[];
  readonly problems: readonly FileProblem[];
}

type Cells = Readonly<Record<string, string>>;
type Read<Row> = (cells: Cells, fail: (message: Bilingual) => undefined) => Row | undefined;

const CODE = ['code', 'hs10', '商品编码', '税号', '税则号列'];
const DECIMAL = /^\d+(\.\d+)?$/;
const UNIT = /^\d{3}$/;

/** First of several column titles that the file has and fills. */
function cell(cells: Cells, titles: readonly string[]): string {
  for (const title of titles) {
    const value = cells[title];
    if (value !== undefined && value !== '') return value;
  }
  return '';
}

function readFile<Row>(csvText: string, read: Read<Row>): OperatorFile<Row> {
  let records: Cells[];
  try {
    records = parse(csvText, {
      bom: true,
      columns: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      rows: [],
      problems: [
        { row: 1, message: { zh: `文件不是可读的CSV：${reason}`, en: `not readable as CSV: ${reason}` } },
      ],
    };
  }
  const rows: Row[] = [];
  const problems: FileProblem[] = [];
  records.forEach((cells, index) => {
    const row = read(cells, message => {
      problems.push({ row: index + 2, message });
      return undefined;
    });
    if (row !== undefined) rows.push(row);
  });
  return { rows, problems };
}

function tenDigits(cells: Cells): string | undefined {
  const code = cell(cells, CODE).replace(/[.\s]/g, '');
  return /^\d{10}$/.test(code) ? code : undefined;
}

const NOT_TEN: Bilingual = { zh: '商品编码不是10位数字', en: 'the commodity code is not ten digits' };

/** `13` or `13%` as `0.13`; empty text as undefined; anything else as null. */
function rate(text: string): string | undefined | null {
  if (text === '') return undefined;
  const bare = text.replace(/[%％]$/, '').trim();
  return DECIMAL.test(bare) ? percentAsRate(bare) : null;
}

/**
 * Reads rates from CSV: `code` (商品编码), `duty_percent` (最惠国税率), `provisional_percent` (暂定税率, wins when given), `vat_percent`
 * (增值税率), `consumption_percent` (消费税率; `0` says there is none, empty leaves it as it is), `per_litre` (从量税额),
 * `threshold_per` (`gram` or `piece`) with `threshold_price`. All rows take the document and dates given. Never throws on content.
 */
export function loadRates(csvText: string, dated: Dated): OperatorFile<AddedRates> {
  return readFile(csvText, (cells, fail) => {
    const code = tenDigits(cells);
    if (code === undefined) return fail(NOT_TEN);
    const provisional = rate(cell(cells, ['provisional_percent', '暂定税率']));
    const mfn = rate(cell(cells, ['duty_percent', 'mfn_percent', '最惠国税率']));
    const vat = rate(cell(cells, ['vat_percent', '增值税率']));
    const consumption = rate(cell(cells, ['consumption_percent', '消费税率']));
    if (provisional === null || mfn === null || vat === null || consumption === null)
      return fail({ zh: '税率不是百分数', en: 'a rate is not a percentage' });
    const perLitre = cell(cells, ['per_litre', '从量税额']);
    const price = cell(cells, ['threshold_price', '界限单价']);
    const per = cell(cells, ['threshold_per', '界限单位']);
    if ((perLitre !== '' && !DECIMAL.test(perLitre)) || (price !== '' && !DECIMAL.test(price)))
      return fail({
        zh: '从量税额或界限单价不是数字',
        en: 'the specific tax or the threshold is not a number',
      });
    if (price !== '' && per !== 'gram' && per !== 'piece')
      return fail({ zh: '界限单位应为gram或piece', en: 'threshold_per is gram or piece' });
    const duty = provisional ?? mfn;
    return {
      ...dated,
      code,
      ...(duty === undefined ? {} : { duty }),
      ...(vat === undefined ? {} : { vat }),
      ...(consumption === undefined
        ? {}
        : { consumption: consumptionTax(consumption, perLitre, per, price) }),
    };
  });
}

function consumptionTax(
  rateText: string,
  perLitre: string,
  per: string,
  price: string,
): NonNullable<AddedRates['consumption']> | null {
  if (rateText === '0' && perLitre === '') return null;
  return {
    rate: rateText,
    ...(perLitre === '' ? {} : { perLitre }),
    ...(price === '' ? {} : { threshold: { per: per === 'piece' ? 'piece' : 'gram', price } }),
  };
}

/**
 * Reads commodity codes from CSV: `code` (商品编码), `name` (商品名称), `unit1` (第一法定单位, customs unit code), `unit2`
 * (第二法定单位), `supervision` (监管条件). All rows take the edition given. Never throws on content.
 */
export function loadCommodities(csvText: string, edition: string): OperatorFile<AddedCommodity> {
  return readFile(csvText, (cells, fail) => {
    const code = tenDigits(cells);
    if (code === undefined) return fail(NOT_TEN);
    const unit1 = cell(cells, ['unit1', '第一法定单位']);
    const unit2 = cell(cells, ['unit2', '第二法定单位']);
    const supervision = cell(cells, ['supervision', '监管条件']);
    if (!UNIT.test(unit1) || (unit2 !== '' && !UNIT.test(unit2)))
      return fail({ zh: '法定单位不是三位单位代码', en: 'a statutory unit is not a three-digit unit code' });
    return {
      code,
      name: cell(cells, ['name', 'name_zh', '商品名称']),
      unit1,
      ...(unit2 === '' ? {} : { unit2 }),
      ...(supervision === '' ? {} : { supervision }),
      edition,
    };
  });
}

/**
 * Reads reference prices from CSV: `code` (商品编码), `low` (最低价), `high` (最高价) in CNY per first statutory unit, `unit` (单位代码).
 * All rows take the document and dates given. Never throws on content.
 */
export function loadPriceBands(csvText: string, dated: Dated): OperatorFile<AddedPriceBand> {
  return readFile(csvText, (cells, fail) => {
    const code = tenDigits(cells);
    if (code === undefined) return fail(NOT_TEN);
    const low = cell(cells, ['low', '最低价']);
    const high = cell(cells, ['high', '最高价']);
    const unit = cell(cells, ['unit', '单位代码']);
    if (!DECIMAL.test(low) || !DECIMAL.test(high) || Number(low) > Number(high))
      return fail({
        zh: '最低价、最高价应为数字且由低到高',
        en: 'low and high are numbers, the lower one first',
      });
    if (!UNIT.test(unit))
      return fail({ zh: '单位不是三位单位代码', en: 'the unit is not a three-digit unit code' });
    return { ...dated, code, low, high, unit };
  });
}

/**
 * Reads the customs rates of one month (计征汇率) from CSV: `currency` (币制代码, customs code), `per_100` (每100单位折合人民币). The rates
 * hold in the month of the day given, so a table that is not renewed leaves the next month unknown. Never throws on content.
 */
export function loadExchangeRates(csvText: string, given: Dated): OperatorFile<AddedNumber> {
  return readFile(csvText, (cells, fail) => {
    const currency = cell(cells, ['currency', '币制代码', '币制']);
    const value = cell(cells, ['per_100', '每100单位折合人民币', '汇率']);
    if (!/^\d{3}$/.test(currency))
      return fail({ zh: '币制不是三位海关代码', en: 'the currency is not a three-digit customs code' });
    if (!DECIMAL.test(value) || Number(value) <= 0)
      return fail({ zh: '汇率不是大于零的数字', en: 'the rate is not a number above zero' });
    return {
      ...given,
      id: `exchange.${currency}`,
      value,
      unit: 'CNY/100',
      title: {
        zh: `币制${currency}计征汇率（每100单位折合人民币）`,
        en: `customs rate of currency ${currency}, CNY for 100`,
      },
    };
  });
}
