import { type CaseState, listNumber } from '../../cases/index.ts';
import type { Document } from '../../messages/index.ts';
import { beijingDate, DAY_MS, type Instant, parseStamp } from '../../shared/index.ts';
import { type CandidateList, nextMonth } from '../../summary/index.ts';
import { readDocuments, scoped } from '../clearance/index.ts';
import { rowsOf } from '../store/index.ts';
import type { DeclarationParts } from './follow.ts';
import { readStates } from './lists.ts';

/** Which lists a summary looks at, and who asks. */
export interface ListQuestion {
  readonly test: boolean;
  readonly month: string;
  readonly ebcCode: string;
  /** Only lists that this organisation sent, declares or owns; left out: all. */
  readonly party?: string;
}

/** A list as it stands in the read model, with the state of its case. */
interface KnownList {
  readonly caseKey: string;
  readonly docKey: string;
  readonly agent: string;
  readonly flag: string;
  readonly state: CaseState;
}

interface ListRow extends Record<string, unknown> {
  case_key: string;
  doc_key: string;
  agent: string;
  flag: string;
}

/** How far back lists are looked for that were closed and never summarised, and lists that were never closed at all. */
const LATE = 100 * DAY_MS;
const NEVER_CLOSED = 366 * DAY_MS;
const ENDED = ['revoked', 'rejected', 'expired', 'returned'];
const CHUNK = 5000;

/**
 * The export lists of a consignor that a summary of the month has to speak of: those accepted by its end that are not closed yet, those
 * closed in the month, and those closed in the three months before that no summary holds. Call `follow` first.
 */
export async function readCandidates(
  parts: DeclarationParts,
  asked: ListQuestion,
): Promise<readonly CandidateList[]> {
  const { test, month, ebcCode } = asked;
  const known = await readKnown(parts, asked);
  const holder = await holders(parts, test, ebcCode, known);
  const wanted = known
    .map(list => ({ list, holder: holder(list) }))
    .filter(
      it =>
        it.list.state.departedAt === undefined ||
        it.holder === undefined ||
        beijingDate(it.list.state.departedAt).startsWith(month),
    );
  const candidates: CandidateList[] = [];
  for (let from = 0; from < wanted.length; from += CHUNK) {
    const part = wanted.slice(from, from + CHUNK);
    const slots = part.map(({ list }) => ({ type: 'CEB603Message', key: list.docKey }));
    const documents = await readDocuments(parts.database, parts.realm(test), slots);
    const byKey = new Map(documents.map(held => [held.key, held]));
    for (const it of part) {
      const held = byKey.get(it.list.docKey);
      // What a destroyed key has deleted cannot be summarised, nor told about.
      if (held && !held.destroyed) candidates.push(candidateOf(it.list, held.document, it.holder));
    }
  }
  return candidates;
}

async function readKnown(
  parts: DeclarationParts,
  { test, month, ebcCode, party }: ListQuestion,
): Promise<readonly KnownList[]> {
  const from = Date.parse(`${month}-01T00:00:00+08:00`);
  const end = Date.parse(`${nextMonth(month)}-01T00:00:00+08:00`);
  const rows = await rowsOf<ListRow>(
    parts.database,
    `select l.case_key, l.doc_key, l.agent, l.flag from declarations.list l
     cross join lateral (
       select status, (state->>'departedAt')::bigint as departed from clearance.kase
       where bucket = l.bucket and key = $4 || l.case_key limit 1) k
     where l.test = $1 and l.consignor = $2 and ($3::text is null or $3 in (l.consignor, l.agent, l.sender))
       and l.at < $6 and l.at >= $5 - $7::bigint
       and case when k.departed is not null
         then k.departed >= $5 or (l.flag = 'B' and k.departed >= $5 - $8::bigint)
         else l.at >= $5 or k.status <> all($9) end`,
    [test, ebcCode, party ?? null, scoped({ test }, ''), from, end, NEVER_CLOSED, LATE, ENDED],
  );
  const known: KnownList[] = [];
  for (let at = 0; at < rows.length; at += CHUNK) {
    const part = rows.slice(at, at + CHUNK);
    const states = await readStates(
      parts,
      test,
      part.map(row => row.case_key),
    );
    for (const row of part) {
      const state = states.get(row.case_key);
      if (state)
        known.push({ caseKey: row.case_key, docKey: row.doc_key, agent: row.agent, flag: row.flag, state });
    }
  }
  return known;
}

function candidateOf(
  { caseKey, state }: KnownList,
  document: Document,
  summarisedBy: string | undefined,
): CandidateList {
  const invtNo = listNumber(state);
  return {
    caseKey,
    document,
    status: state.status,
    ...(invtNo === undefined ? {} : { invtNo }),
    ...(state.departedAt === undefined ? {} : { clearedAt: state.departedAt }),
    ...(summarisedBy === undefined ? {} : { summarisedBy }),
    ...(state.status === 'departed' && state.returned.length > 0 ? { partlyReturned: true } : {}),
  };
}

interface RangeRow extends Record<string, unknown> {
  cop_no: string;
  agent: string;
  customs_code: string;
  start_time: string;
  end_time: string;
  at: bigint;
}

/** Says which summary holds a list: an application that names it or whose time range takes it in (unless it was refused), or a result. */
async function holders(
  { database }: DeclarationParts,
  test: boolean,
  ebcCode: string,
  lists: readonly KnownList[],
): Promise<(list: KnownList) => string | undefined> {
  const numbers = lists.flatMap(({ state }) => listNumber(state) ?? []);
  const named = await rowsOf<{ invt_no: string; holder: string }>(
    database,
    `select l.invt_no, min(a.cop_no) as holder from declarations.application_list l
     join declarations.application a on a.test = l.test and a.key = l.key
     left join declarations.application_answer w on w.test = a.test and w.key = a.key
     where l.test = $1 and l.invt_no = any($2) and not coalesce(${REFUSED}, false) group by l.invt_no
     union all
     select l.invt_no, min(r.sum_no) from declarations.result_line l
     join declarations.result r on r.test = l.test and r.key = l.key
     where l.test = $1 and l.invt_no = any($2) group by l.invt_no`,
    [test, numbers],
  );
  const byNumber = new Map<string, string>();
  for (const { invt_no, holder } of named) if (!byNumber.has(invt_no)) byNumber.set(invt_no, holder);
  const ranges = await rowsOf<RangeRow>(
    database,
    `select a.cop_no, a.agent, a.customs_code, a.start_time, a.end_time, a.at from declarations.application a
     left join declarations.application_answer w on w.test = a.test and w.key = a.key
     where a.test = $1 and a.consignor = $2 and a.start_time is not null and not coalesce(${REFUSED}, false) order by a.at`,
    [test, ebcCode],
  );
  return list => byNumber.get(listNumber(list.state) ?? '') ?? rangeOf(ranges, list);
}

/** 100 and negative states refuse an application: its lists are free again. */
const REFUSED = "(w.status = '100' or w.status like '-%')";

function rangeOf(ranges: readonly RangeRow[], { state, agent, flag }: KnownList): string | undefined {
  const at = state.departedAt;
  if (at === undefined || flag !== 'B') return undefined;
  return ranges.find(
    range =>
      range.agent === agent &&
      range.customs_code === state.customsCode &&
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
