import {
  arrivalOf,
  departureOf,
  documentsOf,
  type ExportParcel,
  type ExportWish,
  exportDocumentsOf,
  exportParcel,
  exportReturnOf,
  masterListOf,
  parcel,
  type Random,
  revocationOf,
  tallyOf,
} from '../../demo/index.ts';
import type { Law } from '../../law/index.ts';
import type { Document } from '../../messages/index.ts';
import { type Instant, parseStamp, stamp14 } from '../../shared/index.ts';

/** Export documents in which every kind of trouble is at home, in no order. */
export interface ExportPool {
  readonly documents: readonly Document[];
  readonly parcels: readonly ExportParcel[];
}

/** A day on which a receipt of payment was still asked for. */
export const RECEIPTED: Instant = parseStamp('20241214173000') ?? 0;

/** Makes the pool; the same seed, instant and chance give the same documents. */
export function exportPool(seed: string, at: Instant, law: Law, chance: Random): ExportPool {
  let serial = 0;
  const wish = (more: Partial<ExportWish> = {}): ExportWish => {
    serial += 1;
    return { seed, at: at - 3_600_000, serial, ...more };
  };
  const paper = (letters: string) => {
    serial += 1;
    return { seed, at: at - 1_800_000, copNo: `${letters}${serial}` };
  };
  const but = (document: Document, head: Readonly<Record<string, string>>): Document => ({
    ...document,
    head: { ...document.head, guid: chance.guid(), ...head },
  });
  const documents: Document[] = [];
  const parcels: ExportParcel[] = [];
  const add = (it: ExportParcel) => {
    parcels.push(it);
    documents.push(...exportDocumentsOf(it));
    return it;
  };
  const { logistics } = exportParcel(wish(), law).wish;
  const ofOne = logistics ? { logistics } : {};
  const later = { appTime: stamp14(at) };

  // Right ones of every mode, and an arrival, a departure and a master list in parts that overlap.
  const right = Array.from({ length: 8 }, () => add(exportParcel(wish(ofOne), law)));
  const parts = (document: Document): Document[] => {
    const half = Math.ceil(document.lines.length / 2);
    return [document.lines.slice(0, half + 1), document.lines.slice(half)].map((lines, index) => ({
      ...but(document, { msgCount: '2', msgSeqNo: String(index + 1) }),
      lines: lines.map((line, n) => ({ ...line, gnum: String(n + 1) })),
    }));
  };
  documents.push(...parts(arrivalOf(right.slice(0, 6), paper('YD'))));
  documents.push(...parts(departureOf(right.slice(1, 7), paper('LJ'))));
  documents.push(...parts(masterListOf(right, paper('ZF'))));

  // Changes and deletions, which may come before what they change.
  const mended = add(exportParcel(wish(ofOne), law));
  documents.push(but(mended.list, { ...later, appType: '2', packNo: '1' }));
  documents.push(but(mended.order, { ...later, appType: '2' }));
  const deleted = add(exportParcel(wish(ofOne), law));
  documents.push(but(deleted.order, { ...later, appType: '3' }));
  documents.push(but(deleted.list, { ...later, appType: chance.pick(['2', '3']) }));
  documents.push(but(deleted.waybill, { ...later, appType: chance.pick(['2', '3']) }));
  const both = arrivalOf([mended, deleted], paper('YD'));
  documents.push(both, { ...but(both, { ...later, appType: '2' }), lines: both.lines.slice(0, 1) });
  const taken = departureOf([mended, deleted], paper('LJ'));
  documents.push(taken, but(taken, { ...later, appType: '3' }));

  // A list that is wrong and mended, and one that another seller claims too.
  const heavy = add(exportParcel(wish(ofOne), law));
  documents.push(but(heavy.list, { ...later, appType: '2', netWeight: '9999' }));
  documents.push(arrivalOf([heavy], paper('YD')));
  const claimed = add(exportParcel(wish(ofOne), law));
  documents.push(but(claimed.list, { ...later, ebcCode: right[0]?.list.head['agentCode'] ?? '' }));

  // One waybill number for two exports and an import.
  const two = exportParcel(wish(ofOne), law);
  const number = right[7]?.list.head['logisticsNo'] ?? '';
  documents.push(two.order, but(two.list, { logisticsNo: number }));
  const bought = parcel({ seed, at: at - 3_600_000, serial: 900, ...ofOne }, law);
  documents.push(...documentsOf(bought).slice(0, 2), but(bought.waybill, { logisticsNo: number }));
  documents.push(but(bought.list, { logisticsNo: number }));

  // Receipts of payment, one of which moves to another order.
  const paid = exportParcel(wish({ at: RECEIPTED - 3_600_000, mode: '9610', ...ofOne }), law);
  add(paid);
  if (paid.receipt) documents.push(but(paid.receipt, { ...later, appType: '2', ebpCode: 'ANOTHER' }));

  // Applications on numbers that are only guessed.
  for (let count = 0; count < 4; count++) {
    const guessed = `${right[count]?.list.head['customsCode']}2026E${String(chance.whole(1, 60)).padStart(9, '0')}`;
    documents.push(...applications(chance.pick(right), guessed, chance));
  }
  return { documents, parcels };
}

/** A revocation, or a return with its tally, of a list with this number. */
export function applications(it: ExportParcel, invtNo: string, chance: Random): readonly Document[] {
  const at = parseStamp(it.list.head['appTime'] ?? '') ?? 0;
  const paper = (letters: string) => ({
    seed: invtNo,
    at,
    copNo: `${letters}${chance.whole(1, 99_999_999)}`,
  });
  if (chance.chance(50)) return [revocationOf(it, invtNo, paper('CX'))];
  const application = exportReturnOf(it, invtNo, paper('TH'));
  const tally = tallyOf(application, paper('LH'));
  return [application, { ...tally, head: { ...tally.head, invtNo: chance.chance(50) ? invtNo : '' } }];
}
