import { expect, it } from 'vitest';
import { type ExportFault, exportDocumentsOf, exportFaults, faultyExport } from '../../demo/index.ts';
import { checkDocument } from '../../messages/index.ts';
import { outcomeOf } from '../../shared/index.ts';
import { DECLARED, lawOf, toldExport } from './export-ask.ts';

const law = lawOf(DECLARED);
const wish = { seed: 'pairs', serial: 3, at: DECLARED };
/** Faults of the usual set that change a field. */
const plain = exportFaults.filter(it => it.from === undefined && Object.keys(it.change ?? {}).length > 0);

/** Pairs of which one fault takes the ground away from the other. */
const HIDDEN: Readonly<Record<string, string>> = {
  'owner-name + owner-code': 'a code that is none has no registered name',
  'quantity-of-list + quantity-of-order': 'both say the same now: the totals are told to be no products',
  'arrives-in-china + other-destination': 'against a wrong country of arrival nothing is compared',
};

/** The two of which neither is told any more. */
function hidden(one: ExportFault, two: ExportFault): boolean {
  const both: ExportFault = { ...one, change: { ...one.change, ...two.change } };
  const wrong = faultyExport(both, wish, law);
  const checked = exportDocumentsOf(wrong).flatMap(it => checkDocument(it, { codes: law, at: DECLARED }));
  // What the door refuses is not judged.
  if (outcomeOf(checked) === 'reject') return false;
  const codes = new Set(toldExport(wrong, DECLARED, law).map(it => `${it.rule}/${it.code}`));
  return !codes.has(one.says.code) || !codes.has(two.says.code);
}

it('two faults at once are both told', () => {
  const found = plain.flatMap((one, at) =>
    plain
      .slice(at + 1)
      .filter(two => !Object.keys(two.change ?? {}).some(place => place in (one.change ?? {})))
      .filter(two => hidden(one, two))
      .map(two => `${one.id} + ${two.id}`),
  );
  expect(plain.length).toBeGreaterThan(40);
  expect(found).toEqual(Object.keys(HIDDEN));
});
