import { describe, expect, it } from 'vitest';
import type { Judgement } from '../rules/index.ts';
import { judge } from '../rules/index.ts';
import type { Finding } from '../shared/index.ts';
import { but, life, revocation } from '../test/exactness/life.ts';
import { documentsOf, GOODS, rightSet } from '../test/right-sets.ts';
import type { Setting } from './index.ts';

const set = rightSet({ mode: '9610', goods: [{ of: GOODS.cream, qty: '2' }] });
const [order, payment, waybill, list] = documentsOf(set);
const caseKey = set.key;

const doubt: Finding = {
  rule: 'demo',
  code: 'demo-doubt',
  severity: 'hold',
  document: { type: 'CEB621Message', key: caseKey },
  path: 'InventoryHead',
  value: null,
  cites: [],
  message: { zh: '演示存疑', en: 'a demo doubt' },
};

/** The rules as they are, and a doubt that only an officer can settle. */
const doubting: Setting['judge'] = (...asked): Judgement => {
  const said = judge(...asked);
  return { ...said, findings: [...said.findings, doubt] };
};

function held() {
  const zone = life({ judge: doubting });
  for (const document of [order, payment, waybill, list]) zone.send(document);
  expect(zone.state(caseKey)?.status).toBe('held');
  zone.news();
  return zone;
}

describe('an officer', () => {
  it('releases a held case: limit and guarantee move, the bill is made', () => {
    const zone = held();
    expect(zone.quota).toEqual([]);
    expect(zone.act({ verb: 'release', caseKey, version: 1 }).done).toBe(true);
    expect(zone.state(caseKey)?.status).toBe('released');
    expect(zone.news()).toEqual(['622 399', '622 800', '816 bill 1']);
    expect(zone.decisions.map(({ version, by, outcome }) => `${version} ${by} ${outcome}`)).toEqual([
      '1 rules hold',
      '2 演示关员 release',
    ]);
    expect(zone.quota).toHaveLength(1);
    expect(zone.charged()).toBeGreaterThan(0n);
  });

  it('inspects, and a document that comes meanwhile does not lift the inspection', () => {
    const zone = life({ judge: (...asked) => (zone.told.length > 12 ? judge : doubting)(...asked) });
    for (const document of [order, payment, waybill, list]) zone.send(document);
    zone.act({ verb: 'inspect', caseKey });
    expect(zone.told.at(-1)?.status).toBe('500');
    zone.news();
    for (const document of [order, payment, waybill, list]) {
      const said = zone.send(but(document, { appType: '2', appTime: '20250618152000' }));
      expect(said.state).toBe('refused');
    }
    zone.send(but(payment, { payTransactionId: 'ZF2025OTHER' }));
    const revoking = zone.send(revocation(list, zone.invtNo(caseKey)));
    expect(revoking.findings.map(finding => finding.code)).toEqual(['-623005']);
    expect(zone.state(caseKey)?.status).toBe('inspection');
    expect(zone.act({ verb: 'release', caseKey, version: 2 }).done).toBe(true);
    expect(zone.state(caseKey)?.status).toBe('released');
  });

  it('refuses with his reason, and the declarant may mend and be judged again', () => {
    const zone = held();
    zone.act({ verb: 'reject', caseKey, reason: '货物与申报不符' });
    expect(zone.state(caseKey)?.status).toBe('rejected');
    expect(zone.told.at(-1)?.status).toBe('100');
    expect(zone.decisions.at(-1)?.reason).toBe('货物与申报不符');
    zone.send(but(list, { appType: '2', appTime: '20250618152000' }));
    expect(zone.state(caseKey)?.status).toBe('held');
  });

  it('cannot act on a version that has moved, on a case that waits for nobody, or on none', () => {
    const zone = held();
    zone.send(but(list, { appType: '2', appTime: '20250618152000' }));
    const code = (verdict: ReturnType<typeof zone.act>) => (verdict.done ? 'done' : verdict.code);
    const decided = zone.decisions.length;
    expect(code(zone.act({ verb: 'release', caseKey, version: 1 }))).toBe('version-changed');
    expect(code(zone.act({ verb: 'release', caseKey: 'P|NONE' }))).toBe('case-unknown');
    expect(zone.decisions).toHaveLength(decided);
    expect(code(zone.act({ verb: 'release', caseKey, version: 2 }))).toBe('done');
    for (const verb of ['release', 'reject', 'inspect', 'priority'] as const)
      expect(code(zone.act({ verb, caseKey }))).toBe('not-open');
    expect(zone.quota).toHaveLength(1);
  });

  it('cannot release over a refusal that has come since: the limit was used up meanwhile', () => {
    const bag = (serial: number) => {
      const it = rightSet({ mode: '9610', serial, goods: [{ of: GOODS.handbag, qty: '1' }] });
      return it;
    };
    let holds = true;
    const zone = life({ judge: (...asked) => (holds ? doubting : judge)(...asked) });
    const waiting = bag(1);
    for (const document of documentsOf(waiting)) zone.send(document);
    expect(zone.state(waiting.key)?.status).toBe('held');
    holds = false;
    const buyer = waiting.list.head;
    for (let serial = 2; serial < 40; serial++) {
      const more = bag(serial);
      const same = { buyerIdNumber: buyer['buyerIdNumber'] ?? '', buyerName: buyer['buyerName'] ?? '' };
      zone.send(but(more.order, same));
      zone.send(but(more.payment, { payerIdNumber: same.buyerIdNumber, payerName: same.buyerName }));
      zone.send(more.waybill);
      zone.send(but(more.list, same));
    }
    const used = zone.used(waiting.list);
    expect(zone.decisions.at(-1)?.outcome).toBe('reject');
    const verdict = zone.act({ verb: 'release', caseKey: waiting.key });
    expect(verdict.done ? 'done' : verdict.code).toBe('refused-by-rules');
    expect(zone.used(waiting.list)).toBe(used);
  });

  it('moves a case up the queue without deciding it', () => {
    const zone = held();
    const version = zone.state(caseKey)?.version;
    expect(zone.act({ verb: 'priority', caseKey, reason: '鲜活商品' }).done).toBe(true);
    expect(zone.state(caseKey)).toMatchObject({ version, status: 'held', priority: { reason: '鲜活商品' } });
    expect(zone.news()).toEqual([]);
  });
});

describe('a case that waits', () => {
  it('too long goes back to the declarant, and a document reopens it', () => {
    const zone = life();
    for (const document of [order, payment, list]) zone.send(document);
    expect(zone.expire(caseKey)).toBe(false);
    zone.days(400);
    zone.news();
    expect(zone.expire(caseKey)).toBe(true);
    expect(zone.expire(caseKey)).toBe(false);
    expect(zone.news()).toEqual(['622 100']);
    expect(zone.state(caseKey)?.status).toBe('expired');
    expect(zone.decisions.map(({ by, outcome }) => `${by} ${outcome}`)).toEqual(['timer reject']);
    zone.send(waybill);
    expect(zone.state(caseKey)?.status).not.toBe('expired');
  });

  it('only because its order came, expires as well', () => {
    const zone = life();
    zone.send(order);
    zone.days(400);
    expect(zone.expire(caseKey)).toBe(true);
    zone.send(payment);
    expect(zone.state(caseKey)?.status).toBe('collecting');
    expect(zone.state(caseKey)?.waitsSince).toBe(zone.now);
    expect(zone.expire(caseKey)).toBe(false);
  });
});

describe('receipts', () => {
  it('of one document are later one after another, whatever the clocks of the inputs', () => {
    const zone = life();
    for (const document of [order, payment, list]) zone.send(document);
    zone.now -= 5;
    zone.send(waybill);
    const list622 = zone.told.filter(it => it.type === 'CEB622Message');
    expect(list622.map(it => it.status)).toEqual(['2', '120', '399', '800']);
    const times = list622.map(it => it.head['returnTime'] ?? '');
    expect(times).toEqual([...new Set(times)].toSorted());
    const guids = zone.told.map(it => it.head['guid']);
    expect(new Set(guids).size).toBe(guids.length);
    for (const receipt of list622) {
      expect(receipt.head['preNo']).toMatch(/^B20250618\d{9}$/);
      expect(receipt.head['invtNo']).toBe(zone.invtNo(caseKey));
      expect(receipt.head['invtNo']).toMatch(/^43012025I\d{9}$/);
      expect(receipt.org).toBe('SENDER');
    }
  });

  it.each([
    { of: order, says: ['312 2', '312 120'] },
    { of: payment, says: ['412 2', '412 120'] },
    { of: waybill, says: ['512 2', '512 120'] },
    { of: list, says: ['622 2', '622 120'] },
  ])('of $of.type end with its keeping', ({ of, says }) => {
    const zone = life();
    zone.send(of);
    expect(zone.news()).toEqual(says);
  });
});
