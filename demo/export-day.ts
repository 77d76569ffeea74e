import { exchangeRate, type Law } from '../law/index.ts';
import type { Document } from '../messages/index.ts';
import type { ExportMode } from '../rules/index.ts';
import { type Bilingual, beijingDate, type Instant, parseStamp, stamp14 } from '../shared/index.ts';
import { carriageOf, type ExportParcel, type ExportWish, exportDocumentsOf, exportParcel } from './export.ts';
import {
  arrivalOf,
  departureOf,
  exportReturnOf,
  masterListOf,
  type PaperWish,
  revocationOf,
  tallyOf,
} from './export-batch.ts';
import { type ExportFault, exportFaults, faultyExport } from './export-faults.ts';
import { type Random, random } from './random.ts';
import { type DemoMessage, messageOf, senderOf } from './send.ts';
import { brokers, exporters, logisticsCompanies } from './zone.ts';

/** What an export of the day is there to show. */
export type ExportShow = 'departed' | 'released' | 'reviewed' | 'waits' | 'refused' | 'revoked' | 'returned';

export interface ToldExport {
  /** `E|ebpCode|orderNo`. */
  readonly caseKey: string;
  readonly part: ExportShow;
  readonly title: Bilingual;
  /** Id of the fault, where there is one. */
  readonly fault?: string;
}

/** A step that needs the number of a list first; the steps of one case in their order. */
export interface ExportStep {
  readonly kind: 'export-revocation' | 'export-return' | 'tally';
  readonly caseKey: string;
  /** `released`: wait for 800. `accepted`: the number comes with 120. */
  readonly when: 'released' | 'accepted';
  message(invtNo: string, at: Instant): DemoMessage;
}

export interface ExportDay {
  /** Documents that go out with those of other parcels, and when each is ready at the earliest. */
  readonly posted: readonly Document[];
  /** Messages of their own: master lists, arrivals, departures. */
  readonly own: readonly DemoMessage[];
  readonly told: readonly ToldExport[];
  readonly later: readonly ExportStep[];
}

const MINUTE = 60_000;
const MODES: readonly ExportMode[] = ['9610', '9710', '1210', '9810', '1239'];
const FAULTY = 6;

/** 9610 lists for the month's summary (B): of one declarant, so that lists of one seller and country become one form. */
const FOR_SUMMARY = { mode: '9610', statisticsFlag: 'B', currency: '502', agent: brokers[0] } as const;

/** What leaves, one after another: each mode, 9610 both simplified (A) and for the month's summary (B), of which there are most. */
const LEAVING: readonly Partial<ExportWish>[] = [
  { mode: '9610', statisticsFlag: 'A' },
  { ...FOR_SUMMARY, seller: exporters[0], country: '502' },
  { mode: '9710' },
  { mode: '1210' },
  { mode: '9810' },
  { mode: '1239' },
  { ...FOR_SUMMARY, seller: exporters[1], country: '502' },
  { ...FOR_SUMMARY, seller: exporters[0], country: '304' },
];

const TITLES: Readonly<Record<ExportShow, Bilingual>> = {
  departed: { zh: '申报、运抵放行、离境结关', en: 'declared, released on arrival, departed' },
  released: { zh: '已放行，待离境', en: 'released, has not left yet' },
  reviewed: { zh: '审结，等待运抵', en: 'reviewed, waits for its arrival' },
  waits: { zh: '出口运单未到', en: 'the waybill has not come' },
  refused: { zh: '', en: '' },
  revoked: { zh: '运抵前撤销清单', en: 'revoked before it arrived' },
  returned: { zh: '离境后退货，理货后办结', en: 'came back after departure, tallied' },
};

/**
 * The export side of a demo day: parcels of all five modes that leave carrier by carrier under a bill of its own (master list, arrival,
 * departure), some that have got only part of the way, faulty ones, one revoked and one that comes back. Pure, and the same for the
 * same wish.
 * @param count parcels, at least 20
 */
export function exportDay(
  { at, seed, law }: { readonly at: Instant; readonly seed: string; readonly law: Law },
  count: number,
): ExportDay {
  const chance = random(`${seed}/export-day`);
  const told: ToldExport[] = [];
  const posted: Document[] = [];
  const later: ExportStep[] = [];
  let serial = 0;
  const wish = (more: Partial<ExportWish> = {}): ExportWish => ({
    seed,
    at: at - chance.whole(60, 500) * MINUTE,
    serial: ++serial,
    mode: MODES[serial % MODES.length] ?? '9610',
    ...more,
  });
  const tell = (it: ExportParcel, part: ExportShow, title = TITLES[part], fault?: string) => {
    told.push({ caseKey: it.key, part, title, ...(fault === undefined ? {} : { fault }) });
    return it;
  };
  const post = (it: ExportParcel): ExportParcel => {
    posted.push(...exportDocumentsOf(it));
    return it;
  };
  const paper = (copNo: string, minutesAgo: number): PaperWish => ({
    seed,
    copNo: `${copNo}${stamp14(at).slice(2, 8)}${String(++serial).padStart(4, '0')}`,
    at: at - minutesAgo * MINUTE,
  });

  const rated = exchangeRate(law, '502', beijingDate(at)) !== undefined;
  const grave = exportFaults.filter(
    fault => isForToday(fault) && fault.says.severity === 'reject' && !WANTS_RATES.has(fault.id),
  );
  const inDollars = exportFaults.filter(fault => rated && WANTS_RATES.has(fault.id));
  for (const fault of [...inDollars, ...chance.shuffled(grave)].slice(0, FAULTY)) {
    const { seed: from, serial: number, at: when } = wish();
    post(
      tell(
        faultyExport(fault, { seed: from, serial: number, at: when }, law),
        'refused',
        fault.title,
        fault.id,
      ),
    );
  }
  const waiting = tell(exportParcel(wish({ mode: '9610' }), law), 'waits');
  posted.push(waiting.order, waiting.list);
  for (let n = 0; n < 3; n++) post(tell(exportParcel(wish(), law), 'reviewed'));
  const revoked = post(tell(exportParcel(wish({ mode: '9610' }), law), 'revoked'));
  later.push(
    step('export-revocation', revoked, 'accepted', seed, (invtNo, when) =>
      revocationOf(revoked, invtNo, { seed, at: when, copNo: `CX${waybillNo(revoked)}` }),
    ),
  );

  const own: DemoMessage[] = [];
  let leaving = 0;
  for (const [index, logistics] of logisticsCompanies.entries()) {
    const carriage = carriageOf(`${seed}/${logistics.code}`);
    const share = Math.max(2, Math.round((count - told.length) / (logisticsCompanies.length - index)));
    const parcels = Array.from({ length: share }, (_, place) => {
      // With the first carrier one comes back (the first) and one stays (the last): neither takes a turn of those that leave.
      const isTurn = index > 0 || (place > 0 && place < share - 1);
      const turn = isTurn ? LEAVING[leaving++ % LEAVING.length] : undefined;
      return post(exportParcel(wish({ logistics, carriage, ...turn }), law));
    });
    const left = index === 0 ? parcels.slice(0, -1) : parcels;
    for (const it of parcels) tell(it, left.includes(it) ? 'departed' : 'released');
    own.push(
      ...[
        masterListOf(parcels, paper('ZF', 40)),
        arrivalOf(parcels, paper('YD', 30)),
        departureOf(left, paper('LJ', 5)),
      ].map(document => alone(document, chance)),
    );
    if (index > 0) continue;
    const [back] = left;
    const place = told.findIndex(it => it.caseKey === back?.key);
    const before = told[place];
    if (!back || !before) continue;
    told[place] = { ...before, part: 'returned', title: TITLES.returned };
    later.push(...comingBack(back, seed));
  }
  return { posted, own, told, later };
}

/** A value in dollars is judged only where customs' rates are loaded; then the day shows it. */
const WANTS_RATES = new Set(['over-limit-in-dollars', 'b2b-over-limit']);

/**
 * Faults that are judged (not held up by the match or by the content check), on any day. A suspended seller may be the one who has to
 * send something, and the door is shut to him.
 */
function isForToday({ unmatched, from, says }: ExportFault): boolean {
  if (from?.seller?.suspended) return false;
  return !unmatched && from?.at === undefined && !says.code.startsWith('messages/');
}

const waybillNo = (it: ExportParcel) => it.list.head['logisticsNo'] ?? '';

function comingBack(it: ExportParcel, seed: string): readonly ExportStep[] {
  const application = (invtNo: string, when: Instant) =>
    exportReturnOf(it, invtNo, { seed, at: when, copNo: `TH${waybillNo(it)}`.slice(0, 20) });
  return [
    step('export-return', it, 'released', seed, application),
    step('tally', it, 'released', seed, (invtNo, when) =>
      tallyOf(application(invtNo, when), { seed, at: when, copNo: `TH${waybillNo(it)}`.slice(0, 20) }),
    ),
  ];
}

function step(
  kind: ExportStep['kind'],
  it: ExportParcel,
  when: ExportStep['when'],
  seed: string,
  document: (invtNo: string, at: Instant) => Document,
): ExportStep {
  return {
    kind,
    caseKey: it.key,
    when,
    message: (invtNo, at) => ({ ...alone(document(invtNo, at), random(`${seed}/${kind}`)), at }),
  };
}

/** A message of its own, sent when it was written. */
function alone(document: Document, chance: Random): DemoMessage {
  const sender = senderOf(document);
  const { appTime = '' } = document.head;
  return { sender, message: messageOf(sender, [document], chance.guid()), at: parseStamp(appTime) ?? 0 };
}
