import { Type } from 'typebox';
import { additionProblems, type LawAdditions } from '../../law/index.ts';
import type { LawKind } from '../operator.ts';
import { HttpProblem } from './problem.ts';

const Text = Type.String({ minLength: 1, maxLength: 500 });
const Decimal = Type.String({ pattern: '^\\d{1,15}(\\.\\d{1,10})?$' });
const Day = Type.String({ format: 'date' });
const Bilingual = Type.Object({ zh: Text, en: Text }, { additionalProperties: false });
const dated = {
  from: Day,
  to: Type.Optional(Day),
  document: Text,
  article: Type.Optional(Text),
  verified: Type.Optional(Type.Boolean()),
};
const closed = { additionalProperties: false } as const;

const Words = Type.Array(Text, { maxItems: 500 });
const Remark = Type.Union([
  Type.Object({ kind: Type.Literal('exclusion'), words: Words, text: Bilingual }, closed),
  Type.Object({ kind: Type.Literal('mode'), modes: Words, text: Bilingual }, closed),
  Type.Object({ kind: Type.Literal('product'), words: Words, text: Bilingual }, closed),
  Type.Object({ kind: Type.Literal('weight'), group: Text, kgPerYear: Decimal, text: Bilingual }, closed),
]);

/** What may be added to the law, by kind; the shapes are those of the law room's additions. */
const VALUES = {
  numbers: Type.Object(
    { ...dated, id: Text, value: Decimal, unit: Type.Optional(Text), title: Type.Optional(Bilingual) },
    closed,
  ),
  rates: Type.Object(
    {
      ...dated,
      code: Text,
      duty: Type.Optional(Decimal),
      vat: Type.Optional(Decimal),
      consumption: Type.Optional(
        Type.Union([
          Type.Null(),
          Type.Object(
            {
              rate: Decimal,
              perLitre: Type.Optional(Decimal),
              threshold: Type.Optional(
                Type.Object(
                  { per: Type.Union([Type.Literal('gram'), Type.Literal('piece')]), price: Decimal },
                  closed,
                ),
              ),
            },
            closed,
          ),
        ]),
      ),
    },
    closed,
  ),
  positive: Type.Object(
    {
      ...dated,
      edition: Text,
      complete: Type.Boolean(),
      lines: Type.Array(
        Type.Object({ code: Text, name: Text, remarks: Type.Array(Remark, { maxItems: 20 }) }, closed),
        {
          minItems: 1,
          maxItems: 20_000,
        },
      ),
    },
    closed,
  ),
  commodities: Type.Object(
    {
      code: Text,
      name: Text,
      unit1: Text,
      unit2: Type.Optional(Text),
      supervision: Type.Optional(Text),
      edition: Text,
    },
    closed,
  ),
  priceBands: Type.Object({ ...dated, code: Text, low: Decimal, high: Decimal, unit: Text }, closed),
  codes: Type.Object({ list: Text, code: Text, name: Text }, closed),
} as const satisfies Record<LawKind, unknown>;

const KINDS = Object.keys(VALUES) as LawKind[];

export const LawBody = Type.Unsafe<{ kind: LawKind; value: unknown }>({
  type: 'object',
  properties: { kind: { type: 'string', enum: KINDS }, value: { type: 'object' } },
  required: ['kind', 'value'],
  additionalProperties: false,
  allOf: KINDS.map(kind => ({
    if: { properties: { kind: { const: kind } } },
    // biome-ignore lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema
    then: { properties: { value: VALUES[kind] } },
  })),
  examples: [
    {
      kind: 'numbers',
      value: { id: 'case.wait-days', value: '45', from: '2026-01-01', document: '演示平台通知〔2026〕1号' },
    },
  ],
});

/** Throws the problem of an addition that the law cannot hold: days out of order, codes of the wrong length, no document number. */
export function checkAddition(kind: LawKind, value: unknown): void {
  const problems = additionProblems({ [kind]: [value] } as LawAdditions);
  if (problems.length === 0) return;
  throw new HttpProblem({
    status: 422,
    code: 'law-addition',
    where: 'body.value',
    title: {
      zh: problems.map(problem => problem.zh).join('；'),
      en: problems.map(problem => problem.en).join('; '),
    },
    fix: {
      zh: '请对照 /openapi.json 的示例修改；数值写作十进制文本。',
      en: 'Compare it with the example in /openapi.json; values are decimal text.',
    },
  });
}
