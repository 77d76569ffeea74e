import type { CandidateList } from '../summary/index.ts';

/** Values of a list for tests and the bench; everything has a default. */
export interface ListSketch {
  readonly n: number;
  readonly ebcCode?: string;
  readonly agentCode?: string;
  readonly customsCode?: string;
  readonly loctNo?: string;
  readonly trafMode?: string;
  readonly ownerCode?: string;
  readonly country?: string;
  readonly portCode?: string;
  readonly flag?: 'A' | 'B';
  readonly mode?: string;
  readonly status?: string;
  /** ISO instant with zone; null: not closed. */
  readonly clearedAt?: string | null;
  readonly summarisedBy?: string;
  readonly invtNo?: string | null;
  readonly lines?: readonly LineSketch[];
}

export interface LineSketch {
  readonly country?: string;
  readonly gcode?: string;
  readonly currency?: string;
  readonly name?: string;
  readonly unit?: string;
  readonly qty?: string;
  readonly qty1?: string;
  readonly unit1?: string;
  readonly total?: string;
}

/** A closed export list in an invented month, January 2024, as sketched. */
export function closedList(sketch: ListSketch): CandidateList {
  const { n } = sketch;
  const customsCode = sketch.customsCode ?? '4303';
  const orderNo = `DEMO-S${String(n).padStart(7, '0')}`;
  const clearedAt = sketch.clearedAt === undefined ? '2024-01-15T10:00:00+08:00' : sketch.clearedAt;
  const invtNo =
    sketch.invtNo === undefined ? `${customsCode}2024E${String(n).padStart(9, '0')}` : sketch.invtNo;
  return {
    caseKey: `E|3701DM0009|${orderNo}`,
    ...(invtNo === null ? {} : { invtNo }),
    status: sketch.status ?? 'departed',
    ...(clearedAt === null ? {} : { clearedAt: Date.parse(clearedAt) }),
    ...(sketch.summarisedBy === undefined ? {} : { summarisedBy: sketch.summarisedBy }),
    document: {
      type: 'CEB603Message',
      head: {
        ebpCode: '3701DM0009',
        orderNo,
        customsCode,
        ...(sketch.loctNo === undefined ? {} : { loctNo: sketch.loctNo }),
        portCode: sketch.portCode ?? '4303',
        statisticsFlag: sketch.flag ?? 'B',
        agentCode: sketch.agentCode ?? '3701DM0004',
        agentName: '演示报关企业',
        ebcCode: sketch.ebcCode ?? 'E1',
        ebcName: '演示出口企业',
        ownerCode: sketch.ownerCode ?? 'U1',
        ownerName: '演示生产企业',
        tradeMode: sketch.mode ?? '9610',
        trafMode: sketch.trafMode ?? '5',
        country: sketch.country ?? '502',
        grossWeight: '1.2',
        netWeight: '1',
      },
      lines: (sketch.lines ?? [{}]).map((line, index) => ({
        gnum: String(index + 1),
        gcode: line.gcode ?? '6109100021',
        gname: line.name ?? '棉制针织T恤衫',
        itemName: line.name ?? '棉制针织T恤衫',
        country: line.country ?? '502',
        currency: line.currency ?? '502',
        qty: line.qty ?? '3',
        qty1: line.qty1 ?? line.qty ?? '3',
        unit: line.unit ?? '011',
        unit1: line.unit1 ?? '011',
        price: '10',
        totalPrice: line.total ?? '30.00',
      })),
    },
  };
}
