import { type Law, shippedLaw } from '../law/index.ts';
import type { Fields } from '../messages/index.ts';
import { beijingDate, type Instant, type LawDate, type Severity } from '../shared/index.ts';
import { quoteTax, taxInputOf } from '../tax/index.ts';
import type { ImportMode, Question, Rule, World } from './case.ts';

/**
 * For the tables of cases: a right parcel of one bottle of face cream (demo data, invented), and what a case changes in it. A change
 * of null takes the field away.
 */
export interface GoodsCase {
  readonly title: string;
  /** Changes per line of the list; a second entry adds a second line. */
  readonly lines?: readonly Changes[];
  readonly list?: Changes;
  readonly order?: Changes;
  readonly waybill?: Changes;
  readonly mode?: ImportMode;
  readonly on?: LawDate;
  readonly world?: Partial<World>;
  readonly law?: Law;
  readonly expect: readonly ExpectedFinding[];
}

export type Changes = Readonly<Record<string, string | null>>;

export interface ExpectedFinding {
  readonly code: string;
  readonly severity: Severity;
  readonly path: string;
  /** The repair offered; left out: none may be offered. */
  readonly put?: string | null;
}

const CREAM: Fields = {
  gnum: '1',
  itemName: '演示面霜',
  gcode: '3304990039',
  gname: '演示面霜',
  gmodel: '4|3|护肤|50ml/瓶|演示牌',
  country: '116',
  currency: '142',
  qty: '1',
  unit: '142',
  qty1: '0.05',
  unit1: '035',
  qty2: '1',
  unit2: '011',
  price: '425',
  totalPrice: '425',
};

function changed(fields: Fields, changes: Changes = {}): Fields {
  const result: Record<string, string> = { ...fields };
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) delete result[name];
    else result[name] = value;
  }
  return result;
}

/** The question that a case puts to a rule. The order repeats the list's quantities unless the case changes only the list. */
export function goodsQuestion(it: GoodsCase): Question {
  const on = it.on ?? '2026-03-02';
  const mode = it.mode ?? '1210';
  const lines = (it.lines ?? [{}]).map((changes, index) =>
    changed({ ...CREAM, gnum: String(index + 1) }, changes),
  );
  const law = it.law ?? shippedLaw();
  const keys = { ebpCode: '3701DEMO01', orderNo: 'DEMO-0001' };
  const list = {
    type: 'CEB621Message' as const,
    head: changed(
      {
        ...keys,
        ebcCode: '3701DEMO02',
        assureCode: '3701DEMO02',
        tradeMode: mode,
        buyerIdNumber: '110101190001010015',
        freight: '0',
        insuredFee: '0',
        grossWeight: '0.2',
        // Nothing of the weight is packing, so that a case about quantities need not change it.
        netWeight: it.list?.['grossWeight'] ?? '0.2',
      },
      it.list,
    ),
    lines,
  };
  const order = {
    type: 'CEB311Message' as const,
    head: changed({ ...keys, taxTotal: '0', freight: '0' }, it.order),
    lines: lines.map(({ gnum = '', qty = '' }) => ({ gnum, qty })),
  };
  const payment = {
    type: 'CEB411Message' as const,
    head: { payCode: '3701DEMO03', payTransactionId: 'P1' },
    lines: [],
  };
  const waybill = {
    type: 'CEB511Message' as const,
    head: changed(
      { logisticsCode: '3701DEMO04', logisticsNo: 'L1', weight: list.head['grossWeight'] ?? '' },
      it.waybill,
    ),
    lines: [],
  };
  const at: Instant = Date.parse(`${on}T04:00:00Z`);
  const world: World = { stance: 'authority', ...it.world };
  return {
    case: { key: `${keys.ebpCode}|${keys.orderNo}`, mode, list, order, payment, waybill },
    at,
    on: beijingDate(at),
    law,
    world,
    tax: quoteTax(taxInputOf(list, on, world.yearUsed), law),
  };
}

/** What a rule says of a case, in the form of the table. */
export function judged(rule: Rule, it: GoodsCase): readonly ExpectedFinding[] {
  return rule.judge(goodsQuestion(it)).map(({ code, severity, path, repair }) => ({
    code,
    severity,
    path,
    ...(repair === undefined ? {} : { put: repair.value }),
  }));
}
