import { describe, expect, it } from 'vitest';
import {
  arrivalOf,
  departureOf,
  expiredLogistics,
  exportDocumentsOf,
  exporters,
  exportParcel,
  masterListOf,
  paymentCompanies,
  suspendedSeller,
  zoneEnterprise,
} from '../demo/index.ts';
import { shippedLaw } from '../law/index.ts';
import type { Document, Fields } from '../messages/index.ts';
import type { ExportMode } from '../rules/index.ts';
import { parseStamp } from '../shared/index.ts';
import { but, life } from '../test/exactness/life.ts';

const law = shippedLaw();
const AT = parseStamp('20261124150000') ?? 0;
const zone = () => {
  const it = life({ enterprise: zoneEnterprise });
  it.now = AT;
  return it;
};
const wish = { seed: 'export-arrival', at: AT, statisticsFlag: 'B' as const };
const paper = (copNo: string) => ({ seed: wish.seed, at: AT, copNo });

const set = exportParcel({ ...wish, serial: 1, mode: '9610' }, law);
const [order, waybill, list] = exportDocumentsOf(set) as [Document, Document, Document];
const arrival = arrivalOf([set], paper('YD1'));
const departure = departureOf([set], paper('LJ1'));
const master = masterListOf([set], paper('ZF1'));
const NAMES = new Map([
  [order, '303'],
  [waybill, '505'],
  [list, '603'],
  [arrival, '507'],
  [departure, '509'],
  [master, '607'],
]);

function orders<T>(of: readonly T[]): T[][] {
  if (of.length === 0) return [[]];
  return of.flatMap((first, at) =>
    orders([...of.slice(0, at), ...of.slice(at + 1)]).map(rest => [first, ...rest]),
  );
}

const statuses = (it: ReturnType<typeof zone>, type: string) =>
  it.told.filter(told => told.type === `CEB${type}Message`).map(({ status }) => status);

describe('an export parcel from order to departure', () => {
  it('ends the same in all 720 orders in which its six documents may come', () => {
    for (const documents of orders([order, waybill, list, arrival, departure, master])) {
      const it = zone();
      const came = documents.map(document => NAMES.get(document)).join(' ');
      for (const document of documents) expect(it.send(document).state, came).toBe('current');
      const state = it.state(set.key);
      expect(state?.status, came).toBe('departed');
      expect(state?.marks?.map(mark => mark.type).sort(), came).toEqual([
        'CEB507Message',
        'CEB509Message',
        'CEB607Message',
      ]);
      expect(statuses(it, '604'), came).toEqual(['2', '120', '399', '800', '899']);
      expect(it.decisions.at(-1)?.outcome, came).toBe('release');
      expect([it.quota.length, it.guarantee.length], came).toEqual([0, 0]);
    }
  });

  it('may come twice, document by document, and changes nothing', () => {
    const it = zone();
    for (const document of [arrival, order, departure, list, waybill]) {
      it.send(document);
      const before = it.told.length;
      expect(it.send(document).state).toBe('duplicate');
      expect(it.told.length).toBe(before);
    }
    expect(it.state(set.key)?.status).toBe('departed');
  });

  it.each<ExportMode>(['9610', '1210', '1239', '9710', '9810'])('goes by %s', mode => {
    const it = zone();
    const parcel = exportParcel({ ...wish, serial: 2, mode }, law);
    for (const document of exportDocumentsOf(parcel)) it.send(document);
    expect(it.decisions.flatMap(({ findings }) => findings)).toEqual([]);
    expect(it.state(parcel.key)).toMatchObject({ status: 'reviewed', mode });
    it.send(arrivalOf([parcel], paper('YD2')));
    expect(it.state(parcel.key)?.status).toBe('released');
    it.send(departureOf([parcel], paper('LJ2')));
    expect(it.state(parcel.key)?.status).toBe('departed');
  });

  it('gives a list its numbers with the letter E, and tells the statistics flag back', () => {
    const it = zone();
    it.send(list);
    const head: Fields = it.told.find(({ type }) => type === 'CEB604Message')?.head ?? {};
    expect(head['invtNo']).toMatch(/^\d{4}2026E\d{9}$/);
    expect(head['preNo']).toMatch(/^B20261124\d{9}$/);
    expect(head).toMatchObject({ statisticsFlag: 'B', orderNo: list.head['orderNo'], returnStatus: '2' });
    expect(it.invtNo(set.key)).toBe(head['invtNo']);
  });

  it('answers the papers on many parcels 2 and 399, with numbers of their own', () => {
    const it = zone();
    for (const document of [master, arrival, departure]) it.send(document);
    expect(it.news()).toEqual(['608 2', '608 399', '508 2', '508 399', '510 2', '510 399']);
    expect(it.told.every(({ head }) => /^[YLZ]20261124\d{9}$/.test(head['preNo'] ?? ''))).toBe(true);
    // An arrival by mail names no bill; the receipt must have the element all the same.
    it.send(but(arrival, { copNo: 'YD8', billNo: '' }));
    expect(it.told.at(-1)?.head).toMatchObject({ billNo: '', msgSeqNo: '1', returnStatus: '399' });
  });
});

describe('an arrival without lines', () => {
  it('is kept, releases nothing and says so', () => {
    const it = zone();
    for (const one of [order, waybill, list]) it.send(one);
    const said = it.send({ ...but(arrival, {}), lines: [] });
    expect([said.state, said.findings.map(({ code }) => code)]).toEqual([
      'current',
      ['arrival-names-nothing'],
    ]);
    expect(it.state(set.key)?.status).toBe('reviewed');
  });
});

describe('who tells an arrival, a departure, a master list', () => {
  it.each([
    ['nobody that is filed', arrival, { operatorCode: '3701DM9999' }, '-10102'],
    ['a carrier whose filing has run out', departure, { logisticsCode: expiredLogistics.code }, '-10101'],
    ['a suspended seller', master, { agentCode: suspendedSeller.code }, '-10102'],
    ['a payment company', arrival, { operatorCode: paymentCompanies[0].code }, '-10101'],
  ] as const)('is not %s', (_title, document, head, code) => {
    const it = zone();
    for (const one of [order, waybill, list]) it.send(one);
    expect(it.send(but(document, head)).findings.map(finding => finding.code)).toEqual([code]);
    expect(it.state(set.key)?.status).toBe('reviewed');
  });

  it.each([
    ['its own operator', arrival.head['operatorCode'] ?? '', 'current'],
    ['somebody who only transmits', 'SENDER', 'current'],
    ['a seller', exporters[1].code, 'refused'],
    ['a payment company', paymentCompanies[0].code, 'refused'],
  ])('an arrival that names its operator may be sent by %s: %s → %s', (_, sender, state) => {
    const it = zone();
    const said = it.send(but(arrival, {}), sender);
    expect(said.state).toBe(state);
    if (state === 'refused')
      expect(said.findings).toMatchObject([
        { code: 'life-speaks-for-other', path: 'ArrivalHead/operatorCode' },
      ]);
  });
});

describe('the receipt of payment', () => {
  const before = parseStamp('20241214100000') ?? 0;
  const old = exportParcel({ seed: 'old', at: before, serial: 3, mode: '9610', statisticsFlag: 'B' }, law);
  it('is waited for by a list accepted until 14 December 2024', () => {
    const it = zone();
    it.now = before;
    for (const document of exportDocumentsOf(old)) if (document !== old.receipt) it.send(document);
    expect(it.state(old.key)?.status).toBe('collecting');
    it.days(3);
    if (old.receipt) it.send(old.receipt);
    expect(it.state(old.key)?.status).toBe('reviewed');
  });
  it('is not waited for since', () => {
    const it = zone();
    it.now = before + 86_400_000;
    for (const document of exportDocumentsOf(old)) if (document !== old.receipt) it.send(document);
    expect(it.state(old.key)?.status).toBe('reviewed');
  });
  it('joins the parcel that it names now, when a change names another', () => {
    const it = zone();
    it.now = before;
    for (const document of exportDocumentsOf(old)) it.send(document);
    const moved = but(old.receipt as Document, {
      appType: '2',
      appTime: '20241214120000',
      ebpCode: 'ANOTHER',
    });
    expect(it.send(moved).findings).toEqual([]);
    expect(it.state(old.key)?.status).toBe('collecting');
    expect(it.state(`E|ANOTHER|${old.list.head['orderNo']}`)?.status).toBe('collecting');
  });
});

describe('arrivals and departures of many parcels', () => {
  const many = Array.from({ length: 40 }, (_, at) =>
    exportParcel(
      {
        ...wish,
        serial: 100 + at,
        mode: '9610',
        ...(set.wish.logistics ? { logistics: set.wish.logistics } : {}),
      },
      law,
    ),
  );
  const split = (document: Document, parts: number): Document[] => {
    const size = Math.ceil(document.lines.length / parts);
    return Array.from({ length: parts }, (_, at) => ({
      ...but(document, { msgCount: String(parts), msgSeqNo: String(at + 1) }),
      lines: document.lines.slice(at * size, (at + 1) * size),
    }));
  };

  it('come in parts of one copNo, before and after the lists', () => {
    const it = zone();
    const [one, two, three] = split(arrivalOf(many, paper('YD9')), 3) as [Document, Document, Document];
    expect(it.send(one).state).toBe('current');
    for (const parcel of many) for (const document of exportDocumentsOf(parcel)) it.send(document);
    expect(it.send(two).state).toBe('current');
    for (const part of split(departureOf(many, paper('LJ9')), 2)) it.send(part);
    expect(it.send(three).state).toBe('current');
    expect(new Set(many.map(parcel => it.state(parcel.key)?.status))).toEqual(new Set(['departed']));
  });

  it('may be changed while nothing is released by them, and the number that is gone is forgotten', () => {
    const it = zone();
    const [first, second] = many as [typeof set, typeof set];
    const both = arrivalOf([first, second], paper('YD7'));
    it.send(both);
    const less = {
      ...but(both, { appType: '2', appTime: '20261124160000' }),
      lines: arrivalOf([first], paper('YD7')).lines,
    };
    expect(it.send(less).findings).toEqual([]);
    for (const parcel of [first, second]) for (const document of exportDocumentsOf(parcel)) it.send(document);
    expect([first, second].map(parcel => it.state(parcel.key)?.status)).toEqual(['released', 'reviewed']);
    const again = but(both, { appType: '2', appTime: '20261124170000' });
    expect(it.send(again).findings.map(({ code }) => code)).toEqual(['life-case-closed']);
  });
});
