import { type Commodity, cite, unitMeasure } from '../../law/index.ts';
import type { Bilingual, Finding, Place, Severity } from '../../shared/index.ts';
import { formatFixed5 } from '../../shared/index.ts';
import type { TradeQuestion, TradeRule } from '../case.ts';
import { inBothTables } from '../cites.ts';
import { filled, line } from '../documents.ts';
import { finding } from '../finding.ts';
import { amount } from '../money.ts';
import { firstUnitRepair, type UnitRepair } from './unit-repair.ts';

const RULE = 'statutory-units';
const UNITS = [cite('nomenclature', '法定计量单位'), cite('declaration-form', '数量及单位', false)];
const PAIR = inBothTables('进口清单表体 qty2、unit2');
const SAME = [cite('declaration-form', '数量及单位', false)];

/** One line of the list while it is looked at: its fields as filled in, and its code in the nomenclature. */
interface Looked {
  readonly rule: string;
  readonly question: TradeQuestion;
  readonly index: number;
  readonly commodity: Commodity | undefined;
  readonly of: (field: string) => string | undefined;
}

/** The units and quantities of one line, judged in the name of `rule`. */
export function judgeUnits(rule: string, question: TradeQuestion, index: number): readonly Finding[] {
  const fields = question.case.list.lines[index] ?? {};
  const it: Looked = {
    rule,
    question,
    index,
    commodity: question.law.commodity(fields['gcode'] ?? ''),
    of: field => filled(fields[field]),
  };
  const swapped = swappedUnits(it);
  if (swapped.length > 0) return swapped;
  const first = firstUnit(it);
  return [
    ...notPositive(it),
    ...first,
    ...secondUnit(it),
    ...sameUnitSameQuantity(it, first.length === 0),
    ...(first.length === 0 ? counts(it) : []),
  ];
}

function say(
  it: Looked,
  code: string,
  field: string,
  message: Bilingual,
  more: {
    put?: string | null | undefined;
    other?: Place;
    severity?: Severity;
    cites?: Finding['cites'];
  } = {},
): Finding {
  const n = it.index + 1;
  const wrong = line(it.question.case, 'list', it.index, field);
  return finding({
    rule: it.rule,
    code,
    severity: more.severity ?? 'reject',
    wrong,
    other: more.other ?? line(it.question.case, 'list', it.index, 'gcode'),
    cites: more.cites ?? UNITS,
    message: { zh: `清单第${n}项${message.zh}`, en: `Line ${n} of the list: ${message.en}` },
    put: more.put,
  });
}

function named(it: Looked, unit: string | undefined): string {
  return unit === undefined ? '（空）' : `${unit}${it.question.law.codeName('unit', unit) ?? ''}`;
}

/** First and second unit exchanged, with their quantities: all four places are told, each with its repair. */
function swappedUnits(it: Looked): readonly Finding[] {
  const { commodity, of } = it;
  if (commodity?.unit2 === undefined || commodity.unit1 === commodity.unit2) return [];
  if (of('unit1') !== commodity.unit2 || of('unit2') !== commodity.unit1) return [];
  const message = {
    zh: `第一、第二法定计量单位填反：商品编码${commodity.code}的第一法定单位为${named(it, commodity.unit1)}，第二为${named(it, commodity.unit2)}。请将两组单位和数量对调。`,
    en: `first and second statutory unit are exchanged: ${commodity.code} has ${named(it, commodity.unit1)} first and ${named(it, commodity.unit2)} second. Exchange units and quantities.`,
  };
  const exchange = { unit1: 'unit2', unit2: 'unit1', qty1: 'qty2', qty2: 'qty1' };
  return Object.entries(exchange).map(([field, from]) =>
    say(it, 'units-exchanged', field, message, { put: of(from) }),
  );
}

function notPositive(it: Looked): readonly Finding[] {
  return ['qty1', 'qty2'].flatMap(field => {
    const quantity = amount(it.of(field));
    if (quantity === undefined || quantity > 0n) return [];
    const message = {
      zh: `${field === 'qty1' ? '法定' : '第二'}数量（${field}）为“${it.of(field)}”，应大于零。请按实际数量填报。`,
      en: `${field} is "${it.of(field)}"; a quantity is above zero. Declare the real quantity.`,
    };
    return [say(it, 'quantity-not-positive', field, message)];
  });
}

function firstUnit(it: Looked): readonly Finding[] {
  const { commodity, of } = it;
  const unit1 = of('unit1');
  if (commodity === undefined || unit1 === undefined || unit1 === commodity.unit1) return [];
  const repair: UnitRepair = firstUnitRepair(it.question, it.index, commodity.unit1);
  const message = {
    zh: `法定计量单位（unit1）为${named(it, unit1)}，而商品编码${commodity.code}的第一法定计量单位是${named(it, commodity.unit1)}。请改填该单位，并核对法定数量（qty1）。`,
    en: `unit1 is ${named(it, unit1)} but the first statutory unit of ${commodity.code} is ${named(it, commodity.unit1)}. Put that unit and check qty1.`,
  };
  const unit = say(it, 'first-unit', 'unit1', message, { put: repair.known ? commodity.unit1 : undefined });
  if (!repair.known || repair.quantity === undefined) return [unit];
  const converted = {
    zh: `法定数量（qty1）“${of('qty1')}”是按${named(it, unit1)}填报的，按${named(it, commodity.unit1)}应为${repair.quantity}。`,
    en: `qty1 "${of('qty1')}" is counted in ${named(it, unit1)}; in ${named(it, commodity.unit1)} it is ${repair.quantity}.`,
  };
  return [unit, say(it, 'first-quantity', 'qty1', converted, { put: repair.quantity })];
}

function secondUnit(it: Looked): readonly Finding[] {
  const { commodity, of } = it;
  const unit2 = of('unit2');
  const qty2 = of('qty2');
  const wanted = commodity?.unit2;
  if (commodity !== undefined && wanted === undefined) return superfluous(it);
  const found: Finding[] = [];
  if (wanted !== undefined && unit2 !== wanted) {
    const message = {
      zh: `第二计量单位（unit2）为${named(it, unit2)}，而商品编码${commodity?.code}的第二法定计量单位是${named(it, wanted)}。请填报该单位。`,
      en: `unit2 is ${unit2 === undefined ? 'absent' : named(it, unit2)} but ${commodity?.code} has the second statutory unit ${named(it, wanted)}. Put it.`,
    };
    const code = unit2 === undefined ? 'second-unit-missing' : 'second-unit';
    found.push(say(it, code, 'unit2', message, { put: wanted }));
  } else if (wanted === undefined && unit2 === undefined && qty2 !== undefined) {
    found.push(say(it, 'second-unit-missing', 'unit2', PAIR_MESSAGE, { cites: PAIR(it.question) }));
  }
  if (qty2 === undefined && (wanted !== undefined || unit2 !== undefined)) {
    const message = {
      zh: `缺少第二数量（qty2）：${wanted === undefined ? '已填第二计量单位' : `商品编码${commodity?.code}有第二法定计量单位${named(it, wanted)}`}，应同时填报数量。`,
      en: `qty2 is absent although ${wanted === undefined ? 'unit2 is given' : `${commodity?.code} has the second statutory unit ${named(it, wanted)}`}. Declare the quantity as well.`,
    };
    found.push(
      say(it, 'second-quantity-missing', 'qty2', message, {
        put: secondQuantity(it, wanted ?? unit2),
        cites: PAIR(it.question),
      }),
    );
  }
  return found;
}

const PAIR_MESSAGE: Bilingual = {
  zh: '填了第二数量（qty2）而未填第二计量单位（unit2），两者应同时填报或同时不填。',
  en: 'qty2 is given without unit2; give both or neither.',
};

/** A second quantity in the unit of the declared or first quantity is that quantity. */
function secondQuantity(it: Looked, unit: string | undefined): string | undefined {
  if (unit === undefined) return undefined;
  if (it.of('unit') === unit) return it.of('qty');
  return it.of('unit1') === unit ? it.of('qty1') : undefined;
}

function superfluous(it: Looked): readonly Finding[] {
  return ['unit2', 'qty2'].flatMap(field => {
    if (it.of(field) === undefined) return [];
    const message = {
      zh: `商品编码${it.commodity?.code}没有第二法定计量单位，${field}应不填。`,
      en: `${it.commodity?.code} has no second statutory unit; leave ${field} out.`,
    };
    return [say(it, 'second-unit-superfluous', field, message, { severity: 'warn', put: null })];
  });
}

/** Declared in a statutory unit, the declared quantity is the statutory one. The order decides which of the two is wrong. */
function sameUnitSameQuantity(it: Looked, firstIsRight: boolean): readonly Finding[] {
  const { question, of } = it;
  const qty = amount(of('qty'));
  const gnum = of('gnum');
  const ordered = amount(question.case.order.lines.find(line => line['gnum'] === gnum)?.['qty']);
  const pairs = [
    ['unit1', 'qty1', firstIsRight],
    ['unit2', 'qty2', it.commodity?.unit2 === undefined || it.commodity.unit2 === of('unit2')],
  ] as const;
  return pairs.flatMap(([unitField, field, right]) => {
    const quantity = amount(of(field));
    if (!right || of('unit') === undefined || of(unitField) !== of('unit')) return [];
    if (qty === undefined || quantity === undefined || quantity === qty || quantity <= 0n) return [];
    // The order says that the declared quantity is the wrong one: then order-list has said so.
    if (ordered === quantity) return [];
    const message = {
      zh: `申报单位与${unitField === 'unit1' ? '第一' : '第二'}法定单位同为${named(it, of('unit'))}，而数量（qty）“${of('qty')}”与${field}“${of(field)}”不等。两者应相等。`,
      en: `the declared unit is the statutory unit ${named(it, of('unit'))}, but qty "${of('qty')}" and ${field} "${of(field)}" differ. They must be equal.`,
    };
    const put = ordered === qty ? formatFixed5(qty) : undefined;
    const other = line(question.case, 'list', it.index, 'qty');
    return [say(it, 'same-unit-other-quantity', field, message, { put, other, cites: SAME })];
  });
}

const SINGLE = 100_000n;

/** Whether a unit counts single things or packages, so that its quantity is a whole number. */
function countsSingles(unit: string | undefined): boolean {
  const measure = unit === undefined ? undefined : unitMeasure(unit);
  return measure?.kind === 'count' && measure.per === SINGLE;
}

/** The way of the right line: as many as were declared, and a whole number. */
function sureCount(quantity: string | undefined, qty: string | undefined): boolean {
  return quantity !== undefined && quantity === qty && /^\d+$/.test(quantity);
}

/** Single things are counted in whole numbers, and one declared package holds a whole number of them (or the other way round). */
function counts(it: Looked): readonly Finding[] {
  const { of } = it;
  return (['1', '2'] as const).flatMap(n => {
    const unit = of(`unit${n}`);
    const field = `qty${n}`;
    if (!countsSingles(unit) || sureCount(of(field), of('qty'))) return [];
    const quantity = amount(of(field));
    if (quantity === undefined || quantity <= 0n) return [];
    // A wrong or superfluous unit has been told; nothing is counted in it.
    if (it.commodity !== undefined && unit !== it.commodity[`unit${n}`]) return [];
    if (quantity % SINGLE !== 0n) {
      const message = {
        zh: `法定数量（${field}）“${of(field)}”的单位为${named(it, unit)}，按件计数应为整数。请核对数量和单位。`,
        en: `${field} "${of(field)}" counts ${named(it, unit)}, which come in whole numbers. Check quantity and unit.`,
      };
      return [say(it, 'count-not-whole', field, message, { severity: 'hold' })];
    }
    const qty = countsSingles(of('unit')) ? amount(of('qty')) : undefined;
    if (qty === undefined || qty <= 0n || unit === of('unit')) return [];
    if (quantity % qty === 0n || qty % quantity === 0n) return [];
    const message = {
      zh: `申报数量（qty）为“${of('qty')}”${named(it, of('unit'))}，而法定数量（${field}）为“${of(field)}”${named(it, unit)}：同一商品每一申报单位所含件数应为整数。请核对两项数量。`,
      en: `qty is "${of('qty')}" ${named(it, of('unit'))} but ${field} is "${of(field)}" ${named(it, unit)}: each declared unit of the same goods holds a whole number. Check both quantities.`,
    };
    const other = line(it.question.case, 'list', it.index, 'qty');
    return [say(it, 'count-unlike-declared', field, message, { severity: 'hold', other, cites: SAME })];
  });
}

/** Statutory units and quantities of each line against the nomenclature. */
export const rule: TradeRule = {
  id: RULE,
  title: { zh: '法定计量单位和数量', en: 'statutory units and quantities' },
  reads: ['list'],
  needs: [],
  judge: question => question.case.list.lines.flatMap((_, index) => judgeUnits(RULE, question, index)),
};
