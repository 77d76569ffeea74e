import { exchangeRate, type Law } from '../../law/index.ts';
import { beijingDate, DAY_MS, type Fixed5, fixed5, parseFixed5, roundDivide } from '../../shared/index.ts';
import { nextMonth } from '../../summary/index.ts';
import type {
  Carriers,
  FormCarrier,
  ListCarrier,
  SummaryCarrier,
  ToCny,
  ValueLine,
} from '../../trades/index.ts';
import { readDocuments } from '../clearance/index.ts';
import { rowsOf } from '../store/index.ts';
import type { DeclarationParts } from './follow.ts';
import { readStandingLists, type StandingList } from './lists.ts';

/** Whose trades of which month. */
export interface TradeQuestion {
  readonly test: boolean;
  readonly month: string;
  /** Only trades of this consignor, declarant or sender; left out: all of the zone. */
  readonly party?: string;
}

interface FormRow extends Record<string, unknown> {
  entry_id: string;
  consignor: string;
  mode: string;
  day: string;
}

/**
 * Everything that may carry a trade of the month: lists released in it (and those not released yet), the forms of the month and those
 * that name one of these lists, the summary results that name one. Call `follow` first.
 */
export async function readCarriers(parts: DeclarationParts, asked: TradeQuestion): Promise<Carriers> {
  const lists = (await readMonth(parts, asked)).map(listCarrier);
  const known = new Set(lists.map(list => list.invtNo ?? ''));
  const forms = await readForms(parts, asked, lists, known);
  return { lists, forms, summaries: await readResults(parts, asked, lists) };
}

/** A list that is not released within a year of its acceptance never will be; older ones are not looked at. */
const RELEASED_WITHIN = 366 * DAY_MS;

function readMonth(
  parts: DeclarationParts,
  { test, month, party }: TradeQuestion,
): Promise<readonly StandingList[]> {
  const from = Date.parse(`${month}-01T00:00:00+08:00`);
  const to = Date.parse(`${nextMonth(month)}-01T00:00:00+08:00`);
  return readStandingLists(parts, {
    test,
    party,
    where:
      'l.at >= $7 and l.at < $6 and coalesce(k.released, k.at, 0) >= $5 and coalesce(k.released, k.at, 0) < $6',
    values: [from, to, from - RELEASED_WITHIN],
  });
}

function listCarrier(list: StandingList): ListCarrier {
  const { caseKey, status, invtNo, releasedAt } = list;
  const { head, lines } = list.document;
  const billNo = head['billNo'] || list.billNo;
  const fallen =
    status === 'revoked' ? 'revoked' : ['rejected', 'expired'].includes(status) ? 'refused' : undefined;
  return {
    caseKey,
    mode: head['tradeMode'] ?? '',
    consignor: head['ebcCode'] ?? '',
    orderNo: head['orderNo'] ?? '',
    ...(invtNo === undefined ? {} : { invtNo }),
    ...(head['logisticsNo'] ? { logisticsNo: head['logisticsNo'] } : {}),
    ...(billNo ? { billNo } : {}),
    ...(releasedAt === undefined ? {} : { day: beijingDate(releasedAt) }),
    ...(fallen ? { fallen } : {}),
    lines: lines.map(line => valueLine(line['gnum'], line['currency'], line['totalPrice'])),
  };
}

function valueLine(gnum = '', currency = '', total = ''): ValueLine {
  return { gnum, currency, total: parseFixed5(total) ?? 0n };
}

async function readForms(
  parts: DeclarationParts,
  { test, month, party }: TradeQuestion,
  lists: readonly ListCarrier[],
  numbers: ReadonlySet<string>,
): Promise<readonly FormCarrier[]> {
  const named = lists.flatMap(list => namesOf(list));
  const rows = await rowsOf<FormRow>(
    parts.database,
    `select f.entry_id, f.consignor, f.mode, f.day from declarations.form f
     where f.test = $1 and f.believed and ($2::text is null or $2 in (f.consignor, f.agent, f.sender)) and f.day like $3 || '-%'
     union
     select f.entry_id, f.consignor, f.mode, f.day
     from unnest($4::text[], $5::text[], $6::text[]) as u (kind, value, consignor)
     join declarations.form_name n on n.test = $1 and n.kind = u.kind and n.value = u.value
     join declarations.form f on f.test = n.test and f.entry_id = n.entry_id and f.consignor = u.consignor and f.believed
     union
     select f.entry_id, f.consignor, f.mode, f.day
     from declarations.result_line l join declarations.result r on r.test = l.test and r.key = l.key
     join declarations.form f on f.test = r.test and f.entry_id = r.entry_id and f.believed
     where l.test = $1 and l.invt_no = any($7)`,
    [
      test,
      party ?? null,
      month,
      named.map(it => it.kind),
      named.map(it => it.value),
      named.map(it => it.consignor),
      [...numbers],
    ],
  );
  const entries = rows.map(row => row.entry_id);
  const names = await rowsOf<{ entry_id: string; kind: string; value: string; known: boolean }>(
    parts.database,
    `select f.entry_id, f.kind, f.value, exists (
       select 1 from declarations.name n where n.test = f.test and n.kind = f.kind and n.value = f.value
         and (n.consignor is null or n.consignor = o.consignor)) as known
     from declarations.form_name f join declarations.form o on o.test = f.test and o.entry_id = f.entry_id
     where f.test = $1 and f.entry_id = any($2) order by f.kind, f.value`,
    [test, entries],
  );
  const documents = await readDocuments(
    parts.database,
    parts.realm(test),
    entries.map(key => ({ type: 'DeclarationForm', key })),
  );
  const byEntry = new Map(documents.map(held => [held.key, held]));
  return rows.map(row => {
    const own = names.filter(name => name.entry_id === row.entry_id);
    const values = (kind: string) => own.filter(name => name.kind === kind).map(name => name.value);
    const lines = byEntry.get(row.entry_id)?.document.lines ?? [];
    return {
      entryId: row.entry_id,
      mode: row.mode,
      consignor: row.consignor,
      day: row.day,
      lines: lines.map(line => valueLine(line['GNo'], line['TradeCurr'], line['DeclTotal'])),
      orders: values('O'),
      waybills: values('W'),
      bills: values('B'),
      lists: values('L'),
      ...(own.length === 0
        ? {}
        : { partnerKnown: own.some(it => it.known || (it.kind === 'L' && numbers.has(it.value))) }),
    };
  });
}

function namesOf(list: ListCarrier): { kind: string; value: string; consignor: string }[] {
  const { consignor } = list;
  const name = (kind: string, value: string | undefined) => (value ? [{ kind, value, consignor }] : []);
  return [
    ...name('O', list.orderNo),
    ...name('W', list.logisticsNo),
    ...name('B', list.billNo),
    ...name('L', list.invtNo),
  ];
}

interface ResultRow extends Record<string, unknown> {
  sum_no: string;
  decl_seq_no: string;
  entry_id: string | null;
  op_date: string;
  invt_no: string;
  gnum: string;
}

async function readResults(
  { database }: DeclarationParts,
  { test, month, party }: TradeQuestion,
  lists: readonly ListCarrier[],
): Promise<readonly SummaryCarrier[]> {
  const rows = await rowsOf<ResultRow>(
    database,
    `select r.sum_no, r.decl_seq_no, r.entry_id, r.op_date, l.invt_no, l.gnum
     from declarations.result r join declarations.result_line l on l.test = r.test and l.key = r.key
     where r.test = $1 and (l.invt_no = any($2)
       or (r.op_date like $3 || '%' and ($4::text is null or $4 in (r.consignor, r.agent))))`,
    [test, lists.flatMap(list => list.invtNo ?? []), month.replace('-', ''), party ?? null],
  );
  const results = new Map<
    string,
    { head: Omit<SummaryCarrier, 'lines'>; lines: { invtNo: string; gnum: string }[] }
  >();
  for (const row of rows) {
    const id = `${row.sum_no}|${row.decl_seq_no}`;
    const held = results.get(id);
    const line = { invtNo: row.invt_no, gnum: row.gnum };
    if (held) {
      held.lines.push(line);
      if (row.op_date > held.head.opDate) held.head = { ...held.head, ...headOf(row) };
    } else results.set(id, { head: headOf(row), lines: [line] });
  }
  return [...results.values()].map(({ head, lines }) => ({ ...head, lines }));
}

function headOf(row: ResultRow): Omit<SummaryCarrier, 'lines'> {
  return {
    sumNo: row.sum_no,
    declSeqNo: row.decl_seq_no,
    opDate: row.op_date,
    ...(row.entry_id === null ? {} : { entryId: row.entry_id }),
  };
}

/** Rates are CNY for 100 units; the fen is 1,000 in the scale of amounts. */
const HUNDRED_FEN = 10_000_000n * 1000n;

/** CNY at the customs rate of the day, rounded half up to the fen. */
export function cnyUnder(law: Law): ToCny {
  return (currency: string, amount: Fixed5, day) => {
    const rate = exchangeRate(law, currency, day);
    return rate && roundDivide(amount * fixed5(rate.value), HUNDRED_FEN) * 1000n;
  };
}
