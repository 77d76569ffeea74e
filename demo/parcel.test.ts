import { describe, expect, it } from 'vitest';
import { shippedLaw } from '../law/index.ts';
import { checkDocument } from '../messages/index.ts';
import { judge, type World } from '../rules/index.ts';
import { parseStamp } from '../shared/index.ts';
import { goods } from './goods.ts';
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

const say = (findings: readonly { rule: string; code: string; path: string; message: { zh: string } }[]) =>
  findings.map(it => `${it.rule} ${it.code} ${it.path}: ${it.message.zh}`);

describe('a demo parcel', () => {
  it('is the same for the same seed and another for another', () => {
    const one = parcel({ seed: 'a', at, serial: 7 }, law);
    expect(parcel({ seed: 'a', at, serial: 7 }, law)).toEqual(one);
    expect(parcel({ seed: 'b', at, serial: 7 }, law)).not.toEqual(one);
  });

  it('is right in all modes: neither a check nor a rule has anything to say', () => {
    const modes = new Set<string>();
    for (let serial = 0; serial < 400; serial++) {
      const it = parcel({ seed: 'right', at, serial }, law);
      modes.add(it.mode);
      const checked = documentsOf(it).flatMap(one => checkDocument(one, { codes: law, at }));
      expect(say(checked)).toEqual([]);
      expect(say(judge(it, at, law, world).findings)).toEqual([]);
    }
    expect([...modes].sort()).toEqual(['1210', '1239', '9610']);
  });

  it.each(goods.map(good => [good.name, good] as const))('sells %s alone without a finding', (_, good) => {
    const modes = 'modes' in good ? good.modes : (['9610', '1210'] as const);
    for (const mode of modes) {
      const it = parcel({ seed: 'goods', at, serial: 1, mode, goods: [{ good, qty: '1' }] }, law);
      expect(say(documentsOf(it).flatMap(one => checkDocument(one, { codes: law, at })))).toEqual([]);
      const { findings } = judge(it, at, law, world);
      expect(say(findings)).toEqual([]);
    }
  });
});
