import type { Document, Fields } from '../messages/index.ts';
import type { ExportCase } from '../rules/index.ts';
import { fixed5, formatFixed5, type Instant, stamp14 } from '../shared/index.ts';
import { DEMO_NOTE } from './papers.ts';
import { random } from './random.ts';
import { placeOperator } from './zone.ts';

/** The papers that follow the lists of an export: what leaves under one bill, one parcel revoked, one parcel come back. */
export interface PaperWish {
  /** Seed of the guid. */
  readonly seed: string;
  readonly at: Instant;
  /** Number that the enterprise gives the paper, 30 characters at most. */
  readonly copNo: string;
}

function frame({ seed, at, copNo }: PaperWish, kind: string): Fields {
  const guid = random(`${seed}/${kind}/${copNo}`).guid();
  return { guid, appType: '1', appTime: stamp14(at), appStatus: '2' };
}

const pick = ({ head }: Document, ...names: readonly string[]): Fields =>
  Object.fromEntries(names.flatMap(name => (head[name] === undefined ? [] : [[name, head[name]]])));

/** Every batch paper stands unsplit: message 1 of 1. */
const UNSPLIT: Fields = { msgCount: '1', msgSeqNo: '1', note: DEMO_NOTE };

function firstOf(parcels: readonly ExportCase[]): Document {
  const [first] = parcels;
  if (first === undefined) throw new Error('a batch has at least one parcel');
  return first.list;
}

const waybillNoOf = ({ list }: Pick<ExportCase, 'list'>): string => list.head['logisticsNo'] ?? '';

/**
 * The master list (607) of parcels of one carrier that leave under one bill: customs office, carriage and declaring enterprise are
 * those of the first parcel. `invtNo` gives the number of a list where it is known.
 */
export function masterListOf(
  parcels: readonly ExportCase[],
  wish: PaperWish,
  invtNo: (parcel: ExportCase) => string | undefined = () => undefined,
): Document {
  const list = firstOf(parcels);
  const gross = parcels.reduce((sum, it) => sum + fixed5(it.list.head['grossWeight'] ?? '0'), 0n);
  return {
    type: 'CEB607Message',
    head: {
      ...frame(wish, '607'),
      ...pick(list, 'customsCode', 'agentCode', 'agentName', 'trafMode', 'trafName', 'voyageNo', 'billNo'),
      copNo: wish.copNo,
      domesticTrafNo: '鲁A演示01',
      grossWeight: formatFixed5(gross),
      ...pick(list, 'logisticsCode', 'logisticsName'),
      ...UNSPLIT,
    },
    lines: parcels.map((parcel, at) => {
      const number = invtNo(parcel);
      return {
        gnum: String(at + 1),
        totalPackageNo: `${wish.copNo}-1`,
        logisticsNo: waybillNoOf(parcel),
        ...(number === undefined ? {} : { invtNo: number }),
      };
    }),
  };
}

/** The arrival (507) of parcels at the supervised place, by its operator. */
export function arrivalOf(parcels: readonly ExportCase[], wish: PaperWish): Document {
  const list = firstOf(parcels);
  return {
    type: 'CEB507Message',
    head: {
      ...frame(wish, '507'),
      ...pick(list, 'customsCode', 'billNo'),
      copNo: wish.copNo,
      operatorCode: placeOperator.code,
      operatorName: placeOperator.name,
      ieFlag: 'E',
      trafMode: '4',
      domesticTrafNo: '鲁A演示01',
      ...pick(list, 'logisticsCode', 'logisticsName'),
      ...UNSPLIT,
    },
    lines: parcels.map((parcel, at) => ({ gnum: String(at + 1), logisticsNo: waybillNoOf(parcel) })),
  };
}

/** The departure (509) of parcels, by their carrier; they left at `wish.at`. */
export function departureOf(parcels: readonly ExportCase[], wish: PaperWish): Document {
  const list = firstOf(parcels);
  return {
    type: 'CEB509Message',
    head: {
      ...frame(wish, '509'),
      ...pick(list, 'customsCode'),
      copNo: wish.copNo,
      ...pick(list, 'logisticsCode', 'logisticsName', 'trafMode', 'trafName', 'voyageNo', 'billNo'),
      leaveTime: stamp14(wish.at),
      ...UNSPLIT,
    },
    lines: parcels.map((parcel, at) => ({ gnum: String(at + 1), logisticsNo: waybillNoOf(parcel) })),
  };
}

/** The application to revoke a list that is not released (605). */
export function revocationOf({ list }: ExportCase, invtNo: string, wish: PaperWish): Document {
  return {
    type: 'CEB605Message',
    head: {
      ...frame(wish, '605'),
      ...pick(list, 'customsCode'),
      copNo: wish.copNo,
      invtNo,
      reason: '演示：买家在发货前取消订单',
      ...pick(list, 'agentCode', 'agentName', 'ebcCode', 'ebcName'),
      note: DEMO_NOTE,
    },
    lines: [],
  };
}

/** The application to bring back exported goods (213), the whole parcel; the goods come from the country they were sold to. */
export function exportReturnOf({ list }: ExportCase, invtNo: string, wish: PaperWish): Document {
  return {
    type: 'CEB213Message',
    head: {
      ...frame(wish, '213'),
      ...pick(list, 'customsCode', 'ebpCode', 'ebpName', 'ebcCode', 'ebcName'),
      logisticsNo: `TH${list.head['logisticsNo'] ?? ''}`,
      ...pick(list, 'logisticsCode', 'logisticsName'),
      coElNo: wish.copNo,
      invtNo,
      ...pick(list, 'tradeMode', 'agentCode', 'agentName', 'country'),
      ...returnCarriage(wish),
      ieFlag: 'I',
      trafMode: '5',
      ...pick(list, 'portCode'),
      reason: '演示：境外买家退货，原状退运',
      note: DEMO_NOTE,
    },
    lines: list.lines.map(line => ({
      ...Object.fromEntries(
        ['gnum', 'gcode', 'gname', 'gmodel', 'qty', 'qty1', 'unit', 'unit1', 'qty2', 'unit2'].flatMap(name =>
          line[name] === undefined ? [] : [[name, line[name]]],
        ),
      ),
    })),
  };
}

/** The tally of returned goods on arrival (215), by the operator of the supervised place; `application` is the 213. */
export function tallyOf(application: Document, wish: PaperWish): Document {
  return {
    type: 'CEB215Message',
    head: {
      ...frame(wish, '215'),
      ...pick(
        application,
        'customsCode',
        'logisticsCode',
        'logisticsName',
        'logisticsNo',
        'coElNo',
        'invtNo',
      ),
      operatorCode: placeOperator.code,
      operatorName: placeOperator.name,
      ...pick(application, 'billNo', 'trafName', 'voyageNo'),
      ieFlag: 'I',
      trafMode: '5',
      location: '演示退货库位A-01',
      note: DEMO_NOTE,
    },
    lines: [],
  };
}

function returnCarriage({ seed, copNo }: PaperWish): Fields {
  const chance = random(`${seed}/return/${copNo}`);
  const flight = `DM${chance.whole(100, 999)}`;
  return { billNo: `999-${chance.whole(10_000_000, 99_999_999)}`, trafName: flight, voyageNo: flight };
}
