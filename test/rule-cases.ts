import { expect, it } from 'vitest';
import { type LawAdditions, lawWith, shippedLaw } from '../law/index.ts';
import type { Document, Fields } from '../messages/index.ts';
import { type Papers, partsOf } from '../rules/documents.ts';
import type { Question, Rule, World } from '../rules/index.ts';
import type { Finding } from '../shared/index.ts';
import { beijingDate } from '../shared/index.ts';
import { quoteTax, taxInputOf } from '../tax/index.ts';
import { ACCEPTED, FULL_WORLD, GOODS, rightSet, type Wanted } from './right-sets.ts';

/** What a case changes: `order/freight`, `list[2]/qty` (lines count from 1) to a value, or null to leave the field out. */
export type Changes = Readonly<Record<string, string | null>>;

/** What a row changes in a right set. */
export interface Changing {
  readonly change?: Changes;
  /** Takes lines away before the changes: part and number. */
  readonly without?: readonly (readonly ['order' | 'list', number])[];
}

/** One row of a rule's table. */
export interface RuleCase extends Changing {
  readonly title: string;
  /** The right set to start from; left out: a direct purchase of a cream and a handbag. */
  readonly set?: Wanted;
  readonly world?: Partial<World>;
  readonly law?: LawAdditions;
  /** `code severity path`, and ` → value` when a repair is offered. */
  readonly says: readonly string[];
}

const USUAL: Wanted = {
  mode: '9610',
  serial: 30,
  goods: [
    { of: GOODS.cream, qty: '2' },
    { of: GOODS.handbag, qty: '1' },
  ],
};

/** Registers the table of a rule as tests. */
export function ruleCases(rule: Rule, rows: readonly RuleCase[]): void {
  it.each(rows)('$title', row => {
    const law = row.law === undefined ? shippedLaw() : lawWith(shippedLaw(), row.law);
    const parcel = changed(row, rightSet(row.set ?? USUAL));
    const on = beijingDate(ACCEPTED);
    const question: Question = {
      case: parcel,
      at: ACCEPTED,
      on,
      law,
      world: { ...FULL_WORLD, ...row.world },
      tax: quoteTax(taxInputOf(parcel.list, on), law),
    };
    expectSaid(rule, rule.judge(question), row.says);
  });
}

/** Compares what a rule said with what a row expects, `code severity path → repair`. */
export function expectSaid(rule: { readonly id: string }, said: readonly Finding[], says: readonly string[]) {
  expect(
    said.map(one =>
      [
        one.code,
        one.severity,
        one.path,
        ...(one.repair === undefined ? [] : ['→', one.repair.value ?? 'nothing']),
      ].join(' '),
    ),
  ).toEqual(says);
  for (const one of said) {
    expect(one.rule).toBe(rule.id);
    expect(one.cites.length).toBeGreaterThan(0);
  }
}

/** The case with the changes of a row. */
export function changed<Case extends Papers>(row: Changing, right: Case): Case {
  const parts = new Map<string, Document>(partsOf(right));
  const of = (part: string): Document => {
    const document = parts.get(part);
    if (document === undefined) throw new Error(`the set has no ${part}`);
    return document;
  };
  for (const [part, number] of row.without ?? []) {
    const document = of(part);
    parts.set(part, { ...document, lines: document.lines.filter((_, at) => at !== number - 1) });
  }
  for (const [place, value] of Object.entries(row.change ?? {})) {
    const [, part = '', number, field = ''] = /^(\w+)(?:\[(\d+)\])?\/(\w+)$/.exec(place) ?? [];
    const document = of(part);
    parts.set(
      part,
      number === undefined
        ? { ...document, head: put(document.head, field, value) }
        : {
            ...document,
            lines: document.lines.map((line, at) =>
              at === Number(number) - 1 ? put(line, field, value) : line,
            ),
          },
    );
  }
  return { ...right, ...Object.fromEntries(parts) };
}

function put(fields: Fields, field: string, value: string | null): Fields {
  const { [field]: _, ...rest } = fields;
  return value === null ? rest : { ...rest, [field]: value };
}
