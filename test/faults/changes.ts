import { type Document, type Fields, type PlannedField, planOf } from '../../messages/index.ts';

/** One changed field of a document, as somebody would do it who knows the format and not the parcel. */
export interface Change {
  readonly name: string;
  readonly path: string;
  readonly field: string;
  readonly from: string | undefined;
  readonly to: string | null;
  readonly document: Document;
}

type Make = (value: string, field: PlannedField) => string | undefined;

const isNumber = (value: string) => /^\d+(\.\d+)?$/.test(value);
const amountOnly =
  (make: (value: number, decimals: number) => string): Make =>
  (value, field) =>
    field.facets.kind === 'decimal' && isNumber(value)
      ? make(Number(value), (value.split('.')[1] ?? '').length)
      : undefined;
const momentOnly =
  (make: (day: string, rest: string) => string): Make =>
  (value, field) =>
    field.moment ? make(value.slice(0, 8), value.slice(8)) : undefined;
const textOnly =
  (make: Make): Make =>
  (value, field) =>
    field.facets.kind === 'string' && !field.moment ? make(value, field) : undefined;

function shiftDay(day: string, days: number): string {
  const at = Date.UTC(Number(day.slice(0, 4)), Number(day.slice(4, 6)) - 1, Number(day.slice(6, 8)) + days);
  return new Date(at).toISOString().slice(0, 10).replaceAll('-', '');
}

function otherCharacter(value: string, at: number): string {
  const old = value.at(at) ?? '';
  const to = /\d/.test(old)
    ? String((Number(old) + 1) % 10)
    : /[A-Z]/.test(old)
      ? old === 'Q'
        ? 'R'
        : 'Q'
      : '某';
  const place = at < 0 ? value.length + at : at;
  return value.slice(0, place) + to + value.slice(place + 1);
}

function swapped(value: string): string | undefined {
  for (let at = value.length - 2; at >= 0; at--) {
    if (value[at] !== value[at + 1] && value[at] !== '.' && value[at + 1] !== '.')
      return value.slice(0, at) + value[at + 1] + value[at] + value.slice(at + 2);
  }
  return undefined;
}

const fullWidth = (value: string) =>
  value.replace(/[!-~]/g, sign => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));

/** Two other codes of the official table of a field. */
function otherCodes(field: PlannedField, value: string): readonly string[] {
  const candidates: Readonly<Record<string, readonly string[]>> = {
    unit: ['011', '035', '007', '142', '095'],
    country: ['142', '116', '502', '110'],
    currency: ['502', '116'],
    customs: ['4301', '4201', '2200'],
    trafMode: ['2', '4', '9', 'Y', 'W', 'L'],
    wrapType: ['4', '2'],
    tradeMode: ['9610', '1210', '1239', '9710', '9810', '0110'],
    appType: ['2', '3', '9'],
    appStatus: ['1', '3'],
    orderType: ['E', 'B'],
    ieFlag: ['E'],
    idType: ['2', '3'],
  };
  return (candidates[field.codes ?? ''] ?? []).filter(code => code !== value);
}

const CHANGES: Readonly<Record<string, Make>> = {
  empty: value => (value === '' ? undefined : ''),
  'only a blank': () => ' ',
  'first character': textOnly(value => otherCharacter(value, 0)),
  'last character': textOnly(value => otherCharacter(value, -1)),
  'without its end': textOnly(value => (value.length > 2 ? value.slice(0, -1) : undefined)),
  'more at its end': textOnly((value, field) => (value.length < field.facets.max ? `${value}1` : undefined)),
  'two characters swapped': value => swapped(value),
  'lower case': value => (value.toLowerCase() === value ? undefined : value.toLowerCase()),
  'full width': value => (fullWidth(value) === value ? undefined : fullWidth(value)),
  'blank in front': value => ` ${value}`,
  'blank behind': value => `${value} `,
  'tab behind': value => `${value}\t`,
  'too long': (value, field) =>
    field.facets.kind === 'string'
      ? value + 'X'.repeat(Math.max(1, field.facets.max + 1 - value.length))
      : undefined,
  'a fen more': amountOnly((value, n) => (value + 0.01).toFixed(Math.max(n, 2))),
  'a fen less': amountOnly((value, n) => (value - 0.01).toFixed(Math.max(n, 2))),
  'one more': amountOnly((value, n) => (value + 1).toFixed(n)),
  'ten times': amountOnly((value, n) => (value * 10).toFixed(n)),
  'a tenth': amountOnly((value, n) => (value / 10).toFixed(n + 1)),
  zero: amountOnly(() => '0'),
  negative: amountOnly(value => String(-value || -1)),
  'six decimals': amountOnly(value => `${value.toFixed(5)}1`),
  'no number': amountOnly(() => '十'),
  'number plus one': (value, field) => (field.facets.kind === 'int' ? String(Number(value) + 1) : undefined),
  yesterday: momentOnly((day, rest) => shiftDay(day, -1) + rest),
  tomorrow: momentOnly((day, rest) => shiftDay(day, 1) + rest),
  'two days later': momentOnly((day, rest) => shiftDay(day, 2) + rest),
  'next month': momentOnly((day, rest) => shiftDay(day, 31) + rest),
  'last year': momentOnly((day, rest) => shiftDay(day, -365) + rest),
  '30 February': momentOnly((day, rest) => `${day.slice(0, 4)}0230${rest}`),
  'hour 24': momentOnly((day, rest) => (rest === '' ? '' : `${day}24${rest.slice(2)}`)),
  'with dashes': momentOnly((day, rest) => `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6, 8)}${rest}`),
};

/** Every change of every field of one part of a document: those it has, and those it could have. */
function* partChanges(
  fields: readonly PlannedField[],
  values: Fields,
  path: string,
  put: (values: Fields) => Document,
): Generator<Change> {
  for (const field of fields) {
    const from = values[field.name];
    const change = (name: string, to: string | null): Change => {
      const { [field.name]: _, ...rest } = values;
      const changed = to === null ? rest : { ...values, [field.name]: to };
      return { name, path: `${path}/${field.name}`, field: field.name, from, to, document: put(changed) };
    };
    if (from === undefined) {
      const code = otherCodes(field, '')[0];
      const filler = field.facets.kind === 'string' ? 'X1'.padEnd(Math.min(field.facets.min, 36), '0') : '1';
      yield change(
        'added',
        field.moment ? '20250618'.padEnd(field.facets.max, '0') : (code ?? filler.slice(0, field.facets.max)),
      );
      continue;
    }
    yield change('removed', null);
    for (const [name, make] of Object.entries(CHANGES)) {
      const to = make(from, field);
      if (to !== undefined && to !== from) yield change(name, to);
    }
    for (const code of otherCodes(field, from)) yield change(`code ${code}`, code);
  }
}

/** Changes that the check of one document sees without the others, whatever the parcel. */
export const OF_FORM: ReadonlySet<string> = new Set([
  'only a blank',
  'full width',
  'blank in front',
  'blank behind',
  'tab behind',
  'too long',
  'negative',
  'six decimals',
  'no number',
  '30 February',
  'hour 24',
  'with dashes',
]);

/** Every change of every field of a document; of its lines only those of the numbers given (from 0). */
export function* changesOf(document: Document, lines: readonly number[]): Generator<Change> {
  const plan = planOf(document.type);
  yield* partChanges(plan.head.fields, document.head, plan.head.element, head => ({ ...document, head }));
  for (const at of lines) {
    const line = document.lines[at];
    if (plan.lines === undefined || line === undefined) continue;
    yield* partChanges(plan.lines.fields, line, `${plan.lines.element}[${at + 1}]`, changed => ({
      ...document,
      lines: document.lines.map((it, index) => (index === at ? changed : it)),
    }));
  }
}
