import { describe, expect, it } from 'vitest';
import { shippedLaw } from '../law/index.ts';
import { businessKey, checkDocument, type Document, type Fields } from '../messages/index.ts';
import type { Finding } from '../shared/index.ts';
import { FAULTS, type Fault, type NewValue, SETS } from '../test/fault-table.ts';
import { ACCEPTED, caseOf, documentsOf, FULL_WORLD, rightSet } from '../test/right-sets.ts';
import type { Part } from './documents.ts';
import { applyRepairs, type ImportCase, judge } from './index.ts';

const law = shippedLaw();
const TYPES: Readonly<Record<Part, string>> = {
  order: 'CEB311Message',
  payment: 'CEB411Message',
  waybill: 'CEB511Message',
  list: 'CEB621Message',
};

function changed(documents: readonly Document[], fault: Fault): readonly Document[] {
  return documents.map(document =>
    document.type === TYPES[fault.part] ? changeOne(document, fault) : document,
  );
}

function changeOne(document: Document, { path, to }: Fault): Document {
  const [, number, field = ''] = /^\w+(?:\[(\d+)\])?\/(\w+)$/.exec(path) ?? [];
  if (number === undefined) return { ...document, head: put(document.head, field, to) };
  const at = Number(number) - 1;
  return {
    ...document,
    lines: document.lines.map((line, index) => (index === at ? put(line, field, to) : line)),
  };
}

function put(fields: Fields, field: string, to: NewValue): Fields {
  const { [field]: old = '', ...rest } = fields;
  if (to === null) return rest;
  const value = typeof to === 'function' ? to(old) : to;
  expect(value, 'the fault changes something').not.toBe(old);
  return { ...fields, [field]: value };
}

/** The check of each document and the judgement of the case, as the platform runs them. */
function findings(
  documents: readonly Document[],
  like: ImportCase,
  world: Fault['world'],
): readonly Finding[] {
  return [
    ...documents.flatMap(one => checkDocument(one, { codes: law, at: ACCEPTED })),
    ...judge(caseOf(documents, like), ACCEPTED, law, { ...FULL_WORLD, ...world }).findings,
  ];
}

describe('single faults in right sets', () => {
  it('are at least eighty different ones', () => {
    const distinct = new Set(
      FAULTS.map(fault => `${fault.set} ${fault.part} ${fault.path} ${String(fault.to)} ${fault.says}`),
    );
    expect(distinct.size).toBe(FAULTS.length);
    expect(FAULTS.length).toBeGreaterThanOrEqual(80);
  });

  it.each(FAULTS)('$set: $title', fault => {
    const right = rightSet(SETS[fault.set]);
    const documents = changed(documentsOf(right), fault);
    const found = findings(documents, right, fault.world);
    const [part, path] = fault.at ?? [fault.part, fault.path];
    const document = documents.find(one => one.type === TYPES[part]);
    const said = found.find(
      one =>
        `${one.rule}/${one.code}` === fault.says && one.document.type === TYPES[part] && one.path === path,
    );
    expect(
      said,
      JSON.stringify(found.map(one => [one.rule, one.code, one.document.type, one.path])),
    ).toBeDefined();
    expect(said?.severity).toBe(fault.severity ?? 'reject');
    expect(said?.document.key).toBe(document === undefined ? '' : businessKey(document));
    expect(said?.cites.length).toBeGreaterThan(0);
    expect(said?.message.zh).toMatch(/\p{Script=Han}/u);
    expect(said?.message.en).toMatch(/[a-z]/);
    expect(new Set(found.map(one => one.document.type)), 'only the faulty document is blamed').toEqual(
      new Set([TYPES[part]]),
    );
    if (!fault.mend) return;
    const mended = applyRepairs(documents, found);
    expect(findings(mended, right, fault.world)).toEqual([]);
  });
});
