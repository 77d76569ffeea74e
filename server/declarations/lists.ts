import { type CaseStatus, type CustomsSide, listNumber, type Mark, newCase } from '../../cases/index.ts';
import type { Document } from '../../messages/index.ts';
import type { Instant } from '../../shared/index.ts';
import { scoped } from '../clearance/index.ts';
import { rowsOf } from '../store/index.ts';
import type { DeclarationParts } from './follow.ts';
import { openList, type SealedList } from './goods.ts';

/** A list as it stands: what it says, and how its case stands. A month holds a hundred thousand of them: only what is asked for is kept. */
export interface StandingList {
  readonly caseKey: string;
  readonly agent: string;
  /** Who sent the list. */
  readonly sender: string;
  readonly flag: string;
  /** Only the fields that a summary or the counting of trades looks at. */
  readonly document: Document;
  readonly status: CaseStatus;
  readonly invtNo?: string;
  /** Declaring office of the number. */
  readonly customsCode?: string;
  readonly releasedAt?: Instant;
  readonly departedAt?: Instant;
  /** Goods of it came back. */
  readonly cameBack: boolean;
  /** Bill of the master list (607) that names its waybill. */
  readonly billNo?: string;
}

/** Which lists are read. `where` speaks of `l` (the list) and `k` (`status`, `departed`, `released`, `at` of its case); its values count from $5. */
export interface ListFilter {
  readonly test: boolean;
  /** Only lists of this consignor; left out: of all. */
  readonly consignor?: string;
  /** Only lists that this organisation sent, declares or owns; left out: all. */
  readonly party?: string | undefined;
  readonly where: string;
  readonly values: readonly unknown[];
}

/** Rows of one answer of the database: a month is never in memory as text. */
const PAGE = 4000;

interface Row extends Record<string, unknown>, SealedList {
  readonly case_key: string;
  readonly agent: string;
  readonly sender: string;
  readonly flag: string;
  readonly status: CaseStatus;
  readonly departed: bigint | null;
  readonly released: bigint | null;
  readonly at: bigint | null;
  readonly journal: string | null;
  readonly office: string | null;
  readonly foreign: CustomsSide | null;
  readonly returned: string | null;
  readonly marks: readonly Mark[] | null;
}

/**
 * Reads lists with what they say and how their cases stand, in the order of their case keys, page by page: while one page is opened, the
 * database reads the next. What a destroyed key has deleted is left out.
 */
export async function readStandingLists(
  parts: DeclarationParts,
  filter: ListFilter,
): Promise<readonly StandingList[]> {
  const lists: StandingList[] = [];
  const same = interned();
  let next: Promise<readonly Row[]> | undefined = readPage(parts, filter, '');
  while (next) {
    const rows: readonly Row[] = await next;
    const last = rows.at(-1);
    next = rows.length < PAGE || !last ? undefined : readPage(parts, filter, last.case_key);
    // Whoever waits for it comes later: until then a failure must not count as unheard.
    next?.catch(() => undefined);
    const { sealer } = parts.realm(filter.test);
    for (const row of rows) {
      const document = openList(sealer, row, same);
      if (document !== undefined) lists.push(standing(row, document, same));
    }
    // Others have their turn between pages.
    await new Promise(resolve => setImmediate(resolve));
  }
  return lists;
}

function readPage(
  { database }: DeclarationParts,
  { test, consignor, party, where, values }: ListFilter,
  after: string,
): Promise<readonly Row[]> {
  const own = consignor === undefined ? '' : `and l.consignor = $${values.length + 5}`;
  return rowsOf<Row>(
    database,
    // The state is taken apart once, by the database: whole states would be most of what is sent and thrown away again.
    `select l.case_key, l.agent, l.sender, l.flag, l.data_key, l.sealed, k.* from declarations.list l
     cross join lateral (
       select c.status, s."departedAt" as departed, s."releasedAt" as released, s."listAt" as at, s."listJournal"->>'$int' as journal,
         s."customsCode" as office, s.customs as foreign, nullif(s.returned, '[]') as returned, s.marks
       from clearance.kase c cross join lateral json_to_record(c.state) as s (
         "departedAt" bigint, "releasedAt" bigint, "listAt" bigint, "listJournal" json, "customsCode" text, customs json, returned text,
         marks json)
       where c.bucket = l.bucket and c.key = $3 || l.case_key and c.status <> 'new' limit 1) k
     where l.test = $1 and l.case_key > $2 ${own} and ($4::text is null or $4 in (l.consignor, l.agent, l.sender)) and ${where}
     order by l.case_key limit ${PAGE}`,
    [
      test,
      after,
      scoped({ test }, ''),
      party ?? null,
      ...values,
      ...(consignor === undefined ? [] : [consignor]),
    ],
  );
}

function standing(row: Row, document: Document, same: (text: string) => string): StandingList {
  const { status, foreign, journal, at, office, departed, released, marks } = row;
  const invtNo = listNumber({
    ...newCase(row.case_key),
    ...(foreign ? { customs: foreign } : {}),
    ...(journal === null || at === null ? {} : { listJournal: BigInt(journal), listAt: Number(at) }),
    ...(office === null ? {} : { customsCode: office }),
  });
  const billNo = marks?.find(mark => mark.type === 'CEB607Message')?.billNo;
  return {
    caseKey: row.case_key,
    agent: same(row.agent),
    sender: same(row.sender),
    flag: same(row.flag),
    document,
    status: same(status) as CaseStatus,
    ...(invtNo === undefined ? {} : { invtNo }),
    ...(office === null ? {} : { customsCode: same(office) }),
    ...(released === null ? {} : { releasedAt: Number(released) }),
    ...(departed === null ? {} : { departedAt: Number(departed) }),
    cameBack: row.returned !== null,
    ...(billNo === undefined ? {} : { billNo: same(billNo) }),
  };
}

/** Texts differ that much. */
const INTERNED = 20_000;

/** Gives the same text for equal texts: codes and names of a month repeat, and a text of its own for each would be most of the memory. */
function interned(): (text: string) => string {
  const known = new Map<string, string>();
  return text => {
    const held = known.get(text);
    if (held !== undefined) return held;
    if (known.size < INTERNED) known.set(text, text);
    return text;
  };
}
