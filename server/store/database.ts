import pg from 'pg';

// bigint columns arrive as bigint, never as rounded numbers; numeric stays text.
pg.types.setTypeParser(pg.types.builtins.INT8, text => BigInt(text));

/** A connection inside a transaction. Statements asked for at once run one after another, in the order in which they were asked. */
export interface Tx {
  query<R extends pg.QueryResultRow = pg.QueryResultRow>(
    statement: string | pg.QueryConfig,
    values?: readonly unknown[],
  ): Promise<pg.QueryResult<R>>;
  /** Runs `COPY … FROM STDIN` with these rows. */
  copy(statement: string, rows: Buffer): Promise<void>;
}

function txOn(client: pg.PoolClient): Tx {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    const mine = last.then(run);
    last = mine.catch(() => undefined);
    return mine;
  };
  return {
    query<R extends pg.QueryResultRow>(statement: string | pg.QueryConfig, values?: readonly unknown[]) {
      return inTurn(() => client.query<R>(statement as string, values as unknown[]));
    },
    copy: (statement, rows) => inTurn(() => copyOn(client, statement, rows)),
  };
}

/** The part of the driver's connection that a COPY speaks to. */
interface CopyConnection {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/**
 * A COPY as a query of its own kind in the driver's queue: the driver calls what the server says. A stream would do the same, but the
 * driver's time limit on answers never ends for one.
 */
function copyOn(client: pg.PoolClient, statement: string, rows: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    let failed: Error | undefined;
    const copy = {
      callback: (error?: Error | null) => (error ? reject(error) : resolve()),
      submit: (connection: unknown) => (connection as CopyConnection).query(statement),
      handleCopyInResponse(connection: CopyConnection) {
        connection.sendCopyFromChunk(rows);
        connection.endCopyFrom();
      },
      handleCommandComplete: () => undefined,
      handleError(error: Error) {
        failed = error;
        copy.callback(error);
      },
      handleReadyForQuery() {
        if (!failed) copy.callback();
      },
    };
    client.query(copy);
  });
}

export interface Database {
  readonly pool: pg.Pool;
  /** Runs `work` in one transaction; serialisation failures and deadlocks are tried again from the start, at most `tries` times. */
  transaction<T>(work: (tx: Tx) => Promise<T>, tries?: number): Promise<T>;
  query<R extends pg.QueryResultRow = pg.QueryResultRow>(
    text: string,
    values?: readonly unknown[],
  ): Promise<R[]>;
  close(): Promise<void>;
}

const RETRIED = new Set(['40001', '40P01']);

/**
 * States in which nothing is wrong with the data and trying later helps: no connection, going down or coming up, a statement that took
 * too long, no memory or disk, a file system that fails, a standby that does not write, and conflicts of which there were too many.
 */
const LATER = /^(08|53|58|57P0[123]|57014|25006|40001|40P01|55P03)/;

/** True when the database could not be reached or went away: nothing is wrong with the data, and trying later helps. */
export function isDatabaseAway(error: unknown): boolean {
  const code = codeOf(error);
  if (
    code &&
    (LATER.test(code) || ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND'].includes(code))
  )
    return true;
  return (
    error instanceof Error &&
    /connection terminated|query read timeout|timeout exceeded when trying to connect|Client has encountered a connection error/i.test(
      error.message,
    )
  );
}

export function codeOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
}

/** Opens a pool on `url`. Connection failures surface at the first query, not here. */
export function openDatabase(url: string, connections = 8): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 5000,
    application_name: 'quantong',
    // A database that takes a statement and never answers must not hold its sender for ever.
    statement_timeout: 30_000,
    query_timeout: 40_000,
  });
  // An idle connection that breaks must not end the process; the next query reports the outage.
  pool.on('error', () => undefined);
  // Nor one that breaks in the instant between being handed out and being listened to.
  pool.on('connect', client => client.on('error', () => undefined));

  async function transaction<T>(work: (tx: Tx) => Promise<T>, tries = 5): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const client = await pool.connect();
      const tx = txOn(client);
      let broken: Error | undefined;
      const onError = (error: Error) => {
        broken = error;
      };
      client.on('error', onError);
      try {
        await tx.query('begin');
        const result = await work(tx);
        await tx.query('commit');
        return result;
      } catch (error) {
        await tx.query('rollback').catch((failed: Error) => {
          broken = failed;
        });
        if (!RETRIED.has(codeOf(error) ?? '') || attempt >= tries) throw error;
      } finally {
        client.off('error', onError);
        client.release(broken);
      }
    }
  }

  return {
    pool,
    transaction,
    async query<R extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []) {
      return (await pool.query<R>(text, [...values])).rows;
    },
    close: () => pool.end(),
  };
}

const IN_FAILED_TRANSACTION = '25P02';

/**
 * Statements of one transaction that do not wait for each other's results: the connection takes them one after another without a
 * pause. Ends when all have ended, also when one has failed; then the first failure is thrown.
 */
export async function together<T extends readonly unknown[] | []>(
  statements: T,
): Promise<{ -readonly [P in keyof T]: Awaited<T[P]> }> {
  const settled: readonly PromiseSettledResult<unknown>[] = await Promise.allSettled(statements);
  const failed = settled.filter((one): one is PromiseRejectedResult => one.status === 'rejected');
  // After the first failure every further statement fails because of it: that one says what is wrong.
  const cause = failed.find(one => codeOf(one.reason) !== IN_FAILED_TRANSACTION) ?? failed[0];
  if (cause) throw cause.reason;
  return Promise.all(statements);
}

/** A statement that a connection prepares once and then only runs. The name belongs to one text. */
export interface Prepared {
  readonly name: string;
  readonly text: string;
}

/** Rows of a query on the pool or inside a transaction. */
export async function rowsOf<R extends pg.QueryResultRow>(
  from: Database | Tx,
  statement: string | Prepared,
  values: readonly unknown[] = [],
): Promise<R[]> {
  const asked = { ...(typeof statement === 'string' ? { text: statement } : statement), values: [...values] };
  return 'pool' in from ? (await from.pool.query<R>(asked)).rows : (await from.query<R>(asked)).rows;
}
