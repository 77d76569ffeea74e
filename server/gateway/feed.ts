import type { Document, MessageType } from '../../messages/index.ts';
import { KeyDestroyed, type Sealer } from '../identity/index.ts';
import { type Database, rowsOf } from '../store/index.ts';

/** One answer of the feed: the official receipt records on one document, oldest first. */
export interface FeedItem {
  /** The cursor: read on with `after` this. */
  readonly cursor: string;
  readonly type: MessageType;
  /** Business key of the document that is answered. */
  readonly key: string;
  readonly caseKey?: string;
  readonly records: readonly Pick<Document, 'head' | 'lines'>[];
}

/** A page of answers; of each: journal number, type, business key, case key. */
interface PageRow {
  first: bigint;
  seq: bigint;
  items: readonly (readonly [string, MessageType, string, string | null])[];
  data_key: number;
  sealed: Buffer;
  [column: string]: unknown;
}

export interface FeedQuestion {
  readonly orgCode: string;
  readonly test: boolean;
  readonly after: bigint;
  readonly limit: number;
  readonly type?: string;
}

/**
 * The answers to an organisation after a cursor, in commit order: whoever has read up to n has missed nothing up to n, however the
 * transactions overlapped. Answers whose data key was destroyed come without records.
 */
export async function readFeed(
  database: Database,
  sealer: Sealer,
  asked: FeedQuestion,
): Promise<readonly FeedItem[]> {
  const found: FeedItem[] = [];
  for (let after = asked.after; found.length < asked.limit; ) {
    const pages = await rowsOf<PageRow>(
      database,
      `select first, seq, items, data_key, sealed from gateway.answer
       where org_code = $1 and test = $2 and seq > $3 order by seq limit $4`,
      [asked.orgCode, asked.test, after, PAGES],
    );
    for (const page of pages) {
      found.push(...itemsOf(page, sealer, asked));
      after = page.seq;
      if (found.length >= asked.limit) break;
    }
    if (pages.length < PAGES) break;
  }
  return found.slice(0, asked.limit);
}

const PAGES = 20;

/** The items of a page that lie behind the cursor and are of the wanted type; opened only when there is one. */
function itemsOf(page: PageRow, sealer: Sealer, { after, type: wanted }: FeedQuestion): readonly FeedItem[] {
  let records: ReturnType<typeof recordsOf> | undefined;
  return page.items.flatMap(([, type, key, caseKey], index) => {
    const seq = page.first + BigInt(index);
    if (seq <= after || (wanted !== undefined && wanted !== type)) return [];
    records ??= recordsOf(page, sealer);
    const cursor = seq.toString();
    return [{ cursor, type, key, ...(caseKey === null ? {} : { caseKey }), records: records(index) }];
  });
}

type Records = FeedItem['records'];

/** The receipts' records of a page by place. A page written as a single answer holds them without the outer list. */
function recordsOf(page: PageRow, sealer: Sealer): (index: number) => Records {
  try {
    const opened = JSON.parse(sealer.open(page.data_key, page.sealed).toString()) as Records | Records[];
    return index => (Array.isArray(opened[0]) ? ((opened as Records[])[index] ?? []) : (opened as Records));
  } catch (error) {
    if (error instanceof KeyDestroyed) return () => [];
    throw error;
  }
}

/** The last number handed out: a cursor that starts at "now". */
export async function feedEnd(database: Database): Promise<bigint> {
  const rows = await rowsOf<{ feed: bigint }>(database, 'select feed from gateway.counter');
  return rows[0]?.feed ?? 0n;
}
