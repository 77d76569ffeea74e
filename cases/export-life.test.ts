import { describe, expect, it } from 'vitest';
import {
  arrivalOf,
  departureOf,
  type ExportParcel,
  exportDocumentsOf,
  exporters,
  exportParcel,
  exportReturnOf,
  foreignPlatform,
  revocationOf,
  tallyOf,
  zoneEnterprise,
} from '../demo/index.ts';
import { shippedLaw } from '../law/index.ts';
import type { Document } from '../messages/index.ts';
import { parseStamp } from '../shared/index.ts';
import { but, life } from '../test/exactness/life.ts';

const law = shippedLaw();
const AT = parseStamp('20261124150000') ?? 0;
const wish = { seed: 'export-life', at: AT, statisticsFlag: 'B' as const, mode: '9610' as const };
const paper = (copNo: string) => ({ seed: wish.seed, at: AT, copNo });
const set = exportParcel({ ...wish, serial: 1 }, law);
const [order, waybill, list] = exportDocumentsOf(set) as [Document, Document, Document];

/** A zone in which the parcel has come as far as this. */
function zone(to: 'listed' | 'reviewed' | 'released' | 'departed' = 'reviewed', parcel: ExportParcel = set) {
  const it = life({ enterprise: zoneEnterprise });
  it.now = AT;
  const documents = to === 'listed' ? [parcel.list] : exportDocumentsOf(parcel);
  for (const document of documents) it.send(document);
  if (to === 'released' || to === 'departed') it.send(arrivalOf([parcel], paper('YD1')));
  if (to === 'departed') it.send(departureOf([parcel], paper('LJ1')));
  expect(it.state(parcel.key)?.status).toBe(to === 'listed' ? 'collecting' : to);
  it.news();
  return it;
}

const codes = (findings: readonly { code: string }[]) => findings.map(({ code }) => code);

describe('a revocation (605)', () => {
  it.each(['listed', 'reviewed'] as const)('takes a list back that is %s', to => {
    const it = zone(to);
    const number = it.invtNo(set.key);
    expect(it.send(revocationOf(set, number, paper('CX1'))).findings).toEqual([]);
    expect(it.state(set.key)?.status).toBe('revoked');
    expect(it.news()).toEqual(['606 2', '606 399']);
    expect(it.told.at(-1)?.head).toMatchObject({ invtNo: number, preNo: expect.stringMatching(/^C/) });
    // The goods may arrive all the same; nothing is released.
    it.send(arrivalOf([set], paper('YD1')));
    expect(it.state(set.key)?.status).toBe('revoked');
    // A second one, and one with the number of a list that never was.
    expect(codes(it.send(revocationOf(set, number, paper('CX2'))).findings)).toEqual(['-623005']);
    // The order is declared again, gets a new number, and goes.
    it.days(1);
    it.send(but(list, { appTime: '20261125150000' }));
    if (to === 'listed') for (const document of [order, waybill]) it.send(document);
    expect(it.invtNo(set.key)).not.toBe(number);
    expect(it.state(set.key)?.status).toBe('released');
    expect(codes(it.send(revocationOf(set, number, paper('CX3'))).findings)).toEqual(['-623003']);
  });

  it.each([
    { title: 'a released list', to: 'released', code: '-623005' },
    { title: 'a list that has left', to: 'departed', code: '-623005' },
  ] as const)('does not touch $title', ({ to, code }) => {
    const it = zone(to);
    const said = it.send(revocationOf(set, it.invtNo(set.key), paper('CX1')));
    expect(codes(said.findings)).toEqual([code]);
    expect(it.state(set.key)?.status).toBe(to);
  });

  it('is the affair of the sender of the list, names its number to the letter, and is never changed', () => {
    const it = zone();
    const number = it.invtNo(set.key);
    expect(codes(it.send(revocationOf(set, number, paper('CX1')), 'SOMEBODY').findings)).toEqual([
      'life-other-sender',
    ]);
    for (const wrong of [number.replace(/^..../, '9999'), number.replace('E', 'I'), '1', `${number}0`])
      expect(codes(it.send(revocationOf(set, wrong, paper('CX2'))).findings), wrong).toEqual(['-623003']);
    const changing = but(revocationOf(set, number, paper('CX3')), { appType: '2' });
    expect(codes(it.send(changing).findings)).toEqual(['life-applied-once']);
    expect(it.state(set.key)?.status).toBe('reviewed');
  });
});

describe('changes of an export', () => {
  it('judge again before release, and are closed after it', () => {
    const it = zone();
    const heavy = {
      appType: '2',
      appTime: '20261124160000',
      netWeight: '9999',
    };
    it.send(but(list, heavy));
    expect(it.state(set.key)?.status).toBe('rejected');
    it.send(but(list, { appType: '2', appTime: '20261124170000' }));
    expect(it.state(set.key)?.status).toBe('reviewed');
    it.send(arrivalOf([set], paper('YD1')));
    for (const [document, code] of [
      [order, '-301011'],
      [waybill, '-504016'],
      [list, '-621012'],
    ] as const)
      for (const appType of ['2', '3'])
        expect(
          codes(it.send(but(document, { appType, appTime: '20261125170000' })).findings),
          `${document.type} ${appType}`,
        ).toEqual([code]);
  });

  it('take a list away, and the arrival waits for the next', () => {
    const it = zone('listed');
    it.send(arrivalOf([set], paper('YD1')));
    it.send(but(list, { appType: '3', appTime: '20261124160000' }));
    for (const document of [order, waybill]) it.send(document);
    expect(it.state(set.key)?.status).toBe('collecting');
    it.send(but(list, { appTime: '20261124170000' }));
    expect(it.state(set.key)?.status).toBe('released');
  });

  it('refuse a second list of the order by another seller until the first is out of the way', () => {
    const it = zone();
    const other = exporters.find(({ code }) => code !== list.head['ebcCode']);
    const second = but(list, { ebcCode: other?.code ?? '', appTime: '20261124160000' });
    const said = it.send(second);
    expect(codes(said.findings)).toEqual(['-621004']);
    it.send(revocationOf(set, it.invtNo(set.key), paper('CX1')));
    it.send(but(second, {}));
    expect(it.state(set.key)?.list).toContain(other?.code ?? '');
  });
});

describe('one waybill number', () => {
  const two = exportParcel({ ...wish, serial: 2 }, law);
  const taken = but(two.list, {
    logisticsNo: list.head['logisticsNo'] ?? '',
    logisticsCode: list.head['logisticsCode'] ?? '',
  });

  it('is taken by the list that passed first; the arrival releases that one alone', () => {
    const it = zone();
    it.send(two.order);
    it.send(taken);
    expect(it.state(two.key)?.status).toBe('rejected');
    it.send(arrivalOf([set], paper('YD1')));
    expect([set, two].map(({ key }) => it.state(key)?.status)).toEqual(['released', 'rejected']);
  });

  it('is given again half a year after the departure, and the old arrival does not release the new parcel', () => {
    const it = zone('departed');
    it.days(100);
    it.send(departureOf([set], paper('LJ2')));
    it.days(200);
    it.send(but(two.order, {}));
    it.send(but(taken, {}));
    it.send(but(waybill, { appTime: '20270920150000', ...weightOf(taken) }));
    expect(it.state(two.key)?.status).not.toBe('departed');
    expect(it.state(two.key)?.marks).toBeUndefined();
    expect(it.state(set.key)?.status).toBe('departed');
  });

  it('is one number for imports and exports of a carrier', () => {
    const it = zone('departed');
    expect(it.state(set.key)?.waybill).toBe(`W|${list.head['logisticsCode']}|${list.head['logisticsNo']}`);
  });
});

describe('a foreign platform without a code (无)', () => {
  it('has the same order number for two sellers, and each parcel goes its own way', () => {
    const own = exporters.map((seller, at) =>
      exportParcel({ ...wish, serial: 40 + at, platform: foreignPlatform, seller, agent: seller }, law),
    );
    const it = zone('listed');
    const keys = own.map(parcel => {
      const documents = exportDocumentsOf(parcel).map(document =>
        document.head['orderNo'] ? but(document, { orderNo: '1001' }) : document,
      );
      for (const document of documents) expect(it.send(document).findings).toEqual([]);
      return `E|无|${parcel.list.head['ebcCode']}|1001`;
    });
    expect(keys.map(key => it.state(key)?.status)).toEqual(['reviewed', 'reviewed', 'reviewed']);
    const [first] = own;
    if (first) it.send(revocationOf(first, it.invtNo(keys[0] ?? ''), paper('CX7')));
    expect(keys.map(key => it.state(key)?.status)).toEqual(['revoked', 'reviewed', 'reviewed']);
  });
});

function weightOf({ head }: Document) {
  return { grossWeight: head['grossWeight'] ?? '' };
}

describe('an officer and an export', () => {
  it('inspects the goods when they arrive, and nothing is revoked meanwhile', () => {
    const it = zone();
    expect(it.act({ verb: 'inspect', caseKey: set.key, reason: '布控' }).done).toBe(true);
    expect(it.state(set.key)?.status).toBe('reviewed');
    expect(it.news()).toEqual([]);
    it.send(arrivalOf([set], paper('YD1')));
    expect(it.state(set.key)?.status).toBe('inspection');
    expect(it.news()).toEqual(['508 2', '508 399', '604 500']);
    it.send(departureOf([set], paper('LJ1')));
    expect(it.state(set.key)?.status).toBe('inspection');
    expect(codes(it.send(revocationOf(set, it.invtNo(set.key), paper('CX1'))).findings)).toEqual(['-623005']);
    expect(it.act({ verb: 'release', caseKey: set.key, reason: '查验无误' }).done).toBe(true);
    expect(it.state(set.key)?.status).toBe('departed');
    expect(it.told.filter(({ type }) => type === 'CEB604Message').map(({ status }) => status)).toEqual([
      ...['2', '120', '399', '500', '399', '800', '899'],
    ]);
  });

  it('releases nothing that has not arrived, and may refuse it', () => {
    const it = zone();
    expect(it.act({ verb: 'release', caseKey: set.key })).toMatchObject({ done: false, code: 'not-open' });
    expect(it.act({ verb: 'reject', caseKey: set.key, reason: '演示退单' }).done).toBe(true);
    it.send(arrivalOf([set], paper('YD1')));
    expect(it.state(set.key)?.status).toBe('rejected');
    for (const verb of ['release', 'reject', 'inspect'] as const)
      expect(it.act({ verb, caseKey: set.key })).toMatchObject({ code: 'not-open' });
  });

  it('puts a parcel first in the queue until it is released', () => {
    const it = zone();
    expect(it.act({ verb: 'priority', caseKey: set.key }).done).toBe(true);
    expect(zone('released').act({ verb: 'priority', caseKey: set.key })).toMatchObject({ code: 'not-open' });
  });

  it('need not act when a list waits too long for its partners', () => {
    const it = zone('listed');
    it.days(61);
    expect(it.expire(set.key)).toBe(true);
    expect(it.news()).toEqual(['604 100']);
    expect(zone().expire(set.key)).toBe(false);
  });
});

describe('goods that come back (213, 215)', () => {
  const application = (it: ReturnType<typeof zone>, copNo = 'TH1') =>
    exportReturnOf(set, it.invtNo(set.key), paper(copNo));
  const tally = (of: Document) => tallyOf(of, paper('LH1'));

  it('are applied for and tallied; the application is released by the tally', () => {
    const it = zone('departed');
    const asked = application(it);
    expect(it.send(asked).findings).toEqual([]);
    expect(it.state(set.key)?.status).toBe('departed');
    expect(it.send(tally(asked)).findings).toEqual([]);
    expect(it.state(set.key)?.status).toBe('returned');
    expect(it.news()).toEqual(['214 2', '214 120', '216 2', '216 399', '214 800']);
  });

  it('may be tallied before the application is there', () => {
    const it = zone('released');
    const asked = application(it);
    const early = tally(asked);
    it.send(but(early, { invtNo: '' }));
    it.send(asked);
    expect(it.state(set.key)?.status).toBe('returned');
    expect(it.news()).toEqual(['216 2', '216 399', '214 2', '214 120', '214 800']);
  });

  const cases: readonly (readonly [string, (asked: Document) => Document, readonly string[]])[] = [
    ['another mode', asked => but(asked, { tradeMode: '9810' }), ['return-mode-differs']],
    ['an unknown list', asked => but(asked, { invtNo: '434120261E000000099' }), ['-625204']],
    ['more than was sold', asked => line(asked, { qty: '99999' }), ['life-return-too-much']],
    ['a statutory quantity above it', asked => line(asked, { qty1: '99999' }), ['life-return-too-much']],
    ['a line that was not there', asked => line(asked, { gnum: '77' }), ['-625209']],
    ['another commodity', asked => line(asked, { gcode: '9999999999' }), ['-625209']],
    ['another model', asked => line(asked, { gmodel: '别的' }), ['return-line-differs']],
  ];
  it.each(cases)('are not taken back with %s', (_title, fault, expected) => {
    const it = zone('departed');
    expect(codes(it.send(fault(application(it))).findings)).toEqual(expected);
  });

  it('come back within a year of release, in parts, and never more than went', () => {
    const it = zone('departed');
    it.days(365);
    expect(it.send(application(it)).findings).toEqual([]);
    expect(codes(it.send(but(application(it, 'TH2'), {})).findings)).toContain('life-return-too-much');
    const late = zone('departed');
    late.days(366);
    expect(codes(late.send(application(late)).findings)).toEqual(['return-window-closed']);
    const early = zone();
    expect(codes(early.send(application(early)).findings)).toEqual(['life-not-released']);
    expect(codes(zone('departed').send(application(it), 'SOMEBODY').findings)).toEqual(['life-other-sender']);
  });
});

function line(asked: Document, fields: Readonly<Record<string, string>>): Document {
  const [first = {}, ...more] = asked.lines;
  return { ...but(asked, {}), lines: [{ ...first, ...fields }, ...more] };
}
