import { beijingDate, DAY_MS, type Instant, parseStamp } from '../../shared/index.ts';
import { type CandidateList, nextMonth } from '../../summary/index.ts';
import { rowsOf, texts } from '../store/index.ts';
import type { DeclarationParts } from './follow.ts';
import { readStandingLists, type StandingList } from './lists.ts';

/** Which lists a summary looks at, and who asks. */
export interface ListQuestion {
  readonly test: boolean;
  readonly month: string;
  readonly ebcCode: string;
  /** Only lists that this organisation sent, declares or owns; left out: all. */
  readonly party?: string;
}

/** How far back lists are looked for that were closed and never summarised, and lists that were never closed at all. */
const LATE = 100 * DAY_MS;
const NEVER_CLOSED = 366 * DAY_MS;
const ENDED = ['revoked', 'rejected', 'expired', 'returned'];

/**
 * The export lists of a consignor that a summary of the month has to speak of: those accepted by its end that are not closed yet, those
 * closed in the month, and those closed in the three months before that no summary holds. Call `follow` first.
 */
export async function readCandidates(
  parts: DeclarationParts,
  asked: ListQuestion,
): Promise<readonly CandidateList[]> {
  const { month } = asked;
  const known = await readKnown(parts, asked);
  const holder = await holders(parts, asked, known);
  const candidates: CandidateList[] = [];
  for (const list of known) {
    const held = holder(list);
    const { departedAt } = list;
    if (departedAt === undefined || held === undefined || beijingDate(departedAt).startsWith(month))
      candidates.push(candidateOf(list, held));
  }
  return candidates;
}

function readKnown(
  parts: DeclarationParts,
  { test, month, ebcCode, party }: ListQuestion,
): Promise<readonly StandingList[]> {
  const from = Date.parse(`${month}-01T00:00:00+08:00`);
  const end = Date.parse(`${nextMonth(month)}-01T00:00:00+08:00`);
  return readStandingLists(parts, {
    test,
    party,
    consignor: ebcCode,
    where: `l.at < $6 and l.at >= $5::bigint - $7::bigint
      and case when k.departed is not null
        then k.departed >= $5::bigint or (l.flag = 'B' and k.departed >= $5::bigint - $8::bigint)
        else l.at >= $5::bigint or k.status <> all($9::text[]) end`,
    values: [from, end, NEVER_CLOSED, LATE, ENDED],
  });
}

/** A list as the planner takes it. */
export function candidateOf(
  { caseKey, document, status, invtNo, departedAt, cameBack }: StandingList,
  summarisedBy: string | undefined,
): CandidateList {
  return {
    caseKey,
    document,
    status,
    ...(invtNo === undefined ? {} : { invtNo }),
    ...(departedAt === undefined ? {} : { clearedAt: departedAt }),
    ...(summarisedBy === undefined ? {} : { summarisedBy }),
    ...(status === 'departed' && cameBack ? { partlyReturned: true } : {}),
  };
}

/** Who sent an application, and whether customs has said anything of it. */
interface Applied extends Record<string, unknown> {
  sender: string;
  answered: boolean;
}

/**
 * An application that a stranger sends must not hold somebody's lists: it counts when it comes from a party of the list, or when customs
 * has taken it up.
 */
function counts(
  { sender, answered }: Applied,
  { agent, sender: own }: StandingList,
  ebcCode: string,
): boolean {
  return answered || [ebcCode, agent, own].includes(sender);
}

interface NamedRow extends Applied {
  invt_no: string;
  holder: string;
}

interface RangeRow extends Applied {
  cop_no: string;
  agent: string;
  customs_code: string;
  start_time: string;
  end_time: string;
  at: bigint;
}

/** The application that asks whether somebody else holds its lists: itself and those accepted after it do not count. */
export interface Asking {
  readonly agent: string;
  readonly copNo: string;
  readonly at: Instant;
}

const NOBODY: Asking = { agent: '', copNo: '', at: Number.MAX_SAFE_INTEGER };

/** Says which summary holds a list: an application that names it or whose time range takes it in (unless it was refused), or a result. */
export async function holders(
  { database }: DeclarationParts,
  { test, ebcCode }: Pick<ListQuestion, 'test' | 'ebcCode'>,
  lists: readonly StandingList[],
  asks: Asking = NOBODY,
): Promise<(list: StandingList) => string | undefined> {
  const numbers = lists.flatMap(({ invtNo }) => invtNo ?? []);
  const named = await rowsOf<NamedRow>(
    database,
    `select l.invt_no, min(a.cop_no) as holder, a.sender, w.key is not null as answered from unnest($2::text[]) as u (invt_no)
     join declarations.application_list l on l.test = $1 and l.invt_no = u.invt_no
     join declarations.application a on a.test = l.test and a.key = l.key
     left join declarations.application_answer w on w.test = a.test and w.key = a.key
     where not coalesce(${REFUSED}, false) and (a.agent, a.cop_no) <> ($3, $4) and a.at <= $5 group by l.invt_no, a.sender, answered
     union all
     select l.invt_no, min(r.sum_no), '', true from unnest($2::text[]) as u (invt_no)
     join declarations.result_line l on l.test = $1 and l.invt_no = u.invt_no
     join declarations.result r on r.test = l.test and r.key = l.key
     where not exists (
       select 1 from declarations.application a join declarations.application_answer w on w.test = a.test and w.key = a.key
       where a.test = $1 and a.agent = $3 and a.cop_no = $4 and w.sum_no = r.sum_no) group by l.invt_no`,
    [test, texts(numbers), asks.agent, asks.copNo, asks.at],
  );
  const byNumber = new Map<string, NamedRow[]>();
  for (const row of named) byNumber.set(row.invt_no, [...(byNumber.get(row.invt_no) ?? []), row]);
  const ranges = await rowsOf<RangeRow>(
    database,
    `select a.cop_no, a.agent, a.customs_code, a.start_time, a.end_time, a.at, a.sender, w.key is not null as answered from declarations.application a
     left join declarations.application_answer w on w.test = a.test and w.key = a.key
     where a.test = $1 and a.consignor = $2 and a.start_time is not null and not coalesce(${REFUSED}, false)
       and (a.agent, a.cop_no) <> ($3, $4) and a.at <= $5 order by a.at`,
    [test, ebcCode, asks.agent, asks.copNo, asks.at],
  );
  return list =>
    byNumber.get(list.invtNo ?? '')?.find(row => counts(row, list, ebcCode))?.holder ??
    rangeOf(
      ranges.filter(row => counts(row, list, ebcCode)),
      list,
    );
}

/** 100 and negative states refuse an application: its lists are free again. */
const REFUSED = "(w.status = '100' or w.status like '-%')";

function rangeOf(
  ranges: readonly RangeRow[],
  { departedAt: at, customsCode, agent, flag }: StandingList,
): string | undefined {
  if (at === undefined || flag !== 'B') return undefined;
  return ranges.find(
    range =>
      range.agent === agent &&
      range.customs_code === customsCode &&
      // What was closed after the application was sent is not in it, even where its range goes on.
      at <= Number(range.at) &&
      isWithin(at, range.start_time, range.end_time),
  )?.cop_no;
}

function isWithin(at: Instant, start: string, end: string): boolean {
  const [from, to] = [parseStamp(start), parseStamp(end)];
  // The range is told in seconds; its last second belongs to it.
  return from !== undefined && to !== undefined && at >= from && at < to + 1000;
}
