import { type CaseState, newCase } from '../../cases/index.ts';
import type { Document } from '../../messages/index.ts';
import { reviveExact } from '../../shared/index.ts';
import { scoped } from '../clearance/index.ts';
import { rowsOf } from '../store/index.ts';
import type { DeclarationParts } from './follow.ts';
import { openList, type SealedList } from './goods.ts';

/** A list as it stands: what it says, and the state of its case. */
export interface StandingList {
  readonly caseKey: string;
  readonly agent: string;
  /** Who sent the list. */
  readonly sender: string;
  readonly flag: string;
  /** Only the fields that a summary or the counting of trades looks at. */
  readonly document: Document;
  /** Only what a summary or the counting of trades asks of it (`ASKED`, status, returned lines). */
  readonly state: CaseState;
}

const ASKED = [
  'customs',
  'listJournal',
  'listAt',
  'customsCode',
  'releasedAt',
  'departedAt',
  'marks',
] as const;

/** Which lists are read. `where` speaks of `l` (the list) and `k` (`status`, `departed`, `released` of its case); its values count from $5. */
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
  readonly status: CaseState['status'];
  readonly state: Readonly<Record<string, unknown>>;
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
  let next: Promise<readonly Row[]> | undefined = readPage(parts, filter, '');
  while (next) {
    const rows: readonly Row[] = await next;
    const last = rows.at(-1);
    next = rows.length < PAGE || !last ? undefined : readPage(parts, filter, last.case_key);
    // Whoever waits for it comes later: until then a failure must not count as unheard.
    next?.catch(() => undefined);
    const { sealer } = parts.realm(filter.test);
    for (const row of rows) {
      const document = openList(sealer, row);
      if (document === undefined) continue;
      const { case_key: caseKey, agent, sender, flag } = row;
      lists.push({ caseKey, agent, sender, flag, document, state: stateOf(row) });
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
    `select l.case_key, l.agent, l.sender, l.flag, l.data_key, l.sealed, k.status, k.state from declarations.list l
     cross join lateral (
       select status, state, (state->>'departedAt')::bigint as departed,
         coalesce((state->>'releasedAt')::bigint, (state->>'listAt')::bigint, 0) as released
       from clearance.kase where bucket = l.bucket and key = $3 || l.case_key and status <> 'new' limit 1) k
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

/** Reviving a whole state would cost more than all the rest. */
function stateOf({ case_key, status, state }: Row): CaseState {
  const asked: Record<string, unknown> = {};
  for (const name of ASKED) if (state[name] !== undefined) asked[name] = reviveExact(state[name]);
  const returned = Array.isArray(state['returned']) && state['returned'].length > 0;
  return {
    ...newCase(case_key),
    ...asked,
    status,
    ...(returned ? { returned: reviveExact<CaseState['returned']>(state['returned']) } : {}),
  };
}
