import type { Bilingual } from '../shared/index.ts';
import type { Dated, LawAdditions } from './additions.ts';
import { shippedNumbers } from './numbers.ts';

const DECIMAL = /^\d+(\.\d+)?$/;
const CODE = /^\d{10}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * What is wrong with additions before they are loaded: values that are no decimals, days that are none, codes of wrong length, new
 * numbers without unit and title, documents left out. An empty answer means that `lawWith` takes them. Never throws.
 */
export function additionProblems(additions: LawAdditions): readonly Bilingual[] {
  const problems: Bilingual[] = [];
  const check = (fine: boolean, zh: string, en: string): void => {
    if (!fine) problems.push({ zh, en });
  };
  const dated = (it: Dated, name: string): void => {
    const days = isDay(it.from) && (it.to === undefined || (isDay(it.to) && it.to >= it.from));
    check(days, `${name}：生效日期有误`, `${name}: the days are not valid`);
    check(it.document.trim() !== '', `${name}：缺少文号`, `${name}: the document number is missing`);
  };
  const decimals = (name: string, ...values: readonly (string | undefined)[]): void => {
    const fine = values.every(value => value === undefined || DECIMAL.test(value));
    check(fine, `${name}：数值不是十进制数`, `${name}: a value is no decimal`);
  };
  const code = (text: string): void => {
    check(CODE.test(text), `商品编码“${text}”不是10位数字`, `commodity code "${text}" is not ten digits`);
  };
  for (const it of additions.numbers ?? []) {
    dated(it, it.id);
    decimals(it.id, it.value);
    const known = Object.hasOwn(shippedNumbers, it.id) || (it.unit !== undefined && it.title !== undefined);
    check(known, `${it.id}：新增参数须有单位和名称`, `${it.id}: a new number needs its unit and title`);
  }
  for (const it of additions.rates ?? []) {
    dated(it, it.code);
    code(it.code);
    const { consumption } = it;
    decimals(
      it.code,
      it.duty,
      it.vat,
      consumption?.rate,
      consumption?.perLitre,
      consumption?.threshold?.price,
    );
    const below = consumption === undefined || consumption === null || Number(consumption.rate) < 1;
    check(below, `${it.code}：消费税税率应小于1`, `${it.code}: the consumption-tax rate is below 1`);
  }
  for (const it of additions.positive ?? []) {
    dated(it, it.edition);
    for (const line of it.lines)
      check(
        /^\d{8}(\d{2})?$/.test(line.code),
        `“${line.code}”不是8位税号`,
        `"${line.code}" is not an eight-digit code`,
      );
  }
  for (const it of additions.priceBands ?? []) {
    dated(it, it.code);
    code(it.code);
    decimals(it.code, it.low, it.high);
  }
  for (const it of additions.commodities ?? []) code(it.code);
  return problems;
}

function isDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === text;
}
