import { describe, expect, it } from 'vitest';
import { shippedLaw } from '../law/index.ts';
import { checkDocument } from '../messages/index.ts';
import { ACCEPTED, documentsOf, FULL_WORLD, RIGHT_SETS, rightSet } from '../test/right-sets.ts';
import { judge } from './index.ts';

const law = shippedLaw();

describe('right sets have no finding at all', () => {
  it.each(RIGHT_SETS)('$title', ({ set }) => {
    const right = rightSet(set);
    const checked = documentsOf(right).flatMap(it => checkDocument(it, { codes: law, at: ACCEPTED }));
    expect(checked).toEqual([]);
    const judged = judge(right, ACCEPTED, law, FULL_WORLD);
    expect(judged.findings.map(it => `${it.rule} ${it.code} ${it.path}: ${it.message.zh}`)).toEqual([]);
    expect(judge(right, ACCEPTED, law, { stance: 'precheck' }).findings).toEqual([]);
  });
});
