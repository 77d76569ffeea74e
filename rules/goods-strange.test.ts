import fc from 'fast-check';
import { expect, it } from 'vitest';
import { contentsIn, countsIn, sheetsIn } from '../tax/index.ts';
import { catalogue } from './catalogue.ts';
import { goodsQuestion } from './goods-parcel.ts';

const strange = fc.oneof(
  fc.constantFrom(
    null,
    '',
    '0',
    '-1',
    '1e9',
    '99999999999999.99999',
    '035',
    '036',
    '011',
    '008',
    '020',
    'NaN',
    '１',
  ),
  fc.constantFrom('3304990039', '1006302090', '9999999999', '50ml', '30g*10片', 'constructor', '__proto__'),
  fc.string({ maxLength: 30 }),
);
const LINE = [
  'gcode',
  'gname',
  'gmodel',
  'qty',
  'unit',
  'qty1',
  'unit1',
  'qty2',
  'unit2',
  'price',
  'totalPrice',
  'gnum',
];
const HEAD = ['grossWeight', 'netWeight', 'freight', 'insuredFee', 'assureCode'];

const fieldsOf = (names: readonly string[]) =>
  fc.record(Object.fromEntries(names.map(name => [name, strange])));

it('no document, however strange, makes a rule throw or speak without a clause', () => {
  fc.assert(
    fc.property(fieldsOf(LINE), fieldsOf(HEAD), (line, list) => {
      const world = { guaranteeFree: () => 1n, sameDay: [] };
      const question = goodsQuestion({
        title: '',
        lines: [line, {}],
        list,
        order: { taxTotal: '5' },
        world,
        expect: [],
      });
      for (const rule of catalogue.filter(it => it.needs.every(part => part in world))) {
        for (const finding of rule.judge(question)) {
          expect(finding.cites.length).toBeGreaterThan(0);
          expect(finding.message.zh + finding.message.en).not.toContain('undefined');
        }
      }
      expect(question.tax.lines.flatMap(it => it.steps).every(step => step.result !== '')).toBe(true);
    }),
    { numRuns: 500 },
  );
});

it.each(['1 ', '9', '1x', '5ml*', '1片 ', '片'])('a long specification of "%s" is read at once', text => {
  const long = text + text.repeat(5000) + ' '.repeat(5000);
  const start = performance.now();
  contentsIn(long);
  countsIn(long);
  sheetsIn(long);
  expect(performance.now() - start).toBeLessThan(500);
});
