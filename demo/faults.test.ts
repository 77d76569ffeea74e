import { describe, expect, it } from 'vitest';
import { shippedLaw } from '../law/index.ts';
import { checkDocument } from '../messages/index.ts';
import { judge, type World } from '../rules/index.ts';
import { outcomeOf, parseStamp } from '../shared/index.ts';
import { type Fault, faults, faultyParcel } from './faults.ts';
import { documentsOf, parcel } from './parcel.ts';
import { deposits, zoneEnterprise } from './zone.ts';

const law = shippedLaw();
const at = parseStamp('20261124150000') ?? 0;
const world: World = {
  enterprise: zoneEnterprise,
  yearUsed: 0n,
  weightUsed: () => 0n,
  waybillUse: 'none',
  guaranteeFree: code => deposits.get(code),
  sameDay: [],
  stance: 'authority',
};

/** Door and rules together, as the platform asks them: a record that the door refuses is not judged. */
function said(fault: Fault, serial: number) {
  const it = faultyParcel(fault, { seed: 'faults', at, serial }, law);
  const checked = documentsOf(it).flatMap(one => checkDocument(one, { codes: law, at }));
  return outcomeOf(checked) === 'reject' ? checked : [...checked, ...judge(it, at, law, world).findings];
}

describe('the faults of the demo', () => {
  it('are many, and named once each', () => {
    expect(faults.length).toBeGreaterThanOrEqual(25);
    expect(new Set(faults.map(it => it.id)).size).toBe(faults.length);
  });

  it.each(faults.map(fault => [fault.id, fault] as const))('%s is found', (_, fault) => {
    for (let serial = 1; serial <= 12; serial++) {
      const findings = said(fault, serial);
      const text = findings.map(it => `${it.severity} ${it.rule} ${it.code} ${it.path} ${it.value}`);
      const worst = (['reject', 'hold', 'warn'] as const).filter(it =>
        findings.some(one => one.severity === it),
      );
      const enough = { reject: ['reject'], hold: ['reject', 'hold'], warn: ['reject', 'hold', 'warn'] }[
        fault.outcome
      ];
      expect(enough, `${serial} ${text.join('; ')}`).toContain(worst[0]);
    }
  });

  it('start from a parcel that is right', () => {
    for (const fault of faults) {
      const right = parcel({ seed: 'faults', at, serial: 5, ...fault.from }, law);
      expect(judge(right, at, law, world).findings).toEqual([]);
    }
  });
});
