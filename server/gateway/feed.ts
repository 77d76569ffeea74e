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

interface AnswerRow {
  seq: bigint;
  type: MessageType;
  key: string;
  case_key: string | null;
  data_key: number;
  sealed: Buffer;
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
  const rows = await rowsOf<AnswerRow & Record<string, unknown>>(
    database,
    `select seq, type, key, case_key, data_key, sealed from gateway.answer
     where org_code = $1 and test = $2 and seq > $3 and ($5::text is null or type = $5) order by seq limit $4`,
    [asked.orgCode, asked.test, asked.after, asked.limit, asked.type ?? null],
  );
  return rows.map(row => ({
    cursor: row.seq.toString(),
    type: row.type,
    key: row.key,
    ...(row.case_key === null ? {} : { caseKey: row.case_key }),
    records: opened(row, sealer),
  }));
}

function opened(row: AnswerRow, sealer: Sealer): FeedItem['records'] {
  try {
    return JSON.parse(sealer.open(row.data_key, row.sealed).toString()) as FeedItem['records'];
  } catch (error) {
    if (error instanceof KeyDestroyed) return [];
    throw error;
  }
}

/** The last number handed out: a cursor that starts at "now". */
export async function feedEnd(database: Database): Promise<bigint> {
  const rows = await rowsOf<{ feed: bigint }>(database, 'select feed from gateway.counter');
  return rows[0]?.feed ?? 0n;
}
