import { type CaseState, type Held, listNumber, newCase } from '../../cases/index.ts';
import { beijingDate, type Instant, parseStamp, reviveExact } from '../../shared/index.ts';
import { type CandidateList, nextMonth } from '../../summary/index.ts';
import { readDocuments, scoped } from '../clearance/index.ts';
import { bucketOf, rowsOf } from '../store/index.ts';
import type { DeclarationParts } from './follow.ts';

/** A case's list with its state: what summary and trades look at. */
export interface HeldList {
  readonly caseKey: string;
  readonly sender: string;
  readonly state: CaseState;
  readonly held: Held;
}

interface ListRow extends Record<string, unknown> {
  case_key: string;
  doc_key: string;
  sender: string;
  state: unknown;
}

const CHUNK = 5000;

/** Reads states and documents of lists, a few thousand at a time, so that a month of them never lies in one answer of the database. */
export async function readLists(
  { database, realm }: DeclarationParts,
  test: boolean,
  wanted: readonly { readonly caseKey: string; readonly docKey: string; readonly sender: string }[],
): Promise<readonly HeldList[]> {
  const lists: HeldList[] = [];
  for (let from = 0; from < wanted.length; from += CHUNK) {
    const part = wanted.slice(from, from + CHUNK);
    const states = await readStates(
      { database, realm },
      test,
      part.map(it => it.caseKey),
    );
    const documents = await readDocuments(
      database,
      realm(test),
      part.map(it => ({ type: 'CEB603Message', key: it.docKey })),
    );
    const byKey = new Map(documents.map(held => [held.key, held]));
    for (const { caseKey, docKey, sender } of part) {
      const state = states.get(caseKey);
      const held = byKey.get(docKey);
      if (state && held && !held.destroyed) lists.push({ caseKey, sender, state, held });
    }
  }
  return lists;
}

async function readStates(
  { database }: DeclarationParts,
  test: boolean,
  caseKeys: readonly string[],
): Promise<ReadonlyMap<string, CaseState>> {
  const keys = caseKeys.map(key => scoped({ test }, key));
  const rows = await rowsOf<{ key: string; n: bigint; state: unknown }>(
    database,
    `select u.n, k.state from unnest($1::smallint[], $2::text[]) with ordinality as u (bucket, key, n)
     join clearance.kase k on k.bucket = u.bucket and k.key = u.key where k.status <> 'new'`,
    [keys.map(bucketOf), keys],
  );
  const states = new Map<string, CaseState>();
  for (const row of rows) {
    const key = caseKeys[Number(row.n) - 1] ?? '';
    states.set(key, { ...newCase(key), ...reviveExact<Partial<CaseState>>(row.state) });
  }
  return states;
}

/** Which lists a summary looks at, and who asks. */
export interface ListQuestion {
  readonly test: boolean;
  readonly month: string;
  readonly ebcCode: string;
  /** Only lists that this organisation sent, declares or owns; left out: all. */
  readonly party?: string;
}

/**
 * The export lists of a consignor that a summary of the month has to speak of: those not closed yet, those closed in the month, and
 * those closed earlier that no summary holds. Call `follow` first.
 */
export async function readCandidates(
  parts: DeclarationParts,
  { test, month, ebcCode, party }: ListQuestion,
): Promise<readonly CandidateList[]> {
  const rows = await rowsOf<ListRow>(
    parts.database,
    `select case_key, doc_key, sender from declarations.list
     where test = $1 and consignor = $2 and ($3::text is null or $3 in (consignor, agent, sender))`,
    [test, ebcCode, party ?? null],
  );
  const lists = await readLists(
    parts,
    test,
    rows.map(row => ({ caseKey: row.case_key, docKey: row.doc_key, sender: row.sender })),
  );
  const end = Date.parse(`${nextMonth(month)}-01T00:00:00+08:00`);
  const known = lists.filter(({ state }) => state.listAt === undefined || state.listAt < end);
  const holder = await holders(parts, test, ebcCode, known);
  return known
    .map(list => candidateOf(list, holder(list)))
    .filter(
      it =>
        it.clearedAt === undefined ||
        it.summarisedBy === undefined ||
        beijingDate(it.clearedAt).startsWith(month),
    );
}

function candidateOf({ caseKey, state, held }: HeldList, summarisedBy: string | undefined): CandidateList {
  const invtNo = listNumber(state);
  return {
    caseKey,
    document: held.document,
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
  lists: readonly HeldList[],
): Promise<(list: HeldList) => string | undefined> {
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

function rangeOf(ranges: readonly RangeRow[], { state, held }: HeldList): string | undefined {
  const { head } = held.document;
  const at = state.departedAt;
  if (at === undefined || head['statisticsFlag'] !== 'B') return undefined;
  return ranges.find(
    range =>
      range.agent === head['agentCode'] &&
      range.customs_code === head['customsCode'] &&
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
