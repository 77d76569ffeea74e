import { describe, expect, it } from 'vitest';
import { shippedLaw } from '../law/index.ts';
import { goods } from './goods.ts';
import { idCheck, person } from './people.ts';
import { deposits, expiredLogistics, suspendedSeller, zone } from './zone.ts';

const law = shippedLaw();

describe('the demo zone', () => {
  it('has enterprises of every role, with codes of their own that anybody can tell for a demo', () => {
    expect(new Set(zone.map(one => one.code)).size).toBe(zone.length);
    for (const { code, name, demo } of zone) {
      expect(code).toMatch(/^(3701DM\d{4}|91370100MADEM\w{5})$/);
      expect(name).toContain('演示');
      expect(demo).toBe(true);
    }
    expect(new Set(zone.flatMap(one => one.roles.map(role => role.role)))).toEqual(
      new Set(['platform', 'seller', 'payment', 'logistics', 'broker', 'bonded-operator', 'place-operator']),
    );
    expect(suspendedSeller.suspended).toBe(true);
    expect(expiredLogistics.roles[0]?.to).toBe('2024-12-31');
    for (const code of deposits.keys()) expect(zone.map(one => one.code)).toContain(code);
    // Kept and sent as JSON.
    expect(() => JSON.stringify(zone)).not.toThrow();
  });

  it('computes check characters as the standards do (the example of GB 11643)', () => {
    expect(idCheck('11010519491231002')).toBe('X');
    expect(idCheck('44052418800101001')).toBe('4');
  });

  it('has buyers that cannot exist', () => {
    const numbers = new Set<string>();
    for (let number = 0; number < 10_000; number += 7) {
      const { idNumber, name, address } = person(number);
      expect(idNumber).toMatch(/^37019919000\d{6}[\dX]$/);
      expect(name).toMatch(/^演示/);
      expect(address).toContain('演示');
      numbers.add(idNumber);
    }
    expect(numbers.size).toBe(Math.ceil(10_000 / 7));
  });

  it('sells goods whose codes and units are those of the nomenclature', () => {
    expect(goods.length).toBeGreaterThanOrEqual(30);
    expect(new Set(goods.map(good => good.itemNo)).size).toBe(goods.length);
    for (const good of goods) {
      const commodity = law.commodity(good.gcode);
      const unit2 = 'unit2' in good ? good.unit2 : undefined;
      expect([good.gcode, commodity?.unit1, commodity?.unit2]).toEqual([good.gcode, good.unit1, unit2]);
      expect(law.codeName('unit', good.unit)).toBeDefined();
      expect(law.codeName('country', good.country)).toBeDefined();
      expect(good.name).toContain('演示');
    }
  });
});
