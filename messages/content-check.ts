import { type Instant, parseFixed5, stamp17 } from '../shared/index.ts';
import { type CodeNames, codeFault } from './code-lists.ts';
import type { Fields } from './document.ts';
import type { Fault } from './fault.ts';
import { isMoment } from './moment-text.ts';
import type { PlannedField } from './plan.ts';
import type { Condition } from './shape.ts';
import { signFault } from './signs.ts';

/** What the content check knows: names of codes, and the present (to tell a future moment; without it only absurd years are told). */
export interface ContentContext {
  readonly codes: CodeNames;
  readonly at?: Instant | undefined;
}

/**
 * What the text of the annex says about one field beyond its schema. Is asked only for values the schema accepts, so that one
 * mistake is told once. `head` carries the conditions, `sibling` the part the field stands in.
 */
export function contentFaults(
  field: PlannedField,
  value: string | undefined,
  head: Fields,
  sibling: Fields,
  context: ContentContext,
): readonly Fault[] {
  if (value === undefined || value === '') {
    const absent = field.absenceMatters ? absentFault(field, value, head, sibling) : undefined;
    return absent === undefined ? NONE : [absent];
  }
  const signs = signFault(field, value);
  // The rest would only repeat that the value is not what it seems.
  if (signs?.severity === 'reject') return [signs];
  const plain = signs === undefined ? value : value.trim();
  const wrong =
    (field.valueMatters ? valueFault(field, plain, head) : undefined) ?? kindFault(field, plain, context);
  if (signs !== undefined) return wrong === undefined ? [signs] : [signs, wrong];
  return wrong === undefined ? NONE : [wrong];
}

const NONE: readonly Fault[] = [];

export function holds(condition: Condition, head: Fields): boolean {
  for (const name in condition) {
    if (!condition[name]?.includes((head[name] ?? '').trim())) return false;
  }
  return true;
}

function conditionText(condition: Condition, head: Fields): string {
  return Object.keys(condition)
    .map(name => `${name} = ${head[name] ?? ''}`)
    .join(', ');
}

function fault(
  field: PlannedField,
  severity: Fault['severity'],
  code: string,
  zh: string,
  en: string,
  repair?: string | null,
): Fault {
  return {
    code,
    severity,
    message: { zh: `${field.zh}（${field.name}）${zh}`, en: `${field.name} ${en}` },
    ...(repair !== undefined && { repair }),
  };
}

function absentFault(
  field: PlannedField,
  value: string | undefined,
  head: Fields,
  sibling: Fields,
): Fault | undefined {
  if (field.fillRequired && value === '') {
    return fault(
      field,
      'reject',
      'empty',
      '为必填项，不能为空，请补填。',
      'is required and empty: fill it in.',
      field.fixed,
    );
  }
  if (field.requiredWhen !== undefined && holds(field.requiredWhen, head)) {
    const when = conditionText(field.requiredWhen, head);
    return fault(
      field,
      'reject',
      'required-when',
      `在 ${when} 时必填，请补填。`,
      `is required when ${when}: add it.`,
    );
  }
  if (field.pairedWith !== undefined && (sibling[field.pairedWith] ?? '') !== '') {
    const other = field.pairedWith;
    return fault(
      field,
      'reject',
      'pair',
      `与 ${other} 须同时填写或同时省略，现只有 ${other}。`,
      `and ${other} come together or not at all; only ${other} is given.`,
    );
  }
  if (field.annexRequires) {
    return fault(
      field,
      'warn',
      'annex-requires',
      '在规范表格中为必填，虽可通过 XSD 校验，建议填写。',
      "is required by the annex's table, although its schema lets it pass: better send it.",
    );
  }
  return undefined;
}

function valueFault(field: PlannedField, value: string, head: Fields): Fault | undefined {
  if (field.fixed !== undefined && !sameCode(field, value, field.fixed)) {
    return fault(
      field,
      'reject',
      'fixed',
      `只能填“${field.fixed}”。`,
      `must be ${field.fixed}.`,
      field.fixed,
    );
  }
  const { fixedWhen } = field;
  if (fixedWhen !== undefined && holds(fixedWhen.when, head) && value !== fixedWhen.value) {
    const when = conditionText(fixedWhen.when, head);
    return fault(
      field,
      'reject',
      'fixed-when',
      `在 ${when} 时只能填“${fixedWhen.value}”。`,
      `must be ${fixedWhen.value} when ${when}.`,
      fixedWhen.value,
    );
  }
  if (field.noneOf?.includes(value)) {
    return fault(field, 'reject', 'none-of', `不能填“${value}”。`, `must not be ${value}.`);
  }
  if (field.oneOf !== undefined && !field.oneOf.includes(value)) {
    const only = field.oneOf.length === 1 ? field.oneOf[0] : undefined;
    const upper = field.oneOf.find(code => code === value.toUpperCase());
    const list = field.oneOf.join('、');
    return fault(
      field,
      'reject',
      'one-of',
      `只能填 ${list}。`,
      `must be ${field.oneOf.length === 1 ? '' : 'one of '}${field.oneOf.join(', ')}.`,
      only ?? upper,
    );
  }
  if (field.absentWhen !== undefined && holds(field.absentWhen, head)) return superfluous(field, head);
  return undefined;
}

function sameCode(field: PlannedField, value: string, fixed: string): boolean {
  return field.facets.kind === 'int' ? Number(value) === Number(fixed) : value === fixed;
}

function kindFault(field: PlannedField, value: string, context: ContentContext): Fault | undefined {
  if (field.moment) return momentFault(field, value, context.at);
  if (field.facets.kind === 'decimal') return amountFault(field, value);
  if (field.facets.kind === 'int' && field.numbering === undefined && Number(value) < 1) {
    return fault(field, 'reject', 'not-positive', '应为大于 0 的整数。', 'must be a whole number above 0.');
  }
  if (field.digits && !/^\d+$/.test(value))
    return fault(field, 'reject', 'digits', '只能由数字组成。', 'must consist of digits only.');
  if (field.name === 'gcode' && !/^\d{10}$/.test(value)) {
    return fault(
      field,
      'reject',
      'gcode',
      '应为 10 位数字的商品编码。',
      'must be a commodity code of ten digits.',
    );
  }
  return field.codes === undefined ? undefined : codeFault(field, value, context.codes);
}

const QUANTITIES = new Set(['qty', 'qty1', 'qty2']);

function amountFault(field: PlannedField, value: string): Fault | undefined {
  const first = value.charCodeAt(0);
  // A first digit above 0 is neither negative nor zero.
  if (first >= 0x31 && first <= 0x39) return undefined;
  const amount = parseFixed5(value);
  if (amount === undefined) return undefined;
  if (amount < 0n)
    return fault(field, 'reject', 'negative', '不能为负数，请核对。', 'must not be negative: check it.');
  if (amount === 0n && (field.positive || QUANTITIES.has(field.name))) {
    return fault(field, 'reject', 'not-positive', '应大于 0。', 'must be above 0.');
  }
  return undefined;
}

/** The unified version of the system began in 2016; nothing older can be meant, nor anything in the next century. */
const FIRST_YEAR = 2016;
const LAST_YEAR = 2099;
const DAY = 86_400_000;

function momentFault(field: PlannedField, value: string, at: Instant | undefined): Fault | undefined {
  const length = field.facets.max;
  if (value.length !== length || !isMoment(value)) {
    const pattern = 'YYYYMMDDhhmmssSSS'.slice(0, length);
    return fault(
      field,
      'reject',
      'moment',
      `应为真实存在的时间，格式 ${pattern}。`,
      `must be a real moment written ${pattern}.`,
    );
  }
  const year = Number(value.slice(0, 4));
  if (year < FIRST_YEAR || year > LAST_YEAR) {
    return fault(
      field,
      'reject',
      'moment-year',
      `年份 ${year} 不可能，请核对。`,
      `has an impossible year, ${year}: check it.`,
    );
  }
  // Arrival and departure may be announced; everything else has happened. A day is left for clocks and zones.
  const announced = field.name === 'ieDate' || field.name === 'IEDate' || field.name === 'leaveTime';
  if (at !== undefined && value > latestMoment(at, announced).slice(0, length)) {
    return fault(field, 'warn', 'moment-future', '晚于当前时间，请核对。', 'lies in the future: check it.');
  }
  return undefined;
}

let latest = { at: Number.NaN, soon: '', announced: '' };

/** The last moment that is no future one, as 17 digits. The same for all fields of a message, so it is written once. */
function latestMoment(at: Instant, announced: boolean): string {
  if (latest.at !== at) latest = { at, soon: stamp17(at + DAY), announced: stamp17(at + 366 * DAY) };
  return announced ? latest.announced : latest.soon;
}

function superfluous(field: PlannedField, head: Fields): Fault {
  const when = conditionText(field.absentWhen ?? {}, head);
  return fault(
    field,
    'warn',
    'absent-when',
    `在 ${when} 时免填，请省略。`,
    `is to be left out when ${when}.`,
    null,
  );
}
