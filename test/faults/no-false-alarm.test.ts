import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shippedLaw } from '../../law/index.ts';
import type { Enterprise, EnterpriseRole, ImportCase, World } from '../../rules/index.ts';
import { documentsOf, FULL_WORLD, GOODS, type Goods, rightSet } from '../right-sets.ts';
import { line, told } from './ask.ts';
import { MANNERS } from './manners.ts';
import { OTHER_GOODS } from './other-shops.ts';

const law = shippedLaw();
const MODES = ['9610', '1210', '1239'] as const;
const ROLES: readonly EnterpriseRole[] = [
  'platform',
  'seller',
  'payment',
  'logistics',
  'broker',
  'bonded-operator',
];

/** A register in which every firm of the set is filed under its name for whatever it does. */
function worldOf(set: ImportCase): World {
  const names = new Map<string, string>();
  for (const { head } of documentsOf(set)) {
    for (const [field, code] of Object.entries(head)) {
      const name =
        /^(ebp|ebc|pay|logistics|agent|area)Code$/.test(field) && head[field.replace('Code', 'Name')];
      if (name) names.set(code, name);
    }
  }
  const roles = ROLES.map(role => ({ role, from: '2019-01-01' }));
  return {
    ...FULL_WORLD,
    enterprise: (code): Enterprise | undefined => {
      const name = names.get(code);
      return name === undefined ? undefined : { code, name, roles };
    },
  };
}

function says(set: ImportCase): readonly string[] {
  const documents = documentsOf(set);
  return [
    ...told(documents, { law, world: worldOf(set) }).map(line),
    ...told(documents, { law, world: { stance: 'precheck' } }).map(line),
  ];
}

const set = (mode: ImportCase['mode'], goods: readonly { of: Goods; qty: string }[], serial = 50) =>
  rightSet({ mode, serial, goods });
/** A direct purchase of two goods that any mode may carry. */
const usual = (mode: ImportCase['mode']) =>
  set(mode, [
    { of: GOODS.cream, qty: '2' },
    { of: GOODS.biscuits, qty: '1' },
  ]);

/** Bonded lists leave out what only a direct purchase has, and the other way round. */
const fits = (title: string, mode: string) => mode === '9610' || title !== 'transport 6';

describe('right sets of other people', () => {
  describe.each(MODES)('%s', mode => {
    it.each(MANNERS.filter(it => fits(it.title, mode)))('$title', ({ turn }) => {
      expect(says(turn(usual(mode)))).toEqual([]);
    });
  });

  it.each(OTHER_GOODS)('$name', of => {
    for (const mode of MODES)
      for (const qty of ['1', '2', '3']) {
        if (Number(of.price) * Number(qty) > 4800) continue;
        expect(says(set(mode, [{ of, qty }]))).toEqual([]);
      }
  });

  it('several lines of one commodity code', () => {
    const { cream } = GOODS;
    const night = { ...cream, itemNo: 'YS-MS-051', name: '演示牌晚霜50克', price: '188.00' };
    const eye = { ...cream, itemNo: 'YS-MS-052', name: '演示牌日霜50克', price: '168.00' };
    for (const mode of MODES)
      expect(
        says(
          set(
            mode,
            [cream, night, eye].map((of, at) => ({ of, qty: String(at + 1) })),
          ),
        ),
      ).toEqual([]);
  });

  it('big quantities of cheap goods', () => {
    const cheap = { ...GOODS.biscuits, price: '1.99' };
    expect(says(set('1210', [{ of: cheap, qty: '500' }]))).toEqual([]);
  });

  it('one dear item over the single limit, taxed in full', () => {
    const dear = { ...GOODS.handbag, price: '9800.00' };
    expect(says(set('9610', [{ of: dear, qty: '1' }]))).toEqual([]);
  });

  it('exactly at the single limit', () => {
    const dear = { ...GOODS.biscuits, price: '2491.50' };
    expect(says(set('9610', [{ of: dear, qty: '2' }]))).toEqual([]);
  });

  it('any goods in any manners together', () => {
    const goods = fc.uniqueArray(fc.constantFrom(...OTHER_GOODS, ...Object.values(GOODS)), {
      minLength: 1,
      maxLength: 4,
      selector: it => it.itemNo,
    });
    const wanted = fc.record({
      mode: fc.constantFrom(...MODES),
      serial: fc.integer({ min: 1, max: 999 }),
      goods,
      qty: fc.integer({ min: 1, max: 3 }).map(String),
      manners: fc.uniqueArray(fc.constantFrom(...MANNERS), { maxLength: 4 }),
    });
    fc.assert(
      fc.property(wanted, ({ mode, serial, goods: chosen, qty, manners }) => {
        const value = chosen.reduce((sum, { price }) => sum + Number(price) * Number(qty), 0);
        fc.pre(
          value < 4900 && manners.every(it => fits(it.title, mode)) && together(manners.map(it => it.title)),
        );
        const right = set(
          mode,
          chosen.map(of => ({ of, qty })),
          serial,
        );
        const made = manners.reduce((before, { turn }) => turn(before), right);
        expect(says(made), manners.map(it => it.title).join('; ')).toEqual([]);
      }),
      { numRuns: 250 },
    );
  });
});

/** Some manners undo each other's relations (a guarantor who is no longer a party, a payment made after another declaration). */
function together(titles: readonly string[]): boolean {
  const one = (pattern: RegExp) => titles.filter(title => pattern.test(title)).length <= 1;
  return one(/guaranteed|sells itself|declares itself|eighteen/) && one(/freight|insurance|tax|points/);
}
